"""`claimgraph export`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from claimgraph.cli.choosing import chosen_part, claim_choice
from claimgraph.cli.record import internal_option, is_internal, load_record
from claimgraph.cli.shared import (
    bom_of,
    bom_option,
    confirm_output,
    counted,
    ignore_inferred_option,
    note,
    output_option,
    write_output,
)


class FormatChoice(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """One of the exchange formats, by name; the table of formats is loaded when one is named."""

    name = "format"

    def __init__(self, *, reading: bool = False) -> None:
        self.reading = reading

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name of a format that can be written, or read."""
        from claimgraph.formats import FORMATS
        from claimgraph.names import hint

        names = [f.name for f in FORMATS.values() if (f.reads if self.reading else f.writes)]
        if value.lower() in FORMATS and value.lower() not in names:
            self.fail(f"{value} can be written only; there are {', '.join(names)}", param, ctx)
        if value.lower() not in names:
            near = hint(value, names) or f"; there are {', '.join(names)}"
            self.fail(f"no format '{value}'{near}", param, ctx)
        return value.lower()


@click.command("export", short_help="Write the record, or some claims, in a format of others.")
@click.argument("form", metavar="FORMAT", type=FormatChoice())
@claim_choice()
@ignore_inferred_option()
@output_option("Write to a file, or for parquet into a folder; - is standard output, and so is no -o.")
@bom_option()
@internal_option()
@click.pass_context
def command(
    ctx: click.Context,
    form: str,
    claims: tuple[str, ...],
    source: str | None,
    tag: str | None,
    ignore_inferred: bool,
    output: str | None,
    bom: bool | None,
) -> None:
    """Write the record, or some claims, in a format of others; `docs/formats.md` says what each one holds.

    \b
    claimgraph export csv -o links.csv
    claimgraph export jsonl --tag forecast | jq .
    claimgraph export parquet -o tables

    Protected sources are left out, whatever the format.
    """
    from claimgraph.cli.shared import claims_graph
    from claimgraph.formats import dumps
    from claimgraph.redaction import release
    from claimgraph.store import replace_files

    mark = bom_of(form, bom=bom)
    ledger = load_record(ctx)
    part = chosen_part(ledger, claims, source, tag)
    graph = claims_graph(ledger, part, ignore_inferred=ignore_inferred)
    data = dumps(form, release(graph, part, internal=is_internal(ctx)))
    if isinstance(data, Mapping):
        if output in (None, "-"):
            raise click.UsageError(f"{form} is a folder of {len(data)} files; name one with -o")
        confirm_output(output or "")
        replace_files(Path(output or ""), data)
    else:
        if isinstance(data, bytes) and output in (None, "-") and sys.stdout.isatty():
            raise click.UsageError(f"{form} is no text for a terminal; name a file with -o")
        write_output(data, output or "-", bom=mark)
    if output not in (None, "-"):
        note(typed=output or "", text=f"wrote {output}: {counted(len(part), 'claim')}")
