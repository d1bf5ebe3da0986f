"""Text as it is set in a picture: cleaned, measured, wrapped, and with a direction.

Layout engines measure what they have the fonts for; Arabic, Chinese and others they guess. The
widths here are those of Arial for ASCII and generous guesses beyond, so that boxes can be asked to
be wide enough whatever the engine knows.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from claimgraph.harmless import has_rtl

ELLIPSIS = "…"
RIGHT_TO_LEFT_ISOLATE, FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2067", "\u2068", "\u2069"
# Controls of direction, and the two that no XML may hold.
_NEVER = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")
_MOST_MARKS = 4
_ARIAL = {
    222: "'ijl",
    278: " !,./:;I[\\]ft",
    345: '"()-`r{|}',
    389: "*",
    500: "Jckvsxyz",
    556: "#$0123456789?L_abdeghnopqu",
    600: "+<=>^~FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    944: "W%",
    1015: "@",
}
"""Widths in thousandths of the type size: whole numbers, whose sums are the same in whatever order they are made."""

_WIDTH_OF = {char: width for width, chars in _ARIAL.items() for char in chars}
BOLD = 1.09
"""How much wider bold letters are, at most."""


def clean_text(text: str) -> str:
    r"""Return a text as one line that is safe to draw.

    White space of any kind becomes single spaces. Control characters, halves of surrogate pairs,
    and the characters that would turn the direction of what follows are dropped; joiners, which
    Persian and emoji need, stay. Of marks heaped on one letter the first few stay.

    Examples
    --------
    >>> clean_text("Sky\nNews \u202eaibarA\x07")
    'Sky News aibarA'
    """
    spaced = " ".join(text.split())
    kept, marks = [], 0
    for char in spaced:
        category = unicodedata.category(char)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category not in {"Cc", "Cs"} and char not in _NEVER and marks <= _MOST_MARKS:
            kept.append(char)
    return " ".join("".join(kept).split())


def is_rtl(text: str) -> bool:
    """Tell whether a text runs from right to left: its first letter with a direction decides.

    Examples
    --------
    >>> is_rtl('"مصادر سورية"'), is_rtl("Kataeb الكتائب"), is_rtl("2024")
    (True, False, False)
    """
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def isolate(text: str) -> str:
    """Return a text that cannot turn round what stands beside it in a sentence.

    Examples
    --------
    >>> isolate("Kataeb")
    'Kataeb'
    >>> len(isolate("الكتائب")) - len("الكتائب")
    2
    """
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if has_rtl(text) else text


def text_width(text: str) -> float:
    """Return the width of a line in units of its type size.

    Examples
    --------
    >>> round(text_width("Kataeb"), 2), text_width("漢字")
    (3.17, 2.0)
    """
    return _thousandths(text) / 1000


def _thousandths(text: str) -> int:
    return sum(map(_char_width, text))


@cache
def _char_width(char: str) -> int:
    known = _WIDTH_OF.get(char)
    if known is not None:
        return known
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(char) in {"W", "F"}:
        return 1000
    return 750 if char.isupper() else 650


def shorten(text: str, width: float) -> str:
    """Return a text that is at most that wide, with an ellipsis where something was cut.

    Examples
    --------
    >>> shorten("University of Chicago Press book", 10)
    'University of Chicag…'
    """
    if text_width(text) <= width:
        return text
    kept, _ = _split_at(text, width - 1)
    return kept.rstrip() + ELLIPSIS


def wrap_text(text: str, *, width: float, most: int) -> tuple[str, ...]:
    """Return a text in lines of about equal width.

    Parameters
    ----------
    text : str
        One line, as `clean_text` gives it.
    width : float
        The greatest width of a line in units of the type size; words that are wider are broken.
    most : int
        The greatest number of lines; what does not fit ends in an ellipsis.

    Examples
    --------
    >>> wrap_text("Iraq tried to buy uranium from Niger in the years before 2003.", width=17, most=6)
    ('Iraq tried to buy uranium from', 'Niger in the years before 2003.')
    >>> wrap_text("Supercalifragilistic", width=5, most=2)
    ('Supercalifr', 'agilistic')
    """
    # Beyond this nothing can fit, and wrapping a whole book would only take time.
    start = text[: int(width * most * 5) + 1]
    lines = _filled(start, width)
    if len(lines) > most or start != text:
        last = shorten(lines[:most][-1], width - 1).rstrip(ELLIPSIS)
        return (*lines[: most - 1], last + ELLIPSIS)
    narrower, longest = width, max((text_width(word) for word in text.split()), default=width)
    while narrower - 0.5 > longest and len(tighter := _filled(text, narrower - 0.5)) == len(lines):
        lines, narrower = tighter, narrower - 0.5
    return tuple(lines)


def _filled(text: str, width: float) -> list[str]:
    lines, line, reached, room = [], "", 0, width * 1000
    for given in text.split():
        word, wide = given, _thousandths(given)
        if line and reached + _char_width(" ") + wide <= room:
            line = f"{line} {word}"
            reached += _char_width(" ") + wide
            continue
        if line:
            lines.append(line)
        while wide > room:
            head, word = _split_at(word, width)
            lines.append(head)
            wide = _thousandths(word)
        line, reached = word, wide
    return [*lines, line] if line else lines


def _split_at(text: str, width: float) -> tuple[str, str]:
    """Split where the width is reached, never before a mark that belongs to the letter before it."""
    reached, room = 0, width * 1000
    for end, char in enumerate(text):
        wide = _char_width(char)
        if end and wide and reached + wide > room:
            return text[:end], text[end:]
        reached += wide
    return text, ""
