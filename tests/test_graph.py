"""The graph of statements: nodes, edges and what they carry; what order cannot change; the overview of sources."""

from __future__ import annotations

from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.errors import NotFoundError
from claimgraph.graph import build_graph, claim_nodes, link_between, project_sources, statement_of
from claimgraph.model import Claim, Config, Ledger, Link, Source, Statement
from claimgraph.notation import parse_chain
from claimgraph.registry import Registry
from tests.strategies import claim_of, graph_of, ledger_of, ledgers


def test_an_edge_runs_as_the_information_flows() -> None:
    graph = graph_of('Kataeb <- Sky News Arabia [reported 2024-11-29] <- "Syrian sources" [told]')
    assert type(graph) is nx.DiGraph
    assert list(graph.nodes) == ["c#kataeb", "c#sky-news-arabia@2024-11-29", 'c#"syrian sources"@sky-news-arabia']
    assert list(graph.edges) == [
        ("c#sky-news-arabia@2024-11-29", "c#kataeb"),
        ('c#"syrian sources"@sky-news-arabia', "c#sky-news-arabia@2024-11-29"),
    ]
    assert nx.ancestors(graph, "c#kataeb") == set(graph.nodes) - {"c#kataeb"}


def test_what_nodes_and_edges_carry() -> None:
    graph = graph_of('A [reported 2024-11-29] <~ B [because="same words"]')
    assert graph.nodes["c#a@2024-11-29"] == {
        "statement": Statement(
            claim="c", key="a@2024-11-29", kind="named", name="A", label="a", stance="relays", source="a",
            verb="reported", date="2024-11-29", seen=True,
        )
    }  # fmt: skip
    assert graph.edges["c#b", "c#a@2024-11-29"] == {"link": Link(inferred=True, because="same words")}
    assert statement_of(graph, "c#b").stance == "asserts"
    assert link_between(graph, upstream="c#b", downstream="c#a@2024-11-29").because == "same words"
    assert graph.graph == {"claims": {"c": ("c#a@2024-11-29", "c#b")}, "registry": Registry(), "protected": frozenset()}


def test_paths_of_two_claims_never_splice() -> None:
    graph = build_graph(Ledger((claim_of("A <- B", claim="one"), claim_of("B <- C", claim="two"))))
    assert set(graph.edges) == {("one#b", "one#a"), ("two#c", "two#b")}
    assert nx.ancestors(graph, "one#a") == {"one#b"}


def test_unnamed_sources_of_two_claims_are_two_voices_unless_registered() -> None:
    claims = tuple(claim_of('A <- "officials"', 'A <- "aides"', claim=name) for name in ("one", "two"))
    graph = build_graph(Ledger(claims, (Source("aides-of-a", "group", "aides", via="a"),)))
    assert statement_of(graph, 'one#"officials"@a').label == 'one#"officials"@a'
    assert statement_of(graph, 'two#"officials"@a').label == 'two#"officials"@a'
    assert statement_of(graph, 'one#"aides"@a').label == "aides-of-a"
    assert statement_of(graph, 'two#"aides"@a').label == "aides-of-a"


def test_some_of_the_claims() -> None:
    record = Ledger(tuple(claim_of("A <- B", claim=name) for name in ("one", "two", "three")))
    graph = build_graph(record, [record["two"]])
    assert set(graph.nodes) == {"two#a", "two#b"}
    assert list(graph.graph["claims"]) == ["two"]
    assert len(build_graph(record, [])) == 0


def test_a_claim_without_chains_has_no_nodes() -> None:
    graph = build_graph(Ledger((Claim("c", "C."),)))
    assert claim_nodes(graph, "c") == ()
    assert len(graph) == 0


def test_an_unknown_claim() -> None:
    graph = build_graph(Ledger((claim_of("A", claim="russian-action"),)))
    assert claim_nodes(graph, "russian-action") == ("russian-action#a",)
    with pytest.raises(NotFoundError, match=r"^no claim 'russian-acton' in this graph; did you mean russian-action\?$"):
        claim_nodes(graph, "russian-acton")
    with pytest.raises(NotFoundError, match=r"^no claim 'c' in this graph$"):
        claim_nodes(graph, "c")


def test_the_verbs_of_the_record_count() -> None:
    config = Config({"bestritt": "denies", "noted": "questions"})
    chains = tuple(parse_chain(text, verbs=config.all_verbs) for text in ("A [bestritt]", "B [noted]"))
    graph = build_graph(Ledger((Claim("c", "C.", chains),), config=config))
    assert [statement_of(graph, node).stance for node in graph] == ["denies", "questions"]


def test_a_branch_a_join_and_a_loop() -> None:
    graph = graph_of("A <- (B + C) <- D", "B <- C", "D <- A")
    assert set(graph.edges) == {
        ("c#b", "c#a"), ("c#c", "c#a"), ("c#d", "c#b"), ("c#d", "c#c"), ("c#c", "c#b"), ("c#a", "c#d")
    }  # fmt: skip


@given(ledgers(), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_claims_and_sources_changes_nothing(record: Ledger, random: Random) -> None:
    sources = [
        Source("a", "outlet", "A", same_as=("b",)),
        Source("officials-of-a", "group", "officials", via="A", resolved_to="d"),
        Source("officials-of-b", "group", "officials", via="B"),
        Source("d", "person", "D"),
    ]
    claims = list(record.claims)
    one = build_graph(Ledger(tuple(claims), tuple(sources)))
    random.shuffle(claims)
    random.shuffle(sources)
    other = build_graph(Ledger(tuple(claims), tuple(sources)))
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(data=True)) == list(other.edges(data=True))
    assert one.graph == other.graph
    assert list(project_sources(one).nodes(data=True)) == list(project_sources(other).nodes(data=True))
    assert list(project_sources(one).edges(data=True)) == list(project_sources(other).edges(data=True))


@given(ledgers(), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_chains_changes_no_node_and_no_edge(record: Ledger, random: Random) -> None:
    shuffled = []
    for claim in record:
        chains = list(claim.chains)
        random.shuffle(chains)
        shuffled.append(Claim(claim.id, claim.text, tuple(chains)))
    one, other = build_graph(record), build_graph(Ledger(tuple(shuffled)))
    assert set(one.nodes) == set(other.nodes)
    assert set(one.edges) == set(other.edges)


@given(ledgers())
@settings(max_examples=30)
def test_the_graph_of_a_record_is_that_of_its_claims_side_by_side(record: Ledger) -> None:
    whole = build_graph(record)
    parts = [build_graph(record, [claim]) for claim in record]
    joined = {node: statement_of(part, node) for part in parts for node in part}
    assert {node: statement_of(whole, node) for node in whole} == joined
    assert set(whole.edges) == {edge for part in parts for edge in part.edges}
    for claim in record:
        nodes = claim_nodes(whole, claim.id)
        assert len(nodes) == len(set(nodes))
        assert set(nodes) == {node for node in whole if statement_of(whole, node).claim == claim.id}


# ---- The overview of sources


def test_the_overview_has_a_node_per_voice() -> None:
    record = Ledger(
        (
            claim_of('A <- B <- "officials"', 'A <- "aides"', claim="one"),
            claim_of("A [2024-11-29] <~ B", 'A [2024-11-30] <- "officials"', 'A <- "aides" [2024]', claim="two"),
        ),
        (Source("aides-of-a", "group", "aides", via="a"), Source("b", "outlet", "The B", wire=True, confidential=True)),
    )
    overview = project_sources(build_graph(record))
    assert {node: (data["name"], data["kind"], data["claims"]) for node, data in overview.nodes(data=True)} == {
        "a": ("A", "named", ("one", "two")),
        "b": ("The B", "named", ("one", "two")),
        'one#"officials"@b': ("officials", "unnamed", ("one",)),
        'two#"officials"@a': ("officials", "unnamed", ("two",)),
        "aides-of-a": ("aides", "unnamed", ("one", "two")),
    }
    assert overview.nodes["b"] == {
        "name": "The B", "kind": "named", "described": False, "source_kind": "outlet", "wire": True,
        "confidential": True, "claims": ("one", "two"),
    }  # fmt: skip
    assert {(up, down): data for up, down, data in overview.edges(data=True)} == {
        ("b", "a"): {"claims": ("one", "two"), "inferred": False},
        ('one#"officials"@b', "b"): {"claims": ("one",), "inferred": False},
        ('two#"officials"@a', "a"): {"claims": ("two",), "inferred": False},
        ("aides-of-a", "a"): {"claims": ("one", "two"), "inferred": False},
    }


def test_a_link_of_the_overview_is_inferred_if_every_claim_infers_it() -> None:
    record = Ledger(
        tuple(claim_of("A <~ B", "C <~ B" if name == "one" else "C <- B", claim=name) for name in ("one", "two"))
    )
    overview = project_sources(build_graph(record))
    assert overview.edges["b", "a"] == {"claims": ("one", "two"), "inferred": True}
    assert overview.edges["b", "c"] == {"claims": ("one", "two"), "inferred": False}


def test_one_voice_never_relies_on_itself_in_the_overview() -> None:
    sources = (Source("ann", "person", "Ann"), Source("blog", "account", same_as=("Ann",)))
    overview = project_sources(graph_of("A [2024-11-29] <- A [2024-11-28] <- Blog <- Ann", sources=sources))
    assert set(overview.nodes) == {"a", "ann"}
    assert set(overview.edges) == {("ann", "a")}
    assert overview.nodes["ann"]["name"] == "Ann"


def test_the_entry_that_gave_the_label_describes_the_voice() -> None:
    group = Source("group", "group", "officials", via="a", resolved_to="ann", confidential=True)
    ann = Source("ann", "person", "Ann")
    for chains in (('A <- "officials"', "B <- Ann"), ("B <- Ann", 'A <- "officials"')):
        node = project_sources(build_graph(ledger_of(*chains, sources=(group, ann)))).nodes["ann"]
        assert (node["name"], node["kind"], node["source_kind"]) == ("Ann", "named", "person")
        assert node["confidential"]


@given(ledgers())
@settings(max_examples=30)
def test_the_overview_has_the_links_of_the_graph(record: Ledger) -> None:
    graph = build_graph(record)
    overview = project_sources(graph)
    voices = {node: statement_of(graph, node).label for node in graph}
    assert set(overview.nodes) == set(voices.values())
    assert set(overview.edges) == {(voices[up], voices[down]) for up, down in graph.edges if voices[up] != voices[down]}
