"""The scales: what is on them, what is not, and what cannot be compared."""

from __future__ import annotations

import contextlib
import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.errors import ScaleError
from claimgraph.scales import (
    BANDS,
    LETTERS,
    NUMBERS,
    Admiralty,
    compare_credibility,
    compare_likelihood,
    compare_reliability,
    parse_claim_code,
    parse_likelihood,
    parse_probability,
    parse_reliability,
    probability_of,
)


@pytest.mark.parametrize(("letter", "number"), [*itertools.product(LETTERS, NUMBERS)])
def test_every_code_reads_and_prints(letter: str, number: str) -> None:
    assert parse_claim_code(letter + number) == Admiralty(letter, number)
    assert str(parse_claim_code(letter + number)) == letter + number
    assert parse_reliability(letter) == Admiralty(letter)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("B", "'B' judges a source only; a claim takes a letter and a number, as in B2"),
        ("2", "'2' says nothing of the source; a claim takes a letter and a number, as in B2"),
        ("b2", "'b2' is no Admiralty code; did you mean B2?"),
        ("2-b", "'2-b' is no Admiralty code; did you mean B2?"),
        ("B 2", "'B 2' is no Admiralty code; did you mean B2?"),
        ("G2", "'G2' is no Admiralty code; a claim takes A to F and 1 to 6, as in B2"),
        ("B7", "'B7' is no Admiralty code; a claim takes A to F and 1 to 6, as in B2"),
        ("B٢", "'B٢' is no Admiralty code; a claim takes A to F and 1 to 6, as in B2"),
        ("", "'' is no Admiralty code; a claim takes A to F and 1 to 6, as in B2"),
    ],
)
def test_no_code_of_a_claim(code: str, message: str) -> None:
    with pytest.raises(ScaleError) as caught:
        parse_claim_code(code)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("B2", "'B2' has a number, which judges a claim; keep B here, and write the number into assess: of a claim"),
        ("2", "'2' has a number, which judges a claim; a source takes a letter A to F; write the number into assess:"),
        ("b", "'b' is no Admiralty letter; a source takes A to F, as in B"),
        ("good", "'good' is no Admiralty letter; a source takes A to F, as in B"),
    ],
)
def test_no_letter_of_a_source(code: str, message: str) -> None:
    with pytest.raises(ScaleError) as caught:
        parse_reliability(code)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(("one", "other"), [*itertools.product(LETTERS, LETTERS)])
def test_letters_are_ordered_from_a_to_e_and_f_stays_out(one: str, other: str) -> None:
    found = compare_reliability(Admiralty(one), Admiralty(other))
    if "F" in one + other:
        assert found is None
    else:
        place = "EDCBA".index
        assert found == (place(one) > place(other)) - (place(one) < place(other))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Admiralty("E", "1"), Admiralty("A", "2"), 1),
        (Admiralty("A", "5"), Admiralty("A", "3"), -1),
        (Admiralty("A", "3"), Admiralty("F", "3"), 0),
        (Admiralty("A", "5"), Admiralty("A", "6"), None),
        (Admiralty("A", "6"), Admiralty("A", "6"), None),
        (Admiralty("A", "1"), Admiralty("A"), None),
    ],
)
def test_numbers_are_ordered_by_themselves(one: Admiralty, other: Admiralty, expected: int | None) -> None:
    assert compare_credibility(one, other) == expected


def test_a_code_has_no_order_of_its_own() -> None:
    with pytest.raises(TypeError):
        _ = Admiralty("A", "1") < Admiralty("B", "2")  # type: ignore[operator]


@pytest.mark.parametrize(
    ("word", "least", "most", "midpoint"),
    [
        ("almost no chance", 1, 5, Fraction(3, 100)),
        ("remote", 1, 5, Fraction(3, 100)),
        ("very unlikely", 5, 20, Fraction(1, 8)),
        ("highly improbable", 5, 20, Fraction(1, 8)),
        ("unlikely", 20, 45, Fraction(13, 40)),
        ("improbable", 20, 45, Fraction(13, 40)),
        ("roughly even chance", 45, 55, Fraction(1, 2)),
        ("roughly even odds", 45, 55, Fraction(1, 2)),
        ("likely", 55, 80, Fraction(27, 40)),
        ("probable", 55, 80, Fraction(27, 40)),
        ("very likely", 80, 95, Fraction(7, 8)),
        ("Highly-Probable", 80, 95, Fraction(7, 8)),
        ("almost  certain", 95, 99, Fraction(97, 100)),
        ("nearly certain", 95, 99, Fraction(97, 100)),
    ],
)
def test_words_of_icd_203(word: str, least: int, most: int, midpoint: Fraction) -> None:
    band = parse_likelihood(word)
    assert (band.least, band.most, band.midpoint) == (least, most, midpoint)


@pytest.mark.parametrize("word", ["", "low", "certain", "possible", "may", "likely not", "very very likely"])
def test_no_word_of_icd_203(word: str) -> None:
    with pytest.raises(ScaleError, match="is no word of ICD 203; write one of almost no chance, very unlikely"):
        parse_likelihood(word)


def test_bands_are_ordered_and_meet_at_their_bounds() -> None:
    for lower, upper in itertools.pairwise(BANDS):
        assert lower.most == upper.least
        assert compare_likelihood(lower, upper) == -1
        assert compare_likelihood(upper, lower) == 1
        assert lower.holds(Fraction(lower.most, 100))
        assert upper.holds(Fraction(lower.most, 100))
    assert compare_likelihood(BANDS[0], BANDS[0]) == 0
    assert not BANDS[0].holds(Fraction(0))
    assert not BANDS[-1].holds(Fraction(1))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("1", 1),
        ("1.", 1),
        ("1.00", 1),
        (".5", Fraction(1, 2)),
        ("0.25", Fraction(1, 4)),
        (" 0.3 ", Fraction(3, 10)),
    ],
)
def test_probabilities(text: str, value: Fraction | int) -> None:
    assert parse_probability(text) == value


@pytest.mark.parametrize("text", ["30%", "1.01", "-0.1", "1e-3", "nan", "0_1", "", "٠.٣", "likely", "0." + "1" * 200])
def test_no_probability(text: str) -> None:
    with pytest.raises(ScaleError, match=r"is not a probability; write a number from 0 to 1, as in p=0\.3"):
        parse_probability(text)


@given(st.text("0123456789.", max_size=6))
def test_a_probability_is_never_above_1(text: str) -> None:
    with contextlib.suppress(ScaleError):
        assert 0 <= parse_probability(text) <= 1


@pytest.mark.parametrize(
    ("p", "likelihood", "expected"),
    [
        (None, None, None),
        ("0.7", None, Fraction(7, 10)),
        (None, "remote", Fraction(3, 100)),
        ("0.8", "very likely", Fraction(4, 5)),  # the bound
        ("0.79", "very likely", None),  # which of the two was meant?
        ("0.7", "low", None),
        ("70%", "likely", None),
    ],
)
def test_what_a_statement_gives(p: str | None, likelihood: str | None, expected: Fraction | None) -> None:
    assert probability_of(p, likelihood) == expected
