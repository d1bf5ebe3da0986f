"""Dates as intervals: a subset of EDTF in which a day is never invented.

`YYYY`, `YYYY-MM`, `YYYY-MM-DD`, a day with `Thh:mm[:ss][zone]`, two of these with `/` between
them, and a trailing `~` (approximate) or `?` (uncertain). Source of the notation: Library of
Congress, Extended Date/Time Format (EDTF) Specification, 2019, levels 0 and 1. What is written otherwise and means one
day only (`claimgraph.date_forms`) is read as that day, and held and written in the form of the subset.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from claimgraph.errors import DateError

TOLERANCE_DAYS = 1
"""Two places on Earth can differ by a day about what day it is."""

_POINT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:T(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Interval:
    """All the time a date may mean, from the first second to the last, both included.

    Parameters
    ----------
    start, end : datetime
        Without zone. UTC if ``zoned``, otherwise the wall clock of a place nobody named.
    zoned : bool
        The date named its zone, so that no tolerance is needed.
    approximate : bool
        Written with ``~`` or ``?``; start and end are already wider by one unit of the date.
    text : str
        In the canonical form; not compared.
    """

    start: datetime
    end: datetime
    zoned: bool = False
    approximate: bool = False
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.text


def parse_date(text: str) -> Interval:
    """Read a date.

    Raises
    ------
    DateError
        The text is no date, names a day that does not exist, or is ambiguous.

    Examples
    --------
    >>> when = parse_date("2024-02")
    >>> str(when.start), str(when.end)
    ('2024-02-01 00:00:00', '2024-02-29 23:59:59')
    """
    return _read(text, "")


def canonical_date(text: str, *, order: str = "") -> str:
    """Return a date in the form in which records hold it: EDTF as it is, other forms as EDTF.

    Every form is read in which nothing is ambiguous: the year has four digits and stands at one end, or the month is
    an English word. Time and zone are kept.

    Parameters
    ----------
    text : str
        Digits may be of any script.
    order : str
        In what order day, month and year stand in numbers where it is known, such as ``D-M-YYYY``.

    Raises
    ------
    DateError
        As of `parse_date`.

    Examples
    --------
    >>> canonical_date("2024/3/4"), canonical_date("March 3, 2024"), canonical_date("2024-03-04 10:30:00.5 UTC")
    ('2024-03-04', '2024-03-03', '2024-03-04T10:30:00Z')
    >>> canonical_date("03/04/2024", order="D-M-YYYY")
    '2024-04-03'
    >>> canonical_date("03/04/2024")
    Traceback (most recent call last):
    claimgraph.errors.DateError: invalid date '03/04/2024'; use YYYY-MM-DD
    """
    return _read(text, order).text


def date_or_none(text: str | None, *, order: str = "") -> str | None:
    """Return what `canonical_date` does, None for what is no date.

    Examples
    --------
    >>> date_or_none("20240304"), date_or_none("soon")
    ('2024-03-04', None)
    """
    try:
        return canonical_date(text, order=order) if text else None
    except DateError:
        return None


def is_date(text: str) -> bool:
    """Tell whether a text is a date that `parse_date` reads.

    Examples
    --------
    >>> is_date("2024-11-29~"), is_date("29.11.2024")
    (True, False)
    """
    return date_or_none(text) is not None


def looks_like_date(text: str) -> bool:
    """Tell whether somebody meant a date: it begins with a digit, as no verb does."""
    return text[:1].isdigit()


def days_between(*, earlier: Interval, later: Interval) -> int:
    """Return how many days surely lie between two dates: at least 1 if ``earlier`` is surely earlier, else 0.

    A day is the unit; with hours and zones on both sides a start within the same day is no day later.

    Examples
    --------
    >>> days_between(earlier=parse_date("2024-11-27"), later=parse_date("2024-11-29"))
    2
    >>> days_between(earlier=parse_date("2024"), later=parse_date("2024-12-31"))
    0
    """
    return max(0, (later.start.date() - earlier.end.date()).days)


def surely_before(first: Interval, second: Interval) -> bool:
    """Tell whether one date lies before another beyond doubt, with a day of tolerance for time zones.

    Two dates that both name their zone need no tolerance.

    Examples
    --------
    >>> surely_before(parse_date("2024-11-27"), parse_date("2024-11-29"))
    True
    >>> surely_before(parse_date("2024-11-28"), parse_date("2024-11-29"))
    False
    """
    if first.zoned and second.zoned:
        return first.end < second.start
    return days_between(earlier=first, later=second) > TOLERANCE_DAYS


def overlaps(first: Interval, second: Interval) -> bool:
    """Tell whether two dates can mean the same time.

    Examples
    --------
    >>> overlaps(parse_date("2024-11"), parse_date("2024-11-29"))
    True
    """
    return first.start <= second.end and second.start <= first.end


@lru_cache(maxsize=10_000)
def _read(text: str, order: str) -> Interval:
    plain = written = text.strip()
    if not written.isascii():
        from claimgraph.date_forms import plain_signs

        plain = plain_signs(written)
    body, sign = (plain[:-1], plain[-1]) if plain[-1:] in {"~", "?"} else (plain, "")
    points = _points(body, order)
    if not points:
        raise _invalid(written)
    first, last = _parse_point(points[0], written), _parse_point(points[-1], written)
    if first.start > last.end:
        raise DateError(f"'{written}' ends before it starts; write the earlier date first")
    start, end = first.start, last.end
    if sign:
        start, end = _shifted(start, points[0], -1), _shifted(end, points[-1], +1)
    zoned = first.zoned and last.zoned
    return Interval(start, end, zoned=zoned, approximate=bool(sign), text="/".join(points) + sign)


def _points(body: str, order: str) -> tuple[str, ...]:
    """Return the one date of a text, or the two of an interval, as EDTF; nothing where there is none."""
    parts = tuple(body.split("/"))
    if not order and len(parts) <= _ENDS and all(map(_POINT.fullmatch, parts)):
        return parts
    from claimgraph.date_forms import edtf_of

    whole = edtf_of(body, order=order) or (body if _POINT.fullmatch(body) else None)
    if whole or len(parts) != _ENDS:
        return (whole,) if whole else ()
    ends = [part if _POINT.fullmatch(part) else edtf_of(part, order=order) for part in parts]
    return tuple(end for end in ends if end) if all(ends) else ()


_ENDS = 2
"""An interval has a first and a last date."""


def _invalid(text: str, why: str = "") -> DateError:
    return DateError(f"invalid date '{text}'{f' ({why})' if why else ''}; use YYYY-MM-DD")


def _parse_point(text: str, whole: str) -> Interval:
    found = _POINT.fullmatch(text)
    if found is None:
        raise _invalid(whole, "no such time")
    # What is not written is the first or the last of its kind; a written 00 is neither, and refused.
    year, month, day = (int(found[name] or "1") for name in ("year", "month", "day"))
    try:
        first = date(year, month, day)
    except ValueError:
        raise _invalid(whole, f"no such {'day' if found['day'] else 'month' if found['month'] else 'year'}") from None
    if found["hour"] is not None:
        return _parse_time(found, first, whole)
    last_month = month if found["month"] else 12
    last = date(year, last_month, day if found["day"] else calendar.monthrange(year, last_month)[1])
    return Interval(datetime.combine(first, datetime.min.time()), datetime(last.year, last.month, last.day, 23, 59, 59))


def _parse_time(found: re.Match[str], day: date, whole: str) -> Interval:
    seconds = int(found["second"] or 0)
    start = datetime(day.year, day.month, day.day, int(found["hour"]), int(found["minute"]), seconds)
    end = start if found["second"] else start + timedelta(seconds=59)
    zone = found["zone"]
    if zone is None:
        return Interval(start, end)
    if zone != "Z":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        if int(digits[2:]) > 59 or offset > timedelta(hours=14):
            raise _invalid(whole, f"no place is {zone} from UTC")
        try:
            start, end = (start - offset, end - offset) if zone[0] == "+" else (start + offset, end + offset)
        except OverflowError:
            raise _invalid(whole, "no such time") from None
    return Interval(start, end, zoned=True)


def _shifted(moment: datetime, text: str, sign: int) -> datetime:
    """Move a bound outward by one unit of the date as it was written: year, month or day."""
    unit = {4: 366, 7: 31}.get(len(text), 1)
    try:
        return moment + sign * timedelta(days=unit)
    except OverflowError:
        return moment


def today() -> date:
    """Return the current day in UTC; the one place that reads the clock."""
    return datetime.now(UTC).date()
