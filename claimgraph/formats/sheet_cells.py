"""What openpyxl does not tell when it reads row by row: which cells are merged, and all digits of a number."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import VALUE_TAG, WorkSheetParser

from claimgraph.errors import FormatError
from claimgraph.formats.tables.cells import PRECISION, Floating

MAX_MERGED = 100_000
MAX_CELLS = 20_000_000
"""The most cells of a sheet, with the empty ones before others in their rows."""
_CHUNK = 1_000_000
_OVERLAP = 200
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s+(?:[^<>]*\s)?ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")


def merged_cells(data: bytes, sheet: Any) -> dict[int, list[tuple[int, int]]]:
    """Return the columns of a sheet, from 0, in which cells of several rows are one, with their first and last rows.

    ``data`` is the workbook, ``sheet`` one of it as openpyxl reads it row by row.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    path = getattr(sheet, "_worksheet_path", None)
    if path is None:
        return found
    with zipfile.ZipFile(io.BytesIO(data)) as container, container.open(path) as part:
        for number, (column, first, _, last) in enumerate(_ranges(part)):
            if number < MAX_MERGED and last > first:
                found.setdefault(column - 1, []).append((first, last))
    return found


def _ranges(part: Any) -> Iterator[tuple[int, int, int, int]]:
    before, position = b"", 0
    while chunk := part.read(_CHUNK):
        text = before + chunk
        for match in _MERGED.finditer(text):
            if match.end() > position:
                yield range_boundaries(match.group(1).decode("ascii"))
        before = text[-_OVERLAP:]
        position = len(before)


def rows_of_cells(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows of a sheet with anything in them, with their numbers; it may lie about its size.

    A number of more digits than a spreadsheet keeps is a `Floating`, with the digits that stand in the file.
    """
    book = sheet.parent
    with sheet._get_source() as part:  # noqa: SLF001  (there is no public way to the text of a cell)
        parser = _Parser(
            part,
            sheet._shared_strings,  # noqa: SLF001
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )
        last = count = 0
        for number, cells in parser.parse():
            if number > last:
                last = number
                values = [None] * max((cell["column"] for cell in cells), default=0)
                count += len(values)
                if count > MAX_CELLS:
                    raise FormatError(f"row {number}: more than {MAX_CELLS:,} cells; split the table")
                for cell in cells:
                    values[cell["column"] - 1] = cell["value"]
                yield number, values


class _Parser(WorkSheetParser):  # type: ignore[misc,unused-ignore]
    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Return a cell as openpyxl does, a long number with its digits."""
        cell: dict[str, Any] = super().parse_cell(element)
        value = cell["value"]
        if cell["data_type"] == "n" and isinstance(value, int | float) and abs(value) >= _LONG:
            cell["value"] = Floating(element.findtext(VALUE_TAG).strip())
        return cell


_LONG = 10**PRECISION
