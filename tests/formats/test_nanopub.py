"""Nanopublications: what is written is valid and says nothing that nobody said, and what was written comes back."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from hypothesis import assume, given, settings
from nanopub.nanopub import Nanopub
from nanopub.nanopub_conf import NanopubConf
from nanopub.profile import Profile
from nanopub.utils import MalformedNanopubError
from rdflib import BNode, ConjunctiveGraph, Dataset, Graph, URIRef

from claimgraph.analyses.lines import independent_lines
from claimgraph.errors import FormatError, MissingExtraError
from claimgraph.formats import dumps, loads
from claimgraph.formats.nanopub.checking import nanopubs_of
from claimgraph.formats.nanopub.documents import quads_of
from claimgraph.graph import build_graph
from claimgraph.model import STANCES, Claim, Ledger, Relation, Source
from claimgraph.notation import parse_chain
from claimgraph.redaction import release
from claimgraph.store import load
from tests.formats.test_provenance import EXAMPLE, _about, _clear, _said
from tests.strategies import claim_of, claims, ledger_of, ledgers, whole_chains

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@pytest.fixture(autouse=True)
def literals_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of the libraries of the tests set this switch when they are imported, each to the other side."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def written(record: Ledger, *, internal: bool = False) -> str:
    text = dumps("nanopub", release(build_graph(record), record, internal=internal))
    assert isinstance(text, str)
    return text


def read(text: str) -> Ledger:
    found = loads("nanopub", text.encode(), {})
    return Ledger(tuple(found.claims), tuple(found.sources))


def parsed(text: str) -> Dataset:
    return Dataset().parse(data=text, format="trig")


def graph_of(text: str, statement: str, part: str) -> set[tuple[str, ...]]:
    """Return a graph of a nanopublication, its addresses without what they begin with."""
    name = f"urn:claimgraph:record:nanopub.{statement}/{part}"
    found = parsed(text).graph(URIRef(name))
    return {tuple(_short(str(node)) for node in triple) for triple in found}


def _short(uri: str) -> str:
    for start, prefix in (
        ("urn:claimgraph:record:", "rec:"), ("urn:claimgraph:ns:", "cg:"), ("http://www.w3.org/ns/prov#", "prov:"),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", ""), ("http://www.w3.org/2000/01/rdf-schema#", ""),
        ("http://purl.org/nanopub/x/", "npx:"), ("http://xmlns.com/foaf/0.1/", "foaf:"),
    ):  # fmt: skip
        uri = uri.replace(start, prefix)
    return uri


# ---- What is written


def test_a_whole_document(snapshot: Callable[[str, str], None]) -> None:
    snapshot("nanopub/example.trig", written(EXAMPLE))


VERBS = {"asserts": "said", "relays": "reported", "denies": "denied", "questions": "doubted", "withdraws": "retracted"}


@pytest.mark.parametrize("stance", STANCES)
def test_an_assertion_says_what_somebody_says_of_a_claim_and_never_the_claim(stance: str) -> None:
    text = written(ledger_of(f"A [{VERBS[stance]}] <- B"))
    assert graph_of(text, "c.a", "assertion") == {
        ("rec:statement.c.a", "type", "cg:Statement"),
        ("rec:statement.c.a", f"cg:{stance}", "rec:claim.c"),
        ("rec:claim.c", "type", "cg:Claim"),
        ("rec:claim.c", "cg:text", "The text of c."),
    }


def test_what_the_record_says_is_in_no_assertion() -> None:
    text = written(EXAMPLE, internal=True)
    told = {predicate for s in _statements(text) for _, predicate, _ in graph_of(text, s, "assertion")}
    assert told == {"type", "cg:text", "cg:asserts", "cg:relays", "cg:denies", "cg:withdraws"}
    first, *others = _statements(text)
    assert ("rec:claim.russian-air-action", "cg:verdict", "false") in graph_of(text, first, "pubinfo")
    assert not any("verdict" in str(graph_of(text, other, "pubinfo")) for other in others)


def _statements(text: str) -> list[str]:
    lines = (line for line in text.splitlines() if line.startswith("@prefix this:"))
    return [line.partition("nanopub.")[2].removesuffix("/> .") for line in lines]


def test_the_provenance_of_a_statement() -> None:
    told = 'reported 2024-05-01T10:00:00Z https://a.example/ "it is so" lang=en as=probable p=0.7'
    chain = f'A [{told}] <~ B [because="same"]'
    text = written(ledger_of(chain, sources=[Source("a", "outlet", "A")]))
    [name] = [s for s in _statements(text) if s.startswith("c.a_40")]
    assert graph_of(text, name, "provenance") == {
        (f"rec:nanopub.{name}/assertion", "foaf:primaryTopic", f"rec:statement.{name}"),
        (f"rec:nanopub.{name}/assertion", "prov:wasAttributedTo", "rec:source.a"),
        (f"rec:nanopub.{name}/assertion", "prov:generatedAtTime", "2024-05-01T10:00:00Z"),
        (f"rec:nanopub.{name}/assertion", "prov:wasDerivedFrom", "rec:statement.c.b"),
        (f"rec:nanopub.{name}/assertion", "prov:wasQuotedFrom", "rec:statement.c.b"),
        (f"rec:nanopub.{name}/assertion", "prov:hadPrimarySource", "rec:statement.c.b"),
        (f"rec:nanopub.{name}/assertion", "prov:qualifiedDerivation", f"rec:link.{name}.b"),
        (f"rec:link.{name}.b", "type", "prov:Derivation"),
        (f"rec:link.{name}.b", "prov:entity", "rec:statement.c.b"),
        (f"rec:link.{name}.b", "cg:inferred", "true"),
        (f"rec:link.{name}.b", "cg:because", "same"),
        (f"rec:statement.{name}", "prov:value", "it is so"),
        (f"rec:statement.{name}", "cg:name", "A"),
        (f"rec:statement.{name}", "cg:verb", "reported"),
        (f"rec:statement.{name}", "cg:date", "2024-05-01T10:00:00Z"),
        (f"rec:statement.{name}", "cg:url", "https://a.example/"),
        (f"rec:statement.{name}", "cg:lang", "en"),
        (f"rec:statement.{name}", "cg:seen", "true"),
        ("rec:source.a", "type", "prov:Organization"),
        ("rec:source.a", "label", "A"),
        ("rec:source.a", "cg:id", "a"),
        ("rec:source.a", "cg:kind", "outlet"),
        ("rec:source.a", "cg:name", "A"),
    }
    sure = {(predicate, value) for s, predicate, value in graph_of(text, name, "assertion") if s.startswith("rec:st")}
    assert {("cg:certainty", "probable"), ("cg:p", "0.7")} <= sure


@pytest.mark.parametrize("date", ["2024", "2024-05-01", "2024-05-01T10:00Z", "2024-05-01T10:00:00Z~", "2024/2025"])
def test_only_a_whole_moment_is_one(date: str) -> None:
    text = written(ledger_of(f"A [{date}]"))
    assert f'cg:date "{date}"' in text
    assert "generatedAtTime" not in text


def test_missing_and_unnamed_ends() -> None:
    text = written(ledger_of('A <- "officials" <- ?'))
    missing, unnamed = "c._3F_40_22officials_22_40a", "c._22officials_22_40a"
    assert graph_of(text, missing, "provenance") == {
        (f"rec:nanopub.{missing}/assertion", "foaf:primaryTopic", f"rec:statement.{missing}"),
        (f"rec:statement.{missing}", "type", "cg:Missing"),
    }
    assert (f"rec:voice.{unnamed}", "type", "cg:Unnamed") in graph_of(text, unnamed, "provenance")


def test_the_publication_info_takes_back_and_replaces() -> None:
    old = claim_of("A [2024-01-01]", "B [denied]", "C [2024-01-05] <- D [2024-01-04]", "E", claim="old")
    new = replace(claim_of("A [2024-01-02]", "B", "C [2024-01-02]", "A [retracted 2024-02]", "D [2024-02]", "E"),
                  relations=(Relation("corrects", "old"),))  # fmt: skip
    text = written(Ledger((old, new)))
    made = {s: {t for t in graph_of(text, s, "pubinfo") if t[1].startswith("npx:")} for s in _statements(text)}
    plain = {("npx:hasNanopubType", "cg:Statement")}
    told = {s: {t[1:] for t in triples} - plain for s, triples in made.items()}
    assert {s: {v for v in values if v[0] != "npx:introduces"} for s, values in told.items() if s.startswith("c.")} == {
        "c.a_402024-01-02": set(),  # it was withdrawn
        "c.a_402024-02": {("npx:retracts", "rec:nanopub.c.a_402024-01-02/")},
        "c.b": set(),  # it denied the other
        "c.c_402024-01-02": set(),  # it is earlier
        "c.d_402024-02": {("npx:supersedes", "rec:nanopub.old.d_402024-01-04/")},
        "c.e": set(),  # which of the two came first is not known
    }
    assert ("npx:introduces", "rec:statement.c.b") in told["c.b"]


def test_nobody_protected_replaces_or_dates_anything() -> None:
    pair = [claim_of("Ann [2024-01-01] (confidential)", claim="d"), claim_of("Ann [2024-01-02] (confidential)")]
    record = Ledger((pair[0], replace(pair[1], relations=(Relation("supersedes", "d"),))))
    assert "npx:supersedes" in written(record, internal=True)
    public = written(record)
    assert [word for word in ("npx:supersedes", "2024", "Ann", ".ann") if word in public] == []


def test_another_protected_source_gives_the_same_bytes() -> None:
    one = Ledger((claim_of('Kataeb <- Ann [told 2024-01-02 "quiet"] (confidential) <- Ben'),))
    other = Ledger((claim_of("Kataeb <- Zoë Quux [told 1999 lang=fr as=certain] (confidential) <- Ben"),))
    assert written(one) == written(other)
    assert written(one, internal=True) != written(other, internal=True)


def test_internal_documents_are_stamped_and_must_not_be_published() -> None:
    text = written(EXAMPLE, internal=True)
    for statement in _statements(text):
        this = f"rec:nanopub.{statement}/"
        assert {(this, "cg:stamp", "INTERNAL – do not publish."), (this, "type", "npx:ProtectedNanopub")} <= graph_of(
            text, statement, "pubinfo"
        )
    public = written(EXAMPLE)
    assert ("INTERNAL" in public, "ProtectedNanopub" in public, "Ann" in public) == (False, False, False)


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    program = "from tests.formats.test_nanopub import *; import sys; sys.stdout.buffer.write(written(EXAMPLE).encode())"
    told = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert told == {written(EXAMPLE).encode()}


# ---- The nanopub library takes and signs it


def each(text: str) -> Iterator[ConjunctiveGraph]:
    """Yield the nanopublications of a document one by one, as the library wants them."""
    whole = parsed(text)
    for statement in _statements(text):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            one = ConjunctiveGraph()
        for graph in whole.graphs():
            if f"nanopub.{statement}/" in str(graph.identifier):
                for triple in graph:
                    one.add((*triple, Graph(one.store, graph.identifier)))
        yield one


def is_valid(graph: ConjunctiveGraph) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return bool(Nanopub(rdf=graph).is_valid)
        except MalformedNanopubError:
            return False


def test_the_library_takes_every_one_and_no_broken_one() -> None:
    text = written(EXAMPLE)
    assert len(_statements(text)) == 12
    assert all(map(is_valid, each(text)))
    broken = {
        "no assertion": text.replace("np:hasAssertion", "np:hasNothing"),
        "no word of the assertion": text.replace("this:assertion foaf:primaryTopic", "this:other foaf:primaryTopic")
        .replace("this:assertion prov:", "this:other prov:"),
        "no word of itself": text.replace("    this: npx:hasNanopubType", "    this:other npx:hasNanopubType"),
    }  # fmt: skip
    for why, bad in broken.items():
        assert bad != text, why
        assert not is_valid(next(each(bad))), why


@settings(max_examples=5)
@given(record=ledgers(whole_chains()))
def test_whatever_is_written_is_valid(record: Ledger) -> None:
    text = written(record, internal=True)
    assert all(map(is_valid, each(text)))
    assert not any(isinstance(node, BNode) for quad in parsed(text).quads() for node in quad)


def signed(text: str) -> str:
    """Return a document as somebody signs it with a key made for the moment."""
    conf = NanopubConf(profile=Profile("https://orcid.org/0000-0000-0000-0000", "Nobody"))
    lines = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for graph in each(text):
            one = Nanopub(rdf=graph, conf=conf)
            one.sign()
            assert one.has_valid_trusty
            assert one.has_valid_signature
            lines.append(one.rdf.serialize(format="nquads"))
    return "".join(lines)


def test_signed_ones_come_back_with_their_links_and_their_addresses_are_verified() -> None:
    text = signed(written(EXAMPLE, internal=True))
    assert len(nanopubs_of(quads_of(text.encode()))) == 12
    back = read(text)
    assert _said(build_graph(back)) == _said(build_graph(EXAMPLE))
    with pytest.raises(Exception, match="something in it was changed"):
        read(text.replace("Ministry", "Minister"))


# ---- And read again


def test_the_example_comes_back() -> None:
    back = read(written(EXAMPLE, internal=True))
    assert [_about(claim) for claim in back] == [_about(claim) for claim in EXAMPLE]
    assert back.sources == EXAMPLE.sources
    assert _said(build_graph(back)) == _said(build_graph(EXAMPLE))


def test_the_worked_examples_come_back() -> None:
    record = load(ROOT / "claims")
    back = read(written(record, internal=True))
    assert len(back) == len(record) > 30
    assert _said(build_graph(back)) == _said(build_graph(record))


def test_a_protected_source_comes_back_as_somebody_else_in_every_claim() -> None:
    chains = ("Kataeb <- Ann [told 2023] (confidential) <- Ben", "Ann [denied 2024] (confidential)")
    record = Ledger(tuple(Claim(i, f"{i}.", tuple(map(parse_chain, chains))) for i in ("c", "d")))
    back = read(written(record))
    assert [sorted(map(str, claim.chains)) for claim in back] == [
        [
            '"Confidential source" [stance=denies] (confidential)',
            'Kataeb <- "Confidential source" [stance=asserts] (confidential) <- Ben',
        ]
    ] * 2


def test_the_same_comes_out_of_every_form_that_is_read() -> None:
    text = written(EXAMPLE, internal=True)
    forms = [parsed(text).serialize(format=form) for form in ("trig", "nquads", "trix")]
    assert [read(form) for form in forms] == [read(text)] * 3
    assert len({frozenset(nanopubs_of(quads_of(form.encode()))) for form in (text, *forms)}) == 1


def test_what_is_lost() -> None:
    record = Ledger(
        (
            replace(claim_of("A"), relations=(Relation("supports", "e"), Relation("based_on", "c2"))),
            replace(claim_of("B", claim="c2"), tags=("two", "one")),
            Claim("e", "Nobody says so.", relations=(Relation("based_on", "c"),)),
        ),
        (Source("z", "person", "Z"), Source("a", "person", "A", owner="B", note="x"), Source("b", "org", "B")),
    )
    found = loads("nanopub", written(record).encode(), {})
    assert [(claim.id, claim.tags, claim.relations) for claim in found.claims] == [
        ("c", (), (Relation("based_on", "c2"),)),
        ("c2", ("one", "two"), ()),
    ]
    assert list(found.sources) == [Source("a", "person", "A", owner="B"), Source("b", "org", "B")]
    assert list(found.losses.lines()) == [
        "supports of a claim that is not in the file: 1 (such as urn:claimgraph:record:claim.e)"
    ]


def test_a_part_of_a_file_is_read_without_links_to_the_rest() -> None:
    first, _, second = written(ledger_of("A <- B")).rpartition("@prefix this:")
    prefixes = first[: first.index("@prefix this:")]
    assert [str(chain) for claim in read(prefixes + "@prefix this:" + second) for chain in claim.chains] == [
        "B [unseen]"
    ]
    found = loads("nanopub", first.encode(), {})
    assert [str(chain) for claim in found.claims for chain in claim.chains] == ["A [stance=relays]"]
    assert list(found.losses.lines()) == ["links to statements that are not in the file: 1 (such as rec:statement.c.b)"]


@settings(max_examples=40)
@given(found=ledgers())
def test_statements_and_links_come_back(found: Ledger) -> None:
    record = _clear(*found)
    assume(record.claims)
    assert _said(build_graph(read(written(record)))) == _said(build_graph(record))


@settings(max_examples=40)
@given(claim=claims(whole_chains(), most=2))
def test_whatever_a_chain_can_hold_comes_back(claim: Claim) -> None:
    record = _clear(claim)
    assume(record.claims)
    found = loads("nanopub", written(record, internal=True).encode(), {})
    back = Ledger(tuple(found.claims), tuple(found.sources))
    assert _said(build_graph(back)) == _said(build_graph(record))
    assert list(found.losses.lines()) == []
    assert read(written(back, internal=True)) == back


def test_a_missing_library_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("claimgraph.formats.nanopub")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "rdflib", None)
    told = r"^nanopub needs rdflib, which is not installed; pip install 'claimgraph\[nanopub\]'$"
    with pytest.raises(MissingExtraError, match=told):
        loads("nanopub", b"", {})


def test_one_id_with_two_texts_is_of_two_records() -> None:
    one = written(Ledger((Claim("depot", "The depot was emptied.", (parse_chain("Ann [denied 2024]"),)),)))
    other = written(Ledger((Claim("depot", "A depot burnt down.", (parse_chain("Bob [2024]"),)),)))
    with pytest.raises(FormatError, match=r"claim\.depot has two values of cg:text"):
        loads("nanopub", (one + other).encode(), {})


def test_who_ties_two_voices_together_comes_along() -> None:
    """Without the entry that says so, one voice would come back as two lines."""
    bridge = Source("bridge", "person", "Bridge", same_as=("a", "b"))
    record = Ledger((claim_of("A", "B"),), (Source("a", "outlet", "A"), Source("b", "outlet", "B"), bridge))
    back = loads("nanopub", written(record).encode(), {})
    assert bridge in back.sources
    for ledger in (record, Ledger(tuple(back.claims), tuple(back.sources))):
        assert independent_lines(build_graph(ledger), "c").ceiling == 1


def test_what_is_said_beside_the_assertion_does_not_change_it() -> None:
    text = written(Ledger((claim_of("Ann [denied 2024]"),)))
    for term, value in (("stance", "asserts"), ("name", "Bob")):
        changed = text.replace(
            "npx:introduces",
            f'npx:hasNanopubType cg:X . rec:statement.c.ann_402024 cg:{term} "{value}" .\n  this: npx:introduces',
        )
        assert changed != text
        with pytest.raises(FormatError, match=f"two values of cg:{term}"):
            loads("nanopub", changed.encode(), {})


@pytest.mark.parametrize(
    "data", [b'<urn:a> <urn:b> "' + b"x" * 1_100_000 + b'" <urn:g> .', b"@prefix p: <urn:p:> .\n" * 6_000]
)
def test_what_would_take_hours_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="more than"):
        loads("nanopub", data, {})
