"""What looks like more than it is, on cases worked by hand; the documented ones are in tests/test_cases.py."""

from __future__ import annotations

import pytest

from claimgraph.analyses.circularity import apparent, circles, has_false_confirmation, is_unnamed_only
from claimgraph.graph import Graph, build_graph
from claimgraph.model import Claim, Ledger, Source
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
        # The nearest two of a source; that 2006 leads to 2010 as well says no more.
        (["W [2010] <- T <- U <- W [2008] <- W [2006]"], [(("t", "u", "w"), True, True)]),
        # From 2008 no way leads through T without passing the loop of 2010 and T twice.
        (["W [2010] <- W [2008]", "W [2010] <- T <- W [2010]"], [(("t", "w"), False, True)]),
        (["A <- B <- C <- B", "B [retracted 2024-01-01]"], []),
    ],
)
def test_circles(chains: list[str], expected: list[tuple[tuple[str, ...], bool, bool]]) -> None:
    assert [(found.sources, found.dated, found.grounded) for found in circles(graph_of(*chains), "c")] == expected


def test_two_names_for_one_unnamed_source_do_not_name_it() -> None:
    groups = (
        Source("aides", "group", "aides", via="A"),
        Source("officials", "group", "officials", via="B", same_as=("aides",)),
        Source("insiders", "group", "insiders", via="C", resolved_to="officials"),
    )
    chains = ('A <- "aides"', 'B <- "officials"', 'C <- "insiders"')
    claim = Claim("c", "C.", tuple(map(parse_chain, chains)))
    assert is_unnamed_only(build_graph(Ledger((claim,), groups)), "c")
    known = (*groups, Source("ann", "person", "Ann", same_as=("aides",)))
    assert not is_unnamed_only(build_graph(Ledger((claim,), known)), "c")


def test_a_source_that_goes_round_many_times_is_still_quick() -> None:
    """Every second statement is W's; only neighbours are told, 799 of them, not 320,000 pairs."""
    chain = " <- ".join(f"W [{year}] <- R{year}" for year in range(2799, 1999, -1))
    assert len(circles(graph_of(chain), "c")) == 799
