"""The forms in which people and programs write dates, as EDTF: only those in which nothing is ambiguous.

The year has four digits and stands at one end, or the month is a word. Which of two numbers is the day, and which
century two digits mean, is never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache

_MONTHS = (
    "january february march april may june july august september october november december"
).split()  # fmt: skip
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_ZONES = {
    "Z": "Z", "UTC": "Z", "UT": "Z", "GMT": "Z", "EST": "-05:00", "EDT": "-04:00", "CST": "-06:00", "CDT": "-05:00",
    "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00",
}  # fmt: skip
"""The zones that RFC 2822 names; other abbreviations stand for several zones."""

_MONTH = rf"(?P<month>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)}|sept)\.?"
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _WEEKDAYS)}|tues|thurs?)\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_GAP = r"[\s,./-]"
_OFFSET = r"[+-]\d{2}(?::?\d{2})?|[+-]\d(?::\d{2})?"
_ZONE = rf"(?:\s*(?P<zone>(?:UTC|GMT)?(?:{_OFFSET})|{'|'.join(_ZONES)})(?:\s*\([^()]*\))?)?"
_CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?"
)
_TIME = rf"(?:(?:T|,?\s+(?:at\s+)?){_CLOCK}{_ZONE})?"
_COMPACT = r"(?P<year>[12]\d{3})(?P<month>\d{2})(?P<day>\d{2})"
_FORMS = (
    # 2024-3-4, 2024/03/04, 2024.03.04, 2024-03-04T10:30:00.000Z, 2024-03-04 10:30, 2024-03-04Z
    rf"{_YEAR}(?P<gap>[-/.\u2013])(?P<month>\d{{1,2}})(?P=gap)(?P<day>\d{{1,2}})(?:Z|[+-]\d{{2}}:\d{{2}}|{_TIME})",
    # 20240304, 20240304101500, 20240304T101500Z
    rf"{_COMPACT}(?:[T ]?(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?:(?P<second>\d{{2}})(?:[.,]\d+)?)?{_ZONE})?",
    rf"{_COMPACT}{_TIME}",
    r"(?P<year>\d{4})-(?P<month>\d)",
    r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]",
    # Monday, 4 March 2024; 4-Mar-2024; 4th of March 2024; Mon, 04 Mar 2024 10:30:00 +0100
    rf"{_WEEKDAY}{_DAY}{_GAP}*(?:of\s+)?{_MONTH}{_GAP}*{_YEAR}{_TIME}",
    # Monday, March 4, 2024; Mar 4 2024 10:30 PM
    rf"{_WEEKDAY}{_MONTH}{_GAP}*{_DAY}{_GAP}+{_YEAR}{_TIME}",
    rf"{_YEAR}{_GAP}*{_MONTH}{_GAP}*{_DAY}{_TIME}",
    rf"{_MONTH}{_GAP}+{_YEAR}",
    # Mon Mar  4 10:30:00 UTC 2024
    rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+{_CLOCK}{_ZONE}\s+{_YEAR}",
)


def edtf_of(text: str, *, order: str = "") -> str | None:
    """Return a date in one of these forms as EDTF, None where it is in none of them.

    Fractions of seconds are dropped, and so is a time that no date of EDTF holds (24:00, a leap second) and midnight
    without a zone, which programs write for a day without a time. Whether there is such a day is not asked.

    Parameters
    ----------
    text : str
        Digits may be of any script.
    order : str
        In what order the numbers of a day, a month and a year stand where it is known, such as ``D-M-YYYY``;
        with ``YY`` two digits are a year from 1969 to 2068.

    Examples
    --------
    >>> [edtf_of(text) for text in ("2024/3/4", "20240304101500", "March 3, 2024", "٢٠٢٤-٣-٤", "03/04/2024")]
    ['2024-03-04', '2024-03-04T10:15:00', '2024-03-03', '2024-03-04', None]
    >>> edtf_of("Mon, 04 Mar 2024 10:30:00 +0100"), edtf_of("03/04/2024", order="D-M-YYYY")
    ('2024-03-04T10:30:00+01:00', '2024-04-03')
    """
    plain = plain_signs(text)
    if len(plain) > _LONGEST:
        return None
    for form in (*([_ordered(order)] if order else []), *_compiled()):
        found = form.fullmatch(plain)
        if found:
            return _written(found.groupdict())
    return None


_LONGEST = 100


def is_ambiguous(text: str) -> bool:
    """Tell whether a text is a date in numbers of which an order of day, month and year would make sense.

    Examples
    --------
    >>> is_ambiguous("03/04/2024"), is_ambiguous("4.3.24"), is_ambiguous("2024-03-04")
    (True, True, False)
    """
    return _AMBIGUOUS.fullmatch(plain_signs(text)) is not None


_AMBIGUOUS = re.compile(r"\d{1,2}([-/. ])\s?\d{1,2}\1\s?(?:\d{4}|\d{2})(?:[T,\s].*)?", re.ASCII)


@cache
def _compiled() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form, re.ASCII | re.IGNORECASE) for form in _FORMS)


@cache
def _ordered(order: str) -> re.Pattern[str]:
    """Return the form of numbers in an order; the year has four digits, or two where the order says YY."""
    year = r"(?P<year>\d{4}|\d{2})" if re.search(r"(?<!Y)YY(?!Y)", order.upper()) else _YEAR
    groups = {"D": r"(?P<day>\d{1,2})", "M": r"(?P<month>\d{1,2})", "Y": year}
    numbers = [groups[letter] for letter in dict.fromkeys(re.sub("[^DMY]", "", order.upper()))]
    return re.compile(r"[^\dA-Za-z]+".join(numbers) + _TIME, re.ASCII | re.IGNORECASE)


def plain_signs(text: str) -> str:
    """Return a text with the digits of every script as 0-9, without what nobody sees, and with plain hyphens.

    Examples
    --------
    >>> plain_signs("٢٠٢٤")
    '2024'
    """
    text = text.strip()
    return text if text.isascii() else "".join(map(_plain_character, text)).strip()


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Cf":
        return ""
    if category == "Zs":
        return " "
    return _SIGNS.get(character, character)


_SIGNS = {"\u2010": "-", "\u2011": "-", "\u2212": "-", "\uff0d": "-", "\uff0f": "/", "\uff0e": ".", "\uff1a": ":"}


def _written(parts: Mapping[str, str | None]) -> str | None:
    year, word = parts["year"] or "", (parts["month"] or "").lower()
    month = int(word) if word.isdigit() else next(n for n, name in enumerate(_MONTHS, 1) if name[:3] == word[:3])
    if len(year) == 2:  # as POSIX has it, and only where an order says so
        year = f"{'20' if year < '69' else '19'}{year}"
    if not parts.get("day"):
        return f"{year}-{month:02}"
    day = f"{year}-{month:02}-{int(parts['day'] or 0):02}"
    if parts.get("weekday") and not _falls_on(day, parts["weekday"] or ""):
        return None
    time = _time(parts)
    return None if time is None else day + time


def _falls_on(day: str, weekday: str) -> bool:
    try:
        return _WEEKDAYS[date.fromisoformat(day).weekday()][:3] == weekday[:3].lower()
    except ValueError:
        return True  # there is no such day, which whoever reads the result finds


def _time(parts: Mapping[str, str | None]) -> str | None:
    """Return hours, minutes and zone as EDTF writes them, nothing if there are none; None for 13:00 p.m."""
    if not parts.get("hour"):
        return ""
    hour, minute, second, half = int(parts["hour"] or 0), parts["minute"], parts.get("second"), parts.get("half")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    zone = _zone((parts.get("zone") or "").upper())
    clock = f"T{hour:02}:{minute}" + (f":{second}" if second else "")
    is_midnight = clock in {"T00:00", "T00:00:00"} and not zone
    return "" if is_midnight or clock in {"T24:00", "T24:00:00"} or clock[4:] == "59:60" else clock + zone


def _zone(text: str) -> str:
    if text in _ZONES or not text:
        return _ZONES.get(text, "")
    offset = text.removeprefix("UTC").removeprefix("GMT")
    hours, _, minutes = offset[1:].partition(":")
    if not minutes and len(hours) > 2:
        hours, minutes = hours[:2], hours[2:]
    written = f"{offset[0]}{hours:0>2}:{minutes or '00'}"
    return "" if written == "-00:00" else written  # in mail: a place that nobody names
