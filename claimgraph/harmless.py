"""Texts of strangers, made so that neither a terminal nor a spreadsheet acts upon them."""

from __future__ import annotations

import unicodedata

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_UNSAFE = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


def plain(text: str) -> str:
    r"""Return a text that no terminal acts upon: control and direction characters as ``\x1b`` and the like.

    Examples
    --------
    >>> plain("A\x1b[31mB\n\u202eC")
    'A\\x1b[31mB\\n\\u202eC'
    """
    if text.isprintable():
        return text

    def shown(character: str) -> str:
        unsafe = unicodedata.category(character) in _UNSAFE or character in _BIDI
        return character.encode("unicode_escape").decode("ascii") if unsafe else character

    return "".join(map(shown, text))


def spreadsheet_cell(value: object) -> str:
    """Return a value as the text of a cell that no spreadsheet takes for a formula.

    Several texts are separated by semicolons; None is an empty cell.

    Examples
    --------
    >>> spreadsheet_cell(["Ann", "Bob"]), spreadsheet_cell("=1+1"), spreadsheet_cell(None)
    ('Ann; Bob', "'=1+1", '')
    """
    text = plain("; ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value))
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def cell_width(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    Examples
    --------
    >>> cell_width("Kataeb"), cell_width("東京"), cell_width("الكتائب")
    (6, 4, 7)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(c) in {"Mn", "Me", "Cf"} else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def has_rtl(text: str) -> bool:
    """Tell whether a text has a letter that runs from right to left.

    Examples
    --------
    >>> has_rtl("Kataeb الكتائب")
    True
    """
    return any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text)
