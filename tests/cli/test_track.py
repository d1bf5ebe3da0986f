"""`track`, on a small record and on the shipped one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import MakeRecord, Run
from tests.cli.terminal import on_terminal

SOURCES = """\
sources:
  - {id: ann, kind: person, name: Ann, aliases: [آن]}
  - {id: kataeb, kind: outlet, name: Kataeb}
  - {id: quiet, kind: outlet, name: Quiet Paper}
"""
CLAIMS = """\
claims:
  - {id: c1, text: X., chain: 'Kataeb <- Ann [2024-01-01]', verdict: {is: true}}
  - {id: c2, text: X., chain: Ann, verdict: {is: true}}
  - {id: c3, text: X., chain: 'Ann [denied]', verdict: {is: false}}
  - {id: c4, text: X., chain: 'Ann [estimated p=0.8]', verdict: {is: false}}
  - {id: c5, text: X., chains: [Ann, 'Bob [denied]'], verdict: {is: false}}
  - {id: c6, text: X., chain: 'Ann [estimated likelihood=unlikely]', verdict: {is: false}}
  - {id: c7, text: X., chain: Ann, verdict: {is: partly}}
  - {id: c8, text: X., chain: 'Kataeb <- "officials"'}
"""
HOW = """
In this record only. Hits: asserted and true, or denied and false, each claim once, by the source's first stance. \
Below n = 5 no percentage: it would mean little (3 of 4 is anything from 30 to 95 %).
Brier: mean squared error of forecasts, 0 is best, 0.25 is what always saying 50 % gives. The number says how what \
you recorded came out, not how reliable a source is: you chose what to record.
"""


@pytest.fixture(autouse=True)
def _record(make_record: MakeRecord) -> None:
    make_record({"sources.yaml": SOURCES, "c.yaml": CLAIMS})


def test_all(run: Run) -> None:
    """Ann: c1 c2 c3 right, c4 c5 wrong; Brier (0.8^2 + 0.325^2) / 2 = (0.64 + 0.105625) / 2 = 0.3728125."""
    result = run("track")
    assert result.exit_code == 0, result.output
    assert result.stdout == (
        "source  hits          share              forecasts            rest\n"
        "Ann     3 of 5 right  60 % (23 to 88 %)  Brier 0.373 (n = 2)  1 not counted\n"
        "Bob     1 of 1 right  -                  -                    0 not counted\n" + HOW
    )
    assert result.stderr == "claimgraph: 2 of 2 sources that assert or deny have a claim with an answer\n"


@pytest.mark.parametrize("name", ["Ann", "ANN", "آن", "ann"])
def test_claims_one_by_one_by_any_alias(run: Run, name: str) -> None:
    result = run("track", name)
    assert result.stdout.splitlines()[2:11] == [
        "",
        "Ann (ann)",
        "  hit: c1 · asserts 2024-01-01 · verdict true",
        "  hit: c2 · asserts · verdict true",
        "  hit: c3 · denies · verdict false",
        "  miss: c4 · asserts · p = 0.8 · verdict false",
        "  miss: c5 · asserts · verdict false",
        (
            "  forecast: c6 · asserts · p = 0.325 · verdict false · "
            "gives it a probability that does not go with asserting it or denying it; a forecast only"
        ),
        "  not counted: c7 · asserts · verdict partly",
    ]
    assert result.stdout.endswith(HOW)
    assert result.stderr == ""


def test_sources_without_anything_of_their_own(run: Run) -> None:
    result = run("track", "Quiet Paper", "Kataeb", "officials", "kataeb")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1:3] == [
        "Quiet Paper  -     -      -          0 not counted",
        "Kataeb       -     -      -          0 not counted",
    ]
    assert result.stdout.count("  asserts and denies nothing itself in this record\n") == 2
    assert result.stderr == (
        "claimgraph: 'officials' is only described; an unnamed source counts where it is registered as a group\n"
    )


def test_json(run: Run) -> None:
    ann, bob = json.loads(run("track", "--json").stdout)
    units = ann.pop("claims")
    low, high = ann.pop("interval")
    assert ann == {
        "source": "ann", "name": "Ann", "hits": 3, "n": 5, "share": 0.6, "brier": 0.3728125, "brier_n": 2,
        "not_counted": 1,
    }  # fmt: skip
    assert (round(low, 4), round(high, 4)) == (0.2307, 0.8824)
    assert units[3] == {
        "claims": ["c4"], "statement": "c4#ann", "stance": "asserts", "date": None, "verdict": "false",
        "probability": 0.8, "outcome": "miss", "counted": True, "reason": None,
    }  # fmt: skip
    assert [unit["outcome"] for unit in units] == ["hit", "hit", "hit", "miss", "miss", None, None]
    assert (bob["hits"], bob["n"], bob["share"], bob["interval"], bob["brier"]) == (1, 1, None, None, None)
    assert json.loads(run("track", "Kataeb", "--json").stdout)[0]["claims"] == []


def test_misspelt(run: Run) -> None:
    result = run("track", "Katab")
    assert result.exit_code == 2
    assert result.stderr == "claimgraph: no source 'Katab' in this record; did you mean Kataeb?\n"


def test_an_empty_record(run: Run, make_record: MakeRecord) -> None:
    make_record({"sources.yaml": "", "c.yaml": ""})
    result = run("track")
    assert (result.exit_code, result.stdout) == (0, HOW)
    assert json.loads(run("track", "--json").stdout) == []


def test_a_hostile_name_steers_no_terminal(run: Run, make_record: MakeRecord) -> None:
    make_record({"c.yaml": 'id: a\ntext: A.\nchain: "A\\u202eB"\nverdict: {is: true}\n', "sources.yaml": ""})
    for arguments in (["track"], ["track", "A\u202eB"]):
        assert "\u202e" not in run(*arguments).stdout


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_lines_fit(tmp_path: Path, columns: int) -> None:
    printed = on_terminal("track", "Ann", cwd=tmp_path, columns=columns)
    assert "3 of 5" in " ".join(printed.split())
    assert [line for line in printed.split("\n") if len(line) > columns] == []


def test_an_id_that_is_somebody_elses_alias(run: Run, make_record: MakeRecord) -> None:
    """The claims of a voice are found by its label, which means another source where it is taken for a name."""
    make_record(
        {
            "sources.yaml": "sources:\n  - {id: other, kind: outlet, name: Other, aliases: [sky-news]}\n",
            "a.yaml": "id: a\ntext: A is.\nverdict: {is: true}\nchain: Sky.News\n",
        }
    )
    for index in ("never", "always"):
        assert "1 of 1 right" in run("--index", index, "track", "Sky.News").stdout
