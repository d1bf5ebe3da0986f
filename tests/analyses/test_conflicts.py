"""Conflicts, changed accounts, and relays that carry both sides: worked by hand."""

from __future__ import annotations

import pytest

from claimgraph.analyses.conflicts import BothSides, both_sides, conflicts, contradictions
from claimgraph.graph import build_graph
from claimgraph.model import Claim, Ledger, Relation, Source
from claimgraph.notation import parse_chain


def ledger(chains: dict[str, list[str]], contradicts: list[tuple[str, str]] = [], *sources: Source) -> Ledger:  # noqa: B006
    """Return a record of claims with these chains, some of which contradict each other."""
    claims = (
        Claim(
            name,
            f"{name}.",
            tuple(map(parse_chain, listed)),
            relations=tuple(Relation("contradicts", other) for one, other in contradicts if one == name),
        )
        for name, listed in chains.items()
    )
    return Ledger(tuple(claims), sources)


def pairs(record: Ledger) -> list[tuple[str, str, bool, bool]]:
    found = conflicts(build_graph(record), record)
    return [(c.first.node, c.second.node, c.is_own, c.changed_account) for c in found]


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        (["A <- Ann", "B <- Bob [denied]"], [("c#ann", "c#bob", False, False)]),
        # A relay that denies still passes on that its upstream asserted.
        (["A [denied] <- Ann"], [("c#ann", "c#a", False, False)]),
        (["A <- Ann", "B"], []),
        (["A <- Ann", "B [questioned]"], []),
        (["A [denied]"], []),
        (
            ["A <- Ann [said 2024-01-01]", "A <- Ann [denied 2024-03-01]"],
            [("c#ann@2024-01-01", "c#ann@2024-03-01", True, True)],
        ),
        # What was taken back is in conflict with nothing.
        (["A <- Ann [said 2024-01-01]", "Ann [retracted 2024-02-01]", "B [denied]"], []),
    ],
)
def test_within_a_claim(chains: list[str], expected: list[tuple[str, str, bool, bool]]) -> None:
    assert pairs(ledger({"c": chains})) == expected


def test_between_claims_once_whoever_wrote_it_down() -> None:
    chains = {"c": ["A <- Ann [2024-01-01]"], "d": ["A <- Bob", "B <- Ann [2024-05-01]"]}
    expected = [("c#ann@2024-01-01", "d#ann@2024-05-01", True, True), ("c#ann@2024-01-01", "d#bob", False, False)]
    for written in ([("c", "d")], [("d", "c")], [("c", "d"), ("d", "c")]):
        assert pairs(ledger(chains, written)) == expected


def test_one_source_undated_on_both_sides_is_in_conflict_with_itself() -> None:
    assert pairs(ledger({"c": ["A <- Ann"], "d": ["B <- Ann"]}, [("c", "d")])) == [("c#ann", "d#ann", True, False)]


def test_one_voice_under_two_names_changed_its_account() -> None:
    sources = (Source("ann", "person", same_as=("annie",)), Source("annie", "person"))
    record = ledger({"c": ["A <- Ann [2024]", "A <- Annie [denied 2023]"]}, [], *sources)
    assert pairs(record) == [("c#ann@2024", "c#annie@2023", True, True)]


def test_contradictions_with_claims_that_are_not_there_are_left_out() -> None:
    record = ledger({"c": ["A"], "d": ["B"]}, [("c", "c"), ("c", "nothing"), ("d", "c")])
    assert list(contradictions(build_graph(record), record)) == [("c", "d")]


def test_a_relay_that_carries_both_sides_is_no_party() -> None:
    chains = {"c": ["Kataeb <- Sky <- Ann", "Star <- Sky"], "d": ["Kataeb <- Eye <- Bob", "Star"]}
    record = ledger(chains, [("c", "d")])
    graph = build_graph(record)
    assert both_sides(graph, record) == (BothSides("kataeb", ("c", "d")),)
    # Star passes c on and says d itself: it is a party to the one, and no relay of it.
    assert [(c.first.key, c.second.key) for c in conflicts(graph, record)] == [("ann", "bob"), ("ann", "star")]


def test_both_sides_within_one_claim() -> None:
    record = ledger({"c": ["A <- B <- Ann", "B <- Bob [denied]", "C <- Bob", "D [denied] <- Ann"]})
    assert both_sides(build_graph(record), record) == (BothSides("a", ("c",)), BothSides("b", ("c",)))
