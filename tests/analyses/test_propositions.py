"""Claims that are one: directly, through others, and whatever names what is not there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimgraph.analyses.propositions import propositions
from claimgraph.model import Claim, Ledger, Relation


def ledger_of(*pairs: tuple[str, str], ids: str = "abcdef") -> Ledger:
    relations = {i: tuple(Relation("same_as", target) for one, target in pairs if one == i) for i in ids}
    return Ledger(tuple(Claim(i, i, relations=relations[i]) for i in ids))


def test_joined_through_others() -> None:
    same = propositions(ledger_of(("c", "b"), ("a", "c"), ("e", "d"), ("f", "nowhere"), ("f", "f")))
    assert same["a"] == same["b"] == same["c"] == ("a", "b", "c")
    assert same["d"] == same["e"] == ("d", "e")
    assert same["f"] == ("f",)
    assert set(same) == set("abcdef")


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=8), st.permutations("abcdef"))
def test_an_equivalence_whatever_the_order(pairs: list[tuple[str, str]], order: list[str]) -> None:
    same = propositions(ledger_of(*pairs))
    assert all(same[one] == same[other] for one, other in pairs)
    assert all(one in same[one] and all(same[i] == same[one] for i in same[one]) for one in same)
    assert same == propositions(ledger_of(*((b, a) for a, b in pairs), ids="".join(order)))
