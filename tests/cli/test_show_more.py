"""`show` on claims that are large, that have no chain, or that mean harm; checks of one claim."""

from __future__ import annotations

import json

from claimgraph.checks import check_claim, check_ledger
from claimgraph.store import load
from tests.cli.conftest import ROOT, MakeRecord, Run


def test_one_screen_however_large_the_claim(run: Run, make_record: MakeRecord) -> None:
    chains = "".join(f"  - P{n} <- O{n}\n" for n in range(300))
    make_record({"c.yaml": f"id: c\ntext: C.\nchains:\n{chains}"})
    lines = run("show", "c").stdout.splitlines()
    assert len(lines) < 70
    assert "... and more; `claimgraph trace c` shows all of it" in lines
    assert "CG105: and 595 more; `claimgraph check` tells all" in lines


def test_a_claim_that_only_rests_on_others(run: Run, make_record: MakeRecord) -> None:
    make_record(
        {
            "c.yaml": "claims:\n  - {id: base, text: Base., chain: X}\n"
            "  - {id: on-it, text: On it., based_on: [base]}\n"
            "  - {id: round-a, text: A., based_on: round-b}\n  - {id: round-b, text: B., based_on: round-a}\n"
        }
    )
    assert run("show", "on-it").stdout.startswith("Based on 1 claim, and stands as long as it does.\nOn it.\n")
    told = run("show", "round-a").stdout
    assert told.startswith("Based on 1 claim, and does not stand: nothing supports round-b.\n")
    stands = {c: json.loads(run("show", c, "--json").stdout)["stands"] for c in ("base", "on-it", "round-a")}
    assert stands == {"base": True, "on-it": True, "round-a": False}


def test_no_text_forges_a_line(run: Run, make_record: MakeRecord) -> None:
    make_record({"c.yaml": 'id: c\ntext: C.\nchain: A\nverdict: {is: "true", by: "Ann\\r\\nlines: 9"}\n'})
    lines = run("show", "c").stdout.splitlines()
    assert [line for line in lines if line.startswith("lines:")] == ["lines: 1. Every supporting path leads through A."]


def test_what_is_silenced_is_shown(run: Run, make_record: MakeRecord) -> None:
    make_record({"c.yaml": "id: c\ntext: C.\nchains: [A <- C, B <- C]\nsilence: {CG303: C alone was there.}\n"})
    assert "silenced: CG303: C alone was there." in run("show", "c").stdout
    report = json.loads(run("show", "c", "--json").stdout)
    assert report["silence"] == {"CG303": "C alone was there."}
    assert "CG303" not in {problem["code"] for problem in report["problems"]}


def test_a_source_of_several_claims_is_silenced_for_each(run: Run, make_record: MakeRecord) -> None:
    claim = "  - {{id: {0}, text: T., chain: A{1}}}\n"
    silenced = ", silence: {CG105: known}"
    for texts, places in (
        ((claim.format("a", ""), claim.format("b", "")), ["claims/c.yaml:2"]),
        ((claim.format("a", silenced), claim.format("b", "")), ["claims/c.yaml:3"]),
        ((claim.format("a", silenced), claim.format("b", silenced)), []),
    ):
        make_record({"c.yaml": "claims:\n" + "".join(texts)})
        lines = [line for line in run("check").stdout.splitlines() if "CG105" in line]
        assert [":".join(line.split(":")[:2]) for line in lines] == places


def test_the_checks_of_one_claim_are_those_of_the_record() -> None:
    """Everything but how often a source is told: `check_claim` on every shipped claim, against `check_ledger`."""
    ledger = load(ROOT / "claims")
    whole = {str(problem) for problem in check_ledger(ledger)}
    single = {str(problem) for claim in ledger for problem in check_claim(ledger, claim.id)}
    assert single == whole
