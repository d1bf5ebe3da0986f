"""The scales on which people judge sources and claims: Admiralty codes, ICD 203 words, probabilities.

The one place that knows them. Admiralty: NATO AJP-2.1, a letter A to F for the reliability of a
source and a number 1 to 6 for the credibility of an item. The two are never combined into one value;
F and 6 mean "cannot be judged", which is no place on a scale, so nothing compares with them. Words of
likelihood: US Intelligence Community Directive 203, "Analytic Standards" (2015), with bands in percent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from claimgraph.errors import ScaleError

LETTERS = "ABCDEF"
"""Reliability of a source, best first; F cannot be judged."""

NUMBERS = "123456"
"""Credibility of an item, best first; 6 cannot be judged."""

UNJUDGED = frozenset("F6")

PROBABILITY = re.compile(r"0?\.[0-9]+|[01](?:\.0*)?")
"""How a number from 0 to 1 is written."""


@dataclass(frozen=True, slots=True)
class Admiralty:
    """A letter, and for a claim a number; deliberately without an order of its own.

    ``number`` is None where only a source is judged.
    """

    letter: str
    number: str | None = None

    def __str__(self) -> str:
        return self.letter + (self.number or "")


@dataclass(frozen=True, slots=True)
class Band:
    """What a word of likelihood means: from ``least`` to ``most`` percent, both included."""

    least: int
    most: int
    words: tuple[str, ...]

    @property
    def midpoint(self) -> Fraction:
        """The probability in the middle of the band."""
        return Fraction(self.least + self.most, 200)

    def holds(self, probability: Fraction) -> bool:
        """Tell whether a probability lies in the band; a bound lies in both bands it belongs to."""
        return self.least <= probability * 100 <= self.most

    def __str__(self) -> str:
        return f"{self.least} to {self.most} %"


BANDS: tuple[Band, ...] = (
    Band(1, 5, ("almost no chance", "remote")),
    Band(5, 20, ("very unlikely", "highly improbable")),
    Band(20, 45, ("unlikely", "improbable", "improbably")),
    Band(45, 55, ("roughly even chance", "roughly even odds")),
    Band(55, 80, ("likely", "probable", "probably")),
    Band(80, 95, ("very likely", "highly probable")),
    Band(95, 99, ("almost certain", "almost certainly", "nearly certain")),
)
"""The bands of ICD 203, least likely first, with the forms of their words that the directive gives."""

_BANDS_BY_WORD = {word: band for band in BANDS for word in band.words}


def parse_claim_code(text: str) -> Admiralty:
    """Read the Admiralty code of a claim: a letter and a number.

    Raises
    ------
    ScaleError
        It is anything else.

    Examples
    --------
    >>> parse_claim_code("B2")
    Admiralty(letter='B', number='2')
    """
    code = text.strip()
    if re.fullmatch("[A-F][1-6]", code):
        return Admiralty(code[0], code[1])
    if re.fullmatch("[A-F]", code):
        raise ScaleError(f"'{code}' judges a source only; a claim takes a letter and a number, as in {code}2")
    if re.fullmatch("[1-6]", code):
        raise ScaleError(f"'{code}' says nothing of the source; a claim takes a letter and a number, as in B{code}")
    raise ScaleError(
        f"'{_cut(code)}' is no Admiralty code; {_meant(code) or 'a claim takes A to F and 1 to 6, as in B2'}"
    )


def parse_reliability(text: str) -> Admiralty:
    """Read the Admiralty letter of a source.

    Raises
    ------
    ScaleError
        It is anything else; a number judges an item, never a source.

    Examples
    --------
    >>> parse_reliability("F").letter in UNJUDGED
    True
    """
    code = text.strip()
    if re.fullmatch("[A-F]", code):
        return Admiralty(code)
    if re.fullmatch("[A-F]?[1-6]", code):
        rest = f"keep {code[0]} here, and " if len(code) > 1 else "a source takes a letter A to F; "
        raise ScaleError(f"'{code}' has a number, which judges a claim; {rest}write the number into assess: of a claim")
    raise ScaleError(f"'{_cut(code)}' is no Admiralty letter; a source takes A to F, as in B")


def parse_likelihood(text: str) -> Band:
    """Return the band of a word of likelihood, in any case and with any spaces or hyphens.

    Raises
    ------
    ScaleError
        ICD 203 has no such word.

    Examples
    --------
    >>> print(parse_likelihood("Very likely"))
    80 to 95 %
    """
    word = " ".join(re.split(r"[\s\-]+", text.strip().casefold()))
    if word not in _BANDS_BY_WORD:
        listed = ", ".join(word for band in BANDS for word in band.words[:1])
        raise ScaleError(f"'{_cut(text)}' is no word of ICD 203; write one of {listed}, or p= with a number")
    return _BANDS_BY_WORD[word]


def parse_probability(text: str) -> Fraction:
    """Read a probability from 0 to 1, exactly.

    Raises
    ------
    ScaleError
        It is no number from 0 to 1 written with digits and a point.

    Examples
    --------
    >>> parse_probability("0.3")
    Fraction(3, 10)
    """
    written = text.strip()
    if len(written) > _MOST_DIGITS or not PROBABILITY.fullmatch(written):
        raise ScaleError(f"p={_cut(written)} is not a probability; write a number from 0 to 1, as in p=0.3")
    return Fraction(written.rstrip("."))


def probability_of(p: str | None, likelihood: str | None) -> Fraction | None:
    """Return the probability that a statement gives: the number, or the middle of the word's band.

    None without either, and where what is given is on no scale or the two exclude each other.

    Examples
    --------
    >>> probability_of(None, "likely"), probability_of("0.7", "likely"), probability_of("0.1", "likely")
    (Fraction(27, 40), Fraction(7, 10), None)
    """
    try:
        number = parse_probability(p) if p is not None else None
        band = parse_likelihood(likelihood) if likelihood is not None else None
    except ScaleError:
        return None
    if number is not None and band is not None and not band.holds(number):
        return None
    return number if number is not None else band.midpoint if band else None


def compare_reliability(one: Admiralty, other: Admiralty) -> int | None:
    """Compare letters: 1 if the first source is the more reliable, -1 if less, 0 if equal, None with an F.

    Examples
    --------
    >>> compare_reliability(Admiralty("A"), Admiralty("E")), compare_reliability(Admiralty("E"), Admiralty("F"))
    (1, None)
    """
    return _compare(one.letter, other.letter)


def compare_credibility(one: Admiralty, other: Admiralty) -> int | None:
    """Compare numbers: 1 if the first item is the more credible, -1 if less, 0 if equal, None with a 6 or without one.

    Examples
    --------
    >>> compare_credibility(Admiralty("E", "1"), Admiralty("A", "5"))
    1
    """
    return _compare(one.number, other.number)


def compare_likelihood(one: Band, other: Band) -> int:
    """Compare words of likelihood by their bands: 1 if the first is the more likely, -1 if less, 0 if equal."""
    return (one.least > other.least) - (one.least < other.least)


_MOST_DIGITS = 100


def _compare(one: str | None, other: str | None) -> int | None:
    if one is None or other is None or UNJUDGED & {one, other}:
        return None
    return (one < other) - (one > other)  # A comes before B, and 1 before 2


def _meant(code: str) -> str:
    """Return the code that was probably meant, as a question."""
    found = re.fullmatch(r"([A-F])[\s/\-]*([1-6])|([1-6])[\s/\-]*([A-F])", code.upper(), re.ASCII)
    if not found:
        return ""
    return f"did you mean {found[1] or found[4]}{found[2] or found[3]}?"


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}..."
