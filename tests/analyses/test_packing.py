"""Set packing and hitting sets against brute force."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.analyses.packing import Bounds, minimal_sets, most_disjoint, smallest_hitting_set

families = st.lists(st.frozensets(st.sampled_from("abcdefgh"), min_size=1, max_size=4), max_size=9)


def brute_packing(sets: list[frozenset[str]]) -> int:
    """Return the size of the largest choice without a common label, by trying all."""
    for size in range(len(sets), 0, -1):
        for chosen in combinations(sets, size):
            if sum(map(len, chosen)) == len(frozenset().union(*chosen)):
                return size
    return 0


@given(families)
@settings(max_examples=400)
def test_packing_equals_brute_force(sets: list[frozenset[str]]) -> None:
    expected = brute_packing(sets)
    assert most_disjoint(sets) == Bounds(expected, expected)


@given(families)
@settings(max_examples=400)
def test_hitting_set_equals_brute_force(sets: list[frozenset[str]]) -> None:
    found, exact = smallest_hitting_set(sets)
    labels = sorted(frozenset().union(*sets))
    least = next(
        size
        for size in range(len(labels) + 1)
        if any(all(s & set(c) for s in sets) for c in combinations(labels, size))
    )
    assert exact
    assert len(found) == least
    assert all(one & set(found) for one in sets)


@given(families)
def test_minimal_sets(sets: list[frozenset[str]]) -> None:
    kept = minimal_sets(sets)
    assert set(kept) == {one for one in sets if not any(other < one for other in sets)}
    assert len(kept) == len(set(kept))


def test_greedy_takes_the_wrong_one_here() -> None:
    sets = [frozenset("bc"), frozenset("ab"), frozenset("cd")]
    assert most_disjoint(sets) == Bounds(2, 2)


def test_labels_of_low_rank_are_named_first() -> None:
    chain = [frozenset(["origin", "relay", "carrier"])]
    assert smallest_hitting_set(chain, rank={"origin": 0, "relay": 1, "carrier": 2}) == (("origin",), True)


def test_out_of_work_gives_bounds_that_hold() -> None:
    sets = [frozenset(f"{(i * 7 + j * j * 5) % 23}" for j in range(4)) for i in range(60)]
    rough, exact = most_disjoint(sets, work=60), most_disjoint(sets)
    assert exact.exact
    assert rough.least <= exact.least <= rough.most
