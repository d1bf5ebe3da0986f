"""`claimgraph conflicts`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import click

from claimgraph.cli.choosing import chosen_part, claim_choice
from claimgraph.cli.record import internal_option, load_record
from claimgraph.cli.shared import claims_graph, ignore_inferred_option, json_option, note, say, say_json, say_wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimgraph.analyses.conflicts import BothSides, Opposition
    from claimgraph.graph import Graph
    from claimgraph.model import Ledger


@click.command("conflicts", short_help="Show who contradicts whom, and who changed its account.")
@claim_choice()
@ignore_inferred_option()
@internal_option()
@json_option()
@click.pass_context
def command(
    ctx: click.Context,
    claims: tuple[str, ...],
    source: str | None,
    tag: str | None,
    ignore_inferred: bool,
    as_json: bool,
) -> None:
    """Show who contradicts whom: within a claim that is denied, and between claims that contradict each other.

    Only who speaks for itself is a party. A relay that carries both sides is named as carrying both,
    and a source that said the one at one date and the other at another as having changed its account.
    """
    from claimgraph.analyses.conflicts import MAX_LISTED, both_sides, count_both_sides, oppositions
    from claimgraph.cli.values import conflicts_json

    ledger = load_record(ctx)
    wanted = set(chosen_part(ledger, claims, source, tag).ids)
    disputed = ledger.about("disputes").claims
    graph = claims_graph(ledger, disputed, ignore_inferred=ignore_inferred)
    found = [one for one in oppositions(graph, disputed) if wanted.intersection(one.claims)]
    carried = both_sides(graph, disputed, of=wanted)
    if as_json:
        listed_both = [{"source": b.source, "claims": list(b.claims)} for b in carried]
        count_both = count_both_sides(graph, disputed, of=wanted)
        say_json({**conflicts_json(found), "both_sides": listed_both, "both_sides_count": count_both})
        return
    _say_conflicts(ledger, graph, found[:MAX_LISTED], carried)
    count = len(found)
    if count > MAX_LISTED:
        say(f"... and {count - MAX_LISTED:,} more; name a claim to see those of it")
    note(f"{count} conflict{'' if count == 1 else 's'} in {len(wanted)} claim{'' if len(wanted) == 1 else 's'}")


def _say_conflicts(ledger: Ledger, graph: Graph, found: Sequence[Opposition], carried: Iterable[BothSides]) -> None:
    """Print conflicts with the claims that they are about, and who carries both of their sides."""
    from claimgraph.report import MAX_SENTENCES, conflict_sentences, label_names, shortened
    from claimgraph.text import listed

    names_in = cache(lambda claim_id: label_names(graph, claim_id))
    sides: dict[tuple[str, ...], tuple[list[Opposition], list[str]]] = {one.claims: ([one], []) for one in found}
    for both in carried:
        sides.setdefault(both.claims, ([], []))[1].append(both.source)
    for number, (about, (opposed, both_carried)) in enumerate(sides.items()):
        if number:
            say()
        for claim_id in about:
            say_wrapped(f"{claim_id}: {ledger[claim_id].text}", indent=2)
        see = f"claimgraph conflicts {about[0]} --json"
        for sentence in shortened(conflict_sentences(opposed), MAX_SENTENCES, see):
            say_wrapped(f"  {sentence}", indent=4)
        if both_carried:
            known = {label: name for claim_id in about for label, name in names_in(claim_id).items()}
            names = [known[label] for label in both_carried]
            say_wrapped(f"  {listed(names)} carr{'ies' if len(names) == 1 else 'y'} both sides.", indent=4)
