"""What is bounded is the beginning of what there is, and counted exactly: against answers made one by one."""

from __future__ import annotations

import random

import networkx as nx
import pytest

from claimgraph.analyses.conflicts import (
    BothSides,
    Conflict,
    both_sides,
    conflicts,
    contradictions,
    count_both_sides,
    oppositions,
)
from claimgraph.analyses.impact import still_repeated, still_repeating
from claimgraph.analyses.masks import downstream_masks, set_bits
from claimgraph.analyses.returning import returns
from claimgraph.analyses.timeline import first_movers
from claimgraph.chains import denials, for_origins, origins, standing_nodes
from claimgraph.dates import parse_date, surely_before
from claimgraph.graph import Graph, build_graph, claim_nodes, statement_of
from claimgraph.model import Claim, Ledger, Relation
from claimgraph.notation import parse_chain
from claimgraph.report import conflict_sentences

SEEDS = range(150)
DATES = (
    "",
    "2024",
    "2024-01-01",
    "2024-01-02",
    "2024-01-05",
    "2024-02-01T10:00Z",
    "2024-02-01T12:00Z",
    "2024-03/2024-05",
)


def record(seed: int) -> tuple[Graph, tuple[Claim, ...]]:
    """Return a small record at random: few sources with many dates, denials, withdrawals, loops, contradictions."""
    rng = random.Random(seed)
    names = "ABCDEF"[: rng.randint(2, 6)]
    claims = [
        Claim(
            f"c{number}",
            "C.",
            tuple(parse_chain(_chain(rng, names)) for _ in range(rng.randint(1, 9))),
            relations=tuple(Relation("contradicts", f"c{rng.randrange(3)}") for _ in range(rng.randint(0, 2))),
        )
        for number in range(3)
    ]
    return build_graph(Ledger(tuple(claims))), tuple(claims)


def _chain(rng: random.Random, names: str) -> str:
    steps = []
    for number in range(rng.randint(1, 5)):
        verb = rng.choice(("", "", "", "denied", "questioned", "retracted" if number == 0 else ""))
        inside = " ".join(filter(None, (verb, rng.choice(DATES))))
        steps.append(f"{rng.choice(names)} [{inside}]" if inside else rng.choice(names))
    return " <- ".join(steps)


def all_conflicts(graph: Graph, claims: tuple[Claim, ...]) -> list[Conflict]:
    """Return all conflicts, each looked at by itself."""
    sides = [(c.id, c.id, origins(graph, c.id), denials(graph, c.id)) for c in claims]
    sides += [(one, other, origins(graph, one), origins(graph, other)) for one, other in contradictions(graph, claims)]
    found = [
        Conflict(statement_of(graph, f"{one}#{first}"), statement_of(graph, f"{other}#{second}"))
        for one, other, firsts, seconds in sides
        for first in firsts
        for second in seconds
    ]
    return sorted(found, key=lambda c: (c.claims, c.first.node, c.second.node))


@pytest.mark.parametrize("seed", SEEDS)
def test_conflicts_are_counted_without_being_made(seed: int) -> None:
    graph, claims = record(seed)
    expected = all_conflicts(graph, claims)
    assert list(conflicts(graph, claims, most=None)) == expected
    for most in (0, 1, 3):
        assert list(conflicts(graph, claims, most=most)) == expected[:most]
    found = oppositions(graph, claims)
    assert sum(one.count for one in found) == len(expected)
    assert [c for one in found for c in one.own] == [c for c in expected if c.is_own]
    assert sum(one.count_own() for one in found) == sum(c.is_own for c in expected)
    for one in found:
        between = [c for c in one if not c.is_own]
        first, second = (
            tuple(dict.fromkeys(side)) for side in ((c.first for c in between), (c.second for c in between))
        )
        assert one.between_voices() == (first, second)


def all_both_sides(graph: Graph, claims: tuple[Claim, ...]) -> list[BothSides]:
    """Return who carries both sides, by everything that is downstream of either."""

    def passing(claim_id: str, starts: tuple[str, ...]) -> set[str]:
        standing = nx.subgraph(graph, standing_nodes(graph, claim_id))
        reached = {d for node in starts for d in nx.descendants(standing, node)}
        return {s.label for n in reached if (s := statement_of(graph, n)).stance in ("relays", "asserts")}

    found = []
    for claim in claims:
        denying = tuple(f"{claim.id}#{key}" for key in denials(graph, claim.id))
        both = passing(claim.id, for_origins(graph, claim.id)) & passing(claim.id, denying)
        found += [BothSides(label, (claim.id,)) for label in both]
    for one, other in contradictions(graph, claims):
        both = passing(one, for_origins(graph, one)) & passing(other, for_origins(graph, other))
        found += [BothSides(label, (one, other)) for label in both]
    return sorted(found, key=lambda both: (both.claims, both.source))


@pytest.mark.parametrize("seed", SEEDS)
def test_who_carries_both_sides(seed: int) -> None:
    graph, claims = record(seed)
    expected = all_both_sides(graph, claims)
    assert list(both_sides(graph, claims)) == expected
    assert list(both_sides(graph, claims, most=1)) == expected[:1]
    assert count_both_sides(graph, claims) == len(expected)
    mine = [both for both in expected if "c1" in both.claims]
    assert list(both_sides(graph, claims, of=["c1"])) == mine
    assert count_both_sides(graph, claims, of=["c1"]) == len(mine)


def all_returns(graph: Graph, standing: list[str]) -> set[frozenset[str]]:
    """Return what lies between two statements of a source, with every pair looked at by itself."""
    labels = {statement_of(graph, node).label for node in standing}
    found = set()
    for own in ({n for n in standing if statement_of(graph, n).label == label} for label in labels):
        others = nx.subgraph(graph, set(standing) - own)
        ends: dict[frozenset[str], set[str]] = {}
        for first in own:
            for second in own - {first}:
                after = {d for n in graph.successors(first) if n in others for d in (n, *nx.descendants(others, n))}
                before = {d for n in graph.predecessors(second) if n in others for d in (n, *nx.ancestors(others, n))}
                if after & before:
                    ends.setdefault(frozenset(after & before), set()).update((first, second))
        found |= {others_between | around for others_between, around in ends.items()}
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_claims_that_come_back(seed: int) -> None:
    graph, claims = record(seed)
    for claim in claims:
        standing = list(standing_nodes(graph, claim.id))
        expected = all_returns(graph, standing)
        assert set(returns(graph, standing)) == expected
        # Past the bound a source has one circle at most, of its own statements.
        short = returns(graph, standing, most=0)
        assert all(len({statement_of(graph, node).label for node in part}) == 1 for part in short)
        assert bool(short) >= bool(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_who_still_repeats(seed: int) -> None:
    graph, claims = record(seed)
    for claim in claims:
        kept = [n for n in standing_nodes(graph, claim.id) if statement_of(graph, n).stance in ("relays", "asserts")]
        expected: dict[str, tuple[str, ...]] = {}
        for node in claim_nodes(graph, claim.id):
            if statement_of(graph, node).withdrawn:
                reached = nx.descendants(nx.subgraph(graph, [node, *kept]), node)
                if keys := tuple(statement_of(graph, n).key for n in kept if n in reached):
                    expected[statement_of(graph, node).key] = keys
        assert still_repeating(graph, claim.id) == expected
        assert still_repeating(graph, claim.id, most=1) == {key: keys[:1] for key, keys in expected.items()}
        for found in still_repeated(graph, claim.id, most=1):
            keys = expected[found.statement.key]
            names = {statement_of(graph, f"{claim.id}#{key}").name for key in keys}
            assert (found.count, found.count_speakers) == (len(keys), len(names))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_withdrawal_takes_back_and_who_was_first(seed: int) -> None:
    graph, claims = record(seed)
    for claim in claims:
        statements = [statement_of(graph, node) for node in claim_nodes(graph, claim.id)]
        for statement in statements:
            own = [s for s in statements if s.stance == "withdraws" and s.source == statement.source]
            taken_back = statement.stance != "withdraws" and any(
                not s.date or not statement.date or parse_date(statement.date).start <= parse_date(s.date).end
                for s in own
            )
            assert statement.withdrawn == taken_back
        dated = [s for n in standing_nodes(graph, claim.id) if (s := statement_of(graph, n)).date]
        when = {s.key: parse_date(s.date or "") for s in dated}
        expected = [s.key for s in dated if not any(surely_before(other, when[s.key]) for other in when.values())]
        assert list(first_movers(graph, claim.id)) == expected


def test_masks() -> None:
    rng = random.Random(1)
    for _ in range(100):
        graph = nx.gnp_random_graph(rng.randint(1, 12), 0.2, seed=rng.randrange(10**6), directed=True)
        graph = nx.relabel_nodes(graph, {n: str(n) for n in graph})
        nodes = sorted(graph)
        masks = downstream_masks(graph, nodes, {node: 1 << number for number, node in enumerate(nodes)})
        for node in nodes:
            assert [nodes[bit] for bit in set_bits(masks[node])] == sorted({node, *nx.descendants(graph, node)})


def test_own_conflicts_are_counted_past_the_first() -> None:
    said = [parse_chain(f"P <- A [said 2023-{month:02}]") for month in range(1, 13)]
    denied = [parse_chain(f"A [denied 2024-{month:02}]") for month in range(1, 13)]
    claim = Claim("c", "C.", (*said, *denied))
    sentences = conflict_sentences(oppositions(build_graph(Ledger((claim,))), [claim]))
    assert sentences[0] == "A changed its account: said so (2023-01), denied it (2024-01)."
    assert sentences[19] == "A changed its account: said so (2023-02), denied it (2024-08)."
    assert sentences[20:] == ["And 124 more pairs of statements in which one source stands on both sides."]
