"""Statements and links as people name them."""

from __future__ import annotations

import pytest

from claimgraph.errors import NotFoundError
from claimgraph.lookup import claim_of_statement, find_link, find_statement
from claimgraph.model import Claim, Ledger, Source
from tests.strategies import graph_of

GRAPH = graph_of(
    'Kataeb [2024-11-29] <- Sky News Arabia <- "Syrian sources"',
    "Sky News Arabia <- ?",
    "Ann [2024-01] <- Ann [2023] <- Bob",
    sources=(Source("kataeb", "outlet", "Kataeb", aliases=("الكتائب",)),),
)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("c#kataeb@2024-11-29", "c#kataeb@2024-11-29"),
        ("c#kataeb", "c#kataeb@2024-11-29"),
        ("c#الكتائب", "c#kataeb@2024-11-29"),
        (" c # Sky News Arabia ", "c#sky-news-arabia"),
        ("c#SYRIAN SOURCES", 'c#"syrian sources"@sky-news-arabia'),
        ('c#"Syrian sources"', 'c#"syrian sources"@sky-news-arabia'),
        ("c#?@sky-news-arabia", "c#?@sky-news-arabia"),
        ("c#ann@2023", "c#ann@2023"),
    ],
)
def test_statements(text: str, node: str) -> None:
    assert claim_of_statement(Ledger(), text) == "c"
    assert find_statement(GRAPH, text) == node


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("c#ann", "'ann' may be ann@2024-01 or ann@2023 in c; name the one that is meant"),
        ("c#kataib", "no statement 'kataib' in c; did you mean Kataeb?"),
        ("c#zzz", "no statement 'zzz' in c; there are kataeb@2024-11-29, sky-news-arabia, "),
        ("d#ann", "no claim 'd' in this graph"),
        ("c#kataeb@2023", "no statement 'kataeb@2023' in c"),
    ],
)
def test_no_such_statement(text: str, message: str) -> None:
    with pytest.raises(NotFoundError) as error:
        find_statement(GRAPH, text)
    assert str(error.value).startswith(message)


def test_links() -> None:
    expected = ("c#sky-news-arabia", "c#kataeb@2024-11-29")
    for text in ("c#Kataeb <- Sky News Arabia", "c#kataeb ← c#sky-news-arabia", "c#kataeb<~sky-news-arabia"):
        assert find_link(GRAPH, text) == expected
    assert find_link(GRAPH, "c#kataeb") is None
    with pytest.raises(NotFoundError, match="does not rely on bob; it relies on sky-news-arabia"):
        find_link(GRAPH, "c#kataeb <- bob")
    with pytest.raises(NotFoundError, match="it relies on nobody"):
        find_link(GRAPH, "c#bob <- kataeb")
    with pytest.raises(NotFoundError, match="a link has two ends"):
        find_link(GRAPH, "c#kataeb <- bob <- ann@2023")


def test_a_source_is_no_statement() -> None:
    assert claim_of_statement(Ledger((Claim("weekly", "W."),)), "C# Weekly") is None
    assert claim_of_statement(Ledger(), "Kataeb") is None
