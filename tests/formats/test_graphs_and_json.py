"""Graphs, our own JSON, Parquet and pictures: read back by others and by us."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import networkx as nx
import pytest
from hypothesis import given, settings

from claimgraph.dot import to_dot
from claimgraph.errors import FormatError
from claimgraph.formats import dumps, loads
from claimgraph.formats.graphs import plain_graph
from claimgraph.formats.record_schema import export_schema
from claimgraph.graph import build_graph
from claimgraph.mermaid import to_mermaid
from claimgraph.model import Chain, Claim, Ledger, Mention
from claimgraph.redaction import Released, release
from claimgraph.store import load
from tests.strategies import claim_of, full_ledgers, ledger_of, ledgers

ROOT = Path(__file__).parent.parent.parent
GRAPHS = ("graphml", "gexf", "node-link")
READABLE = (*GRAPHS, "json")


def released(ledger: Ledger, *, internal: bool = False) -> Released:
    return release(build_graph(ledger), ledger, internal=internal)


def written(name: str, ledger: Ledger) -> bytes:
    data = dumps(name, released(ledger, internal=True))
    assert not isinstance(data, Mapping)
    return data if isinstance(data, bytes) else data.encode("utf-8")


@pytest.fixture(scope="module")
def shipped() -> Ledger:
    return load(ROOT / "claims")


def networkx_graph(name: str, data: bytes) -> Any:
    if name == "node-link":
        return nx.node_link_graph(json.loads(data), edges="edges")
    return (nx.read_graphml if name == "graphml" else nx.read_gexf)(io.BytesIO(data))


@pytest.mark.parametrize("name", GRAPHS)
def test_networkx_reads_what_we_write(name: str, shipped: Ledger) -> None:
    plain, read = plain_graph(released(shipped)), networkx_graph(name, written(name, shipped))
    assert dict(read.nodes) == plain.nodes
    edges = {(a, b): {k: v for k, v in values.items() if k != "id"} for a, b, values in read.edges(data=True)}
    assert edges == plain.edges


@pytest.mark.parametrize("name", READABLE)
@given(ledger=ledgers())
def test_claims_come_back(name: str, ledger: Ledger) -> None:
    found = loads(name, written(name, ledger), {})
    assert (tuple(found.claims), list(found.losses.lines())) == (ledger.claims, [])


@pytest.mark.parametrize("name", READABLE)
def test_the_shipped_record_comes_back(name: str, shipped: Ledger) -> None:
    found = loads(name, written(name, shipped), {})
    assert {claim.id: claim for claim in found.claims} == {claim.id: claim for claim in shipped}
    assert set(found.sources) == (set(shipped.sources) if name == "json" else set())


@settings(max_examples=50)
@given(ledger=full_ledgers())
def test_whatever_a_record_can_hold_comes_back_from_json(ledger: Ledger) -> None:
    data = written("json", ledger)
    jsonschema.Draft202012Validator(export_schema()).validate(json.loads(data))
    found = loads("json", data, {})
    assert sorted(found.claims, key=lambda c: c.id) == sorted(ledger.claims, key=lambda c: c.id)
    assert sorted(found.sources, key=lambda s: s.id) == sorted(ledger.sources, key=lambda s: s.id)
    assert list(found.losses.lines()) == []


@settings(max_examples=15)
@given(ledger=full_ledgers())
@pytest.mark.parametrize("name", GRAPHS)
def test_whatever_a_claim_can_hold_comes_back_from_graphs(name: str, ledger: Ledger) -> None:
    found = loads(name, written(name, ledger), {})
    assert sorted(found.claims, key=lambda c: c.id) == sorted(ledger.claims, key=lambda c: c.id)
    assert (found.sources, list(found.losses.lines())) == ((), [])


def test_files_in_another_order_give_the_same_bytes(shipped: Ledger) -> None:
    turned = replace(shipped, claims=shipped.claims[::-1], sources=shipped.sources[::-1])
    for name in (*READABLE, "dot", "mermaid", "parquet"):
        assert dumps(name, released(turned)) == dumps(name, released(shipped)), name


def test_schema_takes_good_and_rejects_broken(shipped: Ledger) -> None:
    document = json.loads(written("json", shipped))
    validator = jsonschema.Draft202012Validator(export_schema())
    validator.validate(document)
    document["claims"][0]["chain"] = document["claims"][0].pop("chains")
    assert not validator.is_valid(document)
    with pytest.raises(FormatError, match=r"claims\[0\]"):
        loads("json", json.dumps({**document, "claims": [{"id": "A B", "text": "x"}]}).encode(), {})


def test_own_json_says_whether_it_is_redacted() -> None:
    ledger = ledger_of("A <- Rose [told 2024] (confidential)")
    public, internal = (json.loads(str(dumps("json", released(ledger, internal=one)))) for one in (False, True))
    assert (public["redacted"], public["claims"][0]["chains"]) == (True, ["A <- Confidential source"])
    assert (internal["redacted"], internal["stamp"]) == (False, "INTERNAL – do not publish.")


BAD = {
    "doctype": (
        "graphml",
        b'<!DOCTYPE g [<!ENTITY a "b">]><graphml>&a;</graphml>',
        "column 13: a document type",
    ),
    "broken": ("gexf", b"<gexf><a></gexf>", "mismatched tag"),
    "deep": ("gexf", b"<a>" * 200, "too deeply"),
    "foreign": ("graphml", b"<graphml><graph><node id='a'/></graph></graphml>", "no node has type, record, statements"),
    "other": ("gexf", b"<html/>", "not <gexf>"),
    "no graph": ("node-link", b'{"nodes": 1}', "nodes: is no list"),
    "lists": ("node-link", b'{"nodes": [{"id": [], "claim": [], "type": {}}], "edges": [{}]}', "no node has type"),
    "not json": ("json", b"{", "line 1, column 2"),
    "nested": ("json", b"[" * 100_000, "too deeply"),
    "twice": ("json", b'{"a": 1, "a": 2}', "stands twice"),
    "version": ("json", b'{"format": "claimgraph", "version": 99}', "version"),
}


@pytest.mark.parametrize(("name", "data", "message"), BAD.values(), ids=list(BAD))
def test_bad_files_are_refused_in_one_line(name: str, data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message) as error:
        loads(name, data, {})
    assert "\n" not in str(error.value)


def test_a_graph_that_was_cut_is_not_read_as_whole() -> None:
    data = json.loads(written("node-link", Ledger((claim_of("A <- B"), claim_of("A", claim="d")))))
    data["nodes"] = [node for node in data["nodes"] if node["id"] != "c#b"]
    found = loads("node-link", json.dumps(data).encode(), {})
    assert [claim.id for claim in found.claims] == ["d"]
    assert list(found.losses.lines()) == ["claims whose statements or links were changed elsewhere: 1 (such as c)"]


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_no_character_that_xml_forbids(name: str) -> None:
    ledger = Ledger((Claim("c", "A\x00\x1b\ufffe\ud800\r\nB", (Chain(((Mention("A"),),)),)),))
    found = loads(name, written(name, ledger), {})
    assert tuple(found.claims) == ledger.claims


@pytest.mark.parametrize("name", ["dot", "mermaid"])
def test_pictures_are_those_of_render(name: str, shipped: Ledger) -> None:
    draw = to_dot if name == "dot" else to_mermaid
    graph = build_graph(shipped)
    assert dumps(name, released(shipped)) == draw(graph, claims=shipped)


@pytest.mark.parametrize("name", READABLE)
def test_whole_outputs(name: str, snapshot: Callable[[str, str], None]) -> None:
    ledger = ledger_of('A [2024-05-01 https://a.example/] <- B [reported "no <b>"] <~ "officials" [told]')
    snapshot(f"formats/{name}", written(name, ledger).decode("utf-8"))
