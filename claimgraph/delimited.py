"""Delimited text: CSV of any dialect as others write it, and our own for spreadsheets."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TextIO

from claimgraph.errors import FormatError

BOM = "\ufeff"
"""What a file begins with so that spreadsheets take it for UTF-8, and not for the code page of the machine."""

MAX_CELL = 131_072
"""The most characters of a cell."""

MAX_LINE = 10_000_000
"""The most characters of a line."""

MAX_LOOK = 50
"""The heading is looked for in so many rows at the top."""

MAX_HEADING = 1_000
"""The last row that can be named as the heading."""

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
"""The separators that are found from the heading, by the words that name them."""

Numbered = tuple[int, Sequence[str]]
"""A row with its number, as a spreadsheet shows it."""
Missing = Callable[[Sequence[str]], int]
"""How many of the wanted columns a row does not name: a heading is a row that lacks none."""

_MAX_LOOK_SIZE = 1_000_000
_CHUNK = 1_000_000
_ENCODINGS = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
"""By their byte order marks; that of UTF-32 begins as that of UTF-16 does."""
_NOTHING = " \r\n" + "".join(SEPARATORS.values())
"""What cells of a row hold that is empty, whatever separates them."""
_SAYS_SEPARATOR = re.compile(r'"?sep=(.)"?[,;]*[\r\n]*', re.IGNORECASE)


# ---- Written


def to_csv(rows: Iterable[Iterable[object]], separator: str = ",") -> str:
    r"""Return rows as CSV (RFC 4180, with a line feed at the end of every row).

    Examples
    --------
    >>> to_csv([["a", "b"], ["1,2", None]])
    'a,b\n"1,2",\n'
    """
    table = io.StringIO()
    csv.writer(table, delimiter=separator, lineterminator="\n").writerows(rows)
    return table.getvalue()


# ---- Read


def parse_separator(text: str) -> str:
    r"""Return the separator that a text names: the character itself, or a word.

    Raises
    ------
    FormatError
        It names none.

    Examples
    --------
    >>> parse_separator(";"), parse_separator("Tab"), parse_separator("bar")
    (';', '\t', '|')
    """
    separator = SEPARATORS.get(text.strip().lower(), "\t" if text == r"\t" else text)
    if len(separator) != 1 or separator in '"\r\n\0':
        words = ", ".join(SEPARATORS)
        raise FormatError(f"separator: expected one character, or {words}; found '{text[:80]}'")
    return separator


def decoded(data: bytes, what: str = "table") -> TextIO:
    r"""Return the text of a file as a stream: UTF-8, or UTF-16 or UTF-32 with a byte order mark.

    Raises
    ------
    FormatError
        It is in another encoding; the message says on which line.

    Examples
    --------
    >>> decoded("é\r\n".encode("utf-16")).read()
    'é\r\n'
    """
    encoding = next((name for mark, name in _ENCODINGS.items() if data.startswith(mark)), "utf-8")
    if encoding == "utf-8" and 0 in data[:2]:
        raise FormatError(f"line 1: no UTF-8, but UTF-16 without a byte order mark; save the {what} as UTF-8 first")
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        try:
            decoder.decode(chunk, start + _CHUNK >= len(data))
        except UnicodeDecodeError as error:
            at = start + len(chunk) - len(error.object) + error.start
            line = data.count(b"\n", 0, max(0, at)) + 1
            name = encoding.removesuffix("-sig").upper()
            raise FormatError(f"line {line}: no {name}; save the {what} as UTF-8 first") from None
    return io.TextIOWrapper(io.BytesIO(data), encoding, newline="")


def lines_of(stream: TextIO, max_line: int = MAX_LINE) -> Iterator[str]:
    """Yield the lines of a stream, with their line ends.

    Raises
    ------
    FormatError
        A line is longer than ``max_line`` characters.
    """
    number = 0
    while line := stream.readline(max_line + 1):
        number += 1
        if len(line) > max_line:
            raise FormatError(f"line {number}: more than {max_line:,} characters; split the row or shorten it")
        yield line


def rows_of(
    stream: TextIO, separator: str, *, max_cell: int = MAX_CELL, what: str = "table"
) -> Generator[tuple[int, list[str]], None, None]:
    r"""Yield all rows of a delimited text, also the empty ones, each with the line on which it ends.

    Raises
    ------
    FormatError
        A quote is never closed, which would swallow the rest; or a cell or a line is too long.

    Examples
    --------
    >>> list(rows_of(io.StringIO('sep=;\na;"b\nc"\n'), ";"))
    [(3, ['a', 'b\nc'])]
    """
    said, lines = _begun(stream, max(MAX_LINE, max_cell))
    above = 1 if said else 0
    limit = csv.field_size_limit(max_cell)
    # Strictly, since a quote that is never closed would swallow the rest of the table.
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        for row in reader:
            yield reader.line_num + above, row
    except csv.Error as error:
        why = f"{error}; fix the {what} there"
        if "field limit" in str(error):
            why = f"a cell of more than {max_cell:,} characters; shorten it, or close its quotes"
        raise FormatError(f"line {max(1, reader.line_num) + above}: {why}") from None
    finally:
        csv.field_size_limit(limit)


def _begun(stream: TextIO, max_line: int) -> tuple[str, Iterator[str]]:
    """Return the separator that a first line says, as Excel reads and writes it, and the lines below or all of them."""
    stream.seek(0)
    lines = lines_of(stream, max_line)
    first = next(lines, "")
    said = _SAYS_SEPARATOR.fullmatch(first)
    return (said.group(1), lines) if said else ("", chain([first] if first else [], lines))


# ---- The heading


@dataclass(frozen=True, slots=True)
class Heading:
    """The row that names the columns of a table; ``row`` is 0 if there is none.

    ``lacks`` is how many of the wanted columns it does not name, and ``titled`` whether the table begins with a row
    that is narrower than one below, as titles are.
    """

    row: int
    columns: tuple[str, ...] = ()
    lacks: int = 0
    titled: bool = False
    separator: str = ""


def find_heading(rows: Iterable[Numbered], missing: Missing, named: int | None = None) -> Heading:
    """Return the first row that names all wanted columns, or else the one that names most, or the one that is named.

    Examples
    --------
    >>> rows = [(1, ["Sourcing sheet"]), (2, []), (3, ["claim", "outlet "])]
    >>> find_heading(rows, lambda columns: len({"claim", "outlet"}.difference(columns)))
    Heading(row=3, columns=('claim', 'outlet'), lacks=0, titled=True, separator='')
    """
    filled = [
        (number, tuple(cell.strip() for cell in cells))
        for number, cells in rows
        if any(cell.strip(_NOTHING) for cell in cells)
    ]
    widths = [sum(map(bool, cells)) for _, cells in filled]
    titled = bool(widths) and widths[0] < max(widths)
    found = [
        Heading(number, cells, missing(cells), titled) for number, cells in filled if named is None or number == named
    ]
    return min(found, key=lambda one: one.lacks, default=Heading(0, titled=titled))


def heading_of(
    stream: TextIO, missing: Missing, *, separator: str | None = None, default: str = ",", named: int | None = None
) -> Heading:
    r"""Return the heading of a delimited text, with the separator by which it names most of the wanted columns.

    A separator that is given counts, or else that of a line ``sep=;`` before the table.

    Raises
    ------
    FormatError
        Two separators fit equally.

    Examples
    --------
    >>> table = io.StringIO('"outlet, city";claim;1,5\n')
    >>> heading_of(table, lambda columns: len({"claim"}.difference(columns))).separator
    ';'
    """
    given = separator or _begun(stream, MAX_LINE)[0]
    separators = [given] if given else dict.fromkeys([default, *SEPARATORS.values()])
    found = [
        replace(find_heading(_first_rows(stream, one, named or MAX_LOOK), missing, named), separator=one)
        for one in separators
    ]
    best, *others = sorted(found, key=_fit)
    fits = [one for one in others if _fit(one)[:4] == _fit(best)[:4] and one.columns != best.columns]
    if fits and not best.lacks:
        names = [word for one in (best, *fits) for word, sign in SEPARATORS.items() if sign == one.separator]
        raise FormatError(
            f"row {best.row}: the columns may be separated by {' or by '.join(names)}; "
            f"say which, as in --set separator={names[0]}"
        )
    return best


def _fit(heading: Heading) -> tuple[bool, int, int, int, int]:
    """Return how badly a separator fits; one that takes a quoted cell apart leaves its quotes."""
    quotes = sum('"' in column for column in heading.columns)
    return (not heading.row, heading.lacks, heading.row, quotes, -len(heading.columns))


def _first_rows(stream: TextIO, separator: str, most: int) -> Iterator[Numbered]:
    """Yield the first rows of a text, as far as they can be read with a separator."""
    size = 0
    with closing(rows_of(stream, separator)) as rows, suppress(FormatError):
        for number, (_, row) in enumerate(islice(rows, most), start=1):
            yield number, row
            size += sum(map(len, row))
            if size > _MAX_LOOK_SIZE:
                return
