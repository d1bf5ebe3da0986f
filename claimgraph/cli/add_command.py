"""`claimgraph add`."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph.cli.record import complete_claims, internal_option, open_record_of, record_of, released_record
from claimgraph.cli.shared import note, say
from claimgraph.errors import InvalidClaimError, NotationError

if TYPE_CHECKING:
    from claimgraph.model import Article, Chain, Claim, Config, Ledger, Problem

_RELATIONS = ("contradicts", "tension", "supports", "based_on", "part_of", "same_as", "supersedes", "corrects")
_DATES = ("when", "as_of", "due", "review_by")


_MEANINGS = {
    "contradicts": "The two cannot both be so.",
    "tension": "The two pull apart.",
    "supports": "Makes that claim more likely.",
    "based_on": "Stands only if that claim stands.",
    "part_of": "Is a part of that claim.",
    "same_as": "Is the same proposition as that claim.",
    "supersedes": "Replaces that claim.",
    "corrects": "Puts that claim right.",
}


def _relation_options(function: Any) -> Any:
    for kind in reversed(_RELATIONS):
        name = f"--{kind.replace('_', '-')}"
        text = _MEANINGS[kind]
        option = click.option(name, kind, metavar="ID", multiple=True, help=text, shell_complete=complete_claims)
        function = option(function)
    return function


def _date_options(function: Any) -> Any:
    texts = {"when": "When it happened or will happen.", "as_of": "The time it is claimed for."}
    texts |= {"due": "When a prediction can be settled.", "review_by": "When to look at it again."}
    for key in reversed(_DATES):
        function = click.option(f"--{key.replace('_', '-')}", key, metavar="DATE", help=texts[key])(function)
    return function


@click.command("add", short_help="Add a claim with its chain of attribution.")
@click.argument("text", required=False)
@click.argument("chains", nargs=-1, metavar="CHAIN...")
@click.option("--id", "claim_id", metavar="ID", help="The id; made from the text without it.")
@click.option("--to", metavar="FILE", help="Append to the claims: list of this file of the record, or make it.")
@click.option("--tag", "tags", multiple=True, help="A tag; may be given several times.")
@click.option("--said", metavar="WORDS", help="The words as they were said.")
@click.option("--note", "remark", metavar="TEXT", help="Anything else.")
@_date_options
@_relation_options
@click.option("--edit", is_flag=True, help="Look over the claim in your editor before it is written.")
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@internal_option()
@click.pass_context
def command(ctx: click.Context, /, text: str | None, chains: tuple[str, ...], **options: Any) -> None:
    """Add a claim with one or several chains of attribution; asks for them where they are missing.

    \b
    claimgraph add "Snow fell in Beirut on 2 January 2025." 'Kataeb <- "a driver" [told]'

    A chain runs from what you read back to where it starts; docs/notation.md shows all of it.
    """
    from claimgraph.store import load_config, locked

    root = record_of(ctx)
    config = load_config(root)[0]
    if text is None or not chains:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise click.UsageError("a claim needs its text and a chain: claimgraph add \"TEXT\" 'READ <- TOLD BY'")
        from claimgraph.cli.interview import ask

        text, chains = ask(text)
    parsed = tuple(_parsed(chain, number, config) for number, chain in enumerate(chains, start=1))
    with locked(root):
        ledger = open_record_of(ctx, refresh=True)
        draft = _draft(ledger, text, parsed, options)
        target = Target.of(root, options["to"], config)
        written = None
        if options["edit"]:
            draft, written = _edited(ledger, draft, target)
        _finish(ctx, ledger, draft, target, written, dry_run=options["dry_run"])


@dataclass(frozen=True)
class Target:
    """Where a claim goes, and what ``this`` means there."""

    root: Path
    to: str | None
    config: Config
    article: Article | None = None

    @classmethod
    def of(cls, root: Path, to: str | None, config: Config) -> Target:
        """Return the target that ``--to`` names."""
        from claimgraph.store import article_of

        return cls(root, to, config, article_of(root, to, config=config) if to else None)

    def resolved(self, claim: Claim) -> Claim:
        """Return the claim as it will be read back."""
        from claimgraph.notation import read_this

        if self.article is None:
            if any(m.kind == "this" for chain in claim.chains for m in chain.mentions):
                raise InvalidClaimError("'this' means the article of a file; name the source, or give --to FILE")
            return claim
        chains = tuple(read_this(chain, self.article) for chain in claim.chains)
        return replace(claim, chains=chains, article=self.article)


def _parsed(text: str, number: int, config: Config) -> Chain:
    from claimgraph.notation import parse_chain

    try:
        return parse_chain(text, verbs=config.all_verbs)
    except NotationError as error:
        raise InvalidClaimError(f"chain {number}:1:{error.column}: {error.code} error {error.message}") from None


def _draft(ledger: Ledger, text: str, chains: tuple[Chain, ...], options: dict[str, Any]) -> Claim:
    from claimgraph.dates import canonical_date
    from claimgraph.model import Claim, Relation
    from claimgraph.names import is_id, suggest_id

    if not text.strip():
        raise InvalidClaimError("the text is empty; write one checkable sentence")
    if not all(part is None or part.isprintable() for part in (text.replace("\n", " "), options["said"])):
        raise InvalidClaimError("the text holds characters that cannot be shown; give it as plain UTF-8")
    for other in ledger.saying(text):
        note(f"{other.id} says the same ({other.location}); another chain of it belongs there, under chains:")
    claim_id = options["claim_id"] or suggest_id(text, taken=ledger)
    if not is_id(claim_id):
        raise InvalidClaimError(f"'{claim_id}' cannot be an id (CG103); use a-z, 0-9 and single hyphens, at most 64")
    _refuse_taken(ledger, claim_id)
    dates: dict[str, Any] = {key: canonical_date(options[key]) if options[key] else None for key in _DATES}
    relations = tuple(Relation(kind, ledger[target].id) for kind in _RELATIONS for target in options[kind])
    return Claim(
        claim_id,
        " ".join(text.split()),
        chains,
        tags=options["tags"],
        said=options["said"],
        note=options["remark"],
        relations=relations,
        **dates,
    )


def _refuse_taken(ledger: Ledger, claim_id: str) -> None:
    from claimgraph.names import suggest_id

    if claim_id in ledger:
        free = suggest_id(claim_id, taken=ledger)
        raise InvalidClaimError(f"the id '{claim_id}' is taken by {ledger[claim_id].location}; {free} is free")


def _edited(ledger: Ledger, draft: Claim, target: Target) -> tuple[Claim, str]:
    """Return the claim as the editor left it, and its text with whatever comments it has."""
    from claimgraph.store import dumps, loads

    text = dumps([draft], article=target.article)
    while True:
        changed = click.edit(text, extension=".yaml", require_save=False)
        if changed is None:
            raise click.Abort
        content = loads(changed, path="<edited>", config=target.config)
        if len(content.claims) == 1 and not content.problems:
            _refuse_taken(ledger, content.claims[0].id)
            return content.claims[0], changed
        for problem in content.problems:
            note(str(problem))
        if not content.problems:
            note(f"<edited>:1:1: expected one claim, found {len(content.claims)}")
        text = changed
        click.confirm("Edit again?", default=True, abort=True, err=True)


def _finish(
    ctx: click.Context, ledger: Ledger, draft: Claim, target: Target, written: str | None, *, dry_run: bool
) -> None:
    """Check the claim against the record, write it, and say what it rests on."""
    from claimgraph.chains import trace
    from claimgraph.checks import check_claim
    from claimgraph.cli.trace_command import say_trace
    from claimgraph.graph import build_graph
    from claimgraph.store import dumps, save_claim

    claim = target.resolved(draft)
    after = ledger.with_claim(claim)
    found = [p for p in check_claim(after, claim.id) if p.severity != "info"]
    # What is wrong with the claim itself stops it; what is wrong with its support is worth recording.
    errors = [p for p in found if p.severity == "error" and (p.code.startswith("CG1") or p.code == "CG402")]
    if errors:
        raise InvalidClaimError(f"{errors[0].code} error {errors[0].message}")
    shown = released_record(ctx, after)  # which may refuse, and then nothing is written
    if dry_run:
        told = f"would add {claim.id}\n\n" + dumps([draft]).rstrip("\n")
    else:
        path = save_claim(target.root, draft, to=target.to, config=target.config, text=written)
        told = f"added {claim.id} to {path}"
    say(told, typed=told)
    say_trace(trace(build_graph(shown, [claim]), claim.id))
    _say_missing(claim, shown, found)


def _say_missing(claim: Claim, ledger: Ledger, problems: list[Problem]) -> None:
    from claimgraph.graph import build_graph, claim_nodes, statement_of
    from claimgraph.protection import Secrets
    from claimgraph.redaction import RedactedLedger
    from claimgraph.text import statement_name

    graph = build_graph(ledger, [claim])
    lines = []
    for node in claim_nodes(graph, claim.id):
        statement = statement_of(graph, node)
        wanted = [] if statement.kind == "missing" or statement.date else ["date"]
        wanted += ["url"] if statement.seen and not statement.url and statement.kind == "named" else []
        if statement.kind == "missing":
            lines.append("who the source is: none is given")
        elif wanted:
            lines.append(f"{statement_name(statement)}: {' and '.join(wanted)}")
    secrets = ledger.secrets if isinstance(ledger, RedactedLedger) else Secrets()
    lines += [secrets.censored(problem).message for problem in problems]
    if lines:
        say()
        say("still missing:")
        for line in lines:
            say(f"  {line}")
