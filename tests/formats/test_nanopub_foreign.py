"""Nanopublications that others wrote, the broken and the hostile kind too: claims, or a refusal with a reason."""

from __future__ import annotations

import os
import random
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimgraph.errors import FormatError
from claimgraph.formats import Imported, loads
from claimgraph.formats.nanopub import documents
from claimgraph.formats.rdf import quads
from claimgraph.model import Relation, Source
from claimgraph.store.dumping import dumps as dump_claims
from claimgraph.store.loading import loads as read_claims

ROOT = Path(__file__).parent.parent.parent
DATA = Path(os.environ.get("CLAIMGRAPH_TEST_DATA", ROOT.parent / "shared" / "data"))
SUITE = DATA / "nanopub" / "nanopub-tests.tar.gz"

PREFIXES = """\
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix npx: <http://purl.org/nanopub/x/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix pav: <http://purl.org/pav/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix orcid: <https://orcid.org/> .
@prefix e: <https://e.org/> .
"""
PARTS = (
    "a np:Nanopublication ; np:hasAssertion this:assertion ; np:hasProvenance this:provenance ; "
    "np:hasPublicationInfo this:pubinfo ."
)
SAID = "e:mosquito e:transmits e:malaria ."
BY_ANN = 'this:assertion prov:wasAttributedTo e:ann . e:ann rdfs:label "Ann" .'
CREATED = 'this: dct:created "2024-05-02T10:00:00.5Z"^^xsd:dateTime .'


def nanopub(
    assertion: str = SAID, provenance: str = BY_ANN, pubinfo: str = CREATED, *, name: str = "np1", own: str = "this:"
) -> str:
    return (
        f"@prefix this: <https://n.org/{name}/> .\n"
        f"this:Head {{ {own} {PARTS} }}\n"
        f"this:assertion {{ {assertion} }}\nthis:provenance {{ {provenance} }}\nthis:pubinfo {{ {pubinfo} }}\n"
    )


def read(*nanopubs: str) -> Imported:
    return loads("nanopub", (PREFIXES + "".join(nanopubs)).encode(), {})


def chains(found: Imported) -> list[str]:
    return [str(chain) for claim in found.claims for chain in claim.chains]


# ---- What it says

TEXTS = {
    "a sentence that is an address": (
        "this:assertion npx:asSentence <http://purl.org/aida/Malaria+is+spread+by+mosquitoes%2C%20not+air.> .",
        "Malaria is spread by mosquitoes, not air.",
    ),
    "a description": (
        'e:x rdfs:label "X" ; dct:description "Mosquitoes\\n spread malaria." .',
        "Mosquitoes spread malaria.",
    ),
    "the assertion about itself": (
        'this:assertion rdfs:comment "It spreads." . e:x e:y 1, 2, 3, 4, 5 .',
        "It spreads.",
    ),
    "words": ("e:malariaMosquito e:isVectorOf e:malaria_tropica .", "malaria mosquito is vector of malaria tropica"),
    "labels": (
        'e:m e:transmits e:d . e:m rdfs:label "Moustique"@fr, "Mosquito"@en . e:d foaf:name "Malaria" .',
        "Mosquito transmits Malaria",
    ),
    "several, in a fixed order": ('e:b e:says "yes" . e:a e:says 1.50 .', "a says 1.50; b says yes"),
    "a name": ('e:x a e:Claim ; rdfs:label "All cats are grey" .', "All cats are grey"),
    "nothing but kinds": ("e:x a e:Cat .", "x is a Cat"),
    "without addresses": ('[] e:knows [ foaf:name "Bo" ] .', "something knows Bo"),
    "too many": ("e:x e:y 1, 2, 3, 4, 5 .", "x y 1; x y 2; x y 3; x y 4"),
}  # fmt: skip


@pytest.mark.parametrize(("assertion", "text"), TEXTS.values(), ids=list(TEXTS))
def test_the_text_of_a_claim(assertion: str, text: str) -> None:
    [claim] = read(nanopub(assertion)).claims
    assert claim.text == text


def test_texts_have_an_end() -> None:
    found = read(nanopub(f'e:x dct:description "{"long " * 1000}" .'))
    assert (len(found.claims[0].text), found.claims[0].text[-2:]) == (1000, "g…")
    assert "assertion: what is beyond 1,000 characters of a text" in found.losses.counts


# ---- Who says it

AT = "https://n.org/np1/"
WHO = {
    "the source publishes": (BY_ANN, f"{CREATED} this: dct:creator e:ann .", f"Ann [2024-05-02T10:00:00Z {AT}]"),
    "another one publishes": (
        f'{BY_ANN} this:assertion prov:generatedAtTime "2023-01-01T00:00:00Z"^^xsd:dateTime .',
        f'{CREATED} this: pav:createdBy e:bot . e:bot foaf:name "Bot (v1)" .',
        f"Bot v1 [2024-05-02T10:00:00Z {AT}] <- Ann [2023-01-01T00:00:00Z]",
    ),
    "made from a document": (
        'this:assertion prov:wasDerivedFrom <https://doi.org/10.1/x> . <https://doi.org/10.1/x> dct:title "X" .',
        f"{CREATED} this: dct:creator orcid:0000-0002-1267-0234 .",
        f"orcid.org/0000-0002-1267-0234 [2024-05-02T10:00:00Z {AT}] <- X",
    ),
    "all three": (
        f"{BY_ANN} this:assertion prov:hadPrimarySource e:paper, e:data .",
        "this: dct:creator e:bot .",
        f"e.org/bot [{AT}] <- Ann <- e.org/data + e.org/paper",
    ),
    "nobody": (
        "this:assertion prov:wasGeneratedBy e:run .", CREATED, f"? [2024-05-02T10:00:00Z {AT}]",
    ),
    "nobody, but documents": ("this:assertion dct:source e:paper .", CREATED, "e.org/paper"),
    "a text, and one without an address": (
        'this:assertion pav:authoredBy "CALIPHO", [ ] .', CREATED, f"CALIPHO [2024-05-02T10:00:00Z {AT}]",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("provenance", "pubinfo", "chain"), WHO.values(), ids=list(WHO))
def test_whom_a_chain_names(provenance: str, pubinfo: str, chain: str) -> None:
    assert chains(read(nanopub(SAID, provenance, pubinfo))) == [chain]


def test_people_and_documents_are_registered() -> None:
    orcid = "https://orcid.org/0000-0002-1267-0234"
    who = f"this:assertion prov:wasAttributedTo <{orcid}>, e:who . e:who a foaf:Organization ."
    provenance = f"{who} this:assertion prov:wasDerivedFrom e:paper ."
    found = read(nanopub(SAID, provenance))
    head = "nanopublication n.org/np1 [2024-05-02T10:00:00Z https://n.org/np1/]"
    together = "(e.org/who + orcid.org/0000-0002-1267-0234)"  # what several wrote is one document, and one line
    assert chains(found) == [f"{head} <- {together} <- e.org/paper"]
    assert list(found.sources) == [
        Source("e-org-paper", "document", "e.org/paper", url="https://e.org/paper"),
        Source("e-org-who", "org", "e.org/who", url="https://e.org/who"),
        Source("nanopublication-n-org-np1", "document", "nanopublication n.org/np1", url="https://n.org/np1/"),
        Source("orcid-org-0000-0002-1267-0234", "person", "orcid.org/0000-0002-1267-0234", url=orcid),
    ]


def test_where_it_is_stays_with_a_claim_that_nobody_makes() -> None:
    [claim] = read(nanopub(SAID, "this:assertion dct:source e:paper .")).claims
    assert claim.note == f"Nanopublication {AT}"


def test_what_has_no_place_is_told() -> None:
    info = f"{CREATED} this: dct:license e:free ; dct:creator e:ann, e:bo ."
    found = read(nanopub(f"{SAID} e:m a e:Insect .", BY_ANN, info))
    assert list(found.losses.lines()) == [
        "assertion rdf:type: 1 (such as https://e.org/Insect)",
        "provenance rdfs:label: 1 (such as Ann)",
        "pubinfo dct:license: 1 (such as https://e.org/free)",
        "pubinfo: published together with whom the provenance names: 1 (such as e.org/bo)",
    ]


# ---- What becomes of others


def test_what_its_source_retracts_is_withdrawn() -> None:
    again = "e:ann npx:retracts <https://n.org/np1/> ."
    later = 'this: dct:created "2024-06-01T00:00:00Z"^^xsd:dateTime .'
    found = read(nanopub(), nanopub(again, BY_ANN, later, name="np2"))
    assert chains(found) == [
        "Ann [2024-05-02T10:00:00Z https://n.org/np1/]",
        "Ann [retracted 2024-06-01T00:00:00Z https://n.org/np2/]",
    ]
    assert [name for name in found.losses.counts if "retracts" in name] == []


def test_what_somebody_else_retracts_in_their_name_is_not() -> None:
    by_bo = ("this:assertion prov:wasAttributedTo e:bo .", "this: dct:creator e:bo .")
    found = read(nanopub(), nanopub("e:ann npx:retracts <https://n.org/np1/> .", *by_bo, name="np2"))
    assert len(chains(found)) == 1
    assert found.losses.counts["npx:retracts: by somebody else, or at the same time"] == 1


def test_what_is_retracted_at_the_same_time_stays_a_statement() -> None:
    found = read(nanopub(), nanopub("e:ann npx:retracts <https://n.org/np1/> .", name="np2"))
    assert chains(found) == ["Ann [2024-05-02T10:00:00Z https://n.org/np1/]"]
    assert found.losses.counts["npx:retracts: by somebody else, or at the same time"] == 1


def test_what_supersedes_what() -> None:
    info = f"{CREATED} this: npx:supersedes <https://n.org/np1/>, <https://n.org/np9/> ."
    found = read(nanopub(), nanopub("e:mosquito e:carries e:malaria .", BY_ANN, info, name="np2"))
    old, new = found.claims
    assert (old.relations, new.relations) == ((), (Relation("supersedes", old.id),))
    assert found.losses.examples["npx:supersedes: of what is not in the file, or of somebody else"] == [
        "https://n.org/np9/"
    ]


def test_nobody_replaces_or_takes_back_what_somebody_else_said() -> None:
    later = 'this: dct:created "2024-06-01T00:00:00Z"^^xsd:dateTime ; dct:creator e:mallory .'
    over = f"{later} this: npx:supersedes <https://n.org/np1/> ; npx:retracts <https://n.org/np1/> ."
    for provenance in ("this:assertion prov:wasAttributedTo e:mallory .", BY_ANN):  # also by quoting her
        found = read(nanopub(), nanopub("e:x e:y e:z .", provenance, over, name="np2"))
        assert [claim.relations for claim in found.claims] == [(), ()]
        assert [str(chain) for chain in found.claims[0].chains] == ["Ann [2024-05-02T10:00:00Z https://n.org/np1/]"]
        assert found.losses.counts["npx:supersedes: of what is not in the file, or of somebody else"] == 1
        assert found.losses.counts["npx:retracts: by somebody else, or at the same time"] == 1


def test_a_sentence_that_is_only_spoken_of_is_not_asserted() -> None:
    aida = "<http://purl.org/aida/Vaccines+cause+autism.>"
    [claim] = read(nanopub(f"e:ann npx:disagreesWith {aida} .")).claims
    assert claim.text == "Ann disagrees with “Vaccines cause autism.”"
    [claim] = read(nanopub(f"{aida} a npx:Sentence .")).claims
    assert claim.text == "Vaccines cause autism."


def test_what_calls_itself_ours_is_not_trusted() -> None:
    ours = f"@prefix cg: <urn:claimgraph:ns:> .\n{PREFIXES}" + nanopub(
        'e:s cg:relays e:c ; cg:denies e:c ; cg:relays e:d . e:c a cg:Claim ; cg:text "C is so." .',
        "this:assertion foaf:primaryTopic e:s ; prov:wasAttributedTo e:a ; e:odd e:x . "
        "this:assertion prov:wasDerivedFrom e:s, e:t . "
        'e:s cg:name "A [x]" ; cg:date "soon" ; cg:verb "tolled" ; cg:odd 1 . e:a cg:kind "king" ; cg:id "../up" .',
        f'{CREATED} e:c cg:id "../up" ; cg:due "never" ; cg:verdict "yes" . this: npx:introduces e:s .',
    )
    found = loads("nanopub", ours.encode(), {})
    assert [(claim.id[:5], claim.text, *map(str, claim.chains)) for claim in found.claims] == [
        ("c-so-", "C is so.", "A x [stance=denies unseen]")
    ]
    assert found.sources == ()
    assert set(found.losses.counts) == {
        "agents whose id, kind or access is none of ours", "claim due", "claim verdict", "dct:created",
        "https://e.org/odd", "links that no chain can hold", "links to statements that are not in the file",
        "names that a chain cannot hold", "statement date", "statement urn:claimgraph:ns:odd", "statement verb",
        "statements that say more than one thing",
    }  # fmt: skip


# ---- What is refused

GOOD, TWIN = nanopub(), "<https://n.org/np1>"
REFUSED = {
    "empty": ("", "no nanopublication in it"),
    "no RDF": ("this is no TriG", "cannot be read as trig"),
    "another head": (GOOD.replace("np:hasAssertion this:assertion ;", ""), "its head names no graph as its assertion"),
    "two assertions": (GOOD.replace("np:hasAssertion", "np:hasAssertion this:other, "), "its head names 2 graphs"),
    "a text as a graph": (GOOD.replace("hasAssertion this:assertion", 'hasAssertion "x"'), "does not begin with"),
    "no assertion": (nanopub(""), "its assertion is empty"),
    "no provenance": (nanopub(SAID, "e:a e:b e:c ."), "its provenance says nothing of its assertion"),
    "no publication info": (nanopub(SAID, BY_ANN, "e:a e:b e:c ."), "its publication info says nothing of it"),
    "one more graph": (GOOD + "e:g { e:a e:b e:c }", "graph https://e.org/g belongs to no nanopublication"),
    "something outside": (GOOD + "e:a e:b e:c .", "belongs to no nanopublication"),
    "one graph twice": (GOOD.replace("this:pubinfo", "this:provenance"), "two of its graphs have the same address"),
    "two share a graph": (
        nanopub(pubinfo=f"{CREATED} {TWIN} e:a e:b .") + f"this:Head2 {{ {TWIN} {PARTS} }}", "the same address",
    ),
    "graphs of others": (GOOD.replace("this:assertion", "e:assertion"), "does not begin with its own"),
    "an odd number": (nanopub('e:a e:b "two"^^xsd:integer .'), "'two' is no integer"),
    "an odd day": (nanopub('e:a e:b "2024-02-31"^^xsd:date .'), "'2024-02-31' is no date"),
    "a good and a bad one": (GOOD + nanopub("", name="np2"), "np2/ is not valid: its assertion is empty"),
    "relative": (nanopub("<a> e:b e:c ."), "<a> is relative"),
    "deep": (nanopub("e:a e:b " + "[ e:b " * 20_000), "nanopub: "),
    "deep lists": (nanopub("e:a e:b " + "(" * 20_000), "nanopub: "),
    "XML with entities": ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><TriX>&b;</TriX>', "DOCTYPE"),
    "no XML": ("<TriX", "no XML"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_refused_is_told_in_one_line(text: str, why: str) -> None:
    with pytest.raises(FormatError) as caught:
        loads("nanopub", text.encode() if text.startswith("<") else (PREFIXES + text).encode(), {})
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_changed_one_with_a_trusty_address_is_refused() -> None:
    name = "RA" + "x" * 43
    own = f"<https://n.org/{name}>"
    with pytest.raises(FormatError, match="not what its trusty address stands for"):
        read(nanopub(pubinfo=CREATED.replace("this:", own), name=name, own=own))


def test_moments_that_python_has_no_value_for_are_no_mistakes() -> None:
    moments = '"-0044-03-15"^^xsd:date, "12024-01-01"^^xsd:date, "2024-01-01T24:00:00Z"^^xsd:dateTime, "2024"^^e:year'
    assert len(read(nanopub(f"e:a e:b {moments} .")).claims) == 1


def test_a_short_file_that_holds_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quads, "MAX_QUADS", 1_000)
    with pytest.raises(FormatError, match="more than 1,000 quads"):
        read(nanopub("e:a e:b " + ",".join(map(str, range(1_000))) + " ."))
    monkeypatch.setattr(documents, "MAX_BYTES", 1_000_000)
    with pytest.raises(FormatError, match="larger than 1 MB"):
        loads("nanopub", b" " * 1_000_001, {})


def test_how_a_file_begins_is_told_at_once() -> None:
    started = time.monotonic()
    for start in (b" " * 1_000_000, b"#\n" * 500_000, b"<" * 1_000_000, b"_:a" * 300_000):
        with pytest.raises(FormatError):
            loads("nanopub", start, {})
    assert time.monotonic() - started < 20


MANY = {
    "parties": "this:assertion prov:wasAttributedTo {} .",
    "kinds": "this:assertion prov:wasAttributedTo {0} . e:a a {0} .",
    "documents": "this:assertion prov:wasDerivedFrom {} .",
    "names": "this:assertion rdfs:label {} .",
}


@pytest.mark.parametrize("provenance", MANY.values(), ids=list(MANY))
def test_how_long_it_takes_grows_no_faster_than_the_file(provenance: str) -> None:
    started = time.monotonic()
    read(nanopub(provenance=provenance.format(", ".join(f"e:n{n}" for n in range(20_000)))))
    assert time.monotonic() - started < 20


def test_many_small_ones() -> None:
    found = read(*(nanopub(name=f"np{n}") for n in range(300)))
    assert len(found.claims) == 300


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_cut_or_changed_is_read_or_refused(seed: int) -> None:
    _mutated((PREFIXES + GOOD + nanopub(name="np2")).encode(), random.Random(seed))


def _mutated(data: bytes, chance: random.Random) -> None:
    """Read a file that was cut, or in which bytes were changed, left out or said twice."""
    start = chance.randrange(len(data))
    end = start + chance.randrange(40)
    odd = bytes(chance.randrange(256) for _ in range(3))
    piece = chance.choice([b"", odd, data[start:end] * 2, b"\\u0000", b'"', b"{", b"}", b"<", b"[", b"("])
    for changed in (data[:start], data[:start] + piece + data[end:]):
        try:
            found = loads("nanopub", changed, {})
        except FormatError as error:
            told = str(error)
        else:
            told = ""
            assert read_claims(dump_claims(found.claims)).claims == tuple(found.claims)
        assert "\n" not in told


# ---- The public test suite


def _suite() -> Iterator[tuple[str, bytes]]:
    with tarfile.open(SUITE) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file and member.name.endswith((".trig", ".nq", ".xml")):
                yield member.name, file.read()


needs_suite = pytest.mark.skipif(not SUITE.is_file(), reason=f"needs the test files at {SUITE}")


def _outcome(data: bytes) -> str:
    try:
        found = loads("nanopub", data, {})
    except FormatError as error:
        told = str(error)
        reasons = ("could become a claim", "is empty", "belongs to no", "begin with its own", "same address",
                   "names no graph", "says nothing of", "is no date", "something in it was changed")  # fmt: skip
        return next(reason for reason in reasons if reason in told)
    assert len(found.claims) == 1
    assert loads("nanopub", data, {}) == found
    assert read_claims(dump_claims(found.claims)).claims == tuple(found.claims)
    return "imported"


@needs_suite
def test_every_test_file_is_imported_or_refused_with_a_reason() -> None:
    counts: dict[str, Counter[str]] = {}
    for name, data in _suite():
        folder = "/".join(name.split("/")[-3:-1]) if "rsa-key" not in name else "transform/signed"
        counts.setdefault(folder, Counter())[_outcome(data)] += 1
    assert {folder: dict(count) for folder, count in counts.items()} == {
        "valid/plain": {"imported": 17, "could become a claim": 1},
        "valid/trusty": {"imported": 27},
        "valid/signed": {"imported": 44, "could become a claim": 2},
        "transform/plain": {"imported": 22, "could become a claim": 1},
        "transform/signed": {"imported": 44, "could become a claim": 2},
        "invalid/plain": {
            "begin with its own": 3, "is empty": 3, "says nothing of": 2, "belongs to no": 1, "same address": 1,
            "names no graph": 1, "is no date": 1,
        },
        "invalid/trusty": {"begin with its own": 1, "something in it was changed": 1},
        "invalid/signed": {"imported": 2, "something in it was changed": 1},  # signatures are not verified
    }  # fmt: skip


@needs_suite
def test_files_of_the_suite_that_were_cut_or_changed() -> None:
    chance = random.Random(227)
    for _, data in _suite():
        _mutated(data, chance)
