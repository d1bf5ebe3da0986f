"""A sourcing table as CSV, in which no cell is a formula."""

from __future__ import annotations

from collections.abc import Callable

from claimgraph.delimited import to_csv
from claimgraph.harmless import spreadsheet_cell
from claimgraph.sourcing.rows import Row, Table
from claimgraph.sourcing.words import (
    Cell,
    against_cell,
    assess_cell,
    carriers_cell,
    checked_cell,
    flat,
    group_item,
    origins_cell,
    relays_cell,
    stamp,
    unopened_cell,
    verdict_cell,
)


def _told(words: Callable[[Row], Cell]) -> Callable[[Row], str]:
    return lambda row: "; ".join(", ".join(piece.text for piece in item) for item in words(row))


_FIELDS: dict[str, Callable[[Row], str]] = {
    "file": lambda row: flat(row.file),
    "article": lambda row: _told(lambda r: (group_item(r),))(row) if row.claim.article else "",
    "id": lambda row: row.claim.id,
    "text": lambda row: flat(row.claim.text),
    "said": lambda row: flat(row.claim.said or ""),
    "when": lambda row: flat(row.claim.when or ""),
    "as_of": lambda row: flat(row.claim.as_of or ""),
    "origins": _told(origins_cell),
    "origin_kinds": lambda row: "; ".join(entry.statement.kind for entry in row.origins),
    "relays": _told(relays_cell),
    "carriers": _told(carriers_cell),
    "floor": lambda row: str(row.lines.floor),
    "ceiling": lambda row: str(row.lines.ceiling),
    "exact": lambda row: "yes" if row.lines.exact else "no",
    "cut": lambda row: "; ".join(row.cut),
    "apparent": lambda row: str(row.apparent),
    "circular": lambda row: "yes" if row.circular else "no",
    "against": _told(against_cell),
    "verdict": _told(verdict_cell),
    "checked": _told(checked_cell),
    "assess": _told(assess_cell),
    "unopened": _told(unopened_cell),
    "based_on": lambda row: "; ".join(row.claim.related("based_on")),
    "due": lambda row: flat(row.claim.due or ""),
    "review_by": lambda row: flat(row.claim.review_by or ""),
    "note": lambda row: flat(row.claim.note or ""),
}
"""The columns, with what stands in them."""


def write_csv(table: Table) -> str:
    """Return a sourcing table as CSV, a row per claim; an internal one carries its stamp in every row.

    Examples
    --------
    >>> write_csv(Table(())).split(",")[:4]
    ['file', 'article', 'id', 'text']
    """
    mark = [stamp(table)] if table.internal else []
    rows = ([*(spreadsheet_cell(told(row)) for told in _FIELDS.values()), *mark] for row in table.rows)
    return to_csv([[*_FIELDS, *(["internal"] if table.internal else [])], *rows])
