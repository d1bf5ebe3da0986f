"""Dates: the bounds of every form, what is no date, and the laws of comparing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.dates import (
    days_between,
    is_date,
    looks_like_date,
    overlaps,
    parse_date,
    surely_before,
    today,
)
from claimgraph.errors import ClaimgraphError, DateError
from tests.strategies import date_points, date_texts

BOUNDS = [
    ("2024", "2024-01-01 00:00:00", "2024-12-31 23:59:59"),
    ("2024-02", "2024-02-01 00:00:00", "2024-02-29 23:59:59"),
    ("2023-02", "2023-02-01 00:00:00", "2023-02-28 23:59:59"),
    ("1900-02", "1900-02-01 00:00:00", "1900-02-28 23:59:59"),
    ("2000-02", "2000-02-01 00:00:00", "2000-02-29 23:59:59"),
    ("2024-02-29", "2024-02-29 00:00:00", "2024-02-29 23:59:59"),
    (" 2024-11-29 ", "2024-11-29 00:00:00", "2024-11-29 23:59:59"),
    ("0001", "0001-01-01 00:00:00", "0001-12-31 23:59:59"),
    ("9999-12-31", "9999-12-31 00:00:00", "9999-12-31 23:59:59"),
    # hours, with and without seconds
    ("2024-11-29T17:31", "2024-11-29 17:31:00", "2024-11-29 17:31:59"),
    ("2024-11-29T17:31:09", "2024-11-29 17:31:09", "2024-11-29 17:31:09"),
    # zones; east is earlier in UTC
    ("2024-11-29T17:31Z", "2024-11-29 17:31:00", "2024-11-29 17:31:59"),
    ("2024-11-29T17:31+02:00", "2024-11-29 15:31:00", "2024-11-29 15:31:59"),
    ("2024-11-29T17:31:09+05:30", "2024-11-29 12:01:09", "2024-11-29 12:01:09"),
    ("2024-11-29T17:31:09+0530", "2024-11-29 12:01:09", "2024-11-29 12:01:09"),
    ("2024-11-29T17:31:09-05", "2024-11-29 22:31:09", "2024-11-29 22:31:09"),
    ("2024-11-29T01:30:00+02:00", "2024-11-28 23:30:00", "2024-11-28 23:30:00"),
    ("2024-12-31T20:00:00-05:00", "2025-01-01 01:00:00", "2025-01-01 01:00:00"),
    ("2024-03-01T00:00:00+14:00", "2024-02-29 10:00:00", "2024-02-29 10:00:00"),
    # from and to
    ("2024-11-27/2024-11-29", "2024-11-27 00:00:00", "2024-11-29 23:59:59"),
    ("2015/2024-11-29", "2015-01-01 00:00:00", "2024-11-29 23:59:59"),
    ("2024-11-29/2024-12", "2024-11-29 00:00:00", "2024-12-31 23:59:59"),
    ("2024-11-29/2024-11", "2024-11-29 00:00:00", "2024-11-30 23:59:59"),
    ("2024/2024-06", "2024-01-01 00:00:00", "2024-06-30 23:59:59"),
    ("2024-11-29T10:00Z/2024-11-29T12:00Z", "2024-11-29 10:00:00", "2024-11-29 12:00:59"),
    # about, perhaps: one unit of the date to either side
    ("2024~", "2022-12-31 00:00:00", "2026-01-01 23:59:59"),
    ("2024-11~", "2024-10-01 00:00:00", "2024-12-31 23:59:59"),
    ("2024-11-29~", "2024-11-28 00:00:00", "2024-11-30 23:59:59"),
    ("2024-11-29?", "2024-11-28 00:00:00", "2024-11-30 23:59:59"),
    ("2024-11-29T17:31:09~", "2024-11-28 17:31:09", "2024-11-30 17:31:09"),
    ("2024-11/2025~", "2024-10-01 00:00:00", "2027-01-01 23:59:59"),
    ("0001~", "0001-01-01 00:00:00", "0003-01-01 23:59:59"),
    ("9999?", "9997-12-31 00:00:00", "9999-12-31 23:59:59"),
]


@pytest.mark.parametrize(("text", "start", "end"), BOUNDS)
def test_bounds(text: str, start: str, end: str) -> None:
    when = parse_date(text)
    assert (when.start, when.end) == (datetime.fromisoformat(start), datetime.fromisoformat(end))
    assert str(when) == when.text == text.strip()
    assert is_date(text)


@pytest.mark.parametrize(
    ("text", "zoned", "approximate"),
    [
        ("2024-11-29", False, False),
        ("2024-11-29T17:31", False, False),
        ("2024-11-29T17:31Z", True, False),
        ("2024-11-29T17:31+00", True, False),
        ("2024-11-29T17:31Z~", True, True),
        ("2024?", False, True),
        ("2024-11-29T10:00Z/2024-11-29T12:00Z", True, False),
        ("2024-11-29T10:00Z/2024-11-30", False, False),
        ("2024-11-28/2024-11-29T10:00Z", False, False),
    ],
)
def test_marks(text: str, zoned: bool, approximate: bool) -> None:
    assert (parse_date(text).zoned, parse_date(text).approximate) == (zoned, approximate)


def test_equality_is_of_times_not_of_texts() -> None:
    assert parse_date("2024-11-29T17:31:00Z") == parse_date("2024-11-29T19:31:00+02:00")
    assert parse_date("2024-11-29") == parse_date("2024-11-29/2024-11-29")
    assert parse_date("2024-11-29T17:31:00") != parse_date("2024-11-29T17:31:00Z")
    assert parse_date("2024-11-29") != parse_date("2024-11-29?")
    assert len({parse_date("2024-01/2024-12"), parse_date("2024")}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "~", "?", "/", "today", "29.11.2024", "29/11/2024", "24-11-29", "30.11.",
        "2024-W48", "2024-11-29T17", "T17:31", "2024-11-29~?", "~2024", "2024~/2025", "2024/", "/2024", "../2024",
        "2024/2025/2026", "2024Z", "202X", "+2024", "-2024", "2024\x00", "03/04/2024", "4.3.2024", "03-04-24",
        "2024/03", "2024.03", "202403", "2024-03/04", "3-Mar-24", "March 3", "12345", "1709548200", "2024030410",
        "00010101", "30000101", "99999999", "Tuesday, 4 March 2024", "4 März 2024", "2024-03-04 13:00 PM",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert str(caught.value) == f"invalid date '{text.strip()}'; use YYYY-MM-DD"
    assert not is_date(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2024-13", "month"), ("2024-00", "month"), ("2024-00-01", "day"), ("2024-11-00", "day"),
        ("2024-11-31", "day"), ("2023-02-29", "day"), ("2024-02-30", "day"), ("1900-02-29", "day"), ("0000", "year"),
        ("0000-01-01", "day"), ("20241345", "day"), ("30 February 2024", "day"), ("2024/2/30", "day"),
        ("2024-11-29T25:00", "time"), ("2024-11-29T17:60", "time"), ("2024-11-29T17:31:60", "time"),
        ("9999-12-31T23:00-02:00", "time"), ("0001-01-01T00:00+01:00", "time"), ("2024-13/2025", "month"),
        ("2024/2025-13", "month"),
    ],
)  # fmt: skip
def test_no_such_time(text: str, why: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert str(caught.value) == f"invalid date '{text}' (no such {why}); use YYYY-MM-DD"


@pytest.mark.parametrize("zone", ["+14:30", "-15:00", "+05:60", "+15"])
def test_no_such_zone(zone: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(f"2024-11-29T17:31{zone}")
    assert str(caught.value) == f"invalid date '2024-11-29T17:31{zone}' (no place is {zone} from UTC); use YYYY-MM-DD"


def test_messages() -> None:
    with pytest.raises(DateError, match=r"^'2024-12/2024-11' ends before it starts; write the earlier date first$"):
        parse_date("2024-12/2024-11")


def test_a_date_error_is_one_of_ours_and_a_value_error() -> None:
    with pytest.raises(ClaimgraphError):
        parse_date("yesterday")
    with pytest.raises(ValueError, match="invalid date"):
        parse_date("yesterday")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2024-11-29", True),
        ("2024", True),
        ("29.11.2024", True),
        ("٢٠٢٤", True),
        ("told", False),
        ("", False),
        ("~2024", False),
    ],
)
def test_what_looks_like_a_date(text: str, meant: bool) -> None:
    assert looks_like_date(text) is meant


@pytest.mark.parametrize(
    ("earlier", "later", "days"),
    [
        ("2024-11-27", "2024-11-29", 2),
        ("2024-11-28", "2024-11-29", 1),
        ("2024-11-29", "2024-11-29", 0),
        ("2024-11-30", "2024-11-29", 0),
        ("2024", "2024-12-31", 0),
        ("2024", "2025", 1),
        ("2024-02", "2024-03-10", 10),
        ("2024-11-27~", "2024-11-30", 2),
        ("2024-11-28T23:59Z", "2024-11-29T00:01Z", 1),
        ("2024-11-29T08:00Z", "2024-11-29T20:00Z", 0),
        # 01:30 in Beirut is still the day before in UTC
        ("2024-11-28T20:00Z", "2024-11-29T01:30+02:00", 0),
    ],
)
def test_days_between(earlier: str, later: str, days: int) -> None:
    assert days_between(earlier=parse_date(earlier), later=parse_date(later)) == days


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2024-11-27", "2024-11-29"),
        ("2023", "2024-11"),
        ("2024-10", "2024-11-02"),
        ("2024-11-27T23:59", "2024-11-29T00:01"),
        ("2024-11-27/2024-11-28", "2024-11-30"),
        ("2024-11-26~", "2024-11-29"),
        # both name their zone: no tolerance
        ("2024-11-29T17:31:09Z", "2024-11-29T17:31:10Z"),
        ("2024-11-29T17:31:09+02:00", "2024-11-29T17:31:09Z"),
    ],
)
def test_surely_before(first: str, second: str) -> None:
    assert surely_before(parse_date(first), parse_date(second))
    assert not surely_before(parse_date(second), parse_date(first))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2024-11-28", "2024-11-29"),  # a day of tolerance
        ("2024-11-29", "2024-11-29"),
        ("2024", "2025"),
        ("2024", "2024-12-31"),
        ("2024-11-27~", "2024-11-29"),
        ("2024-11-28T10:00", "2024-11-29T23:00Z"),  # one of them names no zone
        ("2024-11-29T17:31Z", "2024-11-29T17:31:59Z"),
        ("2024-11-29T17:31Z", "2024-11-29T19:31+02:00"),
    ],
)
def test_not_surely_before(first: str, second: str) -> None:
    assert not surely_before(parse_date(first), parse_date(second))


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("2024-11", "2024-11-29", True),
        ("2024-11-28", "2024-11-29", False),
        ("2024-11-28~", "2024-11-29", True),
        ("2024-11-29T17:31", "2024-11-29T17:31:59", True),
        ("2023/2025", "2024", True),
        ("2023", "2024", False),
    ],
)
def test_overlaps(first: str, second: str, both: bool) -> None:
    assert overlaps(parse_date(first), parse_date(second)) is both
    assert overlaps(parse_date(second), parse_date(first)) is both


@given(date_texts())
def test_every_date_starts_before_it_ends_and_before_nothing_of_itself(text: str) -> None:
    when = parse_date(text)
    assert when.start <= when.end
    assert not surely_before(when, when)
    assert overlaps(when, when)


near = st.lists(st.integers(1, 6), min_size=3, max_size=3).flatmap(
    lambda days: st.tuples(
        *(st.sampled_from([f"2024-11-{d:02d}", f"2024-11-{d:02d}T0{d}:00", f"2024-11-{d:02d}T0{d}:00Z"]) for d in days)
    )
)


@given(st.one_of(st.tuples(date_texts(), date_texts(), date_texts()), near))
def test_surely_before_is_a_strict_order_that_never_meets_an_overlap(texts: tuple[str, ...]) -> None:
    first, second, third = (parse_date(text) for text in texts)
    if surely_before(first, second):
        assert not surely_before(second, first)
        assert not overlaps(first, second)
        if surely_before(second, third):
            assert surely_before(first, third)


@given(st.one_of(st.tuples(date_texts(doubt=False), date_texts(doubt=False)), near.map(lambda three: three[:2])))
def test_doubt_never_makes_certain(texts: tuple[str, ...]) -> None:
    first, second = texts
    certain = surely_before(parse_date(first), parse_date(second))
    for doubted in ((f"{first}~", second), (first, f"{second}?"), (f"{first}?", f"{second}~")):
        assert certain or not surely_before(parse_date(doubted[0]), parse_date(doubted[1]))
    wide, plain = parse_date(f"{first}~"), parse_date(first)
    assert wide.start <= plain.start <= plain.end <= wide.end


@given(date_points(), date_points())
def test_from_and_to_holds_both_or_is_refused(first: str, last: str) -> None:
    one, other = parse_date(first), parse_date(last)
    if one.start > other.end:
        assert not is_date(f"{first}/{last}")
    else:
        span = parse_date(f"{first}/{last}")
        assert (span.start, span.end) == (one.start, other.end)


@given(st.text("0123456789-/:TZ+~? ", max_size=25) | st.text(max_size=10))
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    if is_date(text):
        assert parse_date(text).start <= parse_date(text).end
    else:
        with pytest.raises(DateError):
            parse_date(text)


def test_today_is_that_of_utc() -> None:
    before = datetime.now(UTC).date()
    assert before <= today() <= datetime.now(UTC).date()
