"""`reach`, `impact`, `conflicts`, `timeline` on small records and on the shipped one."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.conftest import MakeRecord, Run

RECORD = """\
claims:
  - id: rain
    text: It rained in Beirut on 2 January 2024.
    chains:
      - Star [2024-01-03] <- Wire [2024-01-02] <- Ann
      - Gazette [2024-01-03] <- Wire [2024-01-02]
  - id: dry
    text: It was dry in Beirut on 2 January 2024.
    chains: ['Star [2024-01-04] <- Bob [said 2024-01-04]', 'Gazette <- Ann [said 2024-01-09]']
    contradicts: rain
  - id: flood
    text: Streets were flooded in Beirut on 3 January 2024.
    chain: Gazette <- Wire
  - id: harvest-lost
    text: The harvest of 2024 is lost.
    based_on: [flood]
"""


@pytest.fixture
def record(make_record: MakeRecord) -> Path:
    return make_record({"weather.yaml": RECORD})


def test_reach(run: Run, record: Path) -> None:
    result = run("reach", "Wire")
    assert result.stdout == (
        "claim  directly       through others\n"
        "flood  Gazette\n"
        "rain   Gazette; Star\n"
        "\n"
    )  # fmt: skip
    assert "Wire: passed on by 2 sources; said something in 2 claims of this record" in result.stderr
    assert json.loads(run("reach", "ann", "--json").stdout) == {
        "source": "ann",
        "reached": ["gazette", "star", "wire"],
        "claims": [
            {"claim": "dry", "direct": ["gazette"], "indirect": []},
            {"claim": "rain", "direct": ["wire"], "indirect": ["gazette", "star"]},
        ],
    }
    assert "no source 'Wier' in this record; did you mean Wire?" in run("reach", "Wier").stderr


def test_impact_of_a_source(run: Run, record: Path) -> None:
    result = run("impact", "Wire")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == (
        "Without Wire, in this record: 3 lost, 0 weakened, 1 unaffected.\n"
        "\n"
        "claim               lines           text\n"
        "flood         lost  1 -> 0          Streets were flooded in Beirut on 3 January 2024.\n"
        "harvest-lost  lost  based on flood  The harvest of 2024 is lost.\n"
        "rain          lost  1 -> 0          It rained in Beirut on 2 January 2024.\n"
        "\n"
        "tell Gazette: left without support in flood and rain\n"
        "tell Star: left without support in rain\n"
    )


def test_impact_of_a_statement_and_of_a_link(run: Run, record: Path) -> None:
    report = json.loads(run("impact", "dry#Bob", "--json").stdout)
    assert report["dropped"] == ["dry#bob@2024-01-04"]
    assert [(c["claim"], c["outcome"]) for c in report["claims"]] == [("dry", "weakened")]
    assert report["unaffected"] == ["flood", "harvest-lost", "rain"]
    assert report["stranded"] == ["dry#star@2024-01-04"]
    link = run("impact", "rain#Star <- Wire")
    assert link.stdout.startswith("Without rain#Star <- Wire, in this record: 0 lost, 0 weakened, 4 unaffected.\n")
    assert "tell Star: left without support in rain" in link.stdout
    wrong = run("impact", "rain#Star <- Bob")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "no statement 'Bob' in rain" in wrong.stderr


def test_impact_says_who_still_repeats_what_was_withdrawn(run: Run, make_record: MakeRecord) -> None:
    make_record({"c.yaml": "id: c\ntext: C.\nchains: ['A <- B [said 2024-01-01]', 'B [retracted 2024-02-01]']\n"})
    assert "still repeated, though withdrawn: c#b@2024-01-01, by a\n" in run("impact", "B").stdout
    assert json.loads(run("impact", "B", "--json").stdout)["still_repeating"] == {"c#b@2024-01-01": ["a"]}


def test_conflicts(run: Run, record: Path) -> None:
    result = run("conflicts")
    assert result.stdout == (
        "dry: It was dry in Beirut on 2 January 2024.\n"
        "rain: It rained in Beirut on 2 January 2024.\n"
        "  Ann stands on both sides: dry (2024-01-09), rain (undated).\n"
        "  Bob against Ann (rain).\n"
        "  Gazette and Star carry both sides.\n"
    )
    assert "1 conflict in 4 claims" in result.stderr
    assert run("conflicts", "flood").stdout == ""
    found = json.loads(run("conflicts", "--source", "Bob", "--json").stdout)
    assert [(c["first"], c["second"], c["own"]) for c in found["conflicts"]] == [
        ("dry#ann@2024-01-09", "rain#ann", True),
        ("dry#bob@2024-01-04", "rain#ann", False),
    ]
    assert [b["source"] for b in found["both_sides"]] == ["gazette", "star"]


def test_query_by_conflict_and_by_what_is_due(run: Run, make_record: MakeRecord) -> None:
    make_record({"weather.yaml": RECORD.replace("    based_on", "    due: 2024-12\n    based_on")})
    assert run("query", "--conflicting", "--format", "ids").stdout == "rain\ndry\n"
    assert run("query", "--overdue", "--format", "ids").stdout == "harvest-lost\n"
    assert run("query", "--overdue", "--today", "2024-12-31", "--format", "ids").stdout == ""
    wrong = run("query", "--overdue", "--today", "31.12.2024")
    assert (wrong.exit_code, "write it as 2024-11-29" in wrong.stderr) == (2, True)


def test_timeline(run: Run, record: Path) -> None:
    result = run("timeline", "rain", "dry")
    assert [line.split("  ")[0] + "|" + line.split()[-1] for line in result.stdout.splitlines()[1:]] == [
        "2024-01-02|rain", "2024-01-03|rain", "2024-01-03|rain", "2024-01-04|dry", "2024-01-04|dry", "2024-01-09|dry",
    ]  # fmt: skip
    assert "2024-01-02  Wire · not opened" in result.stdout
    assert "2 statements have no date" in result.stderr
    report = json.loads(run("timeline", "flood", "--json").stdout)
    assert report == {"events": [], "undated": ["flood#gazette", "flood#wire"]}
    assert run("timeline", "flood").stdout == "nothing is dated here\n"


def test_timeline_as_a_picture(run: Run, record: Path) -> None:
    assert run("timeline", "rain", "-o", "rain.svg").stdout == "wrote rain.svg: 3 dates of 1 claim\n"
    root = ET.fromstring(Path("rain.svg").read_text(encoding="utf-8"))
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "It rained in Beirut on 2 January 2024. – 3 dates"
    refused = run("timeline", "rain", "-o", "rain.png")
    assert (refused.exit_code, "drawn as SVG only" in refused.stderr) == (2, True)


def test_a_protected_source_is_not_dated(run: Run, make_record: MakeRecord) -> None:
    make_record({"c.yaml": "id: c\ntext: C.\nchain: A [2024-01-01] <- Rose [2023-12-30] (confidential)\n"})
    assert run("timeline", "-o", "c.svg").exit_code == 0
    drawn = Path("c.svg").read_text(encoding="utf-8")
    assert ("2024-01-01" in drawn, "Rose" in drawn, "2023" in drawn) == (True, False, False)
    assert run("timeline", "-o", "c.svg", "--internal").exit_code == 0
    assert "INTERNAL" in Path("c.svg").read_text(encoding="utf-8")


def test_the_picture_of_an_impact(run: Run, record: Path) -> None:
    result = run("render", "--impact", "Wire", "-o", "wire.svg")
    assert result.stdout == "wrote wire.svg: Without Wire, in this record: 3 lost, 0 weakened, 1 unaffected.\n"
    drawn = Path("wire.svg").read_text(encoding="utf-8")
    assert "left without support" in drawn
    assert "struck through: dropped" in drawn
    assert run("render", "--impact", "Wire").stdout.startswith("wrote wire.svg: ")
    assert run("render", "dry", "--impact", "Wire").exit_code == 2
    assert run("render", "--sources", "--impact", "Wire").exit_code == 2


@pytest.mark.parametrize("name", ["reach", "impact"])
def test_names_from_the_shipped_record(run: Run, shipped: Path, name: str) -> None:
    by_alias, by_name = run(name, "سكاي نيوز عربية", "--json"), run(name, "Sky News Arabia", "--json")
    assert by_alias.exit_code == 0, by_alias.stderr
    assert json.loads(by_alias.stdout) == json.loads(by_name.stdout)


def test_a_picture_of_an_impact_counts_the_whole_record(run: Run, make_record: MakeRecord) -> None:
    make_record({f"{one}.yaml": f"id: {one}\ntext: {one} is.\nchain: {one}{one}\n" for one in "abc"})
    for index in ("never", "always"):
        for what in ("aa", "a#aa"):
            drawn = run("--index", index, "render", "--impact", what, "--format", "dot", "-o", "-").stdout
            assert "1 lost, 0 weakened, 2 unaffected" in drawn
