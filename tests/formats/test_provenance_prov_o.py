"""PROV-O as Turtle and TriG: it means what PROV-O says, whichever of its words a file uses."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from rdflib import RDF, RDFS

from claimgraph.errors import FormatError
from claimgraph.formats import Imported, loads
from claimgraph.formats.rdf import quads

PREFIXES = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "e": "https://e.org/",
}


def full(text: str) -> bytes:
    return ("".join(f"@prefix {name}: <{uri}> .\n" for name, uri in PREFIXES.items()) + text).encode()


def turtle(text: str) -> Imported:
    return loads("prov-ttl", full(text), {})


def chains(found: Imported) -> list[str]:
    return [str(chain) for claim in found.claims for chain in claim.chains]


def registered(found: Imported) -> list[tuple[str, str]]:
    return [(source.name, source.kind) for source in found.sources]


# ---- Agents


@pytest.mark.parametrize(
    ("agent", "chain", "kind"),
    [
        ('e:g a prov:Organization ; rdfs:label "Town Gazette" .', "Town Gazette <- w", "org"),
        ('e:g a prov:Person ; foaf:name "Ann" .', "Ann <- w", "person"),
        ('e:g a prov:SoftwareAgent ; rdfs:label "Robot" .', "Robot <- w", None),
        ('e:g a prov:Person , prov:Agent ; rdfs:label "Ann" .', "Ann <- w", "person"),
        ('e:g a prov:Entity , prov:Organization ; rdfs:label "Desk" .', "Desk <- w", "org"),
        ('e:g rdfs:label "Town Gazette" .', "Town Gazette <- w", None),
        ("", "g <- w", None),
    ],
)
def test_persons_organizations_and_software_agents_are_agents(agent: str, chain: str, kind: str | None) -> None:
    found = turtle(f"e:s prov:wasDerivedFrom e:w ; prov:wasAttributedTo e:g . {agent}")
    assert chains(found) == [chain]
    assert registered(found) == [*([(chain.removesuffix(" <- w"), kind)] if kind else []), ("w", "document")]
    assert list(found.losses.lines()) == []


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("<https://tribune.example.org>", "tribune.example.org"),
        ("<https://tribune.example.org/>", "tribune.example.org"),
        ("<https://tribune.example.org/desk,foreign>", "desk,foreign"),
        ("<urn:isbn:123>", "123"),
        ('[ a prov:Agent ; rdfs:label "Town Gazette" ]', "Town Gazette"),
        ('[ foaf:name "Town Gazette" ]', "Town Gazette"),
    ],
)
def test_an_agent_may_be_any_address_or_a_blank_node(agent: str, name: str) -> None:
    found = turtle(f"e:s prov:wasDerivedFrom e:w ; prov:wasAttributedTo {agent} .")
    assert chains(found) == [f"{name} <- w"]


def test_two_blank_agents_that_are_called_the_same_stay_two() -> None:
    agent = 'prov:wasAttributedTo [ a prov:Agent ; rdfs:label "Gazette" ]'
    found = turtle(f"e:s prov:wasDerivedFrom e:w ; {agent} . e:w prov:wasDerivedFrom e:v ; {agent} .")
    assert chains(found) == ["Gazette <- Gazette 3fecf6ce <- v"]


def test_an_agent_without_a_name_says_nothing() -> None:
    found = turtle("e:s prov:wasDerivedFrom e:w ; prov:wasAttributedTo [ a prov:Person ] .")
    assert chains(found) == ["s <- w"]
    assert list(found.losses.lines()) == ["wasAttributedTo: an agent without a name: 1 (such as unnamed agent)"]


def test_who_is_derived_from_is_not_also_who_says_it() -> None:
    found = turtle('e:s prov:wasDerivedFrom e:a ; prov:wasAttributedTo e:a . e:a a prov:Person ; rdfs:label "Ann" .')
    assert chains(found) == ["s <- Ann"]
    assert registered(found) == [("Ann", "person"), ("s", "document")]


# ---- Derivations


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("e:s prov:wasDerivedFrom e:w .", None),
        ("e:s prov:wasQuotedFrom e:w .", "Quotation"),
        ("e:s prov:wasRevisionOf e:w .", "Revision"),
        ("e:s prov:hadPrimarySource e:w .", "PrimarySource"),
        ("e:w prov:hadDerivation e:s .", None),
        ("e:w prov:quotedAs e:s .", "Quotation"),
        ("e:w prov:hadRevision e:s .", "Revision"),
        ("e:w prov:wasPrimarySourceOf e:s .", "PrimarySource"),
        ("e:s prov:qualifiedDerivation [ a prov:Derivation ; prov:entity e:w ] .", None),
        ("e:s prov:qualifiedDerivation [ a prov:Quotation ; prov:entity e:w ] .", "Quotation"),
        ("e:s prov:qualifiedQuotation [ prov:entity e:w ] .", "Quotation"),
        ("e:s prov:qualifiedRevision e:q . e:q prov:entity e:w .", "Revision"),
        ("e:s prov:qualifiedPrimarySource [ prov:influencer e:w ] .", "PrimarySource"),
        ("[] prov:qualifiedQuotationOf e:s ; prov:entity e:w .", "Quotation"),
        ("e:s prov:wasQuotedFrom e:w ; prov:qualifiedQuotation [ prov:entity e:w ] .", "Quotation"),
    ],
)
def test_every_form_of_a_derivation_is_one(said: str, kind: str | None) -> None:
    found = turtle(f'{said} e:s rdfs:label "The story" . e:w rdfs:label "The wire" .')
    assert chains(found) == ["The story <- The wire"]
    assert list(found.losses.lines()) == ([f"wasDerivedFrom prov:type: 1 (such as prov:{kind})"] if kind else [])


def test_short_and_plain_derivations_are_all_read() -> None:
    found = turtle("e:s prov:wasDerivedFrom e:d ; prov:hadPrimarySource e:p ; prov:wasQuotedFrom e:q .")
    assert chains(found) == ["s <- d", "s <- p", "s <- q"]


def test_a_derivation_from_a_text_is_told() -> None:
    with pytest.raises(FormatError, match=r"entity prov:wasDerivedFrom: 1 \(such as http://x.org/\)"):
        turtle('e:s prov:wasDerivedFrom "http://x.org/" .')


# ---- Attribution and generation in other words


@pytest.mark.parametrize(
    "said",
    [
        "e:s prov:wasAttributedTo e:ann .",
        "e:ann prov:contributed e:s .",
        "e:s prov:qualifiedAttribution [ a prov:Attribution ; prov:agent e:ann ] .",
        "e:s prov:wasAttributedTo e:ann ; prov:qualifiedAttribution [ prov:agent e:ann ; prov:hadRole e:author ] .",
    ],
)
def test_every_form_of_an_attribution_is_one(said: str) -> None:
    assert chains(turtle(f"{said} e:s prov:wasDerivedFrom e:w .")) == ["ann <- w"]


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ('prov:generatedAtTime "2012-03-02T10:30:00Z"^^xsd:dateTime', "2012-03-02T10:30:00Z"),
        ('prov:generatedAtTime "2012-03-02"^^xsd:date', "2012-03-02"),
        ('prov:generatedAtTime "2012-03"^^xsd:gYearMonth', "2012-03"),
        ('prov:qualifiedGeneration [ prov:atTime "2012-03-02T10:30:00.75Z" ]', "2012-03-02T10:30:00Z"),
        ('prov:qualifiedGeneration [ prov:atTime "2012-03-02"^^xsd:date ]', "2012-03-02"),
    ],
)  # fmt: skip
def test_the_time_of_generation_is_the_date(said: str, date: str) -> None:
    assert chains(turtle(f"e:s prov:wasDerivedFrom e:w ; {said} .")) == [f"s [{date}] <- w"]


def test_one_time_that_is_said_twice_is_one_and_a_bad_one_is_told() -> None:
    moment = '"2012-03-02T10:30:00Z"^^xsd:dateTime'
    found = turtle(
        f'e:s prov:wasDerivedFrom e:w ; prov:generatedAtTime {moment} , "soon" ; prov:wasGeneratedBy e:act ;'
        f"prov:qualifiedGeneration [ prov:activity e:act ; prov:atTime {moment} ] ."
    )  # fmt: skip
    assert chains(found) == ["s [2012-03-02T10:30:00Z] <- w"]
    assert list(found.losses.lines()) == [
        "activity: 1 (such as act)",
        "entity prov:generatedAtTime: invalid time: 1 (such as soon)",
    ]


# ---- Blank nodes


def test_blank_entities_are_named_by_their_labels_or_stay_unnamed() -> None:
    found = turtle(
        '[ rdfs:label "The story" ] prov:wasDerivedFrom [ rdfs:label "The wire" ; prov:wasDerivedFrom [] ] ,'
        "[ prov:wasDerivedFrom e:x ] , [ prov:wasDerivedFrom e:y ] ."
    )
    assert chains(found) == [
        'The story <- "unnamed entity" <- y',
        'The story <- "unnamed entity 2" <- x',
        'The story <- The wire <- "unnamed entity 3"',
    ]
    assert [claim.id for claim in found.claims] == ["story-b14b1276"]


def test_a_blank_claim_takes_its_text_from_its_value() -> None:
    found = turtle('[] prov:wasDerivedFrom e:w ; prov:value "It rains." . [] prov:wasDerivedFrom e:v .')
    assert sorted(claim.text for claim in found.claims) == ["It rains.", "unnamed entity"]
    assert list(found.losses.lines()) == ["claims without a text: neither address nor label: 2 (such as It rains.)"]


BLANK = """
_:a prov:wasDerivedFrom _:b , [ prov:wasAttributedTo [ ] ] ; prov:wasAttributedTo [ a prov:Person ] , _:c .
_:b e:topic _:c , [ ] ; prov:wasDerivedFrom _:b . _:act prov:used _:b . _:x prov:wasDerivedFrom _:y .
_:y prov:wasDerivedFrom _:x . _:g { _:s prov:wasDerivedFrom _:t } [] rdfs:seeAlso [] ."""


def test_names_of_blank_nodes_are_shown_to_nobody() -> None:
    found = turtle(BLANK)
    shown = [str(claim) for claim in found.claims] + [str(source) for source in found.sources]
    text = " ".join([*shown, *found.losses.lines()])
    assert "blank" not in text
    assert "_:" not in text
    assert "used: 1 (such as used(something without an address, something without an address))" in text


def test_the_same_file_gives_the_same_in_every_process_and_folder(tmp_path: Any) -> None:
    program = "import sys; from claimgraph.formats import loads; print(loads('prov-ttl', sys.stdin.buffer.read(), {}))"
    data = full(BLANK + "<#s> prov:wasDerivedFrom <other> .")
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            input=data,
            capture_output=True,
            check=True,
            cwd=folder,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for folder, seed in ((tmp_path, "1"), ("/", "2"))
    ]
    assert runs[0] == runs[1]
    assert b"claims=(Claim(" in runs[0]


def test_what_is_around_a_blank_node_names_it_and_not_its_place_in_the_file() -> None:
    one = '[ rdfs:label "A" ] prov:wasDerivedFrom e:w .'
    ids = {claim.id for claim in turtle(one).claims}
    assert ids < {claim.id for claim in turtle(f'[ rdfs:label "B" ] prov:wasDerivedFrom e:v . {one}').claims}


# ---- What is told


def test_statements_about_other_things_are_told() -> None:
    found = turtle('e:s prov:wasDerivedFrom e:w . e:topic a rdfs:Class ; rdfs:label "Rain" . e:s e:about e:topic .')
    assert list(found.losses.lines()) == [
        f"statements about what is no entity, activity or agent: 2 (such as {RDF.type}; {RDFS.label})",
        "entity https://e.org/about: 1 (such as https://e.org/topic)",
    ]


def test_what_the_library_warns_about_is_told() -> None:
    text = """{"prefix": {"e": "https://e.org/"}, "entity": {"e:a": {"prov:label": "A"}},
        "entity": {"e:a": {"e:x": {"$": "y", "type": "no:where"}}},
        "wasGeneratedBy": {"_:g": {"prov:entity": "e:a", "prov:activity": "e:act", "prov:time": "soon"}},
        "wasDerivedFrom": {"_:d": {"prov:generatedEntity": "e:a", "prov:usedEntity": "e:b"}}}"""
    assert list(loads("prov-json", text.encode(), {}).losses.lines()) == [
        "entity https://e.org/x: 1 (such as y)",
        "invalid times: 1 (such as record '_:g', attribute 'prov:time': 'soon')",
        "keys that are repeated in JSON; the last one counts: 1 (such as 'entity')",
        "names whose prefix is not declared: 1 (such as 'no:where')",
        "wasGeneratedBy: 1 (such as wasGeneratedBy(e:a, e:act, -))",
    ]


def test_what_is_not_prov_in_xml_is_told() -> None:
    text = """<prov:document xmlns:prov="http://www.w3.org/ns/prov#" xmlns:e="https://e.org/"><prov:wasDerivedFrom>
        <prov:generatedEntity prov:ref="e:a"/><prov:usedEntity prov:ref="e:b"/></prov:wasDerivedFrom>
        <prov:other><e:note>x</e:note></prov:other></prov:document>"""
    assert list(loads("prov-xml", text.encode(), {}).losses.lines()) == ["prov:other: what is not PROV: 1"]


@pytest.mark.parametrize(
    ("name", "told"), [("e:b", []), ("e:c", ["bundle @id: not the name of the bundle: 1 (such as e:c)"])]
)
def test_the_id_inside_a_bundle_of_prov_json(name: str, told: list[str]) -> None:
    derived = {"_:d": {"prov:generatedEntity": "e:story", "prov:usedEntity": "e:wire"}}
    bundle = {"@id": name, "wasDerivedFrom": derived}
    text = json.dumps({"prefix": {"e": "https://e.org/"}, "bundle": {"e:b": bundle}})
    found = loads("prov-json", text.encode(), {})
    assert chains(found) == ["story <- wire"]
    assert list(found.losses.lines()) == told


# ---- What is too much


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("".join(f"@prefix a: <u:{n}> .\n" for n in range(5_001)), "more than 5,000 prefixes"),
        ("@prefix a: <u:" + "x" * 2_000 + "> .", "more than 2,000 characters"),
        (
            "e:q prov:entity " + ",".join(f"e:u{n}" for n in range(600)) + " ."
            "e:a e:b e:c . " + "".join(f"e:s{n} prov:qualifiedDerivation e:q .\n" for n in range(600)),
            "more than 200,000 records",
        ),
    ],
)
def test_a_short_file_that_means_too_much(text: str, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        turtle(text)


def test_more_quads_than_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quads, "MAX_QUADS", 100)
    with pytest.raises(FormatError, match="prov-ttl: more than 100 quads"):
        turtle("e:a e:b " + ",".join(map(str, range(101))) + " .")
