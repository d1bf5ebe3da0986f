"""`claimgraph show`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from claimgraph.cli.record import complete_claims, internal_option, load_record, refresh_option
from claimgraph.cli.shared import (
    claims_graph,
    confirm_shown,
    ignore_inferred_option,
    json_option,
    paint,
    say,
    say_json,
    say_wrapped,
    today_option,
    wrapped,
)
from claimgraph.harmless import plain
from claimgraph.headline import looks_like
from claimgraph.model.claim import SYMMETRIC

if TYPE_CHECKING:
    from claimgraph.graph import Graph
    from claimgraph.model import Claim, Ledger, Problem


TRACE_LINES = 40
PROBLEMS_OF_A_CODE = 5

_BACKWARD = {
    "contradicts": "contradicts",
    "tension": "tension",
    "same_as": "same as",
    "supports": "supported by",
    "based_on": "is the basis of",
    "part_of": "has the part",
    "supersedes": "superseded by",
    "corrects": "corrected by",
}
"""How a relation reads from its other end."""


@click.command("show", short_help="Show everything about one claim.")
@click.argument("claim_id", metavar="CLAIM", shell_complete=complete_claims)
@ignore_inferred_option()
@today_option()
@refresh_option()
@internal_option()
@json_option()
@click.pass_context
def command(ctx: click.Context, claim_id: str, ignore_inferred: bool, today: date | None, as_json: bool) -> None:
    """Show everything about one claim on one screen, the essence first.

    How many sources it looks like and how many lines it traces back to; why; what every way passes
    through; what to open next; who contradicts it; then the trace, its dates and relations, and its
    problems.
    """
    from claimgraph.analyses.impact import claims_below, standing_claims
    from claimgraph.analyses.lines import independent_lines
    from claimgraph.chains import trace
    from claimgraph.checks import check_claim
    from claimgraph.cli.trace_command import say_trace
    from claimgraph.cli.values import claim_report
    from claimgraph.report import basis_text, findings

    ledger = load_record(ctx)
    claim = ledger[claim_id]
    near = [claim, *(ledger[other] for other in contradicting(ledger, claim_id))]
    below = claims_below(ledger, claim)
    below_graph = claims_graph(ledger, below, ignore_inferred=ignore_inferred)
    standing = standing_claims(below, {c.id: independent_lines(below_graph, c.id) for c in below})
    graph = claims_graph(ledger, near, ignore_inferred=ignore_inferred)
    mine = list(check_claim(ledger, claim_id, today=today))
    if as_json:
        say_json({**claim_report(near, graph, mine), "stands": claim_id in standing})
        return
    confirm_shown(claim)  # before the first line is printed
    headline = looks_like(graph, claim.id) if claim.chains else basis_text(claim, standing)
    confirm_shown(headline)
    for line in wrapped(headline):
        click.echo(paint("name", plain(line)))
    say_wrapped(claim.text)
    say()
    _say_rows(findings(graph, near) if claim.chains else ())
    if claim.chains:
        say_trace(trace(graph, claim.id), most=TRACE_LINES, see=f"claimgraph trace {claim.id}")
    rows = list(_facts(claim, ledger, graph))
    if rows:
        say()
        _say_rows(rows)
    _say_problems([problem for problem in mine if problem.severity != "info"])  # the trace has a mark for those


def _say_problems(problems: list[Problem]) -> None:
    """Print problems, of one code the first few and how many more there are."""
    counts = Counter(problem.code for problem in problems)
    told: Counter[str] = Counter()
    for problem in problems:
        told[problem.code] += 1
        if told[problem.code] <= PROBLEMS_OF_A_CODE:
            say_wrapped(str(problem))
    for code, count in counts.items():
        if count > PROBLEMS_OF_A_CODE:
            say(f"{code}: and {count - PROBLEMS_OF_A_CODE} more; `claimgraph check` tells all")


def _say_rows(rows: Iterable[tuple[str, str]]) -> None:
    for name, value in rows:
        say_wrapped(f"{name}: {value}", indent=len(name) + 2)


def contradicting(ledger: Ledger, claim_id: str) -> list[str]:
    """Return the claims of a record that contradict a claim, whichever of the two says so."""
    own = [target for target in ledger[claim_id].related("contradicts") if target in ledger]
    others = [c.id for c in ledger.pointing_at(claim_id) if claim_id in c.related("contradicts")]
    return [other for other in dict.fromkeys(own + others) if other != claim_id]


def _facts(claim: Claim, ledger: Ledger, graph: Graph) -> Iterator[tuple[str, str]]:
    yield from _times(claim, graph)
    if claim.said:
        yield "said", claim.said
    if claim.tags:
        yield "tags", ", ".join(claim.tags)
    yield from _relations(claim, ledger)
    yield from _judgements(claim)
    if claim.note:
        yield "note", " ".join(claim.note.split())
    if claim.location:
        yield "file", f"{claim.location.path}:{claim.location.line}"


def _times(claim: Claim, graph: Graph) -> Iterator[tuple[str, str]]:
    from claimgraph.chains import MAX_PATHS, depth, has_few_paths

    lengths = depth(graph, claim.id)
    if lengths:
        least, most = lengths
        only = "" if has_few_paths(graph, claim.id) else f" (of the first {MAX_PATHS:,} ways)"
        yield "relays on the way", f"{least if least == most else f'{least} to {most}'}{only}"
    dates = (("when", claim.when), ("as of", claim.as_of), ("due", claim.due), ("review by", claim.review_by))
    yield from ((name, value) for name, value in dates if value)


def _relations(claim: Claim, ledger: Ledger) -> Iterator[tuple[str, str]]:
    for relation in claim.relations:
        target = f" ({ledger[relation.target].text})" if relation.target in ledger else ""
        yield relation.kind.replace("_", " "), f"{relation.target}{target}"
    named = {(relation.kind, relation.target) for relation in claim.relations}
    for other in ledger.pointing_at(claim.id):
        for relation in other.relations:
            known = relation.kind in SYMMETRIC and (relation.kind, other.id) in named
            if relation.target == claim.id and not known:
                yield _BACKWARD[relation.kind], f"{other.id} ({other.text})"


def _judgements(claim: Claim) -> Iterator[tuple[str, str]]:
    if claim.verdict:
        verdict = claim.verdict
        parts = (verdict.value, verdict.by, verdict.date, verdict.because)
        yield "verdict", " · ".join(part for part in parts if part)
    yield from ((f"silenced: {s.code}", s.because) for s in claim.silence)
    yield from (("checked that it was said", f"{c.by} {c.date or ''}".strip()) for c in claim.checked)
    yield from (("assessed", " · ".join(filter(None, (a.code, a.by, a.date)))) for a in claim.assess)
