"""What is written is read back equal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.model import Article, Claim, Source
from claimgraph.store import dumps, dumps_sources, loads
from claimgraph.store.dumping import scalar
from claimgraph.store.nodes import Items, Scalar, parse_yaml
from tests.strategies import articles, full_claims, sources


@settings(max_examples=30)
@given(full_claims())
def test_one_claim(claim: Claim) -> None:
    content = loads(dumps([claim]))
    assert content.problems == ()
    assert content.claims == (claim,)


@settings(max_examples=15)
@given(articles(), st.data())
def test_claims_of_an_article(article: Article, data: st.DataObject) -> None:
    claim = data.draw(full_claims(article=article))
    plain = Claim("other", claim.text, claim.chains, article=article)
    text = dumps([claim, plain], article=article)
    content = loads(text)
    assert content.problems == ()
    assert content.article == article
    assert content.claims[1] == plain
    assert content.claims[0].related("contradicts") == claim.related("contradicts")


@given(st.lists(sources(), max_size=2, unique_by=lambda source: source.id))
def test_sources(listed: list[Source]) -> None:
    content = loads(dumps_sources(listed), registry=True)
    assert content.problems == ()
    assert list(content.sources) == listed


@given(st.text(min_size=1) | st.text("a \n\r\x85\u2028\u2029\x1f'\":#", min_size=1), st.booleans())
def test_scalars(text: str, flow: bool) -> None:
    """Any text at all is a scalar on one line that reads as the same text."""
    written = scalar(text, flow=flow)
    assert len((written + "x").splitlines()) == 1
    document = parse_yaml(f"[{written}, x]" if flow else f"- {written}\n- x\n", "x.yaml")[0][0]
    assert isinstance(document, Items)
    first = document.items[0]
    assert isinstance(first, Scalar)
    assert first.value == text


@pytest.mark.parametrize("text", ["a\nb", "a\n\n  b", "می\u200cروم\nb", "a\n# b\n- c\n? d: e"])
def test_several_lines_stay_readable(text: str) -> None:
    written = dumps([Claim("a", "A.", note=text)])
    assert "note: |\n" in written or any(line.startswith(" ") for line in text.split("\n"))
    assert loads(written).claims[0].note == text


def test_nothing() -> None:
    assert loads(dumps([])).claims == ()
    assert loads(dumps_sources([]), registry=True).sources == ()
    assert loads(dumps([])).problems == ()
