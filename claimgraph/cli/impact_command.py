"""`claimgraph impact`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from claimgraph.cli.record import complete_sources, internal_option, load_record
from claimgraph.cli.shared import claims_graph, ignore_inferred_option, json_option, say, say_json, say_wrapped
from claimgraph.cli.tables import say_table

if TYPE_CHECKING:
    from collections.abc import Container

    from claimgraph.analyses.impact import ClaimImpact, Impact, Repeated
    from claimgraph.graph import Graph
    from claimgraph.model import Ledger


@click.command("impact", short_help="Show what falls if a source, a statement or a link falls.")
@click.argument("what", metavar="SOURCE|STATEMENT|LINK", shell_complete=complete_sources)
@ignore_inferred_option()
@internal_option()
@json_option()
@click.pass_context
def command(ctx: click.Context, what: str, ignore_inferred: bool, as_json: bool) -> None:
    """Show what falls if a source, a statement or a link falls, and whom to tell.

    \b
    claimgraph impact SISMI
    claimgraph impact "iraq-uranium-from-niger#SISMI"
    claimgraph impact "iraq-uranium-from-niger#CIA <- SISMI"

    A relay that loses its source does not become one. Claims that are based on others fall with them.
    """
    ledger = load_record(ctx)
    part = falling_with(ledger, what)
    graph = claims_graph(ledger, part, ignore_inferred=ignore_inferred)
    impact, repeated = impact_of(part, graph, what)
    impact = replace(impact, others=len(ledger) - len(part))
    if as_json:
        listed_keys = {found.statement.node: list(found.keys) for found in repeated}
        counts = {found.statement.node: found.count for found in repeated}
        say_json({**_impact_json(ledger, impact), "still_repeating": listed_keys, "still_repeating_count": counts})
        return
    _say_impact(ledger, impact, what)
    for found in repeated:
        more = f" and {found.count - len(found.keys):,} more" if found.count > len(found.keys) else ""
        keys = f"{', '.join(found.keys)}{more}"
        say_wrapped(f"still repeated, though withdrawn: {found.statement.node}, by {keys}", indent=2)


def falling_with(ledger: Ledger, what: str) -> Ledger:
    """Return a ledger of the claims that may fall with whatever a text names; no other claim is looked at.

    Raises
    ------
    NotFoundError
        The text names a statement of a claim that is not in the record.
    """
    from claimgraph.analyses.impact import resting_on
    from claimgraph.filters import Filters
    from claimgraph.lookup import claim_of_statement, confirm_known

    claim_id = claim_of_statement(ledger, what)
    if claim_id is not None:
        return resting_on(ledger, [ledger[claim_id].id])
    confirm_known(ledger, what)
    narrowed = ledger.narrowed(Filters(source=what))
    return ledger if narrowed is None else resting_on(ledger, [claim.id for claim in narrowed[0]])


def _impact_json(ledger: Ledger, impact: Impact) -> dict[str, Any]:
    from claimgraph.cli.values import lines_json

    return {
        "dropped": [statement.node for statement in impact.dropped],
        "claims": [
            {
                "claim": claim.claim,
                "outcome": claim.outcome,
                "before": lines_json(claim.before, claim.claim),
                "after": lines_json(claim.after, claim.claim),
            }
            for claim in impact.claims
            if claim.outcome != "unaffected"
        ],
        "unaffected": sorted(set(ledger.ids).difference(impact.of("lost"), impact.of("weakened"))),
        "stranded": [statement.node for statement in impact.stranded],
    }


def _why(ledger: Ledger, fallen: Container[str], claim: ClaimImpact) -> str:
    """Return how many lines a claim loses, or on which of the others it is based."""
    if str(claim.before) != str(claim.after):
        return f"{claim.before} -> {claim.after}"
    return f"based on {', '.join(b for b in ledger[claim.claim].related('based_on') if b in fallen)}"


def _say_impact(ledger: Ledger, impact: Impact, what: str) -> None:
    from claimgraph.text import listed, statement_name

    say_wrapped(f"Without {what}, in this record: {impact.counted}.", indent=2)
    affected = sorted((c for c in impact.claims if c.outcome != "unaffected"), key=lambda c: (c.outcome, c.claim))
    if affected:
        say()
        fallen = {*impact.of("lost"), *impact.of("weakened")}
        rows = [(c.claim, c.outcome, _why(ledger, fallen, c), ledger[c.claim].text) for c in affected]
        say_table(("claim", "", "lines", "text"), rows)
    if impact.stranded:
        say()
        where: dict[str, list[str]] = {}
        for statement in impact.stranded:
            where.setdefault(statement_name(statement), []).append(statement.claim)
        for name, claims in sorted(where.items()):
            say_wrapped(f"tell {name}: left without support in {listed(claims)}", indent=2)


def impact_of(ledger: Ledger, graph: Graph, what: str) -> tuple[Impact, list[Repeated]]:
    """Return the impact of whatever a text names, and who still repeats what of it was withdrawn."""
    from claimgraph.analyses.impact import impact_of_link, impact_of_statements, still_repeated
    from claimgraph.graph import statement_of
    from claimgraph.lookup import claim_of_statement, find_link, find_statement, source_matcher

    if claim_of_statement(ledger, what) is not None:
        link = find_link(graph, what)
        if link:
            return impact_of_link(ledger, graph, upstream=link[0], downstream=link[1]), []
        nodes = [find_statement(graph, what)]
    else:
        is_meant = source_matcher(ledger, graph, what)
        nodes = [node for node in graph if is_meant(statement_of(graph, node))]
    dropped = set(nodes)
    claims = dict.fromkeys(statement_of(graph, node).claim for node in nodes)
    found = (one for claim_id in claims for one in still_repeated(graph, claim_id))
    repeated = [one for one in found if one.statement.node in dropped]
    return impact_of_statements(ledger, graph, nodes), repeated
