"""A sourcing table as one HTML page: no script, nothing fetched, readable on paper and on a telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

from claimgraph.sourcing.rows import Row, Table
from claimgraph.sourcing.words import (
    COLUMNS,
    LEGEND,
    NOTE,
    TITLE,
    Cell,
    Item,
    Piece,
    claim_details,
    claim_item,
    group_item,
    note_cell,
    stamp,
    summary,
)

_DATE = re.compile(r"(?<![\w-])\d{4}-\d\d(?:-\d\d)?(?![\w-])")
# Telephones get a block per claim; the roles keep it a table for whoever does not see it.
_STYLE = """\
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 110rem; padding: 2rem; color: #1b1b1b; background: #fff;
  font: 0.875rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif; }
h1 { margin: 0 0 0.75rem; font-size: 1.6rem; line-height: 1.2; }
.stamp { margin: 0 0 1rem; padding: 0.5rem 0.75rem; border: 2px solid #1b1b1b; font-weight: 700; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; margin: 0 0 1.5rem; color: #444; }
dt { font-weight: 600; }
dd { margin: 0; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
caption { padding: 0 0 0.75rem; text-align: start; color: #444; }
th, td { padding: 0.6rem 1rem 0.6rem 0; border-top: 1px solid #bbb; text-align: start; vertical-align: top;
  font-weight: 400; overflow-wrap: break-word; }
thead th { border-top: 0; border-bottom: 2px solid #1b1b1b; font-size: 0.8rem; font-weight: 600;
  vertical-align: bottom; }
thead th:first-child { width: 21%; }
.group th { padding-top: 1.75rem; border-top: 0; border-bottom: 2px solid #777; font-size: 1rem; }
.group .name, .claim .text { font-weight: 600; }
.note td { padding-top: 0; border-top: 0; }
.note b { display: block; color: #444; font-size: 0.8rem; font-weight: 600; }
.note ul { max-width: 60rem; color: #444; }
ul { margin: 0; padding: 0; list-style: none; }
li + li { margin-top: 0.4rem; }
.claim li + li { margin-top: 0; }
.detail, .id { color: #555; }
.id { display: block; margin-top: 0.25rem; font: 0.75rem/1.4 ui-monospace, "Cascadia Mono", Menlo, monospace; }
.mark { font-style: italic; }
.date { white-space: nowrap; }
.none { color: #767676; }
a { color: #0b4f9e; overflow-wrap: anywhere; }
@media screen and (max-width: 62rem) {
  body { padding: 1rem; }
  dl { display: block; }
  dd { margin-bottom: 0.35rem; }
  table, caption, tbody, tr, th, td { display: block; width: auto; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .group th { padding: 1.5rem 0 0.25rem; }
  .row { padding: 0.75rem 0 0; border-top: 1px solid #bbb; }
  .group + .row, .row.note { border-top: 0; }
  .row.note { padding: 0; }
  .row th, .row td { padding: 0.2rem 0; border: 0; }
  .row th { padding-bottom: 0.4rem; }
  .claim .text { font-size: 1rem; }
  .row td { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: 0 0.75rem; direction: ltr; }
  .row:not(.note) td::before { content: attr(data-label); color: #444; font-size: 0.8rem; font-weight: 600; }
  .row td:last-child { padding-bottom: 0.75rem; }
  .row td.empty { display: none; }
}
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  :root { font-size: 8.5pt; }
  body { max-width: none; padding: 0; }
  .row { break-inside: avoid; }
  .group { break-after: avoid; }
  th, td { padding: 3pt 6pt 3pt 0; }
  a { color: inherit; text-decoration: none; }
  a::after { content: " (" attr(href) ")"; }
}
"""


def write_page(table: Table) -> str:
    """Return a sourcing table as a page of HTML that stands alone.

    Examples
    --------
    >>> page = write_page(Table(()))
    >>> page.startswith("<!DOCTYPE html>"), "<script" in page
    (True, False)
    """
    return "\n".join([*_page(table), ""])


def _page(table: Table) -> Iterator[str]:
    title = f"{stamp(table)} {TITLE}".strip()
    yield from ("<!DOCTYPE html>", '<html lang="en">', "<head>", '<meta charset="utf-8">')
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="robots" content="noindex">'
    yield f"<title>{escape(title)}</title>"
    yield from ("<style>", _STYLE.rstrip("\n"), "</style>", "</head>", "<body>", "<main>", f"<h1>{TITLE}</h1>")
    if table.internal:
        yield f'<p class="stamp">{escape(stamp(table))}</p>'
    yield "<dl>"
    yield from (f"<dt>{escape(heading)}</dt><dd>{escape(meaning)}</dd>" for heading, meaning in LEGEND)
    yield "</dl>"
    yield from _table(table)
    yield from ("</main>", "</body>", "</html>")


def _table(table: Table) -> Iterator[str]:
    yield '<table role="table">'
    yield f"<caption>{escape(summary(table))}</caption>"
    headings = ["Claim", *(heading for heading, _ in COLUMNS)]
    yield '<thead role="rowgroup">'
    yield '<tr role="row">'
    yield from (f'<th scope="col" role="columnheader">{escape(heading)}</th>' for heading in headings)
    yield from ("</tr>", "</thead>")
    for rows in table.groups:
        yield '<tbody role="rowgroup">'
        yield '<tr class="group" role="row">'
        heading = _item(group_item(rows[0]))
        yield f'<th scope="rowgroup" role="rowheader" colspan="{len(headings)}" dir="auto">{heading}</th>'
        yield "</tr>"
        for row in rows:
            yield from _row(row)
        yield "</tbody>"
    yield "</table>"


def _row(row: Row) -> Iterator[str]:
    note = note_cell(row)
    yield '<tr class="row" role="row">'
    span = ' rowspan="2"' if note else ""
    yield f'<th scope="row" role="rowheader" class="claim"{span}>'
    yield f'<div class="text" dir="auto">{_item(claim_item(row))}</div>'
    yield f'<span class="id" dir="ltr">{escape(row.claim.id)}</span>'
    yield from (_list(details) for details in [claim_details(row.claim)] if details)
    yield "</th>"
    for heading, words in COLUMNS:
        cell = words(row)
        inner = _list(cell) if cell else '<span class="none">–</span>'
        empty = "" if cell else ' class="empty"'
        yield f'<td role="cell"{empty} data-label="{escape(heading)}" dir="auto">{inner}</td>'
    yield "</tr>"
    if note:  # it gets a row of its own, being longer than a column is wide
        label = NOTE if row.claim.note and len(note) > 1 else "Note" if row.claim.note else "Due"
        yield '<tr class="row note" role="row">'
        yield f'<td role="cell" colspan="{len(COLUMNS)}"><b>{label}</b>{_list(note)}</td>'
        yield "</tr>"


def _list(cell: Cell) -> str:
    items = (f'<li dir="auto">{_item(item)}</li>' for item in cell)
    return f"<ul>{''.join(items)}</ul>"


def _item(item: Item) -> str:
    return ", ".join(map(_piece, item))


def _piece(piece: Piece) -> str:
    if piece.kind == "link":
        shown = urlsplit(piece.text).netloc
        return f'<a href="{escape(piece.text)}" rel="noreferrer noopener nofollow">{escape(shown)}</a>'
    text = _DATE.sub(r'<span class="date">\g<0></span>', escape(piece.text))
    element = "span" if piece.kind == "prose" else "bdi"
    return f'<{element} class="{piece.kind}">{text}</{element}>'
