"""`claimgraph query`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph.cli.record import (
    complete_sources,
    index_of,
    internal_option,
    is_internal,
    record_of,
    refresh_option,
    released_record,
    tell_errors,
    vault_terms,
)
from claimgraph.cli.shared import (
    Decorated,
    bom_of,
    bom_option,
    claims_graph,
    confirm_shown,
    ignore_inferred_option,
    json_option,
    note,
    output_option,
    to_json,
    today_option,
    write_output,
)
from claimgraph.cli.tables import say_table
from claimgraph.errors import ClaimgraphError
from claimgraph.filters import ROLES, VERDICT_CHOICES, Filters

if TYPE_CHECKING:
    import sqlite3

    from claimgraph.graph import Graph
    from claimgraph.model import Claim, Ledger

FORMATS = ("table", "json", "csv", "ids")
_SUFFIXES = {".json": "json", ".csv": "csv", ".txt": "ids"}


def _source_option(*names: str, text: str) -> Callable[[Decorated], Decorated]:
    return click.option(*names, metavar="NAME", shell_complete=complete_sources, help=text)


@click.command("query", short_help="Find claims by source, way, tag, words, date or verdict.")
@_source_option("--source", text="Said by this source: any alias, any script, or an unnamed one's description.")
@click.option("--role", type=click.Choice(ROLES), default="any", help="Its place; the claim starts with an origin.")
@_source_option("--via", text="Passed on by this source from somebody else.")
@_source_option("--through", text="Went through this source (with --from: on the way from that one).")
@_source_option("--from", "origin", text="Starts with this source.")
@click.option("--tag", "tags", multiple=True, help="Has this tag; may be given several times.")
@click.option("--text", metavar="WORDS", help="All these words in text, wording, note or tags.")
@click.option("--since", metavar="DATE", help="Said on this date or later.")
@click.option("--until", metavar="DATE", help="Said on this date or earlier.")
@click.option("--unseen", is_flag=True, help="Rests on a named source that was never opened.")
@click.option("--verdict", type=click.Choice(VERDICT_CHOICES), help="Has this verdict, or none.")
@click.option("--unnamed-only", is_flag=True, help="All its support starts with somebody unnamed or missing.")
@click.option("--single-origin", is_flag=True, help="Looks like several sources and traces back to at most one.")
@click.option("--circular", is_flag=True, help="Statements in it rely on each other in a circle.")
@click.option("--conflicting", is_flag=True, help="Somebody denies it, or says what contradicts it.")
@click.option(
    "--overdue", is_flag=True, help="Due or to be looked at again by a day that has passed, without a verdict."
)
@ignore_inferred_option()
@today_option()
@click.option("--lines-max", type=click.IntRange(min=0), metavar="N", help="Has at most N independent lines.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Form of the answer; a table without it.")
@output_option("Write to a file; .json, .csv and .txt choose the form, - is standard output.")
@bom_option()
@internal_option()
@refresh_option()
@json_option()
@click.pass_context
def command(
    ctx: click.Context,
    /,
    form: str | None,
    output: str | None,
    bom: bool | None,
    ignore_inferred: bool,
    as_json: bool,
    **wanted: Any,
) -> None:
    """Find claims; filters that are given together must all hold.

    \b
    claimgraph query --source Kataeb
    claimgraph query --source "Syrian sources" --role origin
    claimgraph query --through "Sky News Arabia" --from "Syrian sources" --format ids
    """
    from claimgraph.index import ledger_of

    internal = is_internal(ctx)

    filters = Filters(**wanted)
    chosen = form or ("json" if as_json else _SUFFIXES.get(Path(output or "").suffix.lower(), "table"))
    mark = bom_of(chosen, bom=bom)
    index = index_of(ctx)
    if index and chosen in ("json", "ids") and not (ignore_inferred or internal or output):
        quick = _quick(ctx, index, filters, chosen)
        if quick is not None:
            index.close()  # whoever reads the answer slowly holds up nobody
            click.echo(quick, nl=False)
            return
    original = ledger_of(record_of(ctx), index)
    ctx.call_on_close(original.close)
    ledger = released_record(ctx, original)
    tell_errors(ledger)
    claims, graph = _selected(ledger, filters, ignore_inferred=ignore_inferred)
    if internal and chosen != "table":
        write_output(_stamped(claims, graph, chosen), output or "-", bom=mark)
        return
    if chosen != "table":
        write_output(_WRITERS[chosen](claims, graph), output or "-", bom=mark)
        return
    if output not in (None, "-"):
        raise ClaimgraphError("a table is for the screen; write .csv or .json, or choose with --format")
    total = len(ledger)
    ledger.close()
    if claims:
        say_table(("id", "claim", "who said it"), table_rows(claims))
    note(f"{len(claims)} of {total} claims")


def _selected(ledger: Ledger, filters: Filters, *, ignore_inferred: bool) -> tuple[Sequence[Claim], Graph]:
    """Return the claims that fulfil the filters, and a graph that holds at least these."""
    from claimgraph.query import select

    found = ledger.narrowed(filters, ignore_inferred=ignore_inferred)
    if found is None:
        graph = claims_graph(ledger, ledger, ignore_inferred=ignore_inferred)
        return select(ledger, filters, graph=graph), graph
    narrowed, rest = found
    graph = claims_graph(ledger, narrowed, ignore_inferred=ignore_inferred)
    if rest and narrowed:
        return select(ledger.part([claim.id for claim in narrowed]), rest, graph=graph), graph
    return narrowed, graph


def _quick(ctx: click.Context, index: sqlite3.Connection, filters: Filters, form: str) -> str | None:
    """Return the answer where the index alone can give it: neither claims nor a graph are made."""
    from claimgraph.index.finding import find, has_errors, has_secrets, ids_of, values_of

    # Errors are to be told first, and secrets to be left out.
    if has_errors(index) or has_secrets(index) or vault_terms(ctx):
        return None
    found = find(index, filters)
    if found is None or found.rest:
        return None
    if form == "ids":
        return "".join(f"{claim_id}\n" for claim_id in ids_of(index, found.numbers))
    prefix = str(record_of(ctx) / "x")[:-1]
    return to_json(list(values_of(index, found.numbers, prefix))) + "\n"


def _stamped(claims: Sequence[Claim], graph: Graph, form: str) -> str:
    """Return what is for internal eyes with the stamp in it: a first line, or a key of every claim."""
    from claimgraph.cli.values import claim_json
    from claimgraph.errors import STAMP

    if form != "json":
        return f"# {STAMP}\n{_WRITERS[form](claims, graph)}"
    return to_json([{**claim_json(claim, graph), "internal": STAMP} for claim in claims]) + "\n"


def table_rows(claims: Sequence[Claim]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return a row per claim: id, text, and its chains."""
    from claimgraph.text import chain_text

    return [(c.id, c.text, tuple(map(chain_text, c.chains))) for c in claims]


def _to_json(claims: Sequence[Claim], graph: Graph) -> str:
    from claimgraph.cli.values import claim_json

    return to_json([claim_json(claim, graph) for claim in claims]) + "\n"


def _to_csv(claims: Sequence[Claim], graph: Graph) -> str:
    from claimgraph.cli.values import claim_json
    from claimgraph.delimited import to_csv
    from claimgraph.harmless import spreadsheet_cell

    columns = ("id", "text", "chains", "origins", "tags", "when", "due", "verdict", "path", "line")
    rows: list[Sequence[str]] = [columns]
    for claim in claims:
        values = claim_json(claim, graph)
        values |= {"verdict": claim.verdict.value if claim.verdict else None, **(values["location"] or {})}
        confirm_shown(values)
        rows.append([spreadsheet_cell(values[column]) for column in columns])
    return to_csv(rows)


def _to_ids(claims: Sequence[Claim], graph: Graph) -> str:  # noqa: ARG001
    return "".join(f"{claim.id}\n" for claim in claims)


_WRITERS: dict[str, Callable[[Sequence[Claim], Graph], str]] = {"json": _to_json, "csv": _to_csv, "ids": _to_ids}
