"""XLSX: the record as four sheets; and sheets of others, read as tables are.

XlsxWriter writes, the same bytes for the same record; openpyxl reads, row by row.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import Any

import defusedxml  # noqa: F401  (openpyxl reads with it where it is: no entities, no document types)
import openpyxl
import xlsxwriter
from openpyxl.utils.escape import unescape

from claimgraph.delimited import MAX_LOOK, Numbered, find_heading
from claimgraph.errors import STAMP, FormatError
from claimgraph.formats.base import Imported, Losses, Options
from claimgraph.formats.sheet_cells import merged_cells, rows_of_cells
from claimgraph.formats.tables.cells import Unusable, cell_of
from claimgraph.formats.tables.flat import TABLES, Kind
from claimgraph.formats.tables.reading import read_table
from claimgraph.formats.tables.rows import HeadingError, Row, Wanted, rows_below
from claimgraph.harmless import cell_width, plain, spreadsheet_cell
from claimgraph.names import hint
from claimgraph.redaction import Released

MAX_ROWS = 1_048_576
MAX_CELL = 32_767
MAX_RATE = 100
MAX_UNPACKED = 2_000_000_000
"""The most bytes of a workbook, unpacked."""
_SMALL = 1_000_000
_NARROWEST, _WIDEST = 8, 60
_SHEETS = ("links", "claims", "statements", "sources")
"""What people open a spreadsheet for comes first."""


# ---- Written


def dumps(name: str, released: Released) -> bytes:  # noqa: ARG001
    """Return the four flat tables as the sheets of a workbook; no cell of it is a formula.

    Raises
    ------
    FormatError
        A sheet would have more rows than a spreadsheet can.
    ProtectionError
        A text names a protected source.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> from claimgraph.redaction import release
    >>> record = Ledger((Claim("c", "C.", (parse_chain("A <- B"),)),))
    >>> book = openpyxl.load_workbook(io.BytesIO(dumps("xlsx", release(build_graph(record), record))))
    >>> book.sheetnames, [cell.value for cell in book["links"][2]][:9]
    (['links', 'claims', 'statements', 'sources'], ['c', 'C.', None, None, None, None, 1, 1, 'A'])
    """
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    # The clock of the machine stays out of the file; this is the oldest day that a spreadsheet's container can hold.
    book.set_properties({"created": _NO_DAY, **({"status": STAMP} if released.internal else {})})
    styles = _Styles(book)
    for title in _SHEETS:
        _write_sheet(book, title, styles, released)
    book.close()
    return packed.getvalue()


_NO_DAY = datetime(1980, 1, 1)


def _write_sheet(book: Any, title: str, styles: _Styles, released: Released) -> None:
    table = TABLES[title]
    columns = table.columns(released)
    sheet = book.add_worksheet(title)
    widths = {column: len(column) for column in columns}
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column, styles.heading)
    count = 0
    for count, row in enumerate(table.rows(released), start=1):
        if count >= MAX_ROWS:
            raise FormatError(f"{title}: more than {MAX_ROWS - 1:,} rows, which no spreadsheet holds; choose claims")
        for at, (column, kind) in enumerate(columns.items()):
            text = _write_cell(sheet, (count, at), kind, row[column], styles)
            widths[column] = max(widths[column], min(_WIDEST, cell_width(text[:_WIDEST])))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, max(_NARROWEST, widths[column] + 2))
    if released.internal:
        sheet.set_header(f"&C{STAMP}")


class _Styles:
    """How the cells of a workbook look."""

    def __init__(self, book: Any) -> None:
        self.heading = book.add_format({"bold": True, "bottom": 1})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.quoted = book.add_format({"quote_prefix": True})


def _write_cell(sheet: Any, place: tuple[int, int], kind: Kind, value: Any, styles: _Styles) -> str:
    """Write a value and return the text that stands for it; nothing is written where there is none."""
    if value in (None, [], ""):
        return ""
    if kind == "number":
        sheet.write_number(*place, value)
    elif kind == "flag":
        sheet.write_boolean(*place, value)
    elif kind == "day" and value.year >= _FIRST_YEAR:
        sheet.write_datetime(*place, value, styles.day)
    else:
        return _write_text(sheet, place, value, styles)
    return str(value)


_FIRST_YEAR = 1900
"""A day before it is a text in spreadsheets."""


def _write_text(sheet: Any, place: tuple[int, int], value: Any, styles: _Styles) -> str:
    """Write a text as such: what looks like a formula is marked as text, as an apostrophe before it does."""
    text = _cut(plain("; ".join(value) if isinstance(value, list) else str(value)))
    sheet.write_string(*place, text, styles.quoted if spreadsheet_cell(text) != text else None)
    return text


def _cut(text: str) -> str:
    """Return a text as long as a cell can be; spreadsheets count units of UTF-16, of which an emoji has two."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MAX_CELL:
        return text
    return units[: 2 * (MAX_CELL - 1)].decode("utf-16-le", "ignore") + "…"


# ---- Read


def loads(name: str, data: bytes, options: Options) -> Imported:  # noqa: ARG001
    """Return the claims of a sheet of others, by a mapping of its columns as for `claimgraph.formats.tables`.

    ``sheet`` in the options is its name; without it the first one that is not hidden is read.

    Raises
    ------
    FormatError
        It is no workbook, has no such sheet, the mapping cannot be read, or it speaks of a column that is not there.
    """
    others = {key: value for key, value in options.items() if key != "sheet"}
    return read_table(partial(_rows, data, options.get("sheet")), others)


def _rows(data: bytes, title: str | None, wanted: Wanted, losses: Losses) -> Iterator[Row]:
    wanted.refuse("xlsx", "separator")
    _confirm_packed(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what spreadsheets hold beside their cells
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheet = _sheet(book.worksheets, title)
            yield from _rows_of_sheet(sheet, merged_cells(data, sheet), wanted, losses, len(book.worksheets))
        except FormatError:
            raise
        except Exception as error:  # openpyxl raises whatever its parsers do
            why = error.__cause__ or error.__context__ or error
            said = " ".join(str(why).split())[:80] or type(why).__name__
            raise FormatError(f"cannot be read as XLSX ({said}); save it anew") from None


def _rows_of_sheet(
    sheet: Any, merged: Mapping[int, list[tuple[int, int]]], wanted: Wanted, losses: Losses, sheets: int
) -> Iterator[Row]:
    lines = _lines(rows_of_cells(sheet), merged)
    first = list(islice(lines, wanted.heading or MAX_LOOK))
    heading = find_heading(first, wanted.missing, wanted.heading)
    try:
        yield from rows_below(chain(first, lines), heading, wanted, losses)
    except HeadingError as error:
        other = "; another is read with --set sheet=NAME" if sheets > 1 and not heading.titled else ""
        raise FormatError(f"sheet '{sheet.title}': {error}{other}") from None


def _confirm_packed(data: bytes) -> None:
    """Make sure that it is a container, and of how much.

    Parts that are repetitive beyond all that people write are refused by their rate, as other readers of spreadsheets
    do: some of them are read whole.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            parts = container.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise FormatError("is no XLSX; save it as such, without a password") from None
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise FormatError(f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB; split it")
    bomb = next((p for p in parts if p.file_size > _SMALL and p.file_size > MAX_RATE * p.compress_size), None)
    if bomb is not None:
        raise FormatError(
            f"unpacks to more than {MAX_RATE} times its size; save it anew, without empty rows and styles"
        )


def _sheet(sheets: list[Any], title: str | None) -> Any:
    """Return the sheet of a title, or the first that is not hidden."""
    titles = [sheet.title for sheet in sheets]
    if not sheets:
        raise FormatError("the workbook has no sheet with cells")
    if title is None:
        return next((sheet for sheet in sheets if sheet.sheet_state == "visible"), sheets[0])
    if title not in titles:
        near = hint(title, titles) or f"; there are {', '.join(titles)[:300]}"
        raise FormatError(f"the workbook has no sheet '{title}'{near}")
    return sheets[titles.index(title)]


def _lines(rows: Iterable[tuple[int, list[Any]]], merged: Mapping[int, list[tuple[int, int]]]) -> Iterator[Numbered]:
    """Yield the cells of every row as texts; of merged cells every one has the value of the first."""
    spans = {column: deque(sorted(listed)) for column, listed in merged.items()}
    kept: dict[int, str] = {}
    for number, values in rows:
        cells = [_text(value) for value in values]
        for column, waiting in spans.items():
            while waiting and waiting[0][1] < number:
                waiting.popleft()
                kept.pop(column, None)
            if waiting and waiting[0][0] <= number:
                cells += [""] * (column + 1 - len(cells))
                if number == waiting[0][0]:
                    kept[column] = cells[column]
                cells[column] = kept.get(column, "")
        yield number, _trimmed(cells)


def _text(value: Any) -> str:
    if isinstance(value, str):
        if value in _ERRORS:
            return Unusable(value)
        value = unescape(value) if "_x" in value else value
    text = cell_of(value)
    return text if isinstance(text, str) else ""


_ERRORS = frozenset(
    "#N/A #DIV/0! #REF! #VALUE! #NAME? #NULL! #NUM! #SPILL! #CALC! #FIELD! #BLOCKED! #GETTING_DATA".split()
)
"""What a spreadsheet shows where it found no value."""


def _trimmed(cells: list[str]) -> list[str]:
    """Return cells without the empty ones at their end; a line of nothing else is an empty list."""
    while cells and not cells[-1]:
        cells.pop()
    return cells
