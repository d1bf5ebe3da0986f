"""`table`: what is chosen, in which form, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import MakeRecord, Run

KATAEB = ("russian-air-action-within-hours", "russian-response-slow")


def ids(run: Run, *arguments: str) -> list[str]:
    result = run("table", "--json", *arguments)
    assert result.exit_code == 0, result.output
    return [row["id"] for row in json.loads(result.stdout)["rows"]]


def test_all_claims_in_the_order_of_the_record(run: Run, shipped: Path) -> None:
    listed = run("query", "--format", "ids").stdout.split()
    assert ids(run) == listed
    assert len(listed) == 40


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([KATAEB[1], KATAEB[0]], list(KATAEB)),
        (["--tag", "forecast"], list(KATAEB)),
        (["--tag", "russia", "--tag", "forecast"], list(KATAEB)),
        (["--source", "Sky News Arabia"], [KATAEB[0]]),
        (["--source", "Middle East Eye", "--tag", "forecast"], [KATAEB[1]]),
        (["--source", "Sky News Arabia", KATAEB[1]], list(KATAEB)),
        (["--file", "claims/brazilian-aardvark.yaml"], ["coati-brazilian-aardvark"]),
        (["--file", "brazilian-aardvark.yaml"], ["coati-brazilian-aardvark"]),
        (["--file", "claims/kataeb-2024-11-29.yaml", "--tag", "forecast"], list(KATAEB)),
    ],
)
def test_what_is_chosen(run: Run, shipped: Path, arguments: list[str], expected: list[str]) -> None:
    assert ids(run, *arguments) == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["coati"], "no claim 'coati' in this record"),
        (["--tag", "nothing"], "no claim fulfils this, so there is no table; see `claimgraph query`"),
        (["--source", "Katab"], "no source 'Katab' in this record; did you mean Kataeb?"),
        (["--file", "nothing.yaml"], "no claim is recorded in nothing.yaml; name a file of the record"),
        (["-o", "table.xls"], "'.xls' tells no form; end the file in .md, .csv, .html or .json, or give --format"),
        (["-o", "no/table.md"], "there is no folder no; make it first"),
    ],
)
def test_mistakes(run: Run, shipped: Path, arguments: list[str], message: str) -> None:
    result = run("table", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert {p.name for p in shipped.parent.iterdir()} == {"claims"}


def test_an_empty_record(run: Run, make_record: MakeRecord) -> None:
    make_record({})
    result = run("table")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("# Sourcing table\n")
    assert json.loads(run("table", "--json").stdout)["rows"] == []


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        ([], "# Sourcing table\n"),
        (["-o", "-"], "# Sourcing table\n"),
        (["--format", "csv"], "file,article,id,text,"),
        (["--format", "html"], "<!DOCTYPE html>\n"),
        (["--json"], "{\n"),
    ],
)
def test_standard_output(run: Run, shipped: Path, arguments: list[str], start: str) -> None:
    result = run("table", "--tag", "forecast", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(start)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("t.md", "# "),
        ("t.MARKDOWN", "# "),
        ("t", "# "),
        ("t.csv", "\ufefffile,"),
        ("t.html", "<!DOCTYPE html>"),
        ("t.htm", "<!DOCTYPE html>"),
        ("t.json", "{"),
    ],
)
def test_the_suffix_chooses_the_form(run: Run, shipped: Path, name: str, start: str) -> None:
    result = run("table", "--tag", "forecast", "-o", name)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"claimgraph: wrote {name}: 2 claims\n"
    assert Path(name).read_text(encoding="utf-8").startswith(start)


def test_json(run: Run, shipped: Path) -> None:
    value = json.loads(run("table", KATAEB[0], "--json").stdout)
    assert (value["internal"], value["stamp"]) == (False, None)
    (row,) = value["rows"]
    assert (row["file"], row["article"]["source"]) == ("kataeb-2024-11-29.yaml", "Kataeb")
    assert row["lines"]["cut"] == ["sky-news-arabia-syrian-sources"]
    (origin,) = row["origins"]
    assert (origin["kind"], origin["name"], origin["through"]) == (
        "unnamed",
        "Syrian sources",
        ["sky-news-arabia@2024-11-29"],
    )
    assert [relay["name"] for relay in row["relays"]] == ["Sky News Arabia"]
    assert [(c["date"], c["url"]) for c in row["carriers"]] == [("2024-11-29", "https://www.kataeb.org/")]
    assert row["unopened"] == ["sky-news-arabia@2024-11-29"]
    assert (row["verdict"], row["checked"], row["against"]) == (None, [], [])


def test_csv(run: Run, shipped: Path) -> None:
    text = run("table", "curveball-mobile-labs", "--format", "csv").stdout
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["verdict"] == (
        "verdict false, by Iraq Survey Group, 2004~, because: It found no mobile biological-weapons programme."
    )
    assert (row["origin_kinds"], row["floor"], row["ceiling"], row["unopened"]) == (
        "unnamed",
        "1",
        "1",
        "BND; Curveball",
    )
    assert row["against"] == (
        "Defense HUMINT Service, takes it back, withdrew 2004-03/2005-03; "
        "CIA, takes it back, withdrew 2004-03/2005-03; "
        "Senate Intelligence Committee, denies it, rejected 2004-07"
    )


@pytest.mark.parametrize("where", ["registry", "chain", "note"])
@pytest.mark.parametrize("arguments", [[], ["--json"], ["-o", "x.csv"], ["-o", "x.html"], ["a"]])
def test_a_protected_source_is_not_named(run: Run, make_record: MakeRecord, where: str, arguments: list[str]) -> None:
    sources = "" if where == "chain" else "- {id: heron, kind: person, name: Heron, confidential: true}\n"
    party = {"registry": "Heron [told]", "chain": "Heron [told] (confidential)", "note": "Ann"}[where]
    note = "note: Ann has it from Heron.\n" if where == "note" else ""
    claims = make_record({"sources.yaml": sources, "a.yaml": f"id: a\ntext: A.\nchain: us <- {party}\n{note}"})
    result = run("table", *arguments)
    assert result.exit_code == (3 if where == "note" else 0)
    files = [p for p in claims.parent.iterdir() if p.is_file()]
    written = result.output + "".join(p.read_text(encoding="utf-8") for p in files)
    assert "heron" not in written.lower()
    if where == "note":
        assert (result.stdout, files) == ("", [])
    else:
        assert "Confidential source" in written
    shown = run("table", *arguments, "--internal")
    assert shown.exit_code == 0, shown.output
    written = "".join(p.read_text(encoding="utf-8") for p in claims.parent.iterdir() if p.is_file())
    assert "INTERNAL" in shown.stdout + written
    assert "Heron" in shown.stdout + written


def test_what_could_steer_a_terminal_is_shown(run: Run, make_record: MakeRecord) -> None:
    make_record({"a.yaml": 'id: a\ntext: "A \\e[31m\\u202e."\nchain: A\n'})
    for form in ("markdown", "csv", "html", "json"):
        result = run("table", "--format", form)
        assert result.exit_code == 0, result.output
        assert "\x1b" not in result.stdout
        assert "\u202e" not in result.stdout
