"""Which cells of a sheet are merged, which openpyxl does not tell when it reads row by row."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl.utils.cell import range_boundaries

MAX_MERGED = 100_000
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
