"""Shared wording: exact cases, and the index against comparing everything with everything."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.analyses import wording
from claimgraph.analyses.wording import PASSAGE, longest_run, pairs_sharing, passage_size, shared_wordings, words_of
from claimgraph.graph import build_graph
from claimgraph.model import Ledger, Source
from claimgraph.names import normalise
from tests.strategies import claim_of, graph_of

NINE = "jets are expected to strike the town within hours"  # nine words


def found(*chains: str, sources: tuple[Source, ...] = ()) -> list[tuple[str, tuple[str, ...]]]:
    return [(s.statement, s.others) for s in shared_wordings(graph_of(*chains, sources=sources))]


def test_a_passage_is_shown_as_it_is_written() -> None:
    chains = (f'A ["It is said: {NINE}"]', 'B ["Now “Jets are expected to strike The Town within HOURS,” he added"]')
    (shared,) = shared_wordings(graph_of(*chains))
    assert (shared.statement, shared.others, shared.words) == ("c#b", ("c#a",), 9)
    assert shared.passage == "“Jets are expected to strike The Town within HOURS,”"


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        ((f'A ["{NINE}"]', f'B ["{NINE}"]'), [("c#b", ("c#a",))]),
        ((f'A ["{NINE}"]', f'B ["{NINE}"]', f'C ["{NINE}"]'), [("c#b", ("c#a",)), ("c#c", ("c#a", "c#b"))]),
        # Eight words are a passage, seven are none.
        (('A ["a b c d e f g h x"]', 'B ["y a b c d e f g h"]'), [("c#b", ("c#a",))]),
        (('A ["a b c d e f g x"]', 'B ["y a b c d e f g"]'), []),
        # What explains it: a link, one further off, one that is ours, somebody behind both.
        ((f'A ["{NINE}"] <- B ["{NINE}"]',), []),
        ((f'A ["{NINE}"] <- C <- B ["{NINE}"]',), []),
        ((f'A ["{NINE}"] <~ B ["{NINE}"]',), []),
        ((f'A ["{NINE}"] <- C', f'B ["{NINE}"] <- D <- C'), []),
        ((f'A ["{NINE}"] <- C', f'B ["{NINE}"] <- D'), [("c#b", ("c#a",))]),
        # Two unnamed sources with equal words are two.
        ((f'A ["{NINE}"] <- "officials"', f'B ["{NINE}"] <- "officials"'), [("c#b", ("c#a",))]),
        # Nobody copies from themselves.
        ((f'A [2023 "{NINE}"]', f'A [2024 "{NINE}"]'), []),
    ],
)
def test_pairs(chains: tuple[str, ...], expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert found(*chains) == expected


def test_one_source_under_two_names_does_not_copy() -> None:
    sources = (Source("a", "outlet", same_as=("b",)), Source("b", "outlet"))
    assert found(f'A ["{NINE}"]', f'B ["{NINE}"]', sources=sources) == []


def test_across_claims() -> None:
    first = claim_of(f'A ["{NINE}"] <- Reuters', claim="one")
    second = claim_of(f'B ["{NINE}"]', claim="two")
    third = claim_of(f'D ["{NINE}"] <- E <- Reuters', claim="three")
    shared = shared_wordings(build_graph(Ledger((first, second, third))))
    # In the order of claims: one, three, two. A and D have it from Reuters, in whichever claim.
    assert [(s.statement, s.others) for s in shared] == [("two#b", ("one#a", "three#d"))]


def test_other_scripts() -> None:
    arabic = "قالت مصادر سورية إن الطائرات الروسية ستتحرك خلال الساعات المقبلة"
    plain = "قالت مصادر سورية ان الطائرات الروسيه ستتحرك خلال الساعات المقبلة"
    assert found(f'A ["{arabic}"]', f'B ["{plain}"]') == [("c#b", ("c#a",))]
    chinese = "俄罗斯军机预计将在数小时内采取行动"  # seventeen characters
    assert found(f'A ["{chinese}"]', f'B ["据报道{chinese}。"]') == [("c#b", ("c#a",))]
    assert found('A ["中华人民共和国外交部发言人"]', 'B ["中华人民共和国外交部发言人"]') == []


WORDS = st.lists(st.sampled_from("abc"), max_size=14).map(tuple)


def shares(first: tuple[str, ...], second: tuple[str, ...], size: int) -> bool:
    return any(
        first[i : i + size] == second[j : j + size]
        for i in range(len(first) - size + 1)
        for j in range(len(second) - size + 1)
    )


@given(st.lists(WORDS, max_size=12))
def test_the_index_finds_what_comparing_all_pairs_finds(texts: list[tuple[str, ...]]) -> None:
    by_key = {f"t{number}": words for number, words in enumerate(texts)}
    expected = tuple(
        (first, second) for first, second in combinations(by_key, 2) if shares(by_key[first], by_key[second], PASSAGE)
    )
    assert pairs_sharing(by_key) == expected


@given(WORDS, WORDS)
def test_the_longest_run(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    start, length = longest_run(first, second)
    run = second[start : start + length]
    assert len(run) == length
    assert any(first[i : i + length] == run for i in range(len(first) + 1))
    assert not shares(first, second, length + 1)


@given(st.text("aB.,-_ 'é١ـ\u0301“中", max_size=30))
def test_words_do_not_depend_on_case_and_marks(text: str) -> None:
    assert words_of(text) == words_of(normalise(text)) == words_of(text.upper())


def test_a_passage_in_very_many_texts_is_not_compared_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "NEIGHBOURS", 2)
    same = {f"t{number}": words_of(NINE) for number in range(5)}
    assert pairs_sharing(same) == (
        ("t0", "t1"), ("t0", "t2"), ("t1", "t2"), ("t1", "t3"), ("t2", "t3"), ("t2", "t4"), ("t3", "t4"),
    )  # fmt: skip


def test_a_record_of_one_sentence_grows_with_its_length() -> None:
    same = {f"t{number}": words_of(NINE) for number in range(1_000)}
    assert len(pairs_sharing(same)) == 20 * 1_000 - 20 * 21 // 2


def test_how_much_is_a_passage() -> None:
    assert (passage_size(words_of("a b")), passage_size(words_of("中国")), passage_size(())) == (8, 16, 8)
