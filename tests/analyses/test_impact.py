"""What falls with a source, a statement or a link: cases worked by hand, and laws on random records."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.analyses.impact import (
    Impact,
    impact_of_link,
    impact_of_source,
    impact_of_statements,
    standing_claims,
    still_repeating,
)
from claimgraph.analyses.lines import Lines
from claimgraph.analyses.packing import most_disjoint
from claimgraph.chains import supporting_paths
from claimgraph.graph import Graph, build_graph, statement_of
from claimgraph.model import Claim, Ledger, Relation, Source
from claimgraph.notation import parse_chain
from tests.strategies import graph_of, ledger_of


def record(chains: dict[str, list[str]], based_on: dict[str, list[str]] | None = None, *sources: Source) -> Ledger:
    """Return a record of claims with these chains, and what they are based on."""
    claims = (
        Claim(
            name,
            f"{name}.",
            tuple(map(parse_chain, listed)),
            relations=tuple(Relation("based_on", base) for base in (based_on or {}).get(name, ())),
        )
        for name, listed in chains.items()
    )
    return Ledger(tuple(claims), sources)


def dropped(ledger: Ledger, source: str) -> Impact:
    return impact_of_source(ledger, build_graph(ledger), source)


def test_lost_weakened_unaffected() -> None:
    ledger = record({"a": ["X <- S"], "b": ["X <- S", "Y <- T"], "c": ["Y <- T"], "d": ["X <- S + T"]})
    found = dropped(ledger, "s")
    assert found.of("lost") == ("a",)
    assert found.of("weakened") == ("b",)
    # d has one line before (X stands on every path) and one after: through T.
    assert found.of("unaffected") == ("c", "d")
    assert [s.node for s in found.dropped] == ["a#s", "b#s", "d#s"]
    assert [s.node for s in found.stranded] == ["a#x", "b#x"]


def test_a_relay_that_loses_its_upstream_never_becomes_an_origin() -> None:
    found = dropped(record({"c": ["A [said] <- B [said] <- C"]}), "c")
    assert found.of("lost") == ("c",)
    # B was never read, so that A is whom to tell; B is told by A's correction.
    assert [s.key for s in found.stranded] == ["a"]


def test_all_of_one_voice_falls() -> None:
    sources = (
        Source("sohr", "org", "SOHR", same_as=("observatory",)),
        Source("observatory", "org", "Observatory"),
        Source("monitors", "group", "a monitor", via="a", resolved_to="sohr"),
    )
    ledger = record({"c": ['A <- "a monitor"', "B <- Observatory", "D <- SOHR"]}, None, *sources)
    found = dropped(ledger, "sohr")
    assert found.of("lost") == ("c",)
    # The group alone is not all that the observatory said.
    assert [s.key for s in dropped(ledger, "monitors").dropped] == ['"a monitor"@a']


def test_denials_and_what_was_withdrawn_do_not_strand() -> None:
    ledger = record({"c": ["A <- S", "B [denied] <- S", "C <- S", "C [retracted 2024-01-01]"]})
    assert [s.key for s in dropped(ledger, "s").stranded] == ["a"]


def test_statement_and_link() -> None:
    ledger = record({"c": ["A <- B <- C", "A <- D"], "e": ["A <- B"]})
    graph = build_graph(ledger)
    by_statement = impact_of_statements(ledger, graph, ["c#b"])
    assert (by_statement.of("lost"), by_statement.of("weakened")) == ((), ())  # A still has it from D
    link = impact_of_link(ledger, graph, upstream="e#b", downstream="e#a")
    assert (link.of("lost"), [s.node for s in link.stranded], link.dropped) == (("e",), ["e#a"], ())
    # One of two credits gone: the other still carries the claim.
    assert impact_of_link(ledger, graph, upstream="c#b", downstream="c#a").of("lost") == ()
    assert sorted(graph.edges) == sorted(build_graph(ledger).edges)  # the graph given stays as it was


@pytest.mark.parametrize(
    ("based_on", "own", "standing"),
    [
        ({"b": ["a"]}, ["a"], ["a", "b"]),
        ({"b": ["a", "x"]}, ["a"], ["a"]),  # all bases must stand; x is not in the record
        ({"a": ["b"], "b": ["a"]}, [], []),  # resting on each other is resting on nothing
        ({"a": ["b"], "b": ["a"]}, ["a"], ["a", "b"]),
        ({"b": ["a"], "c": ["b"], "d": ["b", "c"]}, ["a"], ["a", "b", "c", "d"]),
    ],
)
def test_the_least_fixpoint(based_on: dict[str, list[str]], own: list[str], standing: list[str]) -> None:
    names = sorted({*based_on, *own})
    ledger = record({name: [] for name in names}, based_on)
    lines = {name: Lines(1, 1) if name in own else Lines(0, 0) for name in names}
    assert sorted(standing_claims(ledger, lines)) == standing


def test_what_is_based_on_it_falls_too() -> None:
    chains = {"a": ["X <- S"], "b": [], "c": [], "d": ["Y <- T"], "e": ["Z <- S", "Y <- T"], "f": []}
    based_on = {"b": ["a"], "c": ["b", "d"], "d": ["c"], "f": ["e"]}
    found = dropped(record(chains, based_on), "s")
    assert found.of("lost") == ("a", "b", "c")
    # d keeps its own line and loses its basis; f rests on e, which keeps one line of two.
    assert found.of("weakened") == ("d", "e", "f")


def test_still_repeating() -> None:
    graph = graph_of(
        "Paper <- Wire [said 2024-01-01] <- Ann",
        "Radio <- Paper",
        "Blog [denied] <- Wire [2024-01-01]",
        "Site <- Wire [2024-01-01]",
        "Site [withdrew 2024-01-04]",
        "Wire [retracted 2024-01-03]",
        "Other <- Wire [said 2024-02-01]",
    )
    assert still_repeating(graph, "c") == {"wire@2024-01-01": ("paper", "radio")}
    assert still_repeating(graph_of("A <- B"), "c") == {}


CHAINS = st.lists(
    st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=4, unique=True).map(" <- ".join), min_size=1, max_size=5
)


@given(CHAINS, st.sampled_from("abcdef"))
def test_what_is_left_are_the_paths_that_avoid_it(chains: list[str], source: str) -> None:
    ledger = ledger_of(*chains)
    graph = build_graph(ledger)
    labels = [frozenset(_labels(graph, path)) for path in supporting_paths(graph, "c")]
    left = most_disjoint(path for path in labels if source not in path)
    (claim,) = impact_of_source(ledger, graph, source).claims
    assert claim.after.ceiling == left.most
    assert claim.after.ceiling <= claim.before.ceiling
    assert (claim.outcome == "lost") is (claim.before.ceiling > 0 and left.most == 0)


def _labels(graph: Graph, path: tuple[str, ...]) -> list[str]:
    return [statement_of(graph, node).label for node in path]


@given(CHAINS)
def test_the_single_points_are_what_loses_the_claim(chains: list[str]) -> None:
    ledger = ledger_of(*chains)
    graph = build_graph(ledger)
    (unharmed,) = impact_of_source(ledger, graph, "nobody").claims
    losing = {s for s in "abcdef" if impact_of_source(ledger, graph, s).of("lost")}
    assert losing == set(unharmed.before.single_points)
