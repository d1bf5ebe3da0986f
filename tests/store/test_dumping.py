"""What is written is read back equal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.model import (
    ACCESS,
    RELATIONS,
    SOURCE_KINDS,
    VERDICTS,
    Article,
    Assessment,
    Checked,
    Claim,
    Relation,
    Silence,
    Source,
    Verdict,
)
from claimgraph.names import RESERVED, is_id
from claimgraph.notation import read_this
from claimgraph.store import dumps, dumps_sources, loads
from claimgraph.store.dumping import scalar
from claimgraph.store.nodes import Items, Scalar, parse_yaml
from tests.strategies import date_texts, free_text, names, whole_chains

ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True).filter(is_id)
texts = free_text() | st.sampled_from(
    ["no", "null", "~", "a: b", "# a", "a #b", "- a", "? a", "a\nb", " a ", "\ta", "'", "1e3"]
)
CODES = ("CG105", "CG204", "CG303")
maybe_texts, maybe_dates = st.none() | texts, st.none() | date_texts()
text_lists = st.lists(texts, max_size=3).map(tuple)
assessments = st.lists(st.builds(Assessment, texts, maybe_texts, maybe_dates), max_size=2).map(tuple)
articles = st.builds(
    Article, names(), date=maybe_dates, url=maybe_texts, archive=maybe_texts, accessed=maybe_dates, lang=maybe_texts,
    title=maybe_texts, author=maybe_texts, note=maybe_texts,
)  # fmt: skip


@st.composite
def full_claims(draw: st.DrawFn, *, article: Article | None = None) -> Claim:
    """Claims with anything in every field; the relations in the order in which they are written."""
    chains = draw(st.lists(whole_chains(), min_size=1, max_size=2))
    article = article or Article("Somebody")
    relations = [Relation(kind, target) for kind in RELATIONS for target in draw(st.lists(ids, max_size=1))]
    return Claim(
        draw(ids), draw(texts), tuple(read_this(chain, article) for chain in chains),
        said=draw(maybe_texts), when=draw(maybe_dates), as_of=draw(maybe_dates), due=draw(maybe_dates),
        review_by=draw(maybe_dates), tags=draw(text_lists), note=draw(maybe_texts), assess=draw(assessments),
        verdict=draw(st.none() | st.builds(Verdict, st.sampled_from(VERDICTS), maybe_dates, maybe_texts, maybe_texts)),
        checked=draw(st.lists(st.builds(Checked, texts, maybe_dates), max_size=2).map(tuple)),
        relations=tuple(relations),
        silence=tuple(Silence(code, draw(texts)) for code in draw(st.lists(st.sampled_from(CODES), unique=True))),
    )  # fmt: skip


@settings(max_examples=30)
@given(full_claims())
def test_one_claim(claim: Claim) -> None:
    content = loads(dumps([claim]))
    assert content.problems == ()
    assert content.claims == (claim,)


@settings(max_examples=15)
@given(articles, st.data())
def test_claims_of_an_article(article: Article, data: st.DataObject) -> None:
    claim = data.draw(full_claims(article=article))
    plain = Claim("other", claim.text, claim.chains, article=article)
    text = dumps([claim, plain], article=article)
    content = loads(text)
    assert content.problems == ()
    assert content.article == article
    assert content.claims[1] == plain
    assert content.claims[0].related("contradicts") == claim.related("contradicts")


sources = st.builds(
    Source, ids.filter(lambda i: i not in RESERVED), st.sampled_from(SOURCE_KINDS), name=st.just("") | texts,
    aliases=text_lists, was=text_lists, wire=st.booleans(), owner=maybe_texts, speaks_for=maybe_texts,
    part_of=maybe_texts, same_as=text_lists, role=maybe_texts, lang=maybe_texts, url=maybe_texts,
    reliability=assessments,
    bias_note=maybe_texts, note=maybe_texts, confidential=st.booleans(), quotable=st.booleans(), via=maybe_texts,
    pool=maybe_texts, access=st.none() | st.sampled_from(ACCESS), maybe=text_lists, resolved_to=maybe_texts,
)  # fmt: skip


@given(st.lists(sources, max_size=2, unique_by=lambda source: source.id))
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
