"""`claimgraph timeline`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph.cli.choosing import chosen_part, claim_choice
from claimgraph.cli.record import internal_option, is_internal, load_record
from claimgraph.cli.shared import claims_graph, json_option, note, output_option, say, say_json, write_output
from claimgraph.cli.tables import say_table
from claimgraph.errors import ClaimgraphError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimgraph.analyses.timeline import Event
    from claimgraph.graph import Graph
    from claimgraph.model import Claim


@click.command("timeline", short_help="Show who said what when, as text or as a picture.")
@claim_choice()
@internal_option()
@output_option("Draw it to an .svg file; - is standard output. Without it the timeline is printed.")
@json_option()
@click.pass_context
def command(
    ctx: click.Context,
    claims: tuple[str, ...],
    source: str | None,
    tag: str | None,
    output: str | None,
    as_json: bool,
) -> None:
    """Show everything dated about claims in the order of time: statements, deadlines, checks, verdicts.

    A date that may mean several days stands where it begins, and is drawn as long as it is. Statements
    without a date are counted, never placed.
    """
    from claimgraph.analyses.timeline import events, undated

    ledger = load_record(ctx)
    chosen = tuple(chosen_part(ledger, claims, source, tag))
    graph = claims_graph(ledger, chosen, ignore_inferred=False)
    found = events(graph, chosen)
    if as_json:
        if output not in (None, "-"):
            raise ClaimgraphError("--json prints; without -o, or with a shell's > FILE")
        say_json({"events": [_event_json(e) for e in found], "undated": [s.node for s in undated(graph, chosen)]})
    elif output:
        _draw(graph, chosen, len(found), output, internal=is_internal(ctx))
    else:
        _print(chosen, found)
    missing = len(undated(graph, chosen))
    if missing:
        note(f"{missing} statement{' has' if missing == 1 else 's have'} no date")


def _print(chosen: Sequence[Claim], found: Sequence[Event]) -> None:
    from claimgraph.text import event_text

    if not found:
        say("nothing is dated here")
        return
    several = len(chosen) > 1
    rows = [(str(e.when), event_text(e), *([e.claim] if several else [])) for e in found]
    say_table(("date", "who", *(["claim"] if several else [])), rows)


def _draw(graph: Graph, chosen: Sequence[Claim], dates: int, output: str, *, internal: bool) -> None:
    from claimgraph.svg.timeline import draw_timeline

    if Path(output).suffix.lower() not in {"", ".svg"} and output != "-":
        raise ClaimgraphError(f"{output}: a timeline is drawn as SVG only; name a file that ends in .svg")
    write_output(draw_timeline(graph, chosen, internal=internal), output)
    if output != "-":
        say(typed=output, text=f"wrote {output}: {dates} dates of {len(chosen)} claim{'' if len(chosen) == 1 else 's'}")


def _event_json(event: Event) -> dict[str, Any]:
    return {
        "date": str(event.when),
        "claim": event.claim,
        "kind": event.kind,
        "text": event.text or None,
        "statement": event.statement.node if event.statement else None,
    }
