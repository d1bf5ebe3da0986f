"""The short way through simple chains: the same chain, the same places, and every error left to the parser."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.errors import NotationError
from claimgraph.model import VERBS, Chain, Location
from claimgraph.model.chain import FLAG_WORDS
from claimgraph.notation import parse_chain
from claimgraph.notation.parsing import _Parser
from claimgraph.notation.simple import parse_simple, split_simple
from tests.strategies import rich_chains, simple_chains

PIECES = (
    "Kataeb", "Agence France-Presse", "us", "this", "?", '"officials"', "“x”", "(", ")", "[", "]", " + ", "+",
    "<-", "<~", "←", "->", "→", "<--", "~", "=", "told", "2024-11-29", "https://a.org/x?y=z", "seen", "unseen",
    "own", "as=certain", " ", "  ", "\t", "\n", "\x1c", "\x85", "\u2028", "\u3000", "\\", '"', "–", "A", "1",
    "29.11.2024", "(confidential)", "\x00", "C++", "a=b",
)  # fmt: skip


def located(column: int) -> Location:
    return Location("x.yaml", 1, column)


def slowly(text: str) -> tuple[Chain, list[Location | None]] | str:
    """Return what the whole parser makes of a text: a chain with its places, or the error."""
    try:
        chain = _Parser(text, VERBS, located).parse()
    except NotationError as error:
        return f"{error.column} {error.code} {error.message}"
    return chain, [mention.location for mention in chain.mentions]


def quickly(text: str) -> tuple[Chain, list[Location | None]] | str:
    """Return the same of the way that everybody takes."""
    try:
        chain = parse_chain(text, locate=located)
    except NotationError as error:
        return f"{error.column} {error.code} {error.message}"
    return chain, [mention.location for mention in chain.mentions]


@settings(max_examples=1500)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_text_gives_the_same_as_the_whole_parser(text: str) -> None:
    assert quickly(text) == slowly(text)


@settings(max_examples=300)
@given(st.lists(st.sampled_from([*FLAG_WORDS, "told", "2024-11-29", "http://a.org/b", "ftp://a.org", "x:y"])))
def test_the_canonical_text_is_that_of_the_chain(words: list[str]) -> None:
    simple = split_simple(f"A  B [{'  '.join(words)}]<~ ?", {**VERBS, "x:y": "asserts"})
    if simple is not None:
        assert str(simple) == str(parse_simple(f"A B [{' '.join(words)}] <~ ?", {**VERBS, "x:y": "asserts"}, None))


@settings(max_examples=300)
@given(st.one_of(simple_chains(), rich_chains()))
def test_any_chain_gives_the_same_as_the_whole_parser(chain: Chain) -> None:
    assert quickly(str(chain)) == slowly(str(chain))


@pytest.mark.parametrize(
    "text",
    [
        'Kataeb [2024-11-29] <- Sky News Arabia [reported lang] <- "Syrian sources"'.replace(" lang", ""),
        "A[told]<~B  [ https://a.org https://b.org own ] ←C",
        "this [seen] <- Agence France-Presse",
        "A [https://a.org/x?y=z told] <~ B <- ?",
    ],
)
def test_simple_chains_take_the_short_way(text: str) -> None:
    chain = parse_simple(text, VERBS, None)
    simple = split_simple(text, VERBS)
    assert chain is not None
    assert simple is not None
    assert str(simple) == str(chain)
    assert chain == _Parser(text, VERBS, None).parse()


@pytest.mark.parametrize("text", ["us <- Ann", "? <- A", "A + B", "A [as=certain]", "A [tolled]", "A <- (B <- C)", ""])
def test_all_others_are_left_to_the_parser(text: str) -> None:
    assert parse_simple(text, VERBS, None) is None
