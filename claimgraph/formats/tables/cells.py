"""The values of tables of others as text."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from claimgraph.delimited import MAX_CELL

MAX_VALUES = 1_000
"""The most values in a list."""

_TOLD = 80
PRECISION = 15
"""Spreadsheets keep so many digits of a number."""
_FLOAT_PRECISION = 17
"""No float has more significant digits than these."""
_LONGEST_NUMBER = 40
_SHORTENED = re.compile(r"-?\d(?:[.,]\d+)?[Ee]\+?(?:1[5-9]|[2-9]\d)")
"""What a spreadsheet writes into a text file for a number of more digits than it shows."""


class Day(str):
    """The text of a value that the table itself has as a date, so that nobody has to say in which order it stands."""

    __slots__ = ()


class Unusable(str):
    """What stands in a cell and can be no text, as it is told.

    A row with it in a column that is asked for is left out: without it somebody else might seem to have said what the
    row says.
    """

    __slots__ = ()


class Rounded(str):
    """A number of more than 15 digits that was kept as a float, so that its last digits may not be those of the id."""

    __slots__ = ()


class Floating(Decimal):
    """A number that a file has as a float, with the digits that stand there."""

    __slots__ = ()


Cell = str | tuple[str, ...]
"""What a cell holds: a text, or several, each of which is a value of its own."""


def cell_of(value: Any) -> Cell:
    r"""Return a value of a table as text, or as `Unusable`; a list of several values as a tuple of texts.

    Whole numbers keep their digits and have no point, days have no time, times no fractions of a second; what is no
    number says nothing.

    Examples
    --------
    >>> [cell_of(value) for value in (None, 4.0, 0.5, float("nan"), True, datetime(2024, 5, 1), b"x", Decimal("4.00"))]
    ['', '4', '0.5', '', 'true', '2024-05-01', 'x', '4']
    >>> cell_of(["a; b", 2, None]), cell_of(["a"]), cell_of([])
    (('a; b', '2'), 'a', '')
    >>> [type(cell_of(value)).__name__ for value in ({"a": 1}, [{}], b"\xff", 1764567890123456789.0)]
    ['Unusable', 'Unusable', 'Unusable', 'Rounded']
    """
    return _several(value) if isinstance(value, list) else _text(value)


def _several(values: list[Any]) -> Cell:
    if len(values) > MAX_VALUES:
        return Unusable(f"a list of {len(values):,} values")
    texts = [Unusable(repr(one)[:_TOLD]) if isinstance(one, list) else _text(one) for one in values]
    bad = next((text for text in texts if isinstance(text, Unusable)), None)
    if bad is not None:
        return bad
    if sum(map(len, texts)) > MAX_CELL:
        return Unusable("; ".join(texts)[:_TOLD])
    texts = [text for text in texts if text.strip()]
    return "" if not texts else texts[0] if len(texts) == 1 else tuple(texts)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value if len(value) <= MAX_CELL else Unusable(value[:_TOLD])
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return _number(Floating(repr(value))) if math.isfinite(value) else ""
    if isinstance(value, Decimal):
        return _number(value) if value.is_finite() else ""
    if isinstance(value, date | time):
        return _moment(value)
    if isinstance(value, bytes):
        try:
            return _text(value.decode("utf-8"))
        except UnicodeDecodeError:
            return Unusable(repr(value[:_TOLD]))
    return str(value) if isinstance(value, int) else Unusable(repr(value)[:_TOLD])


def _number(value: Decimal) -> str:
    """Return a number with all its digits and no exponent, unless it would be longer than any number of a person."""
    if abs(value.adjusted()) > _LONGEST_NUMBER:
        return str(value)
    text = format(value, "f")
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    if fraction:
        return f"{whole}.{fraction}"
    digits = whole.lstrip("-")
    rounded = isinstance(value, Floating) and len(digits) > PRECISION and len(digits.rstrip("0")) <= _FLOAT_PRECISION
    return Rounded(whole) if rounded else "0" if digits == "0" else whole


def is_rounded(text: str) -> bool:
    """Tell whether a text is a number that a spreadsheet may have rounded.

    Examples
    --------
    >>> is_rounded("1.76457E+18"), is_rounded("1,76457E+18"), is_rounded("1.5E+3"), is_rounded("1764567890123456789")
    (True, True, False, False)
    """
    return isinstance(text, Rounded) or bool(_SHORTENED.fullmatch(text))


def _moment(value: date | time) -> str:
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if not isinstance(value, datetime):
        return Day(value.isoformat())
    text = value.isoformat(timespec="seconds")
    return Day(text.removesuffix("T00:00:00") if value.tzinfo is None else text)
