"""`claimgraph conflicts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claimgraph.cli.choosing import chosen_part, claim_choice
from claimgraph.cli.record import internal_option, load_record
from claimgraph.cli.shared import claims_graph, ignore_inferred_option, json_option, note, say, say_json, say_wrapped

if TYPE_CHECKING:
    from claimgraph.analyses.conflicts import BothSides, Conflict


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
    from claimgraph.analyses.conflicts import both_sides, conflicts
    from claimgraph.cli.values import conflict_json
    from claimgraph.report import conflict_sentences, label_names
    from claimgraph.text import listed

    ledger = load_record(ctx)
    wanted = set(chosen_part(ledger, claims, source, tag).ids)
    disputed = ledger.about("disputes").claims
    graph = claims_graph(ledger, disputed, ignore_inferred=ignore_inferred)
    found = [c for c in conflicts(graph, disputed) if wanted.intersection(c.claims)]
    carried = [b for b in both_sides(graph, disputed) if wanted.intersection(b.claims)]
    if as_json:
        listed_both = [{"source": b.source, "claims": list(b.claims)} for b in carried]
        say_json({"conflicts": [conflict_json(c) for c in found], "both_sides": listed_both})
        return
    sides: dict[tuple[str, ...], tuple[list[Conflict], list[BothSides]]] = {}
    for conflict in found:
        sides.setdefault(conflict.claims, ([], []))[0].append(conflict)
    for both in carried:
        sides.setdefault(both.claims, ([], []))[1].append(both)
    for number, (about, (opposed, both_carried)) in enumerate(sides.items()):
        if number:
            say()
        for claim_id in about:
            say_wrapped(f"{claim_id}: {ledger[claim_id].text}", indent=2)
        for sentence in conflict_sentences(opposed):
            say_wrapped(f"  {sentence}", indent=4)
        names = {label: name for claim_id in about for label, name in label_names(graph, claim_id).items()}
        both_names = [names[b.source] for b in both_carried]
        if both_names:
            say_wrapped(f"  {listed(both_names)} carr{'ies' if len(both_names) == 1 else 'y'} both sides.", indent=4)
    count = len({c.claims for c in found})
    note(f"{count} conflict{'' if count == 1 else 's'} in {len(wanted)} claim{'' if len(wanted) == 1 else 's'}")
