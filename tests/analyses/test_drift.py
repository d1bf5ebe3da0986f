"""What changes along a link, on cases worked by hand."""

from __future__ import annotations

import pytest

from claimgraph.analyses.drift import DRIFTS, Drift, drifts
from claimgraph.analyses.tenses import is_english, read_tense
from claimgraph.errors import NotFoundError
from claimgraph.graph import without_inferred
from claimgraph.model import Source
from tests.strategies import graph_of


def kinds(*chains: str, sources: tuple[Source, ...] = ()) -> list[str]:
    return [drift.kind for drift in drifts(graph_of(*chains, sources=sources), "c")]


def test_a_drift_names_both_ends_and_what_was_compared() -> None:
    graph = graph_of('A ["20 killed" as=certain] <- B ["12 killed" as=possible]')
    assert drifts(graph, "c") == (
        Drift("c#b", "c#a", "hardened", "possible", "certain"),
        Drift("c#b", "c#a", "numbers", "12 killed", "20 killed"),
    )
    with pytest.raises(NotFoundError):
        drifts(graph, "d")


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ("A [as=certain] <- B [as=probable]", ["hardened"]),
        ("A [as=possible] <- B [as=probable]", ["softened"]),
        ("A [as=probable] <- B [as=probable]", []),
        ("A [as=unknown] <- B [as=certain]", []),
        ("A [as=certain] <- B [as=unknown]", []),
        ("A [as=certain] <- B", []),
        ("A [p=0.8] <- B [p=.3]", ["hardened"]),
        ("A [p=0.1] <- B [p=0.3]", ["softened"]),
        ("A [p=0.30] <- B [p=.3]", []),
        ('A [likelihood="very likely"] <- B [likelihood=likely]', ["hardened"]),
        ('A [likelihood=unlikely] <- B [likelihood="roughly even chance"]', ["softened"]),
        ("A [likelihood=probable] <- B [likelihood=likely]", []),
        ("A [likelihood=likely] <- B [p=0.7]", []),
        ("A [p=0.9] <- B [likelihood=likely]", ["hardened"]),
        ("A [p=30%] <- B [p=0.3]", []),  # on no scale; CG402 says so
        ("A [as=certain p=0.1] <- B [as=possible p=0.3]", ["hardened", "softened"]),
        ("A [as=certain] <- B <- C [as=possible]", []),  # only along one link
        ("A [denied as=certain] <- B [as=possible]", []),
        ("A [questioned as=certain] <- B [as=possible]", []),
        ("A [reported as=certain] <- B [denied as=possible]", ["hardened"]),
    ],
)
def test_certainty(chain: str, expected: list[str]) -> None:
    assert kinds(chain) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('"12 killed"', '"20 killed"', True),
        ('"12 killed"', '"twelve killed"', False),
        ('"1,000 men"', '"1.000 men"', False),
        ('"12 killed, 30 wounded"', '"12 killed"', False),
        ('"12 killed"', '"12 killed, 30 wounded"', False),
        ('"12 killed, 30 wounded"', '"12 killed, 40 wounded"', True),
        ('"12 killed, 30 wounded"', '"40 wounded"', True),
        ('"some were killed"', '"20 killed"', False),
        ('"dozens killed"', '"20 killed"', False),
        ('"12% died"', '"20 died"', False),
        ('"12 died on 5 May 2024"', '"12 died in 3 towns"', False),
        ('"12 died on 5 May"', '"12 died on 6 May"', True),
        ('"12 died on 5 May"', '"12 died on 5 June"', True),
        ('"12 died on 11/29/2024"', '"12 died on 29 November 2024"', False),
        ('"12 died on 2024-11-29"', '"12 died on Nov. 29"', False),
        ('"12 died at 17:30"', '"12 died at 17:45"', True),
        ('"١٢ قتيلا" lang=ar', '"12 killed" lang=en', False),
        ('"١٢ قتيلا" lang=ar', '"20 killed" lang=en', True),
        ('"12 morts le 5 mai 2024" lang=fr', '"12 dead on 5 May 2024, 3 wounded" lang=en', False),
        ('"zehn Tote und 3 Verletzte" lang=de', '"ten dead, 3 wounded" lang=en', False),
        ('"1,5 Millionen" lang=de', '"1.5 million" lang=en', False),
    ],
)
def test_numbers(before: str, after: str, expected: bool) -> None:
    assert kinds(f"A [{after}] <- B [{before}]") == (["numbers"] if expected else [])


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ('A ["12 killed, 30 wounded"] <- B ["12 killed in 2 towns"] + C ["30 wounded"]', []),
        ('A ["12 killed"] <- B ["12 killed"] + C ["20 killed"]', []),  # B and C differ; A changed nothing
        ('A ["12 killed"] <- B ["15 killed"] + C ["20 killed"]', ["c#b", "c#c"]),
    ],
)
def test_numbers_of_several_upstream(chain: str, expected: list[str]) -> None:
    found = drifts(graph_of(chain), "c")
    assert [(drift.kind, drift.upstream) for drift in found] == [("numbers", node) for node in expected]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('"Jets will strike the town"', '"Jets have struck the town"', True),
        ('"The jets have struck"', '"The jets are going to strike"', True),
        ('"It would be closed to all"', '"It was closed to all"', True),
        ('"The jets will strike"', '"The jets would strike"', False),
        ('"The jets will strike"', '"He was told that jets will strike"', False),
        ('"The will of the people"', '"The people were heard"', False),
        ('"The jets will strike"', '"The jets struck"', False),
        ('"Jets will strike" lang=en', '"Les avions ont frappé" lang=fr', False),
        ('"er will gehen" lang=de', '"er was going" lang=de', False),
        ('"Jets will strike" lang=en', '"Jets have struck" lang=en-GB', True),
    ],
)
def test_tense(before: str, after: str, expected: bool) -> None:
    assert kinds(f"A [{after}] <- B [{before}]") == (["tense"] if expected else [])


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("They’ll come", "future"),
        ("It won't rain", "future"),
        ("Rain is expected to fall", "future"),
        ("It plans to leave", "future"),
        ("Rain fell", None),
        ("It has 12 planes", None),
        ("It has already been said", "past"),
        ("It has closed", "past"),
        ("It did not rain", "past"),
        ("", None),
    ],
)
def test_read_tense(text: str, tense: str | None) -> None:
    assert read_tense(text) == tense


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("x", "EN", True),
        ("x", "en_US", True),
        ("the", "fr", False),
        ("of course", None, True),
        ("قال", None, False),
        ("", None, False),
    ],
)
def test_is_english(text: str, lang: str | None, expected: bool) -> None:
    assert is_english(text, lang) is expected


PESKOV = Source("peskov", "person", "Dmitry Peskov", aliases=("Kremlin spokesman",))


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ('A ["officials said that it is over"] <- Dmitry Peskov', True),
        ('A ["according to a senior Russian official, it is over"] <- Dmitry Peskov', True),
        ('A ["a source close to the Kremlin said so"] <- Dmitry Peskov', False),  # an alias shows
        ('A ["officials, among them Peskov, said that it is over"] <- Dmitry Peskov', False),
        ('A ["UN officials said that it is over"] <- UN', False),
        ('A ["UN officials said that it is over"] <- United Nations', False),
        ('A ["the source of the river is dry"] <- Dmitry Peskov', False),
        ('A ["officials said that it is over"] <- "Russian officials"', False),
        ('A ["officials said that it is over"] <- Dmitry Peskov + "Russian officials"', False),
        ('A ["officials said that it is over" lang=de] <- Dmitry Peskov', False),
        ('A ["officials said that it is over"] <- Dmitry Peskov (confidential)', False),
        ('A ["officials said that it is over"]', False),
    ],
)
def test_named_to_unnamed(chain: str, expected: bool) -> None:
    assert kinds(chain, sources=(PESKOV,)) == (["unnamed"] if expected else [])


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ("A <~ B", [Drift("c#b", "c#a", "uncredited", "B", "")]),
        ('A ["it is so"] <~ "officials"', [Drift('c#"officials"@a', "c#a", "uncredited", "officials", "it is so")]),
        ("A [own] <- B", [Drift("c#b", "c#a", "uncredited", "B", "")]),
        ("A <- B [own]", []),
        ("A [own] <- ?", []),
        ("A [2024] <~ A [2023]", []),
    ],
)
def test_credit(chain: str, expected: list[Drift]) -> None:
    assert list(drifts(graph_of(chain), "c")) == expected


def test_without_our_inferences_no_credit_was_dropped() -> None:
    assert drifts(without_inferred(graph_of("A <~ B")), "c") == ()


def test_the_order_is_that_of_the_chains_and_then_of_the_kinds() -> None:
    graph = graph_of('A ["20 will die in the war" as=certain] <~ B ["12 have died in the war" as=possible]')
    assert [drift.kind for drift in drifts(graph, "c")] == ["hardened", "numbers", "tense", "uncredited"]
    assert list(DRIFTS) == ["hardened", "softened", "numbers", "tense", "unnamed", "uncredited"]
