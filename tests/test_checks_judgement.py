"""CG304, CG401 and CG402: what people made of claims, held against itself and against the graph."""

from __future__ import annotations

import pytest

from claimgraph.analyses.lines import Lines
from claimgraph.checks import check_ledger
from claimgraph.model import Ledger
from claimgraph.store import loads

CODES = {"CG304", "CG401", "CG402"}


def found(claims: str, sources: str = "") -> list[str]:
    """Return what these checks, and the reader, say of a record of one file of claims and one of sources."""
    read, registry = loads(claims, path="c.yaml"), loads(sources, path="s.yaml", registry=True)
    ledger = Ledger(read.claims, registry.sources, read.problems + registry.problems)
    return [str(p) for p in check_ledger(ledger) if p.code in CODES or p in ledger.problems]


def claim(*chains: str, rest: str = "") -> str:
    listed = "".join(f"  - '{chain}'\n" for chain in chains)
    return f"id: a\ntext: A.\nchains:\n{listed}{rest}"


def record(*claims: tuple[str, str, str]) -> str:
    """Return claims of (id, verdict, relations), a line each, all said by Ann."""
    entries = []
    for claim_id, verdict, relations in claims:
        judged = f", verdict: {{is: {verdict}}}" if verdict else ""
        entries.append(f"  - {{id: {claim_id}, text: X., chain: Ann{relations and ', '}{relations}{judged}}}\n")
    return "claims:\n" + "".join(entries)


# ---- CG304

NEXT = "; look at both, and correct a verdict or the relation"


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (
            [("a", "true", "contradicts: b"), ("b", "true", "")],
            [(3, "verdict: true, as is that of 'a', which contradicts this claim")],
        ),
        (
            [("a", "true", "contradicts: b"), ("b", "true", "contradicts: a")],
            [(3, "verdict: true, as is that of 'a', which contradicts this claim")],
        ),
        (
            [("a", "true", ""), ("b", "true", "contradicts: [a, c]"), ("c", "true", "")],
            [
                (3, "verdict: true, as is that of 'a', which contradicts this claim"),
                (4, "verdict: true, as is that of 'b', which contradicts this claim"),
            ],
        ),
        (
            [("a", "true", "contradicts: b"), ("b", "", "same_as: c"), ("c", "true", "")],
            [(4, "verdict: true, as is that of 'a', which contradicts this claim")],
        ),
        (
            [("a", "true", "same_as: b"), ("b", "false", "")],
            [(3, "verdict: false, while 'a', the same claim (same_as), is true")],
        ),
        (
            [("a", "false", ""), ("b", "", "same_as: a"), ("c", "true", "same_as: b")],
            [(4, "verdict: true, while 'a', the same claim (same_as), is false")],
        ),
        (
            [("a", "false", ""), ("b", "true", "based_on: a")],
            [(3, "verdict: true, while 'a', which this claim is based on, is false")],
        ),
        (
            [("b", "true", "based_on: a"), ("a", "false", "")],
            [(3, "verdict: false, while 'b', which is based on this claim, is true")],
        ),
        (
            [("a", "false", ""), ("b", "", "based_on: a"), ("c", "true", "based_on: b")],
            [(4, "verdict: true, while 'a', which this claim is based on, is false")],
        ),
        (  # b answers for itself
            [("a", "false", ""), ("b", "true", "based_on: a"), ("c", "true", "based_on: b")],
            [(3, "verdict: true, while 'a', which this claim is based on, is false")],
        ),
        (  # one pair, once, though it collides in two ways
            [("a", "false", ""), ("b", "true", "based_on: a, same_as: a")],
            [(3, "verdict: true, while 'a', the same claim (same_as), is false")],
        ),
        # What can be:
        ([("a", "true", "contradicts: b"), ("b", "false", "")], []),
        ([("a", "false", "contradicts: b"), ("b", "false", "")], []),
        ([("a", "true", "contradicts: b"), ("b", "partly", "")], []),
        ([("a", "true", "contradicts: b"), ("b", "", "")], []),
        ([("a", "true", "same_as: b"), ("b", "partly", "")], []),
        ([("a", "true", "same_as: b"), ("b", "unresolvable", "")], []),
        ([("a", "true", "based_on: b"), ("b", "partly", "")], []),
        ([("a", "false", "based_on: b"), ("b", "true", "")], []),
        ([("a", "true", "tension: b"), ("b", "true", "")], []),
        ([("a", "true", "based_on: b"), ("b", "", "based_on: a")], []),
    ],
)
def test_verdicts_that_collide(claims: list[tuple[str, str, str]], expected: list[tuple[int, str]]) -> None:
    told = [line for line in found(record(*claims)) if "CG304" in line]
    assert [(int(line.split(":")[1]), line.partition("CG304 error ")[2]) for line in told] == [
        (line, message + NEXT) for line, message in expected
    ]


def test_the_place_is_the_verdict() -> None:
    (told,) = found(record(("a", "true", "contradicts: b"), ("b", "true", "")))
    assert told.startswith("c.yaml:3:44: CG304 error verdict: true")


# ---- CG401


@pytest.mark.parametrize(
    ("chains", "rest", "expected"),
    [
        (["Ann"], "assess: B1\n", ["5:9: CG401 warning assess: B1 means confirmed by other sources, and only 1"]),
        (["Ann [denied]"], "assess: F1\n", ["5:9: CG401 warning assess: F1 means confirmed by other sources, and no"]),
        (["A <- Ann", "B <- Ann"], "assess: [B2, A1, A1]\n", ["6:9: CG401 warning assess: A1 means confirmed by"]),
        (['A <- "officials"', 'B <- "officials"'], "assess: B1\n", ["6:9: CG401 warning assess: B1 means confirmed"]),
        (["Ann", "Bob"], "assess: B1\n", []),
        (["Ann"], "assess: A2\n", []),
        (
            ['A <- "officials"', "B <- ?"],
            "verdict: {is: true}\n",
            ["6:10: CG401 warning verdict: true, and every origin is unnamed or missing; add the chain that"],
        ),
        (['A <- "officials"', "B <- Ann"], "verdict: {is: true}\n", []),
        (['A <- "officials"'], "verdict: {is: false}\n", []),
        (['A <- "officials"'], "verdict: {is: partly}\n", []),
        (
            ["Ann [denied]"],
            "verdict: {is: true}\n",
            ["5:10: CG401 warning verdict: true, and nothing in the record supports it; add what settled it, or see"],
        ),
        (["Ann", "Ann [retracted]"], "verdict: {is: true}\n", ["6:10: CG401 warning verdict: true, and nothing in"]),
        (["Ann [denied]"], "based_on: b\nverdict: {is: true}\n", []),
        (["Ann"], "verdict: {is: true}\n", []),
    ],
)
def test_stronger_than_the_graph(chains: list[str], rest: str, expected: list[str]) -> None:
    told = [line for line in found(claim(*chains, rest=rest)) if "CG401" in line]
    assert len(told) == len(expected), told
    assert all(line.startswith(f"c.yaml:{e}") for line, e in zip(told, expected, strict=True)), told


def test_who_owns_both_is_no_other_source() -> None:
    """The floor decides: two papers of one owner are one line for sure."""
    sources = "- {id: a, kind: outlet, owner: x}\n- {id: b, kind: outlet, owner: x}\n- {id: x, kind: org}\n"
    assert found(claim("A", "B", rest="assess: B1\n")) == []
    assert [line.split(" and ")[1] for line in found(claim("A", "B", rest="assess: B1\n"), sources)] == [
        "only 1 independent line is sure; add another or see `claimgraph show a`"
    ]


# ---- CG402


@pytest.mark.parametrize(
    ("chain", "rest", "expected"),
    [
        ("Ann", "assess: B\n", ["5:9: CG402 error assess: 'B' judges a source only; a claim takes a letter and a"]),
        ("Ann", "assess: [B2, {code: 7}]\n", ["5:9: CG402 error assess: '7' is no Admiralty code; a claim takes A"]),
        ("Ann", "assess: probable\n", ["5:9: CG402 error assess: 'probable' is no Admiralty code"]),
        ("Ann", "assess: F6\n", []),
        ("Ann <- Bob [p=30%]", "", ["4:13: CG402 error p=30% is not a probability; write a number from 0 to 1"]),
        ("Ann [p=1.5]", "", ["4:6: CG402 error p=1.5 is not a probability"]),
        ("Ann [likelihood=low]", "", ["4:6: CG402 error likelihood: 'low' is no word of ICD 203; write one of"]),
        (
            "Ann [p=0.1 likelihood=likely]",
            "",
            ["4:6: CG402 error Ann: p=0.1 is outside 'likely' (55 to 80 %); keep the one that was said"],
        ),
        ("Ann [p=30% likelihood=likely]", "", ["4:6: CG402 error p=30% is not a probability"]),
        ("Ann [p=0.55 likelihood=likely]", "", []),
        ('Ann [likelihood="Roughly even odds"]', "", []),
    ],
)
def test_scales(chain: str, rest: str, expected: list[str]) -> None:
    told = found(claim(chain, rest=rest))
    assert len(told) == len(expected), told
    assert all(line.startswith(f"c.yaml:{e}") for line, e in zip(told, expected, strict=True)), told


def test_a_number_and_a_word_from_two_mentions_of_one_statement() -> None:
    told = found(claim("A <- Ann [p=0.1]", "B <- Ann [likelihood=likely]"))
    assert told == ["c.yaml:4:11: CG402 error Ann: p=0.1 is outside 'likely' (55 to 80 %); keep the one that was said"]


def test_reliability() -> None:
    sources = "- {id: ann, kind: person, reliability: B2}\n- {id: bob, kind: person, reliability: [F, {code: G}]}\n"
    assert found(claim("Ann"), sources) == [
        (
            "s.yaml:1:40: CG402 error reliability: 'B2' has a number, which judges a claim; keep B here, "
            "and write the number into assess: of a claim"
        ),
        "s.yaml:2:40: CG402 error reliability: 'G' is no Admiralty letter; a source takes A to F, as in B",
    ]


def test_what_is_on_no_scale_costs_neither_claim_nor_chain() -> None:
    read = loads(claim("Ann [p=30% likelihood=low]", rest="assess: high\n"))
    assert read.problems == ()
    assert str(read.claims[0].chains[0]) == "Ann [p=30% likelihood=low]"
    assert read.claims[0].assess[0].code == "high"


@pytest.mark.parametrize(("lines", "told"), [(Lines(1, 7, exact=False), False), (Lines(1, 1, exact=False), True)])
def test_a_bound_that_may_not_be_reached_accuses_nobody(
    monkeypatch: pytest.MonkeyPatch, lines: Lines, told: bool
) -> None:
    monkeypatch.setattr("claimgraph.checks.judgement.independent_lines", lambda *_: lines)
    assert bool(found(claim("Ann", rest="assess: B1\n"))) is told
