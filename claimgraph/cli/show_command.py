"""`claimgraph show`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from claimgraph.cli.shared import (
    claims_graph,
    complete_claims,
    ignore_inferred_option,
    json_option,
    load_record,
    paint,
    say,
    say_json,
    say_wrapped,
    today_option,
)
from claimgraph.model.claim import SYMMETRIC
from claimgraph.text import looks_like

if TYPE_CHECKING:
    from claimgraph.graph import Graph
    from claimgraph.model import Claim, Ledger


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
@json_option()
@click.pass_context
def command(ctx: click.Context, claim_id: str, ignore_inferred: bool, today: date | None, as_json: bool) -> None:
    """Show everything about one claim on one screen, the essence first.

    How many sources it looks like and how many lines it traces back to; why; what every way passes
    through; what to open next; who contradicts it; then the trace, its dates and relations, and its
    problems.
    """
    from claimgraph.chains import trace
    from claimgraph.checks import check_claim
    from claimgraph.cli.trace_command import say_trace
    from claimgraph.cli.values import claim_report
    from claimgraph.report import findings

    ledger = load_record(ctx)
    claim = ledger[claim_id]
    near = [claim, *(ledger[other] for other in contradicting(ledger, claim_id))]
    graph = claims_graph(ledger, near, ignore_inferred=ignore_inferred)
    mine = list(check_claim(ledger, claim_id, today=today))
    if as_json:
        say_json(claim_report(near, graph, mine))
        return
    click.echo(paint("name", looks_like(graph, claim.id)))
    say_wrapped(claim.text)
    say()
    _say_rows(findings(graph, near))
    say_trace(trace(graph, claim.id))
    rows = list(_facts(claim, ledger, graph))
    if rows:
        say()
        _say_rows(rows)
    for problem in mine:
        if problem.severity != "info":  # the trace above has a mark for it
            say_wrapped(str(problem))


def _say_rows(rows: Iterable[tuple[str, str]]) -> None:
    for name, value in rows:
        say_wrapped(f"{name}: {value}", indent=len(name) + 2)


def contradicting(ledger: Ledger, claim_id: str) -> list[str]:
    """Return the claims of a record that contradict a claim, whichever of the two says so."""
    own = [target for target in ledger[claim_id].related("contradicts") if target in ledger]
    others = [c.id for c in ledger if claim_id in c.related("contradicts")]
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
    from claimgraph.chains import MAX_PATHS, depth, relays

    lengths = depth(graph, claim.id)
    if lengths:
        least, most = lengths
        only = f" (of the first {MAX_PATHS:,} ways)" if len(relays(graph, claim.id)) >= MAX_PATHS else ""
        yield "relays on the way", f"{least if least == most else f'{least} to {most}'}{only}"
    dates = (("when", claim.when), ("as of", claim.as_of), ("due", claim.due), ("review by", claim.review_by))
    yield from ((name, value) for name, value in dates if value)


def _relations(claim: Claim, ledger: Ledger) -> Iterator[tuple[str, str]]:
    for relation in claim.relations:
        target = f" ({ledger[relation.target].text})" if relation.target in ledger else ""
        yield relation.kind.replace("_", " "), f"{relation.target}{target}"
    for other in ledger:
        for relation in other.relations:
            known = relation.kind in SYMMETRIC and other.id in claim.related(relation.kind)
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
