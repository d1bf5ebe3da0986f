"""The rows of tables of others: cells by the names of their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claimgraph.delimited import Heading, Numbered, decoded, heading_of, rows_of
from claimgraph.errors import FormatError
from claimgraph.formats.base import Losses
from claimgraph.formats.tables.cells import PRECISION, Cell, Unusable, cell_of, is_rounded
from claimgraph.formats.tables.objects import objects_of
from claimgraph.harmless import plain
from claimgraph.names import hint

MAX_ROWS = 400_000
"""The most rows of a table with anything in them."""

MAX_NUMBER = 1_048_576
"""The last row of a spreadsheet."""

Row = Mapping[str, Cell]


class HeadingError(FormatError):
    """The heading of a table does not name what is asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns of a table that are asked for, and what was said of its heading and separator."""

    columns: frozenset[str]
    heading: int | None = None
    separator: str | None = None

    def missing(self, heading: Iterable[str]) -> int:
        """Return how many of the columns a row does not name; where none is asked for, no row is known by them."""
        return len(self.columns.difference(heading)) if self.columns else 1

    def confirm(self, heading: Iterable[str], where: str = "the table") -> None:
        """Make sure that a heading has all columns that are asked for, and each of them once.

        Raises
        ------
        FormatError
            It has not.
        """
        there = list(heading)
        for column in sorted(self.columns.difference(there)):
            near = hint(column, set(there)) or f"; there are {', '.join(sorted(filter(None, there)))[:300]}"
            raise FormatError(plain(f"{where} has no column '{column}'{near}"))
        twice = next((column for column in there if column in self.columns and there.count(column) > 1), None)
        if twice is not None:
            raise FormatError(plain(f"two columns are called '{twice}'; give one of them another name"))

    def refuse(self, name: str, *settings: str) -> None:
        """Make sure that nothing was said that a format does not know.

        Raises
        ------
        FormatError
            It was.
        """
        for setting in settings:
            if getattr(self, setting) is not None:
                raise FormatError(f"{name} has no {setting} to name; leave out '{setting}'")


RowsOf = Callable[[Wanted, Losses], Iterator[Row]]
"""A table: gets what is asked for, and where to note what is lost, and yields its rows."""


def confirm_rows(number: int) -> None:
    """Make sure that a table has no more than `MAX_ROWS` rows.

    Raises
    ------
    FormatError
        It has.
    """
    if number > MAX_ROWS:
        raise FormatError(f"row {MAX_ROWS + 1}: more than {MAX_ROWS:,} rows; split the table")


def rows_of_text(name: str, data: bytes, wanted: Wanted, losses: Losses) -> Iterator[Row]:
    """Yield the rows of a table of text: ``csv``, ``tsv``, or ``jsonl`` (objects, one a line or in an array).

    Raises
    ------
    FormatError
        It is no such table; the message says where.
    """
    stream = decoded(data)
    if name == "jsonl":
        wanted.refuse(name, "heading", "separator")
        yield from rows_of_objects(objects_of(stream), wanted, losses)
        return
    default = "\t" if name == "tsv" else ","
    heading = heading_of(stream, wanted.missing, separator=wanted.separator, default=default, named=wanted.heading)
    if not heading.row and not wanted.heading:
        raise FormatError("the file is empty; name another")
    rows = ((number, row) for number, (_, row) in enumerate(rows_of(stream, heading.separator), start=1))
    yield from rows_below(rows, heading, wanted, losses)


def rows_below(rows: Iterable[Numbered], heading: Heading, wanted: Wanted, losses: Losses) -> Iterator[Row]:
    """Yield the rows of a table below its heading; what stands above it is noted as lost.

    Raises
    ------
    FormatError
        There is no heading, or of the columns that are asked for one is not there or there twice; or the table has too
        many rows.
    """
    _confirm_heading(heading, wanted)
    places = [(column, heading.columns.index(column)) for column in sorted(wanted.columns)]
    count = 0
    for number, cells in rows:
        if number > MAX_NUMBER:
            raise FormatError(f"row {number}: more rows than a spreadsheet has; split the table")
        if not any(map(str.strip, cells)) or number == heading.row:
            continue
        if number < heading.row:
            losses.add("rows above the heading", ", ".join(filter(str.strip, cells)))
            continue
        count += 1
        confirm_rows(count)
        beyond = [cell for cell in cells[len(heading.columns) :] if cell.strip()]
        if beyond:
            losses.add("cells beyond the heading", ", ".join(beyond))
        row = {column: cells[place] if place < len(cells) else "" for column, place in places}
        if _is_usable(row, losses):
            yield row


def _confirm_heading(heading: Heading, wanted: Wanted) -> None:
    """Make sure that a heading is there and names what is asked for."""
    if wanted.heading and not heading.row:
        raise FormatError(f"row {wanted.heading} is empty or not there; name the row of the heading, as in heading=1")
    if not heading.row:
        raise FormatError("the table is empty; name another")
    if not heading.lacks:
        try:
            wanted.confirm(heading.columns)
        except FormatError as error:
            raise FormatError(f"row {heading.row}: {error}") from None
        return
    where = f"row {heading.row}" if wanted.heading or heading.titled else "the table"
    try:
        wanted.confirm(heading.columns, where)
    except FormatError as error:
        near = str(error).endswith("?")
        raise HeadingError(f"{error}{'' if near else _advice(heading, wanted)}") from None


def _advice(heading: Heading, wanted: Wanted) -> str:
    """Return what to do about columns that are not there, as far as the table lets us guess."""
    if wanted.heading or heading.titled:
        return "; name the row of the heading with --set heading=N"
    if len(heading.columns) == 1 and heading.separator:
        return "; name what separates the columns with --set separator=SIGN"
    return ""


def _is_usable(row: Row, losses: Losses) -> bool:
    """Tell whether all cells are texts; numbers that were rounded are noted."""
    for column, cell in row.items():
        if isinstance(cell, Unusable):
            losses.add(f"rows with a value in '{column}' that is no text", cell)
            return False
        for one in (cell,) if isinstance(cell, str) else cell:
            if is_rounded(one):
                losses.add(f"numbers in '{column}' of more than {PRECISION} digits, possibly rounded", one)
    return True


def rows_of_objects(objects: Iterable[Any], wanted: Wanted, losses: Losses) -> Iterator[Row]:
    """Yield mappings from the names of columns to values as rows; the first has all columns.

    Raises
    ------
    FormatError
        One is no mapping, the first lacks a column that is asked for, or there are too many.
    """
    for number, one in enumerate(objects, start=1):
        confirm_rows(number)
        if not isinstance(one, dict):
            raise FormatError(f"row {number}: expected an object with a value per column")
        if number == 1:
            wanted.confirm(map(str, one))
        row = {column: cell_of(one.get(column)) for column in sorted(wanted.columns)}
        if _is_usable(row, losses):
            yield row
