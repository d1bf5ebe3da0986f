"""The short way from plain chains to rows gives what the way through statements gives."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from claimgraph.index.chain_rows import ChainRows
from claimgraph.index.reading import FileReader
from claimgraph.model import Config, Source
from claimgraph.registry import Registry
from claimgraph.store import loads
from tests.index.histories import DATES, NAMES, quoted

REGISTRY = Registry(
    (
        Source("kataeb", "outlet", "Kataeb", aliases=("الكتائب", "kataeb.org"), owner="Rose"),
        Source("sky-news", "outlet", "Sky News", same_as=("reuters",)),
        Source("reuters", "outlet", "Reuters", wire=True),
        Source("officials-of-kataeb", "group", "officials", via="kataeb", pool="officials"),
        Source("spokesman", "group", "Spokesman", via="Sky News", resolved_to="Известия"),
        Source("ours", "group", "officials", via="us"),
    )
)
VERBS = ("reported", "said", "told", "denied", "retracted", "cited", "berichtete")
CONFIG = Config(verbs={"berichtete": "relays"})
PARTIES = (*NAMES[:8], "Spokesman", "this", '"officials"', '"Syrian sources"', '"مصادر"')


def step(rng: random.Random) -> str:
    """Return a step of the kinds that plain chains are made of, and now and then of others."""
    said = [rng.choice(VERBS[:3] if rng.random() < 0.9 else VERBS)] if rng.random() < 0.5 else []
    said += [rng.choice(DATES[:2] if rng.random() < 0.9 else DATES)] if rng.random() < 0.3 else []
    said += ["https://example.org/1"] if rng.random() < 0.2 else []
    said += [rng.choice(("own", "hearsay", "seen", "unseen", "as=possible", '"so"'))] if rng.random() < 0.05 else []
    rng.shuffle(said)
    return rng.choice(PARTIES) + (f" [{' '.join(said)}]" if said else "") + (" + A" if rng.random() < 0.01 else "")


def chain(rng: random.Random) -> str:
    """Return a chain of a few steps."""
    text = step(rng)
    for _ in range(rng.randrange(5)):
        text += rng.choice((" <- ", " <- ", "<~", " ←  ")) + step(rng)
    return text + (" <- ?" if rng.random() < 0.1 else "")


def record(rng: random.Random) -> str:
    """Return the text of a file with one claim of a few chains."""
    article = f"article: {{source: '{rng.choice(NAMES)} ', date: 2024-11-29, lang: ar}}\nclaims:\n"
    written = [rng.choice((str, quoted))(text) for text in (chain(rng) for _ in range(rng.randint(1, 4)))]
    chains = "".join(f"\n    - {text}" for text in written)
    return (article if rng.random() < 0.7 else "claims:\n") + f"  - id: a\n    text: A.\n    chains:{chains}\n"


def both_ways(text: str) -> tuple[list[ChainRows | None], object, object]:
    """Return what the short way made of the chains, and all that the index stores of a text by either way."""
    reader = FileReader(Path(), CONFIG, REGISTRY)
    known: list[ChainRows | None] = []
    shortly = reader.content("a.yaml", text.encode(), known)
    whole = loads(text, path="a.yaml", config=CONFIG)
    rows = [
        [reader.claim_rows(claim, 0, one, plain=True, has_steps=False) for claim, one in zip(claims, way, strict=True)]
        for claims, way in ((shortly.claims, known), (whole.claims, [None] * len(whole.claims)))
    ]
    return known, (rows[0], shortly.problems, shortly.article), (rows[1], whole.problems, whole.article)


@pytest.mark.parametrize("seed", range(10))
def test_both_ways_give_the_same_rows(seed: int) -> None:
    rng = random.Random(seed)
    short = 0
    for _ in range(200):
        text = record(rng)
        known, shortly, slowly = both_ways(text)
        assert shortly == slowly, text
        short += sum(one is not None for one in known)
    assert short > 30
