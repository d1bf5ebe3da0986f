"""The JSON Schema accepts what the reader accepts, and refuses what is built wrongly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from claimgraph.checks import check_ledger
from claimgraph.dates import date_or_none
from claimgraph.model import Assessment, Checked, Claim, Ledger, Verdict
from claimgraph.names import is_id
from claimgraph.store import dumps, dumps_sources, loads
from claimgraph.store import fields as tables
from claimgraph.store.schema import json_schema, schema_text
from tests.store.test_examples import BAD, GOOD, is_registry, read
from tests.strategies import VALUES, date_texts, free_text, whole_chains

ROOT = Path(__file__).parent.parent.parent
SHIPPED = sorted((ROOT / "claims").rglob("*.yaml"))
CLAIMS = Draft202012Validator(json_schema("claims"))
SOURCES = Draft202012Validator(json_schema("sources"))


class CoreLoader(yaml.SafeLoader):
    """What editors see: YAML 1.2's numbers, booleans and nulls, and dates as texts."""


CoreLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(("timestamp", ":merge", ":value"))]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def seen_by_editors(text: str) -> Any:
    return next((document for document in yaml.load_all(text, CoreLoader) if document is not None), None)


def complaints(text: str, *, registry: bool) -> list[str]:
    value = seen_by_editors(text)
    told = [error.message for error in (SOURCES if registry else CLAIMS).iter_errors(value)]
    # Many editors know draft 7 only, which takes nothing but references beside a reference.
    assert Draft7Validator(json_schema("sources" if registry else "claims")).is_valid(value) == (not told)
    return told


@pytest.mark.parametrize("kind", ["claims", "sources"])
def test_it_is_a_schema(kind: Literal["claims", "sources"]) -> None:
    schema = json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert json.loads(schema_text(kind)) == schema
    assert schema_text(kind).endswith("}\n")


@pytest.mark.parametrize("path", [*SHIPPED, *GOOD], ids=lambda path: path.stem)
def test_good_files_validate(path: Path) -> None:
    registry = is_registry(path) or path.name == "sources.yaml"
    assert complaints(path.read_text(encoding="utf-8"), registry=registry) == []


NOT_STRUCTURAL = {
    "chain-ambiguous", "chain-arrow", "chain-cut-by-a-comment", "chain-over-lines", "this-without-article",
    "id-twice", "sources-twice", "sources-key-and-id",
    # What editors tell by themselves, because it is no YAML or goes past what they read:
    "two-documents", "tag", "duplicate-key", "duplicate-key-inside", "merge-key", "complex-key", "alias-of-itself",
    "alias-bomb",
}  # fmt: skip


@pytest.mark.parametrize("path", [p for p in BAD if p.stem not in NOT_STRUCTURAL], ids=lambda path: path.stem)
def test_bad_structure_is_refused(path: Path) -> None:
    try:
        told = complaints(path.read_text(encoding="utf-8"), registry=is_registry(path))
    except (yaml.YAMLError, UnicodeDecodeError):
        return
    assert told


def test_every_field_is_described() -> None:
    schema = json_schema("claims")
    definitions = schema["$defs"] | {"file": schema["then"], "source": json_schema("sources")["$defs"]["source"]}
    for name, known in {
        "claim": tables.CLAIM, "article": tables.ARTICLE, "file": tables.FILE, "source": tables.SOURCE,
        "verdict": tables.VERDICT, "assessment": tables.ASSESSMENT, "checked": tables.CHECKED, "step": tables.STEP,
    }.items():  # fmt: skip
        described = {key: value["description"] for key, value in definitions[name]["properties"].items()}
        assert described == {field.key: field.doc for field in known}
        assert definitions[name]["additionalProperties"] is False
        assert definitions[name]["title"]


# ---- What is written validates

_words = st.none() | free_text()
_dates = st.none() | date_texts()
_full_claims = st.builds(
    Claim,
    st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True),
    free_text(),
    st.lists(whole_chains(), min_size=1, max_size=3).map(tuple),
    said=_words, when=_dates, as_of=_dates, due=_dates, review_by=_dates, note=_words,
    tags=st.lists(free_text(), max_size=3).map(tuple),
    assess=st.lists(st.builds(Assessment, free_text(), _words, _dates), max_size=2).map(tuple),
    verdict=st.none() | st.builds(Verdict, st.sampled_from(["true", "false", "partly"]), _dates, _words, _words),
    checked=st.lists(st.builds(Checked, free_text(), _dates), max_size=2).map(tuple),
)  # fmt: skip


@settings(max_examples=25)
@given(_full_claims)
def test_written_claims_validate(claim: Claim) -> None:
    assert list(CLAIMS.iter_errors(yaml.load(dumps([claim]), yaml.BaseLoader))) == []


@pytest.mark.parametrize("path", [p for p in GOOD if is_registry(p)], ids=lambda path: path.stem)
def test_written_sources_validate(path: Path) -> None:
    text = dumps_sources(read(path).sources)
    assert list(SOURCES.iter_errors(yaml.load(text, yaml.BaseLoader))) == []


# ---- Patterns

_DATES = [
    "2024", "2024-05", "2024-05-01", "2024-05-01T10:00", "2024-05-01T10:00:59Z", "2024-05-01T10:00+02:00",
    "2024/2025", "2024-05-01/2024-05-02~", "2024?", " 2024 ",
    "last week", "24-05-01", "2024-5-1", "2024-05-01 10:00", "2024~?", "a/b", "2024/", "2024-05-01T10",
]  # fmt: skip


@pytest.mark.parametrize("text", _DATES)
def test_dates(text: str) -> None:
    """Editors ask for the canonical form; the reader takes others as well."""
    claim = {"id": "a", "text": "A.", "chain": "A", "when": text}
    assert CLAIMS.is_valid(claim) == (date_or_none(text) == text.strip())


@given(date_texts())
def test_all_dates(text: str) -> None:
    assert CLAIMS.is_valid({"id": "a", "text": "A.", "chain": "A", "when": text})


@pytest.mark.parametrize("p", ["0", "1", "0.3", ".5", "1.0", "1e-3", "1.5", "-0.1", "30%", "likely", "2"])
def test_probabilities(p: str) -> None:
    """The schema refuses what the check CG402 does; the reader keeps it, so that the chain is not lost."""
    text = f"id: a\ntext: A.\nchain:\n  - {{source: A, p: {p}}}\n"
    content = loads(text)
    assert content.problems == ()
    found = [problem.code for problem in check_ledger(Ledger(content.claims)) if problem.code == "CG402"]
    assert (complaints(text, registry=False) == []) == (found == [])


@given(st.text("ab-A é1_", max_size=8))
def test_ids(text: str) -> None:
    assert CLAIMS.is_valid({"id": text, "text": "A.", "chain": "A"}) == is_id(text)


# ---- Agreement with the reader, for defects of these kinds

_VALUES: dict[str, Any] = {"a text": "x", "a list": ["x"], "keys": {"x": "y"}, "nothing": None}
_CLAIM: dict[str, Any] = {
    "id": "a", "text": "A is so.", "said": "x", "chain": "A <- B", "when": "2024", "tags": ["x"], "assess": "B2",
    "verdict": {"is": "true", "by": "Ann"}, "checked": [{"by": "Ann"}], "contradicts": ["b"], "note": "x",
}  # fmt: skip
_STEPS: dict[str, Any] = {
    "id": "a", "text": "A is so.",
    "chain": [{"source": "A", "verb": "told"}, {"all": [{"source": "B"}, {"unnamed": "c"}]}],
}  # fmt: skip
_FILE: dict[str, Any] = {"article": {"source": "A", "date": "2024"}, "claims": [_CLAIM, {**_STEPS, "id": "b"}]}
_SOURCE: dict[str, Any] = {
    "id": "a", "kind": "org", "name": "A", "aliases": ["x"], "wire": True, "access": "direct",
    "reliability": [{"code": "B"}],
}  # fmt: skip
_REGISTRIES: list[Any] = [
    {"sources": [_SOURCE]}, {"sources": {"b": {"kind": "org"}}}, [_SOURCE], {"b": {"kind": "person"}}, _SOURCE,
]  # fmt: skip


def places(value: Any) -> list[tuple[Any, ...]]:
    """Return the ways to all mappings in a value."""
    if isinstance(value, dict):
        return [(), *((key, *way) for key, inner in value.items() for way in places(inner))]
    if isinstance(value, list):
        return [(number, *way) for number, inner in enumerate(value) for way in places(inner)]
    return []


def changed(value: Any, way: tuple[Any, ...], change: Any) -> Any:
    if not way:
        return change(value)
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[way[0]] = changed(value[way[0]], way[1:], change)
    return copy


@st.composite
def mutated(draw: st.DrawFn, value: Any) -> Any:
    """Drop a key, add an unknown one, or put a value of another kind under one."""
    way = draw(st.sampled_from(places(value)))

    def change(mapping: dict[str, Any]) -> dict[str, Any]:
        kind = draw(st.sampled_from(["drop", "unknown", "value"]))
        if kind == "unknown":
            return {**mapping, "unknown-key": {"kind": "org"}}
        key = draw(st.sampled_from(sorted(mapping)))
        if kind == "drop":
            return {k: v for k, v in mapping.items() if k != key}
        return {**mapping, key: draw(st.sampled_from(list(_VALUES.values())))}

    return changed(value, way, change)


def written(value: Any) -> str:
    """Return a value as YAML, nothing as nothing: the word null is a text to the reader."""
    return yaml.safe_dump(value, sort_keys=False).replace(": null\n", ":\n")


def agree(value: Any, *, registry: bool) -> None:
    text = written(value)
    found = [p for p in loads(text, registry=registry).problems if p.severity == "error"]
    structural = [p for p in found if p.code == "CG109"]
    if found and not structural:
        return  # chains and ids are more than structure
    assert (complaints(text, registry=registry) == []) == (not structural), (text, found)


@given(st.sampled_from([_CLAIM, _STEPS, _FILE]).flatmap(mutated))
def test_agreement_on_claims(value: Any) -> None:
    text = written(value)
    if any(p.severity == "info" for p in loads(text).problems):
        return  # no longer ours, and left alone
    agree(value, registry=False)


@given(st.sampled_from(_REGISTRIES).flatmap(mutated))
def test_agreement_on_sources(value: Any) -> None:
    agree(value, registry=True)


def test_values_of_mentions_fit_the_long_form() -> None:
    """Every attribute of a mention has a key in the long form."""
    keys = {field.key for field in tables.STEP}
    names = {"certainty": "as", "access": "firsthand"}
    assert {names.get(name, name) for name in VALUES} <= keys
