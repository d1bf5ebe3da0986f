"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.analyses.figures import Figure, read_figures


def amounts(text: str, *, words: bool = True) -> list[str]:
    """Return the numbers of a text as texts, smallest first, with the sign of their unit."""
    return [
        f"{format(f.value.normalize(), 'f')}{ {'date': '@', 'month': '@m'}.get(f.unit, f.unit) }"
        for f in sorted(read_figures(text, words=words))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Separators of thousands and decimals.
        *(
            (text, ["1000"])
            for text in ("1,000", "1.000", "1 000", "1\u202f000", "1\u00a0000", "1'000", "1’000", "1000")
        ),
        ("10,000,000", ["10000000"]),
        ("1,234.5", ["1234.5"]),
        ("1.234,56", ["1234.56"]),
        ("0.125", ["0.125"]),
        ("3,14 and 2.5", ["2.5", "3.14"]),
        ("12, 13", ["12", "13"]),
        ("1 2 3", ["1", "2", "3"]),
        ("2000 men", ["2000"]),
        # Digits of other scripts.
        ("١٬٠٠٠", ["1000"]),
        ("١٢ قتيلا", ["12"]),
        ("۱۲", ["12"]),
        ("१२", ["12"]),
        ("٣٫٥٪", ["3.5%"]),
        # Words.
        ("zero one two nineteen twenty", ["0", "1", "2", "19", "20"]),
        ("twenty-one", ["21"]),
        ("Two Hundred and five", ["205"]),
        ("two hundred thousand", ["200000"]),
        ("a dozen", ["12"]),
        ("two dozen", ["24"]),
        ("a hundred", ["100"]),
        ("a thousand", ["1000"]),
        ("three thousand", ["3000"]),
        ("dozens, hundreds, some thousand", []),
        ("one died", ["1"]),
        ("no one, one of them, this one", []),
        ("a man and an apple", []),
        ("someone twofold", []),
        # Scales behind figures, in several languages.
        ("1.5 million", ["1500000"]),
        ("1,5 Millionen", ["1500000"]),
        ("$5bn", ["5000000000"]),
        ("12 ألف", ["12000"]),
        ("5 тыс. человек", ["5000"]),
        # Names are no numbers; what hangs on a number is.
        ("MH17, S-300, F-16 and w12", []),
        ("a 12-year-old, 5km, 10-15 men", ["5", "10", "12", "15"]),
        # Shares and dates.
        ("12%, 13 per cent and 14 percent", ["12%", "13%", "14%"]),
        ("On 29 November 2024 12 people", ["11@m", "12", "29@", "2024@"]),
        ("Nov. 29, 2024", ["11@m", "29@", "2024@"]),
        ("May 2024", ["5@m", "2024@"]),
        ("2024-11-29", ["11@m", "29@", "2024@"]),
        ("29.11.2024", ["11@m", "29@", "2024@"]),
        ("at 17:31 in 2003", ["17@", "31@", "2003@"]),
        ("May 12 300 people", ["12300"]),
        ("", []),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    assert amounts(text) == expected


def test_words_of_other_languages_are_left_alone() -> None:
    assert amounts("ten kot i 3 psy", words=False) == ["3"]
    assert amounts("ten kot i 3 psy") == ["3", "10"]


@given(st.integers(0, 10**12), st.sampled_from([",", ".", " ", "\u202f", "'", "٬"]))
def test_a_number_is_itself_with_every_separator(number: int, mark: str) -> None:
    written = f"{number:,}".replace(",", mark)
    assert read_figures(f"some {written}; men") == {Figure(Decimal(number))}


@given(st.integers(0, 10**9))
def test_arabic_digits_are_digits(number: int) -> None:
    written = "".join(chr(0x0660 + int(digit)) for digit in str(number))
    assert read_figures(written) == read_figures(str(number))


@given(st.text("0123456789.,٬٫ '-/:%aMay١٢ni onetwhudr", max_size=40))
def test_nothing_breaks_it(text: str) -> None:
    assert all(figure.value >= 0 for figure in read_figures(text))
