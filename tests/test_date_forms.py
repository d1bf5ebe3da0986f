"""Every form in which people and programs write a day gives that day; what is ambiguous gives none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.dates import canonical_date, date_or_none, parse_date
from claimgraph.notation import parse_chain
from claimgraph.store import dumps, loads
from claimgraph.store.formatting import format_text
from tests.strategies import date_texts

FORMS = {
    # of programs
    "2024-03-04T10:30:00.000Z": "2024-03-04T10:30:00Z",
    "2024-03-04 10:30:00": "2024-03-04T10:30:00",
    "2024-03-04 10:30": "2024-03-04T10:30",
    "2024-03-04 10:30:00,123 UTC": "2024-03-04T10:30:00Z",
    "2017-03-01 20:30:17 UTC": "2017-03-01T20:30:17Z",
    "2024-03-04t10:30z": "2024-03-04T10:30Z",
    "2024-03-04T10:30 Z": "2024-03-04T10:30Z",
    "2024-03-04T10:30:00.5+0100": "2024-03-04T10:30:00+01:00",
    "2024-03-04T10:30+2": "2024-03-04T10:30+02:00",
    "2024-03-04T10:30:00.5-0000": "2024-03-04T10:30:00",
    "2024-03-04 00:00:00": "2024-03-04",
    "2024-03-04 00:00:00Z": "2024-03-04T00:00:00Z",
    "2024-03-04T24:00:00": "2024-03-04",
    "2016-12-31T23:59:60Z": "2016-12-31",
    "2024-03-04Z": "2024-03-04",
    "2024-03-04+01:00": "2024-03-04",
    "20240304": "2024-03-04",
    "10000101": "1000-01-01",
    "29991231": "2999-12-31",
    "20240304101500": "2024-03-04T10:15:00",
    "202403041015": "2024-03-04T10:15",
    "20240304T101500Z": "2024-03-04T10:15:00Z",
    "20240304 10:15": "2024-03-04T10:15",
    "Mon, 04 Mar 2024 10:30:00 +0100": "2024-03-04T10:30:00+01:00",
    "Mon, 04 Mar 2024 10:30:00 +0100 (CET)": "2024-03-04T10:30:00+01:00",
    "Wed, 01 Mar 2017 20:30:17 GMT": "2017-03-01T20:30:17Z",
    "4 Mar 2024 10:30 EST": "2024-03-04T10:30-05:00",
    "Mon Mar  4 10:30:00 UTC 2024": "2024-03-04T10:30:00Z",
    "Mon Mar 04 10:30:00 +0000 2024": "2024-03-04T10:30:00+00:00",
    "Mon Mar 04 2024 10:30:00 GMT+0100 (Central European Standard Time)": "2024-03-04T10:30:00+01:00",
    # of people
    "2024/03/04": "2024-03-04",
    "2024.3.4": "2024-03-04",
    "2024-3-4": "2024-03-04",
    "2021-7-9": "2021-07-09",
    "2024-3": "2024-03",
    "2024\u20133\u20134": "2024-03-04",
    "3 March 2024": "2024-03-03",
    "03 March 2024": "2024-03-03",
    "3rd of March, 2024": "2024-03-03",
    "3. March 2024": "2024-03-03",
    "March 3, 2024": "2024-03-03",
    "MARCH 3 2024": "2024-03-03",
    "Sept. 3rd, 2024": "2024-09-03",
    "Sunday, March 3, 2024 at 10:30 p.m.": "2024-03-03T22:30",
    "March 3, 2024 12:05 AM": "2024-03-03T00:05",
    "3-Mar-2024": "2024-03-03",
    "03MAR2024": "2024-03-03",
    "2024-Mar-03": "2024-03-03",
    "March 2024": "2024-03",
    "May 2024": "2024-05",
    # of other scripts
    "٢٠٢٤-٠٣-٠٤": "2024-03-04",
    "\u200f٢٠٢٤/٣/٤\u200f": "2024-03-04",
    "۲۰۲۴-۰۳-۰۴": "2024-03-04",
    "२०२४-०३-०४": "2024-03-04",
    "２０２４－０３－０４": "2024-03-04",
    "２０２４": "2024",
    "2024年3月4日": "2024-03-04",
    "2024년 3월 4일": "2024-03-04",
    # of both ends, and in doubt
    "2024-3-4/2024-3-6": "2024-03-04/2024-03-06",
    "3 March 2024/2024-03-06": "2024-03-03/2024-03-06",
    "March 3, 2024?": "2024-03-03?",
    "20240304~": "2024-03-04~",
}


@pytest.mark.parametrize(("text", "expected"), FORMS.items())
def test_a_form_is_the_date_that_it_means(text: str, expected: str) -> None:
    assert canonical_date(text) == canonical_date(f"  {text} ") == expected
    assert parse_date(text) == parse_date(expected)
    assert str(parse_date(text)) == expected


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("03/04/2024", "D-M-YYYY", "2024-04-03"),
        ("03/04/2024", "M-D-YYYY", "2024-03-04"),
        ("4. 3. 2024", "DD.MM.YYYY", "2024-03-04"),
        ("25-8-2020 17:31", "D-M-YYYY", "2020-08-25T17:31"),
        ("25/8/2020 0:00", "D-M-YYYY", "2020-08-25"),
        ("2024-03-04", "YYYY-D-M", "2024-04-03"),
        ("٣/٤/٢٠٢٤", "D-M-YYYY", "2024-04-03"),
        ("2024-03-04", "D-M-YYYY", "2024-03-04"),
        ("March 3, 2024", "D-M-YYYY", "2024-03-03"),
        ("2024", "D-M-YYYY", "2024"),
        ("2024-03/2024-05", "D-M-YYYY", "2024-03/2024-05"),
        ("03/04/24", "D-M-YYYY", None),
        ("03/04/24", "D-M-YY", "2024-04-03"),
        ("03-04-99", "M-D-YY", "1999-03-04"),
        ("03/04/2024", "D-M-YY", "2024-04-03"),
        ("13/13/2024", "D-M-YYYY", None),
        ("soon", "D-M-YYYY", None),
    ],
)
def test_an_order_decides(text: str, order: str, expected: str | None) -> None:
    assert date_or_none(text, order=order) == expected


DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
NAMES = "January February March April May June July August September October November December".split()
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９", "০১২৩৪৫৬৭৮৯")
WRITERS: tuple[Callable[[date], str], ...] = (
    date.isoformat,
    lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
    lambda d: f"{d.year}-{d.month}-{d.day}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}{d.month:02}{d.day:02}",
    lambda d: f"{d.day} {NAMES[d.month - 1]} {d.year}",
    lambda d: f"{d.day:02} {NAMES[d.month - 1]} {d.year}",
    lambda d: f"{NAMES[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{d.day}-{NAMES[d.month - 1][:3]}-{d.year}",
    lambda d: f"{NAMES[d.month - 1][:3].upper()} {d.day} {d.year}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}-{d.month:02}-{d.day:02}Z",
)


@given(DAYS, st.sampled_from(WRITERS), st.sampled_from(DIGITS))
def test_every_form_of_a_day_gives_that_day(day: date, write: Callable[[date], str], digits: str) -> None:
    written = write(day).translate(str.maketrans(DIGITS[0], digits))
    assert canonical_date(written) == day.isoformat()


CLOCKS: tuple[Callable[[datetime], str], ...] = (
    lambda t: t.isoformat(),
    lambda t: t.isoformat(" "),
    lambda t: t.isoformat(timespec="milliseconds"),
    lambda t: f"{t:%d %B} {t.year} {t:%H:%M:%S%z}",
    lambda t: f"{t:%B %d}, {t.year} {t:%I:%M:%S %p %z}",
    lambda t: f"{t.year}{t:%m%dT%H%M%S%z}",
    format_datetime,
)


@given(
    st.datetimes(datetime(1000, 1, 2), datetime(2999, 12, 30), timezones=st.one_of(st.none(), st.timezones())),
    st.sampled_from(CLOCKS),
)
def test_every_form_of_a_moment_gives_that_moment(moment: datetime, write: Callable[[datetime], str]) -> None:
    offset = moment.utcoffset()
    if offset is not None and offset.total_seconds() % 60:
        return  # of the times before there were zones
    moment = moment.replace(microsecond=0)
    if write is format_datetime and offset is None:
        return  # which says that no zone is known
    read = parse_date(write(moment))
    if offset is None and not (moment.hour or moment.minute or moment.second):
        assert read.start.date() == moment.date()
    else:
        plain = moment if offset is None else (moment - offset).replace(tzinfo=None)
        assert (read.start, read.end, read.zoned) == (plain, plain, offset is not None)


@given(st.integers(0, 99_999_999))
def test_eight_digits_are_a_day_of_three_thousand_years_or_nothing(number: int) -> None:
    text = f"{number:08}"
    try:
        expected = date(number // 10000, number // 100 % 100, number % 100).isoformat() if text[0] in "12" else None
    except ValueError:
        expected = None
    assert date_or_none(text) == expected


@given(date_texts())
def test_a_canonical_date_stays(text: str) -> None:
    assert canonical_date(text) == text


@given(st.text(max_size=30) | st.text("0123456789 -/.:,TZMarchpm+年月日", max_size=30))
def test_the_form_of_a_form_is_itself(text: str) -> None:
    found = date_or_none(text)
    assert found is None or canonical_date(found) == found


# ---- In a claim file


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("2024/3/4", "2024-03-04"),
        ("reported 20240304 own", "reported 2024-03-04 own"),
        ("2024-03-04T10:30:00.000Z", "2024-03-04T10:30:00Z"),
        ("reported 2024-03-04 10:30:00 https://example.org/a", "reported 2024-03-04T10:30:00 https://example.org/a"),
        ("2024-03-04 10:30 UTC own", "2024-03-04T10:30Z own"),
        ("2024-03-04 10:30:00.5 +0100", "2024-03-04T10:30:00+01:00"),
        ("3-Mar-2024 told", "told 2024-03-03"),
        ("٢٠٢٤-٠٣-٠٤", "2024-03-04"),
        ('date="3 March 2024"', "2024-03-03"),
        ('accessed="March 3, 2024" checked=20240304', "accessed=2024-03-03 checked=2024-03-04"),
    ],
)
def test_in_brackets(inside: str, expected: str) -> None:
    assert str(parse_chain(f"Ann [{inside}] <- Bob")) == f"Ann [{expected}] <- Bob"


FILE = """\
article: {source: Gazette, date: 3 March 2024, accessed: 2024/3/5}
claims:
  - id: a
    text: A is so.
    chain: Ann [2024/3/4 told] <- Bob [20240303]  # read
    when: "March 3, 2024"
    as_of: '2024-03-01'
    due: 20240401
    review_by: 2024-3  # soon
    assess: [{code: B2, by: Ann, date: 2024-3-9}]
    verdict: {is: true, date: 2024-03-04 10:30:00 UTC}
    checked: [{by: Ann, date: 3-Mar-2024}]
  - id: b
    text: B is so.
    chain:
      - {source: Ann, date: 4 March 2024}
      - {source: Bob, checked: 2024.3.4}
"""
FORMATTED = """\
article: {source: Gazette, date: 2024-03-03, accessed: 2024-03-05}
claims:
  - id: a
    text: A is so.
    chain: Ann [told 2024-03-04] <- Bob [2024-03-03]  # read
    when: 2024-03-03
    as_of: '2024-03-01'
    due: 2024-04-01
    review_by: 2024-03  # soon
    assess: [{code: B2, by: Ann, date: 2024-03-09}]
    verdict: {is: true, date: 2024-03-04T10:30:00Z}
    checked: [{by: Ann, date: 2024-03-03}]
  - id: b
    text: B is so.
    chain:
      - {source: Ann, date: 2024-03-04}
      - {source: Bob, checked: 2024-03-04}
"""


def test_in_every_field_of_a_file() -> None:
    content = loads(FILE)
    assert content.problems == ()
    assert content.claims == loads(FORMATTED).claims
    assert content.article == loads(FORMATTED).article
    assert loads(dumps(content.claims, article=content.article)).claims == content.claims
    assert format_text(FILE) == FORMATTED == format_text(FORMATTED)


def test_in_a_registry() -> None:
    text = "sources:\n  - {id: ann, kind: person, reliability: [{code: B, date: 2024/3/4}]}\n"
    assert loads(text, registry=True).sources[0].reliability[0].date == "2024-03-04"
    assert format_text(text, registry=True) == text.replace("2024/3/4", "2024-03-04")


def test_two_forms_of_one_day_are_one_statement() -> None:
    (claim,) = loads("{id: a, text: A., chains: ['Ann [2024/3/4] <- Bob', 'Ann [20240304] <- Cy']}").claims
    assert [str(chain) for chain in claim.chains] == ["Ann [2024-03-04] <- Bob", "Ann [2024-03-04] <- Cy"]


@pytest.mark.parametrize("text", ["03/04/2024", "4.3.2024", "03-04-24", "30.11.", "20241345", "3-Mar-24"])
def test_what_is_refused(text: str) -> None:
    why = " (no such day)" if text == "20241345" else ""
    message = f"invalid date '{text}'{why}; use YYYY-MM-DD"
    field = loads(f"{{id: a, text: A., chain: A, due: {text}}}")
    assert [str(p) for p in field.problems] == [f"<text>:1:34: CG109 error {message}"]
    chain = loads(f"id: a\ntext: A.\nchain: A [{text}]\n")
    assert [str(p) for p in chain.problems] == [f"<text>:3:11: CG101 error {message}"]
