"""Chains that readers annotated in real sentences can be written, read back and followed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from claimgraph.chains import origins
from claimgraph.graph import build_graph
from claimgraph.model import Chain, Claim, Ledger, Mention, join_steps
from claimgraph.notation import check_name, parse_chain

DATA = Path(os.environ.get("CLAIMGRAPH_TEST_DATA", Path(__file__).parent.parent.parent / "shared" / "data"))
SENTENCES = DATA / "chains" / "open.jsonl"

pytestmark = pytest.mark.skipif(not SENTENCES.is_file(), reason=f"needs the annotated sentences at {SENTENCES}")


def _annotated() -> list[list[str]]:
    sentences = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    return [a["chain"] for sentence in sentences for a in sentence["attributions"] if a["chain"]]


def _mention(party: str, *, last: bool) -> Mention:
    if party == "?":  # "X reportedly said": somebody nobody names stands between, which is no end
        return Mention(kind="missing") if last else Mention(party="reportedly", kind="unnamed")
    return Mention(party=" ".join(party.split()), kind="unnamed" if check_name(party) else "named")


def _chain(parties: list[str]) -> Chain:
    last = len(parties) - 1
    return join_steps([(_mention(p, last=n == last),) for n, p in enumerate(parties)], [False] * last)


def test_annotated_chains_round_trip() -> None:
    chains = [_chain(parties) for parties in _annotated()]
    assert len(chains) > 50
    assert [parse_chain(str(chain)) for chain in chains] == chains


def test_annotated_chains_start_where_the_readers_say() -> None:
    wrong = []
    for parties in _annotated():
        claim = Claim("c", "C.", (_chain(parties),))
        if len(set(parties)) < len(parties):
            continue
        last = parties[-1]
        starts = origins(build_graph(Ledger((claim,))), "c")
        if len(starts) != 1 or (last == "?") != starts[0].startswith("?@"):
            wrong.append((parties, starts))
    assert wrong == []
