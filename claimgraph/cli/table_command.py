"""`claimgraph table`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph.cli.record import (
    complete_claims,
    complete_sources,
    internal_option,
    is_internal,
    load_record,
    record_of,
)
from claimgraph.cli.shared import bom_of, bom_option, json_option, note, output_option, to_json, write_output
from claimgraph.disk_names import on_disk
from claimgraph.errors import ClaimgraphError, NotFoundError

if TYPE_CHECKING:
    from claimgraph.model import Article, Claim, Ledger
    from claimgraph.sourcing import Entry, Row, Table

FORMATS = ("markdown", "csv", "html", "json")
_SUFFIXES = {
    "": "markdown", ".md": "markdown", ".markdown": "markdown", ".csv": "csv", ".html": "html", ".htm": "html",
    ".json": "json",
}  # fmt: skip


@click.command("table", short_help="Write the sourcing table of a story, a row per claim.")
@click.argument("claims", nargs=-1, metavar="[CLAIM...]", shell_complete=complete_claims)
@click.option("--tag", "tags", multiple=True, help="Claims with this tag; given several times, with all of them.")
@click.option("--source", metavar="NAME", shell_complete=complete_sources, help="Claims said by this source.")
@click.option("--file", metavar="FILE", type=click.Path(), help="Claims recorded in this file: those of one article.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Form of the table; Markdown without it.")
@output_option("Write to a file; .md, .csv, .html and .json choose the form, - is standard output.")
@bom_option()
@internal_option()
@json_option()
@click.pass_context
def command(
    ctx: click.Context,
    claims: tuple[str, ...],
    tags: tuple[str, ...],
    source: str | None,
    file: str | None,
    form: str | None,
    output: str | None,
    bom: bool | None,
    as_json: bool,
) -> None:
    """Write the sourcing table of a story: who says what first, through whom, read where, checked by whom.

    A row per claim, in the order of the record; all claims where none is chosen. Options that choose
    must all hold; claims that are named come on top.

    \b
    claimgraph table --file claims/kataeb-2024-11-29.yaml -o sourcing.html
    claimgraph table --tag forecast --format csv -o -
    """
    from claimgraph.sourcing import sourcing_table

    form = form or ("json" if as_json else _form_of(output))
    mark = bom_of(form, bom=bom)
    ledger, root = load_record(ctx), record_of(ctx)
    chosen = _chosen(ledger, root, claims, tags, source, file)
    table = sourcing_table(ledger, chosen, root=str(root), internal=is_internal(ctx))
    write_output(_writers()[form](table), output or "-", bom=mark)
    if output not in (None, "-"):
        count = len(table.rows)
        note(typed=output, text=f"wrote {output}: {count} claim{'' if count == 1 else 's'}")


def _form_of(output: str | None) -> str:
    suffix = Path(output or "").suffix.lower()
    if suffix not in _SUFFIXES:
        raise ClaimgraphError(f"'{suffix}' tells no form; end the file in .md, .csv, .html or .json, or give --format")
    return _SUFFIXES[suffix]


def _chosen(
    ledger: Ledger, root: Path, claims: tuple[str, ...], tags: tuple[str, ...], source: str | None, file: str | None
) -> list[Claim]:
    """Return the claims of the table; that nothing fulfils what was asked for is a mistake, not an empty table."""
    from claimgraph.filters import Filters
    from claimgraph.query import select

    named = [ledger[claim_id] for claim_id in claims]
    found: list[Claim] = []
    if tags or source or file or not claims:
        found = list(select(ledger, Filters(source=source, tags=tags)))
        if file:
            recorded = _recorded_in(ledger, root, file)
            found = [claim for claim in found if claim.id in recorded]
        if not found and len(ledger):
            raise NotFoundError("no claim fulfils this, so there is no table; see `claimgraph query`")
    return named + found


def _recorded_in(ledger: Ledger, root: Path, file: str) -> set[str]:
    """Return the ids of the claims of a file, named from here or from the folder of claims."""
    meant = {os.path.realpath(on_disk(path)) for path in (Path(file), root / file)}
    found = {c.id for c in ledger if c.location and os.path.realpath(c.location.path) in meant}
    if not found:
        raise NotFoundError(f"no claim is recorded in {file}; name a file of the record, such as {root}/story.yaml")
    return found


def _writers() -> dict[str, Callable[[Table], str]]:
    from claimgraph.sourcing import write_csv, write_markdown, write_page

    return {"markdown": write_markdown, "csv": write_csv, "html": write_page, "json": _to_json}


def _to_json(table: Table) -> str:
    from claimgraph.sourcing.words import stamp

    value = {"internal": table.internal, "stamp": stamp(table) or None, "rows": [_row_json(row) for row in table.rows]}
    return to_json(value) + "\n"


def _row_json(row: Row) -> dict[str, Any]:
    from dataclasses import asdict

    from claimgraph.cli.values import lines_json

    claim = row.claim
    judged = {"assess": [asdict(a) for a in claim.assess], "checked": [asdict(c) for c in claim.checked]}
    verdict = asdict(claim.verdict) if claim.verdict else None
    return {
        **{key: getattr(claim, key) for key in ("id", "text", "said", "when", "as_of", "due", "review_by", "note")},
        "file": row.file,
        "article": _article_json(claim.article) if claim.article else None,
        "origins": [_entry_json(entry) for entry in row.origins],
        "relays": [_entry_json(entry) for entry in row.relays],
        "carriers": [_entry_json(entry) for entry in row.carriers],
        "lines": lines_json(row.lines, claim.id),
        "lines_against": lines_json(row.lines_against, claim.id),
        "apparent": row.apparent,
        "circular": row.circular,
        "based_on": list(claim.related("based_on")),
        "against": [_entry_json(entry) for entry in row.against],
        "unopened": [entry.statement.key for entry in row.unopened],
        "verdict": {"is": verdict.pop("value"), **verdict} if verdict else None,
        **judged,
    }


def _article_json(article: Article) -> dict[str, Any]:
    from dataclasses import fields

    return {field.name: getattr(article, field.name) for field in fields(article) if field.compare}


def _entry_json(entry: Entry) -> dict[str, Any]:
    statement = entry.statement
    keys = ("key", "kind", "name", "source", "stance", "verb", "date", "url", "archive", "wording", "seen")
    values = {key: getattr(statement, key) for key in keys}
    return {**values, "inferred": entry.inferred, "through": [s.key for s in entry.through]}
