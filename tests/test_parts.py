"""Claims without their inferred links are the same whether one is traced alone or a graph is made of all."""

from __future__ import annotations

import random

import pytest

from claimgraph.chains import trace
from claimgraph.errors import NotationError
from claimgraph.graph import build_graph, part_of, without_inferred
from claimgraph.model import Chain, Claim, Ledger
from claimgraph.notation import parse_chain
from claimgraph.parts import read_claims, stated_only
from claimgraph.tracing import trees_of
from tests.index.histories import chain


def chains(rng: random.Random) -> tuple[Chain, ...]:
    """Return some chains of one claim, many of their links inferred."""
    found: list[Chain] = []
    while len(found) < rng.randint(1, 5):
        try:
            found.append(parse_chain(chain(rng).replace("<-", rng.choice(("<-", "<~")))))
        except NotationError:
            continue
    return tuple(found)


@pytest.mark.parametrize("seed", range(60))
def test_one_claim_alone_and_in_a_graph(seed: int) -> None:
    rng = random.Random(seed)
    record = Ledger(tuple(Claim(f"c{number}", "C.", chains(rng)) for number in range(3)))
    read = read_claims(record, record)
    graph = build_graph(record)
    stated = without_inferred(graph)
    for claim in record:
        assert trees_of(read[claim.id]) == trace(graph, claim.id)
        assert trees_of(stated_only(read[claim.id])) == trace(stated, claim.id)
        assert part_of(stated, claim.id) == stated_only(read[claim.id])
        assert not any(link.inferred for link in part_of(stated, claim.id).links.values())
