"""A sourcing table as Markdown, in which nothing that the record says is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

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

_SPECIAL = re.compile(r"[\\`*_\[\]<>|&~$#!]")


def write_markdown(table: Table) -> str:
    r"""Return a sourcing table as Markdown: a table in the manner of GitHub per file of the record.

    Examples
    --------
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> from claimgraph.sourcing.rows import sourcing_table
    >>> record = Ledger((Claim("c", "A | B.", (parse_chain("A <- B"),)),))
    >>> print(write_markdown(sourcing_table(record)).splitlines()[-1])
    | A \| B.<br>`c` | B |  | A | 1<br>rests on B |  | not checked | B |  |
    """
    blocks = [f"# {TITLE}", *([f"**{stamp(table)}**"] if table.internal else []), summary(table)]
    blocks.append("\n".join(f"- {heading}: {meaning}" for heading, meaning in LEGEND))
    for rows in table.groups:
        blocks += [f"## {_item(group_item(rows[0]))}", "\n".join(_lines(rows))]
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    r"""Return a text in which Markdown sees no markup, no HTML and no end of a cell.

    Examples
    --------
    >>> print(escape("a|b <i> [c](d) `e`"))
    a\|b \<i\> \[c\](d) \`e\`
    """
    return _SPECIAL.sub(r"\\\g<0>", text)


def _lines(rows: tuple[Row, ...]) -> Iterator[str]:
    headings = ["Claim", *(heading for heading, _ in COLUMNS), NOTE]
    yield _line(headings)
    yield _line(["---"] * len(headings))
    for row in rows:
        # An id holds letters, digits and hyphens; escaped all the same, it would show the escapes.
        claim = [_item(claim_item(row)), f"`{row.claim.id}`", *map(_item, claim_details(row.claim))]
        yield _line(["<br>".join(claim), *(_cell(words(row)) for _, words in COLUMNS), _cell(note_cell(row))])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    return "<br>".join(map(_item, cell))


def _item(item: Item) -> str:
    return ", ".join(map(_piece, item))


def _piece(piece: Piece) -> str:
    if piece.kind == "link":
        return f"<{piece.text.replace('|', '%7C').replace('`', '%60')}>"
    return escape(piece.text)
