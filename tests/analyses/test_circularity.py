"""What looks like more than it is, on cases worked by hand; the documented ones are in tests/test_cases.py."""

from __future__ import annotations

import pytest

from claimgraph.analyses.circularity import apparent, circles, has_false_confirmation, is_unnamed_only
from claimgraph.graph import Graph, build_graph
from claimgraph.model import Claim, Ledger
from claimgraph.notation import parse_chain


def graph_of(*chains: str) -> Graph:
    """Return the graph of one claim, "c", with these chains."""
    return build_graph(Ledger((Claim("c", "C.", tuple(map(parse_chain, chains))),)))


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        (["A <- Reuters", "B <- Reuters"], ("a", "b")),
        (["A [2024-01-01]", "A [2024-02-02]"], ("a",)),
        (["A <- X", "B [denied]", "C [questioned] <- X"], ("a",)),
        (["A <- X [denied]"], ()),
        (["A <- X", "A [retracted 2024-01-01]", "B <- X"], ("b",)),
        (["A <- X", "X [retracted 2024-01-01]"], ()),
        (["A <- B <- C <- B"], ("a",)),
        (["A <- B [https://b.org] <- X"], ("a", "b")),
        (["us <- Ann"], ("ann",)),
        (['"a driver"'], ('"a driver"@us',)),
    ],
)
def test_apparent(chains: list[str], expected: tuple[str, ...]) -> None:
    assert apparent(graph_of(*chains), "c") == expected


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        (["A <- Reuters", "B <- Reuters"], True),
        (["A <- Reuters"], False),
        (["A <- X", "B <- Y"], False),
        (["A <- B <- C <- B", "D <- C"], True),
    ],
)
def test_false_confirmation(chains: list[str], expected: bool) -> None:
    assert has_false_confirmation(graph_of(*chains), "c") is expected


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        (['A <- "officials"', "B <- ?"], True),
        (['A <- "officials"', "B <- Ann"], False),
        (["A [denied]"], False),
        (["A"], False),
    ],
)
def test_unnamed_only(chains: list[str], expected: bool) -> None:
    assert is_unnamed_only(graph_of(*chains), "c") is expected


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        (["A <- B <- C"], []),
        (["A <- B <- C <- B"], [(("b", "c"), False, False)]),
        (["A <- B <- C <- B", "C <- X"], [(("b", "c"), False, True)]),
        (["W [2010] <- T <- W [2008] <- S"], [(("t", "w"), True, True)]),
        (["W [2010] <- W [2008]"], []),
        (
            ["W [2010] <- T <- U <- W [2008] <- W [2006]"],
            [(("t", "u", "w"), True, True), (("t", "u", "w"), True, True)],
        ),
        (["A <- B <- C <- B", "B [retracted 2024-01-01]"], []),
    ],
)
def test_circles(chains: list[str], expected: list[tuple[tuple[str, ...], bool, bool]]) -> None:
    assert [(found.sources, found.dated, found.grounded) for found in circles(graph_of(*chains), "c")] == expected
