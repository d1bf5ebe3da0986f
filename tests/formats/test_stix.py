"""STIX 2.1: what is written is valid, says what the record says, and has the same bytes for the same record."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stix2validator import ValidationOptions, validate_instance

from claimgraph.errors import STAMP, ProtectionError
from claimgraph.formats import FORMATS, dumps, format_of
from claimgraph.formats.stix.objects import NAMESPACE, TLP_RED, UNDATED, begin_of, id_of, shortened, time_of, uri
from claimgraph.graph import build_graph
from claimgraph.model import Assessment, Chain, Claim, Ledger, Relation, Source, Verdict
from claimgraph.notation import parse_chain
from claimgraph.redaction import release
from claimgraph.store import load
from tests.strategies import claim_of, date_texts, free_text, ledgers, urls, whole_chains

ROOT = Path(__file__).parent.parent.parent

SOURCES = (
    Source("kataeb", "outlet", "Kataeb", aliases=("kataeb.org", "الكتائب"), role="news site", url="https://k.example/"),
    Source("ann", "person", "Ann"),
    Source("aides", "group", "aides", via="kataeb"),
    Source("heron", "person", "Heron", confidential=True),
)
RECORD = Ledger(
    (
        Claim(
            "bridge-closed",
            "The bridge was closed on 3 January 2024.",
            (
                parse_chain(
                    "Kataeb [reported 2024-01-04T10:00+02:00 https://k.example/ä https://web.archive.org/1 lang=ar"
                    ' "shut" accessed=2024-01-05 page=4] <- Ann [said 2024-01-03] + "aides" [told as=possible]'
                ),
                parse_chain('Blog [2024~ https://b.example/] <~ Kataeb [because="same words"]'),
                parse_chain("Other [denied 2024-01-06]"),
                parse_chain("Third [said 2024-01-04]"),
                parse_chain("Third [retracted 2024-01-05]"),
                parse_chain("Fourth [doubted]"),
                parse_chain("Kataeb <- Heron [told 2024-01-02]"),
            ),
            said="The bridge is shut.",
            when="2024-01-03",
            tags=("bridge", "a, b"),
            assess=(Assessment("B2", "Desk", "2024-02-01"), Assessment("A1", "Desk", "2024-01-01")),
            verdict=Verdict("partly", "2024-02-01", "Desk", "Only one lane was."),
            relations=(Relation("contradicts", "gone"), Relation("part_of", "elsewhere")),
        ),
        Claim(
            "gone",
            "It is gone.",
            (parse_chain("Kataeb <- ?"),),
            verdict=Verdict("unresolvable", by="Desk"),
            relations=(Relation("contradicts", "bridge-closed"), Relation("based_on", "bridge-closed")),
        ),
        Claim("nobody", "Nobody says it.", relations=(Relation("same_as", "gone"),)),
    ),
    SOURCES,
)


def exported(record: Ledger, *, internal: bool = False) -> str:
    text = dumps("stix", release(build_graph(record), record, internal=internal))
    assert isinstance(text, str)
    return text


def objects_of(record: Ledger, kind: str = "", *, internal: bool = False) -> list[dict[str, Any]]:
    objects = json.loads(exported(record, internal=internal)).get("objects", [])
    return [one for one in objects if not kind or one["type"] == kind]


def one_claim(*chains: str, sources: tuple[Source, ...] = (), **fields: Any) -> Ledger:
    return Ledger((Claim("c", "C is so.", tuple(map(parse_chain, chains)), **fields),), sources)


@cache
def options(**more: Any) -> ValidationOptions:
    return ValidationOptions(version="2.1", enforce_refs=True, strict_types=True, strict_properties=True, **more)


KNOWN = "uuid-check,extref-hashes"
"""Advice that is not taken: ids made by chance, and hashes of pages that nobody fetches."""


def complaints(bundle: Any, **more: Any) -> list[str]:
    """Return all that the validator has to say, warnings among it."""
    result = validate_instance(bundle, options(**({"disabled": KNOWN} | more)))
    return [str(one) for one in (*result.errors, *result.warnings)] + ([] if result.is_valid else ["invalid"])


def test_a_whole_bundle(snapshot: Callable[[str, str], None]) -> None:
    snapshot("formats/stix.json", exported(RECORD))


# ---- Valid


@pytest.mark.parametrize("internal", [False, True])
def test_a_good_export_is_accepted(internal: bool) -> None:
    assert complaints(json.loads(exported(RECORD, internal=internal)), strict=True) == []
    assert complaints(json.loads(exported(load(ROOT / "claims"), internal=internal)), strict=True) == []
    assert complaints(json.loads(exported(Ledger(), internal=internal)), strict=True) == []


def test_what_the_validator_advises_and_is_not_done() -> None:
    result = validate_instance(json.loads(exported(RECORD)), options())
    assert result.is_valid
    assert {str(warning).split("{")[1][:3] for warning in result.warnings} == {"103", "302"}


def first(bundle: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in bundle["objects"] if one["type"] == kind)
    return found


BROKEN: dict[str, Callable[[dict[str, Any]], object]] = {
    "a report without a name": lambda b: first(b, "report").pop("name"),
    "a report that was never published": lambda b: first(b, "report").pop("published"),
    "a report of nothing": lambda b: first(b, "report").update(object_refs=[]),
    "a note without words": lambda b: first(b, "note").pop("content"),
    "an id of something else": lambda b: first(b, "note").update(id=first(b, "report")["id"]),
    "an opinion off the scale": lambda b: first(b, "opinion").update(opinion="true"),
    "more than sure": lambda b: first(b, "report").update(confidence=101),
    "a day without a time": lambda b: first(b, "report").update(created="2024-01-01"),
    "changed before it was made": lambda b: first(b, "report").update(modified="2001-01-01T00:00:00.000Z"),
    "an address that only a browser reads": lambda b: first(b, "note")["external_references"].append(
        {"source_name": "x", "url": "https://k.example/ä"}
    ),
    "a class of its own": lambda b: first(b, "identity").update(identity_class="outlet"),
    "a relationship of its own": lambda b: first(b, "relationship").update(relationship_type="cites"),
    "a link to nobody": lambda b: first(b, "relationship").update(target_ref=id_of("note", "none")),
    "a property of its own": lambda b: first(b, "report").update(floor=1),
    "the same id twice": lambda b: b["objects"].append(first(b, "note")),
}


@pytest.mark.parametrize("breaking", BROKEN.values(), ids=list(BROKEN))
def test_a_broken_export_is_rejected(breaking: Callable[[dict[str, Any]], object]) -> None:
    bundle = json.loads(exported(RECORD))
    breaking(bundle)
    assert "invalid" in complaints(bundle, strict=True)


ODD = st.one_of(free_text(), st.text(st.characters(codec=None), min_size=1, max_size=9).filter(str.strip))
VERDICTS = st.builds(
    Verdict,
    st.sampled_from(["true", "false", "partly", "unresolvable"]),
    st.none() | date_texts(),
    st.none() | ODD,
    st.none() | ODD,
)


def check(record: Ledger, *, internal: bool) -> None:
    try:
        text = exported(record, internal=internal)
    except ProtectionError:  # a text holds the name of a confidential source
        assert not internal
        return
    bundle = json.loads(text.encode("utf-8"))
    assert complaints(bundle, strict=True) == []
    objects = bundle.get("objects", [])
    own = [one for one in objects if one != TLP_RED]
    assert [one["id"] for one in own] == [
        id_of(one["type"], {key: value for key, value in one.items() if key != "id"}) for one in own
    ]
    earlier: set[str] = set()
    for one in objects:  # whatever is referred to stands before what refers to it, so nothing goes in a circle
        refs = {value for key, value in one.items() if key.endswith("_ref")}
        assert refs.union(*(value for key, value in one.items() if key.endswith("_refs"))) <= earlier
        earlier.add(one["id"])


@given(record=ledgers(), internal=st.booleans())
def test_whatever_stands_in_a_record_is_valid(record: Ledger, internal: bool) -> None:
    check(record, internal=internal)
    reports = objects_of(record, "report", internal=internal)
    assert [one["external_references"][0]["external_id"] for one in reports] == sorted(record.ids)


@given(
    chains=st.lists(whole_chains(), max_size=2),
    text=ODD,
    tags=st.lists(ODD, max_size=2),
    verdict=st.none() | VERDICTS,
    place=urls(),
    internal=st.booleans(),
)
def test_whatever_stands_in_a_chain_is_valid(
    chains: list[Chain], text: str, tags: list[str], verdict: Verdict | None, place: str, internal: bool
) -> None:
    sources = (Source("a", "person", text, aliases=tuple(tags), role=text, url=place),)
    chains = [*chains, parse_chain("A <- ?")]
    check(Ledger((Claim("c", text, tuple(chains), tags=tuple(tags), verdict=verdict),), sources), internal=internal)


def test_a_very_long_text_is_whole_and_its_name_short() -> None:
    text = "It is so and not otherwise. " * 9_000
    (report,) = objects_of(Ledger((Claim("c", text, (parse_chain("A"),)),)), "report")
    assert len(report["name"]) <= 250
    assert report["name"].endswith("…")
    assert text in report["description"]


def test_what_nobody_sees_is_written_out() -> None:
    (identity,) = objects_of(
        Ledger((Claim("c", "C.", (Chain(((replace(parse_chain("A").heads[0], party="A\u202eB\ud800\x00"),),)),)),)),
        "identity",
    )
    assert identity["name"] == "A\\u202eB\\ud800\\x00"


# ---- What it says


def test_who_speaks() -> None:
    found = {one["name"]: one for one in objects_of(RECORD, "identity")}
    assert set(found) == {
        "Kataeb", "Ann", "Blog", "Other", "Third", "Fourth",
        "“aides” (cited by Kataeb in bridge-closed)",
        "Confidential source (cited by Kataeb in bridge-closed)",
        "claimgraph",
    }  # fmt: skip
    kataeb = {key: found["Kataeb"][key] for key in ("identity_class", "description", "roles", "external_references")}
    assert kataeb == {
        "identity_class": "organization",
        "description": "Also called kataeb.org, الكتائب",
        "roles": ["news site"],
        "external_references": [
            {"source_name": "claimgraph", "external_id": "kataeb"},
            {"source_name": "Kataeb (home)", "url": "https://k.example/"},
        ],
    }
    classes = {name: one["identity_class"] for name, one in found.items() if name not in ("Kataeb", "claimgraph")}
    assert sorted(classes.values()) == ["group", "individual", *["unknown"] * 5]
    assert (found["claimgraph"]["identity_class"], found["claimgraph"]["created"]) == ("system", UNDATED)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("person", "individual"), ("outlet", "organization"), ("org", "organization"), ("group", "group"),
     ("document", "unknown"), ("account", "unknown")],
)  # fmt: skip
def test_what_they_are(kind: str, expected: str) -> None:
    (identity,) = objects_of(one_claim("A", sources=(Source("a", kind, "A", url="javascript:alert(1)"),)), "identity")
    assert identity["identity_class"] == expected
    assert [one["source_name"] for one in identity["external_references"]] == ["claimgraph"]


@pytest.mark.parametrize(("names", "expected"), [(("KATAEB", "Kataeb.org"), "Kataeb"), (("Sohr", "SOHR"), "SOHR")])
def test_a_source_is_one_however_it_is_called(names: tuple[str, str], expected: str) -> None:
    claims = (Claim(one, one, (parse_chain(name),)) for one, name in zip("cd", names, strict=True))
    assert [one["name"] for one in objects_of(Ledger(tuple(claims), SOURCES), "identity")] == [expected]


def test_equal_words_are_two_people_wherever_somebody_else_cites_them() -> None:
    record = Ledger(tuple(Claim(c, c, (parse_chain('A <- "aides"'), parse_chain('B <- "aides"'))) for c in ("c", "d")))
    names = [one["name"] for one in objects_of(record, "identity") if "aides" in one["name"]]
    assert names == [f"“aides” (cited by {who} in {claim})" for claim in "cd" for who in "AB"]


def note(record: Ledger, abstract: str) -> dict[str, Any]:
    return next(one for one in objects_of(record, "note") if one["abstract"].startswith(abstract))


def test_what_somebody_said() -> None:
    kataeb = note(RECORD, "Kataeb reported")
    assert kataeb["created"] == "2024-01-04T08:00:00.000Z"
    assert kataeb["content"].split("\n") == [
        "Kataeb reported (2024-01-04T10:00+02:00): The bridge was closed on 3 January 2024.",
        "In its words (ar): “shut”",
        "Relies on Ann, stated: the text credits it",
        "Relies on “aides”, stated: the text credits it",
        "Relies on Confidential source, stated: the text credits it",
    ]
    assert (kataeb["authors"], kataeb["labels"]) == (["Kataeb"], ["relays"])
    assert kataeb["external_references"] == [
        {"source_name": "claimgraph", "external_id": "bridge-closed#kataeb@2024-01-04T10:00+02:00"},
        {"source_name": "Kataeb (original)", "url": "https://k.example/%C3%A4",
         "description": "accessed 2024-01-05, page 4"},
        {"source_name": "Kataeb (archive)", "url": "https://web.archive.org/1"},
    ]  # fmt: skip
    assert note(RECORD, "“aides”")["content"].split("\n") == [
        "“aides” told: The bridge was closed on 3 January 2024.",
        "More: as possible",
        "Unnamed: described, not named; equal words elsewhere may be somebody else",
        "Cited by: Kataeb",
    ]
    assert note(RECORD, "“aides”")["created"] == "2024-02-01T00:00:00.000Z"  # that of its claim


def test_what_was_withdrawn_denied_and_doubted() -> None:
    third = note(RECORD, "Third said")
    assert third["abstract"] == "Third said (2024-01-04) · withdrawn"
    assert third["labels"] == ["asserts", "withdrawn"]
    assert "revoked" not in third  # a fact about what was said, not about what is told here
    assert "Withdrawn: taken back by the source itself; counts no more" in third["content"]
    assert note(RECORD, "Third retracted")["labels"] == ["withdraws"]
    assert note(RECORD, "Other")["labels"] == ["denies"]
    assert note(RECORD, "Fourth")["labels"] == ["questions"]
    said = note(one_claim("A [said 2024 stance=denies]"), "A")
    assert said["abstract"] == "A denied (2024) · denies"


def test_a_link_is_from_what_was_derived_to_what_it_derives_from() -> None:
    ids = {one["id"]: one.get("abstract", "") for one in objects_of(RECORD)}
    links = [
        (ids[one["source_ref"]], ids[one["target_ref"]], one["description"], one["labels"])
        for one in objects_of(RECORD, "relationship")
        if one["source_ref"].startswith("note--")
    ]
    stated = ("stated: the text credits it", ["stated"])
    kataeb = "Kataeb reported (2024-01-04T10:00+02:00)"
    assert sorted(links) == [
        ("Blog carried (2024~)", kataeb, "inferred: same words", ["inferred"]),
        ("Kataeb carried", "No source given", "no source given: stated as fact, or 'reportedly'", ["stated"]),
        (kataeb, "Ann said (2024-01-03) · not opened", *stated),
        (kataeb, "Confidential source said · not opened · confidential", *stated),
        (kataeb, "“aides” told · unnamed", *stated),
    ]


def test_an_end_that_is_not_given_has_no_identity() -> None:
    record = one_claim("A <- ?")
    about, missing = objects_of(record, "note")
    assert missing["object_refs"] == [about["id"]]
    assert "authors" not in missing
    assert missing["labels"] == ["no-source-given"]
    assert len(objects_of(record, "identity")) == 1
    [alone] = objects_of(one_claim("? [2024-05-02 https://w.example/ https://archive.example/]"), "note")
    assert [one["url"] for one in alone["external_references"][1:]] == [
        "https://w.example/",
        "https://archive.example/",
    ]
    assert [one["name"] for one in objects_of(one_claim("?"), "identity")] == ["claimgraph"]


def test_a_claim() -> None:
    report = objects_of(RECORD, "report")[0]
    assert report["name"] == "The bridge was closed on 3 January 2024."
    assert report["description"].split("\n") == [
        "Looks like 2 sources. Traces back to 1: Kataeb.",
        "Independent lines in this record: 1; against it: 1.",
        "Denied by Other.",
        "Conflict: “aides”, Ann and Confidential source against a source not given (gone).",
        "Withdrawn: Third took it back.",
        "When: 2024-01-03.",
        "Assessed: B2 by Desk (2024-02-01).",
        "Assessed: A1 by Desk (2024-01-01).",
        "Verdict: partly by Desk (2024-02-01).",
        "Only one lane was.",
    ]
    assert (report["labels"], report["confidence"]) == (["bridge", "a, b"], 70)
    assert report["published"] == report["created"] == report["modified"] == "2024-02-01T00:00:00.000Z"
    assert report["external_references"] == [{"source_name": "claimgraph", "external_id": "bridge-closed"}]
    ids = {one["id"]: one["type"] for one in objects_of(RECORD)}
    kinds = [ids[ref] for ref in report["object_refs"]]
    assert {kind: kinds.count(kind) for kind in kinds} == {"identity": 8, "note": 9, "relationship": 4}


def test_a_claim_with_a_range_of_lines_and_words_of_its_own() -> None:
    record = one_claim("A <- Reuters", 'B <- "aides"', said="So it is.", due="2025", as_of="2024")
    (report,) = objects_of(record, "report")
    assert report["description"].split("\n") == [
        "Looks like 2 sources. Traces back to 1 to 2: “aides”, Reuters.",
        "Independent lines in this record: 1 to 2.",
        "In its words: “So it is.”",
        "As of: 2024.",
        "Due: 2025.",
    ]
    assert report["published"] == UNDATED  # neither of these is a day on which somebody said something


@pytest.mark.parametrize(
    ("code", "expected"),
    [("A1", 90), ("F2", 70), ("A3", 50), ("B4", 30), ("C5", 10), ("A6", None), ("B", None), ("high", None)],
)
def test_what_an_assessment_is_as_confidence(code: str, expected: int | None) -> None:
    (report,) = objects_of(one_claim("A", assess=(Assessment(code),)), "report")
    assert report.get("confidence") == expected


@pytest.mark.parametrize(
    ("assessments", "expected"),
    [
        ([("A1", "2024-01"), ("A5", "2023-12")], 90),
        ([("A1", None), ("A5", "2023")], 10),
        ([("A1", None), ("A5", None)], 10),
        ([("A1", "2024"), ("A6", "2025")], None),
        ([], None),
    ],
)
def test_the_latest_assessment_counts(assessments: list[tuple[str, str | None]], expected: int | None) -> None:
    made = tuple(Assessment(code, date=date) for code, date in assessments)
    (report,) = objects_of(one_claim("A", assess=made), "report")
    assert report.get("confidence") == expected


def test_what_others_think_of_it() -> None:
    report = objects_of(RECORD, "report")[0]["id"]
    verdict, denial = objects_of(RECORD, "opinion")
    assert (verdict["opinion"], verdict["authors"], verdict["object_refs"]) == ("neutral", ["Desk"], [report])
    assert verdict["explanation"] == "Verdict: partly\nOnly one lane was."
    assert verdict["created"] == "2024-02-01T00:00:00.000Z"
    assert (denial["opinion"], denial["authors"], denial["object_refs"]) == ("disagree", ["Other"], [report])
    assert denial["explanation"] == "Other denied (2024-01-06): The bridge was closed on 3 January 2024."
    assert denial["created"] == "2024-01-06T00:00:00.000Z"


@pytest.mark.parametrize(
    ("value", "opinions"),
    [("true", ["strongly-agree"]), ("partly", ["neutral"]), ("false", ["strongly-disagree"]), ("unresolvable", [])],
)
def test_what_a_verdict_is_as_an_opinion(value: str, opinions: list[str]) -> None:
    record = one_claim("A", verdict=Verdict(value))
    assert [one["opinion"] for one in objects_of(record, "opinion")] == opinions
    assert f"Verdict: {value}." in objects_of(record, "report")[0]["description"]
    assert all("authors" not in one for one in objects_of(record, "opinion"))


def test_a_denial_that_was_withdrawn_is_no_opinion() -> None:
    assert len(objects_of(one_claim("A [denied 2024]", "B [denied]"), "opinion")) == 2
    assert len(objects_of(one_claim("A [denied 2024]", "A [retracted 2025]", "B [denied]"), "opinion")) == 1


def test_how_claims_are_related() -> None:
    reports = {one["id"]: one["external_references"][0]["external_id"] for one in objects_of(RECORD, "report")}
    found = [
        (one["relationship_type"], reports[one["source_ref"]], reports[one["target_ref"]], one["labels"])
        for one in objects_of(RECORD, "relationship")
        if one["source_ref"] in reports
    ]
    assert found == [
        ("derived-from", "gone", "bridge-closed", ["based-on"]),
        ("related-to", "bridge-closed", "gone", ["contradicts"]),
        ("duplicate-of", "gone", "nobody", ["same-as"]),
    ]


# ---- Times and addresses


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([], UNDATED),
        ([None, "no date"], UNDATED),
        (["2024"], "2024-01-01T00:00:00.000Z"),
        (["2024-11-27/2024-11-29", "2024-11-28"], "2024-11-28T00:00:00.000Z"),
        (["2024-11-29~"], "2024-11-29T00:00:00.000Z"),
        (["2024-11-29T17:31:09"], "2024-11-29T17:31:09.000Z"),
        (["2024-11-29T17:31:09+05:30"], "2024-11-29T12:01:09.000Z"),
        (["0002-02-03"], "0002-02-03T00:00:00.000Z"),
    ],
)
def test_times(dates: list[str | None], expected: str) -> None:
    assert time_of(*dates) == expected


@given(date_texts())
def test_a_time_is_where_a_date_begins(date: str) -> None:
    begin = begin_of(date)
    assert begin
    assert time_of(date)[:4] in {date[:4], f"{int(date[:4]) - 1:04}", f"{int(date[:4]) + 1:04}"}
    assert time_of(date, date[:4]) == time_of(date)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://x.org/a?b=c&d=e#f", "https://x.org/a?b=c&d=e#f"),
        ("https://x.org/(1)/%41%zz%", "https://x.org/(1)/%41%25zz%25"),
        ("https://x.org/“a|b”\\{}^`", "https://x.org/%E2%80%9Ca%7Cb%E2%80%9D%5C%7B%7D%5E%60"),
        ("https://bücher.example:80/", "https://b%C3%BCcher.example:80/"),
        ("https://a@b@c/", None),
        ("https://x.org:port/", None),
        ("ftp://x.org/f", None),
        ("javascript:alert(1)", None),
    ],
)
def test_addresses(written: str, expected: str | None) -> None:
    assert uri(written) == expected


def test_names_are_cut() -> None:
    assert shortened("a\nb  c", 5) == "a b c"
    assert shortened("a" * 6, 5) == "aaaa…"


# ---- The same bytes, and new ids for what is new


def test_the_namespace_is_ours() -> None:
    assert str(NAMESPACE) == "ebfc90c5-0a58-5f21-9df7-06d0d67b3b97"
    assert str(NAMESPACE) != "00abedb4-aa42-466c-9c01-fed23315a9b7"  # that of observables, and of nothing else


@given(record=ledgers(), seed=st.integers(0, 5))
def test_the_order_of_claims_changes_nothing(record: Ledger, seed: int) -> None:
    claims = list(record.claims)
    random.Random(seed).shuffle(claims)
    assert exported(replace(record, claims=tuple(claims))) == exported(record)


def test_the_hash_seed_changes_nothing() -> None:
    code = (
        "import sys; from claimgraph.formats import dumps; from claimgraph.graph import build_graph;"
        "from claimgraph.redaction import release; from claimgraph.store import load;"
        "r = load('claims'); sys.stdout.buffer.write(dumps('stix', release(build_graph(r), r)).encode())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
    assert b"bundle" in outputs.pop()


def test_what_changes_gets_a_new_id_and_the_rest_keeps_its_own() -> None:
    (bridge, *others), before = RECORD.claims, objects_of(RECORD)
    changed = replace(RECORD, claims=(replace(bridge, tags=("bridge",)), *others))
    kept = {one["id"]: one for one in before}
    after = objects_of(changed)
    assert all(kept[one["id"]] == one for one in after if one["id"] in kept)
    new = [one for one in after if one["id"] not in kept]
    assert [one["type"] for one in new] == ["report", "opinion", "opinion", *["relationship"] * 2]
    assert new[0]["external_references"][0]["external_id"] == "bridge-closed"
    assert json.loads(exported(changed))["id"] != json.loads(exported(RECORD))["id"]


# ---- Protection


def hidden(one: str, other: str) -> Ledger:
    names = dict.fromkeys((one, other))
    sources = tuple(Source(name.lower(), "person", name, role=f"role of {name}", confidential=True) for name in names)
    chains = {"c": f"Kataeb [2024-05-05] <- {one} [told 1999-05-01 https://{one}.example/]", "d": f"Paper <- {other}"}
    return Ledger(tuple(Claim(c, f"{c} is so.", (parse_chain(chain),)) for c, chain in chains.items()), sources)


def test_somebody_else_in_the_same_place_gives_the_same_bytes() -> None:
    assert (
        exported(hidden("Heron", "Heron")) == exported(hidden("Stork", "Stork")) == exported(hidden("Stork", "Crane"))
    )
    shown = exported(hidden("Heron", "Heron"))
    assert "eron" not in shown
    assert "1999" not in shown
    assert "1999" in exported(hidden("Heron", "Heron"), internal=True)


def test_two_claims_of_one_confidential_source_share_no_id() -> None:
    def ids(claim: str) -> set[str]:
        record = hidden("Heron", "Heron")
        return {one["id"] for one in objects_of(replace(record, claims=(record[claim],)))}

    assert not ids("c") & ids("d")
    names = [one["name"] for one in objects_of(hidden("Heron", "Heron"), "identity") if "Conf" in one["name"]]
    assert names == [f"Confidential source (cited by {who})" for who in ("Kataeb in c", "Paper in d")]
    (heron,) = [
        one for one in objects_of(hidden("Heron", "Heron"), "identity", internal=True) if one["name"] == "Heron"
    ]
    assert heron["roles"] == ["role of Heron"]


@pytest.mark.parametrize("text", ["Heron says so.", "H\u200eeron says so.", "heron%20says", "H&#101;ron"])
def test_a_text_that_names_somebody_stops_it(text: str) -> None:
    with pytest.raises(ProtectionError):
        exported(Ledger((Claim("c", text, (parse_chain("A"),)),), SOURCES))


def test_internal_is_marked_on_every_object() -> None:
    red, stamp, *others = objects_of(RECORD, internal=True)
    assert red == TLP_RED
    assert stamp["definition"] == {"statement": STAMP}
    assert {tuple(one["object_marking_refs"]) for one in others} == {(red["id"], stamp["id"])}
    assert "Heron" in {one.get("name") for one in others}
    assert "marking" not in exported(RECORD)


# ---- As a format


def test_it_is_written_only() -> None:
    assert format_of("record.stix.json") == "stix"
    assert format_of("record.json") == "json"
    assert format_of("record.stix.json", reading=True) == "json"
    assert (FORMATS["stix"].reads, FORMATS["stix"].extra) == (False, None)
    assert json.loads(exported(Ledger())) == {"type": "bundle", "id": id_of("bundle", [])}


def test_a_claim_that_stands_on_others_says_so() -> None:
    base = claim_of("Ann", claim="base")
    above = Claim("above", "So it is.", relations=(Relation("based_on", "base"),))
    reports = objects_of(Ledger((base, above)), "report")
    assert [one["description"].split("\n")[0] for one in reports] == [
        "Based on 1 claim, and stands as long as it does.",
        "Looks like 1 source. Traces back to 1: Ann.",
    ]
    fallen = replace(above, relations=(Relation("based_on", "nowhere"),))
    [report] = objects_of(Ledger((fallen,)), "report")
    assert report["description"].startswith("Based on 1 claim, and does not stand: nothing supports nowhere.")


def test_a_verb_that_says_something_else_gives_way_to_the_stance() -> None:
    [note] = objects_of(one_claim("Zed [denied stance=asserts 2024-01-01]"), "note")
    assert (note["content"].split(":")[0], note["labels"]) == ("Zed said (2024-01-01)", ["asserts"])


def test_a_report_says_what_was_taken_back_and_who_changed_their_account() -> None:
    [report] = objects_of(
        one_claim("A [2024-01-01]", "A [retracted 2024-02-01]", "B [2024-01-02] <- A [2024-01-01]"), "report"
    )
    assert "Withdrawn: A took it back; still repeated by B" in report["description"]
    [report] = objects_of(one_claim("A [2024-01-01]", "A [denied 2024-02-01]"), "report")
    assert "Conflict: A changed its account: said so (2024-01-01), denied it (2024-02-01)." in report["description"]


def test_two_who_are_described_alike_stay_two() -> None:
    """Whoever joins Identities by name and class would make one of them."""
    made = objects_of(one_claim('"x" <- "y" <- "z"', 'Q <- "x" <- "y"'), "identity")
    names = [one["name"] for one in made]
    assert len(names) == len(set(names)) == 6
    assert {"“y” (cited by “x” in c)", "“y” (cited by “x” in c) 2"} < set(names)
