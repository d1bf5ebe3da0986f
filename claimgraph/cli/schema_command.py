"""`claimgraph schema`."""

from __future__ import annotations

import click

from claimgraph.cli.shared import output_option, write_output


@click.command("schema", short_help="Print the JSON Schema of the record's files.")
@click.argument("kind", type=click.Choice(["claims", "sources", "json"]), default="claims")
@output_option("Write to a file.")
def command(kind: str, output: str | None) -> None:
    """Print the JSON Schema of claim files, of the registry, or of what `claimgraph export json` writes.

    Editors that know the schema complete keys and mark mistakes; how to tell them about it is in
    docs/file-format.md.
    """
    from claimgraph.store.schema import schema_text

    if kind == "json":
        from claimgraph.formats.record_schema import schema_text as export_schema_text

        write_output(export_schema_text(), output or "-")
        return
    write_output(schema_text("sources" if kind == "sources" else "claims"), output or "-")
