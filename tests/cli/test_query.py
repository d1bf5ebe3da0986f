"""`query`, on the shipped record and on small ones."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import MakeRecord, Run

SOURCES = """\
sources:
  - {id: kataeb, kind: outlet, name: Kataeb, aliases: [kataeb.org, الكتائب]}
  - {id: sky-news-arabia, kind: outlet, name: Sky News Arabia, aliases: [سكاي نيوز عربية]}
"""
CLAIMS = """\
claims:
  - id: one
    text: One thing happened on 1 March 2024.
    chain: Kataeb [2024-03-02] <- Sky News Arabia [reported 2024-03-01] <- "Syrian sources" [told]
    tags: [syria, air]
  - id: two
    text: Two things happened.
    chain: الكتائب <- Ann Smith [said 2023-12]
    tags: [syria]
    verdict: {is: false, by: us}
  - id: three
    text: Three things happened.
    chains: [Ann Smith <- Bob, kataeb.org <- ?]
    note: See the café.
"""


@pytest.fixture(autouse=True)
def _record(make_record: MakeRecord) -> None:
    make_record({"sources.yaml": SOURCES, "c.yaml": CLAIMS})


def ids(run: Run, *arguments: str) -> list[str]:
    result = run("query", "--format", "ids", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout.split()


@pytest.mark.parametrize("name", ["Kataeb", "KATAEB", "kataeb.org", "الكتائب", "الكتائِب", "kataeb"])
def test_any_alias_in_any_script_finds_the_same(run: Run, name: str) -> None:
    assert ids(run, "--source", name) == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ["one", "two", "three"]),
        (["--source", "Ann Smith"], ["two", "three"]),
        (["--source", "Ann Smith", "--role", "origin"], ["two"]),
        (["--source", "Ann Smith", "--role", "carrier"], ["three"]),
        (["--source", "Sky News Arabia", "--role", "relay"], ["one"]),
        (["--source", "Kataeb", "--role", "relay"], []),
        (["--source", "syrian SOURCES"], ["one"]),
        (["--via", "Sky News Arabia"], ["one"]),
        (["--via", "Bob"], []),
        (["--through", "Sky News Arabia", "--from", "Syrian sources"], ["one"]),
        (["--through", "Kataeb", "--from", "Ann Smith"], ["two"]),
        (["--through", "Kataeb", "--from", "Bob"], []),
        (["--through", "Kataeb"], ["one", "two", "three"]),
        (["--from", "Bob"], ["three"]),
        (["--from", "Kataeb"], []),
        (["--tag", "syria"], ["one", "two"]),
        (["--tag", "syria", "--tag", "AIR"], ["one"]),
        (["--text", "THINGS happened"], ["two", "three"]),
        (["--text", "cafe"], ["three"]),
        (["--since", "2024"], ["one"]),
        (["--until", "2023-12-15"], ["two"]),
        (["--since", "2024-03-02", "--until", "2024-03-02"], ["one"]),
        (["--since", "2024-03-03"], []),
        (["--unseen"], ["one", "two", "three"]),
        (["--verdict", "false"], ["two"]),
        (["--unnamed-only"], ["one"]),
        (["--lines-max", "1"], ["one", "two"]),
        (["--lines-max", "0"], []),
        (["--single-origin"], []),
        (["--circular"], []),
        (["--verdict", "none"], ["one", "three"]),
        (["--source", "Kataeb", "--verdict", "false", "--tag", "syria"], ["two"]),
    ],
)
def test_filters(run: Run, arguments: list[str], expected: list[str]) -> None:
    assert ids(run, *arguments) == expected


def test_a_misspelt_name(run: Run) -> None:
    result = run("query", "--source", "Katab")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "claimgraph: no source 'Katab' in this record; did you mean Kataeb?\n"


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_a_bad_date(run: Run, option: str) -> None:
    result = run("query", option, "yesterday")
    assert result.exit_code == 2
    assert "invalid date 'yesterday'; use YYYY-MM-DD" in result.stderr


def test_the_table(run: Run) -> None:
    result = run("query", "--tag", "syria")
    assert result.stdout == (
        "id   claim                                who said it\n"
        "one  One thing happened on 1 March 2024.  Kataeb ← Sky News Arabia ← “Syrian sources”\n"
        "two  Two things happened.                 الكتائب ← Ann Smith\n"
    )
    assert result.stderr == "claimgraph: 2 of 3 claims\n"


def test_nothing_found(run: Run) -> None:
    result = run("query", "--text", "nothing of the kind")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "claimgraph: 0 of 3 claims\n")


def test_json(run: Run) -> None:
    found = json.loads(run("query", "--source", "Bob", "--json").stdout)
    assert [c["id"] for c in found] == ["three"]
    assert found[0]["chains"] == ["Ann Smith <- Bob", "kataeb.org <- ?"]
    assert found[0]["origins"] == ["bob", "?@kataeb"]
    assert found[0]["location"] == {"path": "claims/c.yaml", "line": 11, "column": 5}


def test_output_files_choose_the_form(run: Run) -> None:
    assert run("query", "--tag", "air", "-o", "found.csv").exit_code == 0
    rows = list(csv.DictReader(io.StringIO(Path("found.csv").read_text(encoding="utf-8"))))
    assert rows[0]["origins"] == '"syrian sources"@sky-news-arabia'
    assert run("query", "--tag", "air", "-o", "found.json").exit_code == 0
    assert json.loads(Path("found.json").read_text(encoding="utf-8"))[0]["id"] == "one"
    refused = run("query", "-o", "found.md")
    assert refused.exit_code == 2
    assert not Path("found.md").exists()


def test_cells_that_a_spreadsheet_would_run_are_defused(run: Run, make_record: MakeRecord) -> None:
    make_record({"c.yaml": "id: x\ntext: =cmd|' /C calc'!A0\nchain: A\n", "sources.yaml": ""})
    row = next(csv.DictReader(io.StringIO(run("query", "--format", "csv").stdout)))
    assert row["text"] == "'=cmd|' /C calc'!A0"


def test_filters_of_support(run: Run, make_record: MakeRecord) -> None:
    chains = {
        "wire": "[A <- Reuters, B <- Reuters, C <- Reuters]",
        "loop": "['W [2010] <- T <- W [2008] <- S']",
        "two": "[A <- X, B <- Y]",
        "dark": """['A <- "officials"', 'B <- ?']""",
    }
    listed = (f"  - {{id: {claim_id}, text: A., chains: {text}}}\n" for claim_id, text in chains.items())
    make_record({"c.yaml": "".join(["claims:\n", *listed])})
    assert ids(run, "--single-origin") == ["wire"]
    assert ids(run, "--circular") == ["loop"]
    assert ids(run, "--unnamed-only") == ["dark"]
    assert ids(run, "--lines-max", "1") == ["wire", "loop"]
