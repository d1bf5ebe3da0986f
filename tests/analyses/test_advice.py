"""What to open next: worked cases, and a search through all hops."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.analyses.advice import advise
from claimgraph.analyses.lines import independent_lines
from claimgraph.chains import supporting_paths
from claimgraph.graph import statement_of
from tests.strategies import graph_of


@pytest.mark.parametrize(
    ("chains", "opened", "drops"),
    [
        (['Kataeb <- Sky <- "Syrian sources"'], "sky", {"kataeb"}),
        # Of a row of relays the one farthest back spares most.
        (['A <- B <- C <- "officials"'], "c", {"a", "b"}),
        (["A <- B <- Ann"], "ann", {"a", "b"}),
        # X and Y are ends: once one of them is opened, R no longer stands on every path.
        (["A <- R <- X", "B <- R <- Y"], "x", {"r"}),
        (["A <- B [seen]"], None, set()),
        (["A"], None, set()),
        (['A <- "officials"'], None, set()),  # nobody can open what has no name
        (["A <- B <- C <- B"], None, set()),
        # Two lines already: opening can drop no single point, and win no line.
        (["A <- Ann", "B <- Bob"], None, set()),
        # One paper on every path; opening either of its sources makes two lines of one.
        (["A <- X", "A <- Y"], "x", {"a"}),
    ],
)
def test_worked_cases(chains: list[str], opened: str | None, drops: set[str]) -> None:
    advice = advise(graph_of(*chains), "c")
    assert (advice.statement.key if advice else None) == opened
    assert (set(advice.drops) if advice else set()) == drops


def test_what_it_gains() -> None:
    advice = advise(graph_of("A <- X", "A <- Y"), "c")
    assert advice is not None
    assert str(advice.lines) == "2"


CHAINS = st.lists(
    st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=4, unique=True).map(" <- ".join), min_size=1, max_size=5
)


@given(CHAINS)
def test_no_other_hop_removes_more_single_points(chains: list[str]) -> None:
    graph = graph_of(*chains)
    points = set(independent_lines(graph, "c").single_points)
    hops = {n for path in supporting_paths(graph, "c") for n in path if not statement_of(graph, n).seen}
    most = 0
    for node in hops:
        statement = statement_of(graph, node)
        graph.nodes[node]["statement"] = replace(statement, seen=True)
        most = max(most, len(points - set(independent_lines(graph, "c").single_points)))
        graph.nodes[node]["statement"] = statement
    advice = advise(graph, "c")
    assert (len(advice.drops) if advice else 0) == most
