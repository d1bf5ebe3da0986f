"""The numbers in a wording: figures in any script, number words in English, dates apart from amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from claimgraph.names import normalise

_SMALL = {
    word: Decimal(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {
    word: Decimal(number)
    for number, word in zip(range(30, 100, 10), "thirty forty fifty sixty seventy eighty ninety".split(), strict=True)
}
# What multiplies the number before it. In the languages that figures are written out in most often, so that
# "1,5 Millionen" and "1.5 million" are one number; plurals without a number ("dozens", "hundreds") are none.
_SCALES = {
    normalise(word): Decimal(factor)
    for factor, words in {
        12: "dozen",
        100: "hundred",
        10**3: "thousand mille mil tausend тыс тысяча тысячи тысяч ألف آلاف",
        10**6: "million millions millón millones Million Millionen Mio mn mln млн миллион миллиона миллионов "
        "مليون ملايين",
        10
        ** 9: "billion bn milliard milliards Milliarde Milliarden Mrd млрд миллиард миллиарда миллиардов مليار مليارات",
    }.items()
    for word in words.split()
}
_PERCENT = re.compile(
    r"\s*(?:%|٪|(?:per ?cent|percent|percentage points?|pour cent|por ciento|prozent)\b|процент\w*|(?:في|ب)\s?المئة)",
    re.IGNORECASE,
)
_MONTHS = {
    form: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), start=1
    )
    for form in (name, name[:3])
} | {"sept": 9}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b",
        r"\b(?P<day>\d{1,2})[./](?P<number>\d{1,2})[./](?P<year>(?:\d\d)?\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}\b(?:,? {_YEAR}\b)?",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![ \u00a0\u202f\u2009]?\d{{3}}\b|[.,]\d)(?:,? {_YEAR}\b)?",
        rf"\b{_MONTH},? {_YEAR}\b",
        rf"\b(?:in|since|until|by|en|im|depuis|desde|seit|в|с|عام|سنة|منذ) {_YEAR}\b(?![.,]\d)",
        r"\b(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?\b",
    )
)

_GAP = " \u00a0\u2009\u202f"
# A letter, or a letter and a hyphen, before the first digit makes a name of it: MH17, F-16, S-300.
_FIGURE = (
    rf"(?<![^\W_])(?<![^\W\d_][-‐‑])"
    rf"(?:[1-9]\d{{0,2}}(?:(?P<mark>[{_GAP}.,'’٬])\d{{3}})(?:(?P=mark)\d{{3}})*(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,٫]\d+)?)"
)
_AMOUNT = re.compile(_FIGURE)
_AMOUNT_OR_WORD = re.compile(rf"{_FIGURE}|\b(?P<word>an?|{'|'.join(_SMALL)})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_WORD_BEHIND = re.compile(rf"[{_GAP}-]?([^\W\d_]+)\.?")
_NO_NUMBER = re.compile(r"\b(?:no|any|some|every|each|the|this|that|which|another)\s$", re.IGNORECASE)

Unit = Literal["", "%", "date", "month"]


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """A number in a text; ``unit`` tells an amount (empty), a share (``%``) and the parts of a date or time apart."""

    value: Decimal
    unit: Unit = ""


def read_figures(text: str, *, words: bool = True) -> frozenset[Figure]:
    """Return the numbers in a text.

    Digits of any script; ``1,000``, ``1.000`` and ``1 000`` are one number, and so are ``1.5`` and
    ``1,5``; ``two dozen`` and ``3 million`` are multiplied out. Times and the parts of dates count
    as such. Names with digits in them (MH17, S-300) are no numbers.

    Parameters
    ----------
    text : str
        Somebody's words.
    words : bool
        Read English number words as well; leave it out for other languages.

    Examples
    --------
    >>> sorted(str(figure.value) for figure in read_figures("Two dozen of 1.500 men; ٣٫٥ %"))
    ['1500', '24', '3.5']
    >>> read_figures("1,5 Millionen") == read_figures("1.5 million")
    True
    >>> read_figures("One of the S-300 systems")
    frozenset()
    """
    plain = text if text.isascii() else "".join(str(int(c)) if c.isdecimal() else c for c in text)
    dates, rest = _without_dates(plain)
    amounts = {Figure(value, "%" if _PERCENT.match(rest, end) else "") for value, end in _amounts(rest, words)}
    return frozenset(dates | amounts)


def _without_dates(text: str) -> tuple[set[Figure], str]:
    """Return the parts of the dates in a text, and the text with blanks in their place."""
    parts: set[Figure] = set()
    if not any(map(str.isdecimal, text)):
        return parts, text

    def note(found: re.Match[str]) -> str:
        given = found.groupdict()
        name, number = given.pop("month", None), given.pop("number", None)
        month = _MONTHS[name.lower()] if name else number
        parts.update(Figure(Decimal(int(given[part])), "date") for part in given if given[part])
        parts.update({Figure(Decimal(int(month)), "month")} if month else ())
        return ";" * len(found.group())

    for pattern in _DATES:
        text = pattern.sub(note, text)
    return parts, text


def _amounts(text: str, words: bool) -> Iterator[tuple[Decimal, int]]:
    """Yield every amount with the place where it ends."""
    pattern, place = _AMOUNT_OR_WORD if words else _AMOUNT, 0
    while found := pattern.search(text, place):
        is_word = words and found["word"]
        read = _spelt(text, found.start()) if is_word else (_value(found), found.end())
        place = found.end()
        if read:
            value, place = _scaled(text, *read)
            yield value, place


def _value(found: re.Match[str]) -> Decimal:
    text, mark = found.group(), found["mark"]
    if mark:
        text = text.replace(mark, "")
    return Decimal(re.sub("[,٫]", ".", text))


def _scaled(text: str, value: Decimal, place: int) -> tuple[Decimal, int]:
    """Multiply a number by the words behind it: ``3 million``, ``two hundred thousand``."""
    while found := _WORD_BEHIND.match(text, place):
        factor = _SCALES.get(normalise(found[1]))
        if factor is None:
            break
        value, place = (value * factor), found.end()
    return value, place


def _spelt(text: str, place: int) -> tuple[Decimal, int] | None:
    """Read an English number up to 999 at a place: ``twelve``, ``two hundred and five``, the "a" of ``a dozen``."""
    words = [(found.group().lower(), found.end()) for found in _words_from(text, place)]
    first, end = words[0]
    if first in {"a", "an"} and len(words) > 1 and normalise(words[1][0]) in _SCALES:
        return Decimal(1), end
    if first not in _SMALL:
        return None
    alone = len(words) == 1 or words[1][0] not in _SCALES
    if (
        first == "one"
        and alone
        and (_NO_NUMBER.search(text[:place]) or (words[1:2] and words[1][0] in {"of", "another"}))
    ):
        return None  # "one of them", "no one": a pronoun
    value, used = _tens(words)
    if words[used : used + 1] and words[used][0] == "hundred":
        value, used = value * 100, used + 1
        joined = used + 1 if words[used : used + 1] and words[used][0] == "and" else used
        if words[joined : joined + 1] and words[joined][0] in _SMALL:
            more, count = _tens(words[joined:])
            value, used = value + more, joined + count
    return value, words[used - 1][1]


def _tens(words: list[tuple[str, int]]) -> tuple[Decimal, int]:
    value = _SMALL[words[0][0]]
    if value >= 20 and len(words) > 1 and 0 < _SMALL.get(words[1][0], Decimal(0)) < 10:
        return value + _SMALL[words[1][0]], 2
    return value, 1


def _words_from(text: str, place: int) -> list[re.Match[str]]:
    """Return the word at a place and those that follow it with nothing but a space or hyphen between, at most six."""
    found: list[re.Match[str]] = []
    while len(found) < 6 and (word := _WORD.match(text, place)):
        found.append(word)
        place = word.end() + 1 if text[word.end() : word.end() + 1] in {*_GAP, "-"} else len(text)
    return found
