"""PROV that others wrote, the hostile kind too: chains that it attests, or a refusal with a reason."""

from __future__ import annotations

import os
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from claimgraph.errors import FormatError
from claimgraph.formats import Imported, loads
from claimgraph.formats.rdf import terms
from claimgraph.model import RELATIONS, STANCES
from claimgraph.store.dumping import dumps as dump_claims
from claimgraph.store.loading import loads as read_claims

ROOT = Path(__file__).parent.parent.parent
DATA = Path(os.environ.get("CLAIMGRAPH_TEST_DATA", ROOT.parent / "shared" / "data"))
W3C = DATA / "prov" / "prov-tests.tar.gz"


def provn(*statements: str) -> Imported:
    text = "document prefix e <https://e.org/> prefix cg <urn:claimgraph:ns:>\n" + "\n".join(statements)
    return loads("provn", f"{text}\nendDocument".encode(), {})


def told(found: Imported) -> list[list[str]]:
    return [[claim.text, *map(str, claim.chains)] for claim in found.claims]


def test_whatever_nothing_was_derived_from_is_a_claim() -> None:
    found = provn(
        'entity(e:chart, [prov:label="Crime falls"]) agent(e:derek, [prov:type=\'prov:Person\', prov:label="Derek"])',
        "wasAttributedTo(e:chart, e:derek) wasDerivedFrom(e:chart, e:regions) wasDerivedFrom(e:regions, e:data)",
        "wasDerivedFrom(e:chart, e:list) wasDerivedFrom(e:other, e:data)",
        "wasGeneratedBy(e:data, e:counting, 2012-03-02T10:30:00Z)",
        "used(e:counting, e:list, -)",
        "wasDerivedFrom(e:other, e:data, -, -, -, [prov:type='prov:Quotation'])",
    )
    assert told(found) == [
        ["Crime falls", "Derek <- list", "Derek <- regions <- data [2012-03-02T10:30:00Z]"],
        ["other", "other <- data [2012-03-02T10:30:00Z]"],
    ]
    assert [(s.id, s.kind) for s in found.sources] == [
        ("data", "document"), ("derek", "person"), ("list", "document"), ("other", "document"), ("regions", "document"),
    ]  # fmt: skip
    assert list(found.losses.lines()) == [
        "used: 1 (such as used(e:counting, e:list, -))",
        "wasDerivedFrom prov:type: 1 (such as prov:Quotation)",
    ]


def test_two_entities_of_one_agent_stay_two() -> None:
    found = provn(
        "wasAttributedTo(e:draft, e:ann) wasAttributedTo(e:text, e:ann) wasDerivedFrom(e:text, e:draft)",
    )
    assert told(found) == [["text", "text <- draft"]]
    assert any(line.startswith("wasAttributedTo: one agent of several entities") for line in found.losses.lines())
    dated = provn(
        "wasAttributedTo(e:draft, e:ann) wasAttributedTo(e:text, e:ann) wasDerivedFrom(e:text, e:draft)",
        "wasGeneratedBy(e:draft, -, 2012-03-02T10:30:00Z) wasGeneratedBy(e:text, -, 2012-03-03T10:30:00Z)",
    )
    assert told(dated) == [["text", "ann [2012-03-03T10:30:00Z] <- ann [2012-03-02T10:30:00Z]"]]


def test_bundles_are_not_joined_to_chains_that_none_of_them_attests() -> None:
    found = provn(
        "bundle e:one wasDerivedFrom(e:a, e:b) endBundle",
        "bundle e:two wasDerivedFrom(e:b, e:c) endBundle",
    )
    assert told(found) == [["a", "a <- b"], ["b", "b <- c"]]


def test_names_that_a_chain_cannot_hold() -> None:
    found = provn(
        'entity(e:a, [prov:label="A (Paris) <- B"]) entity(e:b, [prov:label="us"]) entity(e:c, [prov:label="US"])',
        "wasDerivedFrom(e:a, e:b) wasDerivedFrom(e:b, e:c) wasDerivedFrom(e:c, e:c)",
    )
    [[text, chain]] = told(found)
    assert (text, chain.split(" <- ")[:2]) == ("A (Paris) <- B", ["A Paris B", "us source"])
    assert sum(found.losses.counts.values()) == 4


CIRCLE = "document prefix e <https://e.org/> wasDerivedFrom(e:a, e:b) wasDerivedFrom(e:b, e:a) endDocument"
REFUSED = {
    "empty": ("prov-json", b"", "Expecting value: line 1 column 1"),
    "no object": ("prov-json", b"[]", "must be a JSON object"),
    "deep JSON": ("prov-json", b'{"entity":' * 100_000, "nested too deep"),
    "deep JSON-LD": ("prov-jsonld", b'{"@graph":' + b"[" * 100_000, "nested too deep"),
    "no Turtle": ("prov-ttl", b"x y", r"prov-ttl: near line 1: Bad syntax (expected directive or statement); check "),
    "deep Turtle": ("prov-ttl", b"@prefix : <http://e.org/> . :a :b " + b"[ :b " * 20_000, "prov-ttl: "),
    "no chain": ("provn", b"document prefix e <https://e.org/> entity(e:a) endDocument", "no chain to import"),
    "a circle": ("provn", CIRCLE.encode(), "in a circle that nothing leaves: 2"),
    "no XML": ("prov-xml", b"<prov:document", "well-formed"),
    "entities": ("prov-xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "DOCTYPE"),
    "no UTF-8": ("provn", b"document \xff", "provn: "),
    "too large": ("provn", b" " * 20_000_001, "larger than 20 MB"),
}


@pytest.mark.parametrize(("name", "data", "why"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_refused_is_told_in_one_line(name: str, data: bytes, why: str) -> None:
    with pytest.raises(FormatError) as caught:
        loads(name, data, {})
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_what_calls_itself_ours_is_not_trusted() -> None:
    ours = '[prov:type=\'cg:Statement\', cg:name="A [x]", cg:date="soon", cg:verb="tolled", cg:stance="odd"]'
    found = provn(
        'entity(e:c, [prov:type=\'cg:Claim\', cg:id="../up", cg:due="never", cg:verdict="yes", cg:odd="x"])',
        f"entity(e:s, {ours}) entity(e:t, {ours}) specializationOf(e:s, e:c) specializationOf(e:t, e:c)",
        "wasDerivedFrom(e:s, e:t)",
    )
    assert told(found) == [["c", "A x [unseen]"]]
    assert set(found.losses.counts) == {
        "claim due", "claim verdict", "claim urn:claimgraph:ns:odd", "statement date", "statement verb",
        "statement stance", "names that a chain cannot hold", "statements of one source at one time",
        "links that no chain can hold",
    }  # fmt: skip


@pytest.mark.parametrize(("count", "refused"), [(50, False), (500, True)])
def test_rows_of_sources_without_a_name_end_somewhere(count: int, refused: bool) -> None:
    types = "prov:type='cg:Statement', prov:type='cg:Unnamed'"
    lines = ["entity(e:c, [prov:type='cg:Claim', cg:id=\"c\"])"]
    for n in range(count):
        lines.append(f'entity(e:s{n}, [{types}, cg:name="a {n}"]) specializationOf(e:s{n}, e:c)')
        lines.append(f"wasDerivedFrom(e:s{n}, e:s{n + 1})" if n + 1 < count else "")
    if refused:
        with pytest.raises(FormatError, match="without a name cite each other in a row"):
            provn(*lines)
    else:
        assert len(provn(*lines).claims[0].chains[0].steps) == count


def test_a_long_row_of_derivations_becomes_chains_that_can_be_read() -> None:
    found = provn(*(f"wasDerivedFrom(e:x{n}, e:x{n + 1})" for n in range(3_000)))
    [claim] = found.claims
    assert sum(len(chain.steps) - 1 for chain in claim.chains) == 3_000
    assert read_claims(dump_claims([claim])).claims == (claim,)


def test_bundles_of_trig_stand_for_themselves() -> None:
    trig = """@prefix prov: <http://www.w3.org/ns/prov#> . @prefix e: <https://e.org/> .
        e:one a prov:Bundle . e:two a prov:Bundle . e:a a prov:Entity . e:b a prov:Entity . e:c a prov:Entity .
        e:one { e:a prov:wasDerivedFrom e:b } e:two { e:b prov:wasDerivedFrom e:c }"""
    assert sorted(chain for [_, chain] in told(loads("prov-ttl", trig.encode(), {}))) == ["a <- b", "b <- c"]


# ---- The test files of the W3C

FORM_OF = {
    "json": "prov-json", "xml": "prov-xml", "provx": "prov-xml", "rdf": "prov-xml", "ttl": "prov-ttl",
    "trig": "prov-ttl", "jsonld": "prov-jsonld",
}  # fmt: skip


def _w3c() -> Iterator[tuple[str, str, bytes]]:
    with tarfile.open(W3C) as archive:
        for member in archive:
            form = FORM_OF.get(member.name.rpartition(".")[2])
            file = archive.extractfile(member) if form and member.size < 1_000_000 else None
            if file and form:
                yield member.name, form, file.read()


@pytest.mark.skipif(not W3C.is_file(), reason=f"needs the test files at {W3C}")
def test_every_test_file_of_the_w3c_is_imported_or_refused_with_a_reason() -> None:
    counts: Counter[str] = Counter()
    for name, form, data in _w3c():
        try:
            found = loads(form, data, {})
        except FormatError as error:
            reasons = {True: "without a derivation", False: "not valid"}
            counts[reasons["no chain to import" in str(error)]] += 1
        else:
            assert found.claims
            assert loads(form, data, {}) == found, name
            counts["imported"] += 1
    assert dict(counts) == {"imported": 38, "without a derivation": 969, "not valid": 32}


# ---- The vocabulary


def test_the_published_vocabulary_holds_every_term_and_no_other() -> None:
    graph = Graph().parse(ROOT / "docs" / "vocabulary.ttl", format="turtle")
    names = {str(s).removeprefix(terms.CG) for s in graph.subjects() if str(s).startswith(terms.CG)}
    fields = (terms.CLAIM_TEXTS, terms.VERDICT_TEXTS, terms.STATEMENT_TEXTS, terms.STATEMENT_FLAGS, terms.LINK_TERMS)
    sources = (terms.SOURCE_TEXTS, terms.SOURCE_LISTS, terms.SOURCE_FLAGS)
    used = {name for some in (*fields, *sources, RELATIONS, STANCES, ("tags", "stamp")) for name in some}
    assert names - {""} == used | {"Claim", "Statement", "Unnamed", "Missing", "Withdrawal"}
    for name in names - {""}:
        term = URIRef(terms.CG + name)
        assert graph.value(term, RDFS.comment), name
        assert graph.value(term, RDF.type) in {OWL.Class, OWL.DatatypeProperty, OWL.ObjectProperty, RDF.Property}
