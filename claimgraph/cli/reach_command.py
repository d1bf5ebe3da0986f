"""`claimgraph reach`."""

from __future__ import annotations

import click

from claimgraph.cli.record import complete_sources, internal_option, load_record, refresh_option
from claimgraph.cli.shared import claims_graph, ignore_inferred_option, json_option, note, say, say_json
from claimgraph.cli.tables import say_table


@click.command("reach", short_help="Show how far a source carries: who passes it on.")
@click.argument("name", metavar="SOURCE", shell_complete=complete_sources)
@ignore_inferred_option()
@refresh_option()
@internal_option()
@json_option()
@click.pass_context
def command(ctx: click.Context, name: str, ignore_inferred: bool, as_json: bool) -> None:
    """Show who passes on what a source said, claim by claim, directly or through others.

    Any name of the source will do, or the words in which an unnamed one is described. Only what is
    recorded counts: who passes it on elsewhere is not known here.
    """
    from claimgraph.chains import reach_of
    from claimgraph.filters import Filters
    from claimgraph.graph import registry_of, statement_of
    from claimgraph.lookup import source_matcher
    from claimgraph.text import statement_name

    ledger = load_record(ctx)
    narrowed = ledger.narrowed(Filters(source=name))
    graph = claims_graph(ledger, narrowed[0] if narrowed else ledger, ignore_inferred=ignore_inferred)
    source_id = registry_of(graph).resolve(name)
    found = reach_of(graph, source_id, source_matcher(ledger, graph, name))
    if as_json:
        claims = [
            {"claim": claim_id, "direct": list(found.direct[claim_id]), "indirect": list(found.indirect[claim_id])}
            for claim_id in found.direct
        ]
        say_json({"source": source_id, "reached": list(found.sources), "claims": claims})
        return
    names = {s.source or s.key: statement_name(s) for s in (statement_of(graph, node) for node in graph)}
    rows = [
        (claim_id, tuple(names[s] for s in found.direct[claim_id]), tuple(names[s] for s in found.indirect[claim_id]))
        for claim_id in found.direct
        if found.direct[claim_id] or found.indirect[claim_id]
    ]
    if rows:
        say_table(("claim", "directly", "through others"), rows)
        say()
    count, claims_said = len(found.sources), len(found.direct)
    where = f"{claims_said} claim{'' if claims_said == 1 else 's'} of this record"
    note(f"{name}: passed on by {count} source{'' if count == 1 else 's'}; said something in {where}")
