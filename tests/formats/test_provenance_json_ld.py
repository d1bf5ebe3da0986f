"""PROV-O as JSON-LD: read like the Turtle of the same graph, told apart from PROV-JSONLD, and nothing is fetched."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest

from claimgraph.errors import FormatError
from claimgraph.formats import Imported, loads
from tests.formats.test_provenance_prov_o import PREFIXES, chains, turtle


def json_ld(*nodes: dict[str, Any]) -> Imported:
    return loads("prov-jsonld", json.dumps({"@context": PREFIXES, "@graph": nodes}).encode(), {})


STORY = {
    "@id": "e:story",
    "@type": "prov:Entity",
    "rdfs:label": "The story",
    "prov:wasQuotedFrom": {"@id": "e:wire", "rdfs:label": "The wire"},
    "prov:wasAttributedTo": {"@type": "prov:Organization", "rdfs:label": "Gazette"},
}


def test_json_ld_is_read_like_the_turtle_of_the_same_graph() -> None:
    same = turtle(
        'e:story a prov:Entity ; rdfs:label "The story" ; prov:wasQuotedFrom e:wire ;'
        'prov:wasAttributedTo [ a prov:Organization ; rdfs:label "Gazette" ] . e:wire rdfs:label "The wire" .'
    )
    assert chains(same) == ["Gazette <- The wire"]
    assert json_ld(STORY) == same
    expanded = [
        {
            "@id": "https://e.org/story",
            "http://www.w3.org/ns/prov#wasDerivedFrom": [{"@id": "https://e.org/wire"}],
        }
    ]
    assert chains(loads("prov-jsonld", json.dumps(expanded).encode(), {})) == ["story <- wire"]


def test_named_graphs_of_json_ld_are_bundles() -> None:
    nodes = [
        {"@id": f"e:{name}", "@graph": [{"@id": f"e:{down}", "prov:wasDerivedFrom": {"@id": f"e:{up}"}}]}
        for name, down, up in (("one", "a", "b"), ("two", "b", "c"))
    ]
    assert chains(json_ld(*nodes)) == ["a <- b", "b <- c"]


CONTEXTS: list[tuple[Any, str]] = [
    ("https://w3id.org/bundle/context", "https://w3id.org/bundle/context"),
    ([PREFIXES, "context.json"], "context.json"),
    ([[{}, ["https://e.org/c"]]], "https://e.org/c"),
    ({"@import": "https://e.org/c"}, "https://e.org/c"),
    ({"story": {"@id": "e:story", "@context": "https://e.org/c"}}, "https://e.org/c"),
]


@pytest.mark.parametrize(("context", "address"), CONTEXTS)
@pytest.mark.parametrize("inside", [False, True])
def test_a_context_that_is_an_address_is_refused_and_nothing_is_fetched(
    context: Any, address: str, inside: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket is opened")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    node: dict[str, Any] = {"@context": context, **STORY}
    value = {"@id": "e:outer", "e:about": node} if inside else node
    with pytest.raises(FormatError) as caught:
        loads("prov-jsonld", json.dumps(value).encode(), {})
    assert str(caught.value) == (
        f"prov-jsonld: its @context is an address ({address}), and nothing is fetched; write the context itself in its "
        "place, or convert the file to Turtle and import it as prov-ttl"
    )


def test_prov_jsonld_is_known_by_its_context_or_its_records() -> None:
    derivation = {"@type": "prov:Derivation", "generatedEntity": "e:a", "usedEntity": "e:b"}
    for context in ([PREFIXES, "https://openprovenance.org/prov-jsonld/context.jsonld"], [PREFIXES], PREFIXES):
        text = json.dumps({"@context": context, "@graph": [derivation]})
        assert chains(loads("prov-jsonld", text.encode(), {})) == ["a <- b"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('"x"', "neither an object { } nor a list [ ]"),
        ("{", "line 1, column 2: Expecting property name"),
        ('{"@id": 1}', "nothing here is derived from anything"),
        ('{"@graph": {"@graph": 5}}', "nothing here is derived from anything"),
        ('{"@context": ' + "[" * 50_000 + "]" * 50_000 + "}", "nested too deep"),
        (json.dumps({"@context": {f"t{n}": f"u:{n}" for n in range(5_001)}}), "too many terms"),
        (json.dumps({"@context": {"@vocab": "u:" + "x" * 2_000}}), "more than 2,000 characters"),
        (json.dumps([{"@context": {f"t{n}": "u:n" for n in range(2_000)}}, *([{"@context": {}}] * 3_000)]), "too many"),
    ],
)
def test_json_ld_that_is_refused(text: str, why: str) -> None:
    with pytest.raises(FormatError) as caught:
        loads("prov-jsonld", text.encode(), {})
    assert why in str(caught.value)
    assert len(str(caught.value)) < 400
