"""W3C PROV: what is written is PROV that others can check, and what was written comes back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import cache
from importlib.metadata import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, assume, given, settings
from lxml import etree

from claimgraph.errors import MissingExtraError
from claimgraph.formats import FORMATS, dumps, loads
from claimgraph.formats.rdf.terms import CLAIM_TEXTS, SOURCE_FLAGS, SOURCE_LISTS, SOURCE_TEXTS, legal_text
from claimgraph.graph import Graph, build_graph, link_between, statement_of
from claimgraph.model import VERBS, Article, Claim, Ledger, Link, Relation, Source, Statement, Verdict
from claimgraph.notation import parse_chain, read_this
from claimgraph.redaction import release
from claimgraph.registry import Registry
from claimgraph.statements import read_statements
from claimgraph.store import load
from tests.strategies import claims, full_ledgers, ledgers, whole_chains

FORMS = [name for name, form in FORMATS.items() if form.module == "provenance"]
EXAMPLE = Ledger(
    (
        Claim(
            "russian-air-action",
            "Russian aircraft will act within hours.",
            (
                parse_chain(
                    'Kataeb [2024-11-29] <- Sky News Arabia [reported 2024-11-29 "act soon"] <- "Syrian sources"'
                ),
                parse_chain('Blog <~ Sky News Arabia [because="same words"]'),
                parse_chain("الأهرام <- ?"),
                parse_chain("Ministry [denied 2024-11-30 https://example.org/no]"),
                parse_chain("Paper [2024-11-30] <- Ministry [said 2024-11-29]"),
                parse_chain("Paper [retracted 2024-12-01]"),
            ),
            due="2024-11-30",
            tags=("syria",),
            verdict=Verdict("false", "2024-12-02", "Desk"),
            relations=(Relation("tension", "slow"),),
        ),
        Claim("slow", "The response will be slow.", (parse_chain("Kataeb <- Ann (confidential)"),)),
    ),
    (Source("sky-news-arabia", "outlet", "Sky News Arabia", aliases=("سكاي نيوز عربية",), lang="ar"),),
)


ROOT = Path(__file__).parent.parent.parent


def written(name: str, record: Ledger, *, internal: bool = False) -> str:
    text = dumps(name, release(build_graph(record), record, internal=internal))
    assert isinstance(text, str)
    return text


def read(name: str, text: str | bytes) -> Ledger:
    found = loads(name, text if isinstance(text, bytes) else text.encode(), {})
    return Ledger(tuple(found.claims), tuple(found.sources))


# ---- What is written


@pytest.mark.parametrize("name", FORMS)
def test_whole_documents(name: str, snapshot: Callable[[str, str], None]) -> None:
    snapshot(f"provenance/example.{name}", written(name, EXAMPLE))


@pytest.mark.parametrize("name", FORMS)
def test_internal_documents_bear_a_stamp_and_others_no_name(name: str) -> None:
    assert "INTERNAL" in written(name, EXAMPLE, internal=True)
    public = written(name, EXAMPLE)
    assert ("INTERNAL" in public, "Ann" in public, ".ann" in public) == (False, False, False)


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    program = (
        "from tests.formats.test_provenance import *\n"
        "import hashlib; print(hashlib.sha256(''.join(written(n, EXAMPLE) for n in FORMS).encode()).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1


def _schema(name: str) -> Path:
    found = next((f for f in files("prov") or () if f.name == name), None)
    if found is None or not Path(str(found.locate())).is_file():
        pytest.skip(f"this wheel of prov does not hold {name}")
    return Path(str(found.locate()))


@cache
def _validator(name: str) -> Any:
    if name == "prov-xml":
        return etree.XMLSchema(etree.parse(str(_schema("prov.xsd"))))
    schema = json.loads(_schema(f"{name}.schema.json").read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)


def _is_valid(name: str, text: str) -> bool:
    if name == "prov-xml":
        return bool(_validator(name).validate(etree.fromstring(text.encode())))
    return bool(_validator(name).is_valid(json.loads(text)))


BROKEN = {
    "prov-json": ('"prov:usedEntity": "rec:', '"prov:usedThing": "rec:'),
    "prov-xml": ("<prov:usedEntity ", "<prov:usedThing "),
    "prov-jsonld": ('"@type": "Derivation"', '"@type": "Deriving"'),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_schemas_of_the_forms_take_what_is_written_and_nothing_broken(name: str) -> None:
    text = written(name, EXAMPLE)
    assert _is_valid(name, text)
    good, bad = BROKEN[name]
    assert good in text
    assert not _is_valid(name, text.replace(good, bad))


@pytest.mark.parametrize("name", BROKEN)
@settings(max_examples=15)
@given(record=ledgers(whole_chains()))
def test_whatever_is_written_is_valid(name: str, record: Ledger) -> None:
    assert _is_valid(name, written(name, record, internal=True))


# ---- And read again


def _said(graph: Graph) -> dict[str, Any]:
    """Return what comes back of a record: statements and links, without what the loss list names."""
    found: dict[str, Any] = {}
    for node in graph:
        statement = statement_of(graph, node)
        found[node] = {
            name: (legal_text(value) or None) if isinstance(value, str) else value
            for name in Statement.__dataclass_fields__
            if name != "location" and ((value := getattr(statement, name)) or True)
        }
    for upstream, downstream in graph.edges:
        link: Link = link_between(graph, upstream=upstream, downstream=downstream)
        found[f"{upstream} > {downstream}"] = (link.inferred, legal_text(link.because or "") or None)
    return found


def _about(claim: Claim) -> Claim:
    return replace(claim, chains=(), assess=(), checked=(), silence=(), article=None, location=None,
                   tags=tuple(sorted(claim.tags)), relations=tuple(sorted(claim.relations, key=str)))  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_a_protected_source_comes_back_as_somebody_else_in_every_claim(name: str) -> None:
    chains = ("Kataeb <- Ann [told 2023] (confidential) <- Ben", "Ann [denied 2024] (confidential)")
    record = Ledger(tuple(Claim(i, f"{i}.", tuple(map(parse_chain, chains))) for i in ("c", "d")))
    back = read(name, written(name, record))
    assert [sorted(map(str, claim.chains)) for claim in back] == [
        [
            '"Confidential source" [stance=denies] (confidential)',
            'Kataeb <- "Confidential source" [stance=asserts] (confidential) <- Ben',
        ]
    ] * 2


def test_a_missing_library_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "claimgraph.formats.provenance")
    monkeypatch.setitem(sys.modules, "lxml", None)
    told = r"^provn needs lxml, which is not installed; pip install 'claimgraph\[prov\]'$"
    with pytest.raises(MissingExtraError, match=told):
        loads("provn", b"document endDocument", {})


def test_the_worked_examples_come_back() -> None:
    record = load(ROOT / "claims")
    back = read("prov-json", written("prov-json", record, internal=True))
    assert len(back) == len(record) > 30
    assert _said(build_graph(back)) == _said(build_graph(record))


@pytest.mark.parametrize("name", FORMS)
def test_the_example_comes_back(name: str) -> None:
    back = read(name, written(name, EXAMPLE, internal=True))
    assert [_about(claim) for claim in back] == [_about(claim) for claim in EXAMPLE]
    assert back.sources == EXAMPLE.sources
    assert _said(build_graph(back)) == _said(build_graph(EXAMPLE))


def _clear(*found: Claim) -> Ledger:
    """Return a record of the claims in which it is clear who said what when (no CG106), and what ``this`` is."""
    named = [replace(c, chains=tuple(read_this(chain, Article("Kataeb")) for chain in c.chains)) for c in found]
    problems = {c.id: read_statements(c, Registry(), VERBS).problems for c in named}
    return Ledger(tuple(c for c in named if all(p.severity != "error" for p in problems[c.id])))


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=30)
@given(found=ledgers())
def test_statements_and_links_come_back(name: str, found: Ledger) -> None:
    record = _clear(*found)
    assume(record.claims)
    back = read(name, written(name, record))
    assert _said(build_graph(back)) == _said(build_graph(record))


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=25)
@given(claim=claims(whole_chains(), most=2))
def test_whatever_a_chain_can_hold_comes_back(name: str, claim: Claim) -> None:
    record = _clear(claim)
    assume(record.claims)
    back = read(name, written(name, record, internal=True))
    assert _said(build_graph(back)) == _said(build_graph(record))
    again = read(name, written(name, back, internal=True))
    assert again == back


def _legal(value: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return the texts and lists of texts of a value as they come back, and the rest of it as it is."""
    found = {name: getattr(value, name) for name in names}
    for name, one in found.items():
        if isinstance(one, str):
            found[name] = legal_text(one) or None
        elif isinstance(one, tuple):
            found[name] = sorted({legal_text(text) for text in one} - {""})
    return found


def _kept_of_claim(claim: Claim, ids: Collection[str]) -> dict[str, Any]:
    """Return what the loss list leaves of a claim."""
    relations = {(relation.kind, relation.target) for relation in claim.relations if relation.target in ids}
    verdict = _legal(claim.verdict, ("value", "date", "by", "because")) if claim.verdict else None
    return {**_legal(claim, (*CLAIM_TEXTS, "tags")), "verdict": verdict, "relations": sorted(relations)}


def _kept_of_source(source: Source) -> dict[str, Any]:
    """Return what the loss list leaves of a source; its name may be that of its id."""
    kept = _legal(source, (*SOURCE_TEXTS, *SOURCE_LISTS, *SOURCE_FLAGS))
    return {**kept, "name": kept["name"] or source.id}


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.filter_too_much])
@given(found=full_ledgers())
def test_whatever_a_record_can_hold_comes_back_up_to_the_loss_list(name: str, found: Ledger) -> None:
    record = replace(_clear(*found), sources=found.sources)
    assume(record.claims)
    back = read(name, written(name, record, internal=True))
    ids = {claim.id for claim in record}
    kept = {claim.id: _kept_of_claim(claim, ids) for claim in record}
    assert {claim.id: _kept_of_claim(claim, ids) for claim in back} == kept
    entries = {source.id: source for source in record.sources}
    assert [_kept_of_source(s) for s in back.sources] == [_kept_of_source(entries[s.id]) for s in back.sources]


def test_every_field_is_kept_or_stands_in_the_loss_list() -> None:
    section = (
        (ROOT / "docs" / "format-prov.md").read_text(encoding="utf-8").partition("**Lost on the way out and back**")[2]
    )
    of_claim, of_source = section.partition("\n\n")[2].splitlines()[0], section.partition("- of a source: ")[2]
    lost = {*Claim.__dataclass_fields__} - {
        *CLAIM_TEXTS,
        "tags",
        "verdict",
        "relations",
        "chains",
        "location",
        "places",
    }
    assert lost == {"assess", "checked", "silence", "article"}
    assert all(field in of_claim for field in lost)
    lost = {*Source.__dataclass_fields__} - {*SOURCE_TEXTS, *SOURCE_LISTS, *SOURCE_FLAGS, "location", "places"}
    assert lost == {"reliability", "bias_note", "note"}
    assert all(f"`{field}`" in of_source.splitlines()[0] for field in lost)
