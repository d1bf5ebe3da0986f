"""The rows of tables of others: texts by the names of their columns."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from claimgraph.errors import FormatError
from claimgraph.formats.base import Losses

MAX_CELL = 131_072
"""So many characters a cell may have, which is what readers of CSV bear."""

MAX_UNPACKED = 2_000_000_000
"""So many bytes a packed table may have when it is unpacked."""

Row = Mapping[str, str]
Confirm = Callable[[Iterable[str]], frozenset[str]]
"""Gets a heading and returns the columns that are asked for; raises if one of them is not there."""
RowsOf = Callable[[Confirm, Losses], Iterator[Row]]
"""A table: gets what confirms its heading, and where to note what is lost, and yields its rows."""


class Day(str):
    """The text of a value that the table itself has as a date, so that nobody has to say in which order it stands."""

    __slots__ = ()


class Unusable(str):
    """What stands in a cell and can be no text, as it is told.

    A row with it in a column that is asked for is left out: without it somebody else might seem to have said what the
    row says.
    """

    __slots__ = ()


def confirm_unpacked(size: int) -> None:
    """Make sure that a packed table is not too large: a small file can unpack to any size.

    Raises
    ------
    FormatError
        It is.
    """
    if size > MAX_UNPACKED:
        raise FormatError(f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB; split it")


def rows_of_text(name: str, data: bytes, confirm: Confirm, losses: Losses) -> Iterator[Row]:
    """Yield the rows of a table in UTF-8: ``csv``, ``tsv``, or ``jsonl`` (objects, one a line or in an array).

    Raises
    ------
    FormatError
        It is no such table; the message says where.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FormatError(f"line {line}: no UTF-8; save the table as UTF-8 first") from None
    if not text.strip():
        raise FormatError("the file is empty; name another")
    if name == "jsonl":
        yield from rows_of_objects(_objects(text), confirm, losses)
        return
    # Strictly, since a quote that is never closed would swallow the rest of the table.
    reader = csv.reader(io.StringIO(text, newline=""), dialect="excel-tab" if name == "tsv" else "excel", strict=True)
    try:
        yield from rows_below_heading(reader, confirm, losses)
    except csv.Error as error:
        raise FormatError(f"line {max(1, reader.line_num)}: {error}; mend the table there") from None


def rows_below_heading(lines: Iterator[Sequence[str]], confirm: Confirm, losses: Losses) -> Iterator[Row]:
    """Yield the rows of a table whose first line with anything in it names its columns.

    Raises
    ------
    FormatError
        There is no heading, or of the columns that are asked for one is not there or there twice.
    """
    heading = [column.strip() for column in next((line for line in lines if any(map(str.strip, line))), ())]
    if not heading:
        raise FormatError("the table is empty; name another")
    asked = confirm(heading)
    confirm_once(heading, asked)
    for cells in lines:
        beyond = [cell for cell in cells[len(heading) :] if cell.strip()]
        if beyond:
            losses.add("cells beyond the heading", ", ".join(beyond))
        row = dict(zip(heading, [*cells, *[""] * (len(heading) - len(cells))], strict=False)) if cells else {}
        if row and _is_usable(row, asked, losses):
            yield row


def _is_usable(row: Row, asked: Iterable[str], losses: Losses) -> bool:
    bad = next((column for column in sorted(asked) if isinstance(row.get(column), Unusable)), None)
    if bad is not None:
        losses.add(f"rows with a value in '{bad}' that is no text", row[bad])
    return bad is None


def confirm_once(heading: Sequence[str], asked: frozenset[str]) -> None:
    """Make sure that no column that is asked for stands in a heading twice.

    Raises
    ------
    FormatError
        One does.
    """
    twice = next((column for column in heading if column in asked and heading.count(column) > 1), None)
    if twice is not None:
        raise FormatError(f"line 1: two columns are called '{twice}'; give one of them another name")


def rows_of_objects(objects: Iterable[Any], confirm: Confirm, losses: Losses) -> Iterator[Row]:
    """Yield mappings from the names of columns to values as rows; the first has all columns.

    Raises
    ------
    FormatError
        One is no mapping, or the first lacks a column that is asked for.
    """
    asked: frozenset[str] = frozenset()
    for number, one in enumerate(objects, start=1):
        if not isinstance(one, dict):
            raise FormatError(f"row {number}: expected an object with a value per column")
        if number == 1:
            asked = confirm(map(str, one))
        row = {column: flat_text(one.get(column)) for column in asked}
        if _is_usable(row, asked, losses):
            yield row


def _objects(text: str) -> Iterable[Any]:
    try:
        if text.lstrip().startswith("["):
            found: list[Any] = json.loads(text)
            return found
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:  # a ValueError of a number with too many digits as well
        place = "nested too deep" if isinstance(error, RecursionError) else "a number is too long"
        if isinstance(error, json.JSONDecodeError):
            place = f"line {error.lineno}:{error.colno}"
        raise FormatError(f"{place}: this is no JSON with an object per row; mend it there") from None


def flat_text(value: Any) -> str:
    r"""Return a value of a table as text, or as `Unusable`.

    Whole numbers stand without a point, days without a time, times without fractions of a second, lists with
    semicolons; what is no number says nothing.

    Examples
    --------
    >>> [flat_text(value) for value in (None, 4.0, 0.5, float("nan"), True, ["a", 2], datetime(2024, 5, 1), b"x")]
    ['', '4', '0.5', '', 'true', 'a; 2', '2024-05-01', 'x']
    >>> [type(flat_text(value)).__name__ for value in ({"a": 1}, [{}], b"\xff")]
    ['Unusable', 'Unusable', 'Unusable']
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value if len(value) <= MAX_CELL else Unusable(value[:_TOLD])
    if isinstance(value, list):
        parts = [flat_text(one) for one in value]
        return next((part for part in parts if isinstance(part, Unusable)), "; ".join(parts))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, date | time):
        return _moment(value)
    if isinstance(value, bytes):
        try:
            return flat_text(value.decode("utf-8"))
        except UnicodeDecodeError:
            return Unusable(repr(value[:_TOLD]))
    return str(value) if isinstance(value, int | Decimal) else Unusable(repr(value)[:_TOLD])


_TOLD = 80


def _number(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)


def _moment(value: date | time) -> str:
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if not isinstance(value, datetime):
        return Day(value.isoformat())
    text = value.isoformat(timespec="seconds")
    return Day(text.removesuffix("T00:00:00") if value.tzinfo is None else text)


_EXACT = 2**53
"""Below it every whole number is a float of its own."""
