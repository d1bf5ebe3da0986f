"""Dates as intervals: a subset of EDTF in which a day is never invented.

`YYYY`, `YYYY-MM`, `YYYY-MM-DD`, a day with `Thh:mm[:ss][zone]`, two of these with `/` between
them, and a trailing `~` (approximate) or `?` (uncertain). Source of the notation: Library of
Congress, Extended Date/Time Format (EDTF) Specification, 2019, levels 0 and 1.
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
    r"(?:T(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?)?)?",
    re.ASCII,
)
EXPECTED = "YYYY, YYYY-MM, YYYY-MM-DD, YYYY-MM-DDThh:mmZ or two of them as a/b, with ~ or ? behind"


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
        As written; not compared.
    """

    start: datetime
    end: datetime
    zoned: bool = False
    approximate: bool = False
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=10_000)
def parse_date(text: str) -> Interval:
    """Read a date.

    Raises
    ------
    DateError
        The text is not in the subset, or names a day that does not exist.

    Examples
    --------
    >>> when = parse_date("2024-02")
    >>> str(when.start), str(when.end)
    ('2024-02-01 00:00:00', '2024-02-29 23:59:59')
    """
    written = text.strip()
    body, approximate = (written[:-1], True) if written[-1:] in {"~", "?"} else (written, False)
    parts = body.split("/")
    if len(parts) > 2:
        raise DateError(f"'{text}' is not a date; expected {EXPECTED}")
    first, last = _parse_point(parts[0], written), _parse_point(parts[-1], written)
    if first.start > last.end:
        raise DateError(f"'{text}' ends before it starts; write the earlier date first")
    start, end = first.start, last.end
    if approximate:
        start, end = _shifted(start, parts[0], -1), _shifted(end, parts[-1], +1)
    return Interval(start, end, zoned=first.zoned and last.zoned, approximate=approximate, text=written)


def is_date(text: str) -> bool:
    """Tell whether a text is a date of the subset.

    Examples
    --------
    >>> is_date("2024-11-29~"), is_date("29.11.2024")
    (True, False)
    """
    try:
        parse_date(text)
    except DateError:
        return False
    return True


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


def _parse_point(text: str, whole: str) -> Interval:
    found = _POINT.fullmatch(text)
    if found is None:
        raise DateError(f"'{whole}' is not a date; expected {EXPECTED}")
    # What is not written is the first or the last of its kind; a written 00 is neither, and refused.
    year, month, day = (int(found[name] or "1") for name in ("year", "month", "day"))
    try:
        first = date(year, month, day)
        last_month = month if found["month"] else 12
        last = date(year, last_month, day if found["day"] else calendar.monthrange(year, last_month)[1])
        if found["hour"] is not None:
            return _parse_time(found, first)
    except (ValueError, OverflowError) as error:
        raise DateError(f"'{whole}' is not a date: {error}; expected {EXPECTED}") from None
    return Interval(datetime.combine(first, datetime.min.time()), datetime(last.year, last.month, last.day, 23, 59, 59))


def _parse_time(found: re.Match[str], day: date) -> Interval:
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
            raise ValueError(f"no place is {zone} from UTC")
        start, end = (start - offset, end - offset) if zone[0] == "+" else (start + offset, end + offset)
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
