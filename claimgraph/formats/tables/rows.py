"""The rows of tables of others: texts by the names of their columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from claimgraph.errors import FormatError
from claimgraph.formats.base import Losses

Row = Mapping[str, str]
Confirm = Callable[[Iterable[str]], None]
"""Raises if a heading lacks a column that is asked for."""
RowsOf = Callable[[Confirm, Losses], Iterator[Row]]
"""A table: gets what confirms its heading, and where to note what is lost, and yields its rows."""


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
        yield from rows_of_objects(_objects(text), confirm)
        return
    # Strictly, since a quote that is never closed would swallow the rest of the table.
    reader = csv.reader(io.StringIO(text, newline=""), dialect="excel-tab" if name == "tsv" else "excel", strict=True)
    try:
        yield from rows_below_heading(reader, confirm, losses)
    except csv.Error as error:
        raise FormatError(f"line {max(1, reader.line_num)}: {error}; mend the table there") from None


def rows_below_heading(lines: Iterator[Sequence[str]], confirm: Confirm, losses: Losses) -> Iterator[Row]:
    """Yield the rows of a table whose first line names its columns.

    Raises
    ------
    FormatError
        There is no heading, two columns are called the same, or one that is asked for is not there.
    """
    heading = [column.strip() for column in next(lines, ())]
    twice = next((column for column in heading if column and heading.count(column) > 1), None)
    if twice is not None:
        raise FormatError(f"line 1: two columns are called '{twice}'; give one of them another name")
    confirm(heading)
    for cells in lines:
        if any(cells[len(heading) :]):
            losses.add("cells beyond the heading", ", ".join(cells[len(heading) :]))
        if cells:
            yield dict(zip(heading, [*cells, *[""] * (len(heading) - len(cells))], strict=False))


def rows_of_objects(objects: Iterable[Any], confirm: Confirm) -> Iterator[Row]:
    """Yield mappings from the names of columns to values as rows; the first has all columns.

    Raises
    ------
    FormatError
        One is no mapping, or the first lacks a column that is asked for.
    """
    for number, one in enumerate(objects, start=1):
        if not isinstance(one, dict):
            raise FormatError(f"row {number}: expected an object with a value per column")
        row = {str(key): flat_text(value) for key, value in one.items()}
        if number == 1:
            confirm(row)
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
    """Return a value of a table as text: whole numbers without a point, days without a time, lists with semicolons.

    Examples
    --------
    >>> from datetime import datetime
    >>> [flat_text(value) for value in (None, 4.0, 0.5, True, ["a", 2], datetime(2024, 5, 1), b"x")]
    ['', '4', '0.5', 'true', 'a; 2', '2024-05-01', '']
    """
    if value is None or isinstance(value, dict | bytes):
        return ""
    if isinstance(value, list):
        return "; ".join(map(flat_text, value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value)) if abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime):
        text = value.isoformat()
        return text.removesuffix("T00:00:00") if value.tzinfo is None else text
    return str(value)


_EXACT = 2**53
"""Below it every whole number is a float of its own."""
