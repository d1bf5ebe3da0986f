"""`show`, `trace --json`, `fmt`, `schema` and `init`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest

from claimgraph.store import load
from tests.cli.conftest import MakeRecord, Run


def test_show_is_one_screen_with_the_essence_first(run: Run, shipped: Path) -> None:
    lines = run("show", "russian-air-action-within-hours").stdout.splitlines()
    assert lines[:12] == [
        "Looks like 1 source. Traces back to 1: “Syrian sources”.",
        "Russian aircraft will act within hours to change the course of the fighting in northern Syria.",
        "",
        "lines: 1. Every supporting path leads through “Syrian sources”.",
        "everything passes: “Syrian sources”, Sky News Arabia and Kataeb",
        "open next: Open the Sky News Arabia piece and Kataeb drops out.",
        "first: Kataeb (2024-11-29) or Sky News Arabia (2024-11-29)",
        "",
        "Kataeb · 2024-11-29 · https://www.kataeb.org/",
        "└─ Sky News Arabia · reported 2024-11-29 · not opened",
        "   └─ “Syrian sources” · told · unnamed",
        "",
    ]
    assert "relays on the way: 1" in lines
    assert "due: 2024-11-30" in lines
    assert any(line.startswith("tension: russian-response-slow (An intensive") for line in lines)
    assert len(lines) < 26


def test_show_json(run: Run, shipped: Path) -> None:
    report = json.loads(run("show", "curveball-mobile-labs", "--json").stdout)
    assert report["id"] == "curveball-mobile-labs"
    assert report["origins"] == ['"three further sources"@colin-powell']
    assert report["against"] == ["senate-intelligence-committee@2004-07"]
    assert report["withdrawn"] == [
        "defense-humint-service@2000-01/2002-10",
        "defense-humint-service@2004-03/2005-03",
        "cia@2004-03/2005-03",
    ]
    assert report["relays"] == [0]
    assert report["lines"] == {
        "floor": 1,
        "ceiling": 1,
        "exact": True,
        "cut": ['"three further sources"@colin-powell'],
        "reason": 'Every supporting path leads through "three further sources"@colin-powell.',
    }
    assert report["single_points"] == ['"three further sources"@colin-powell', "colin-powell"]
    assert (report["apparent"], report["false_confirmation"]) == (["colin-powell"], False)
    assert (report["unnamed_only"], report["circular"]) == (True, [])
    assert report["depth"] == [0, 0]
    assert report["statements"][:2] == ["us-intelligence-community@2002-10", "defense-humint-service@2000-01/2002-10"]
    assert report["details"]["bnd"]["seen"] is False
    assert {"upstream": "curveball@2000-01/2001-09", "downstream": "bnd", "inferred": False, "because": None} in report[
        "links"
    ]
    assert report["verdict"]["is"] == "false"
    assert [problem["code"] for problem in report["problems"]] == [
        "CG204", "CG305", "CG204", "CG204",
    ]  # fmt: skip
    assert report["first"] == ["curveball@2000-01/2001-09"]
    assert report["impossible_times"] == []
    assert report["advice"] is None
    assert report["still_repeating"] == {
        "defense-humint-service@2000-01/2002-10": ["us-intelligence-community@2002-10", "colin-powell@2003-02-05"]
    }
    assert [(c["first"], c["second"], c["own"], c["changed_account"]) for c in report["conflicts"]] == [
        (
            'curveball-mobile-labs#"three further sources"@colin-powell',
            "curveball-mobile-labs#senate-intelligence-committee@2004-07",
            False,
            False,
        )
    ]


def test_show_names_relations_from_both_ends(run: Run, make_record: MakeRecord) -> None:
    make_record(
        {
            "c.yaml": "claims:\n  - {id: a, text: A is so., chain: X, supports: b, tension: b}\n"
            "  - {id: b, text: B is so., chain: X, tension: a}\n"
        }
    )
    lines = run("show", "b").stdout.splitlines()
    assert "supported by: a (A is so.)" in lines
    assert [line for line in lines if line.startswith("tension")] == ["tension: a (A is so.)"]


def test_trace_json(run: Run, shipped: Path) -> None:
    found = json.loads(run("trace", "russian-air-action-within-hours", "--json").stdout)
    assert [(line["level"], line["key"]) for line in found[0]["trace"]] == [
        (0, "kataeb@2024-11-29"),
        (1, "sky-news-arabia@2024-11-29"),
        (2, '"syrian sources"@sky-news-arabia'),
    ]
    assert found[0]["trace"][1]["link"] == {"inferred": False, "because": None}


def test_trace_of_a_long_chain(run: Run, make_record: MakeRecord) -> None:
    names = [f"S{number}" for number in range(1500)]
    make_record({"a.yaml": f"id: a\ntext: A.\nchain: {' <- '.join(names)}\n"})
    assert len(run("trace", "a").stdout.splitlines()) > 1500
    assert len(json.loads(run("trace", "a", "--json").stdout)[0]["trace"]) == 1500
    assert run("show", "a", "--json").exit_code == 0


def test_fmt_keeps_comments_and_meaning(run: Run, make_record: MakeRecord) -> None:
    text = "# head\r\nid: a\r\nchain: A←B  # the chain\r\n# about the text\r\ntext: A.   \r\n\r\n\r\n\r\n"
    claims = make_record({"a.yaml": text})
    before = load(claims)
    assert run("fmt", "--check").exit_code == 1
    result = run("fmt")
    assert (result.exit_code, result.stdout) == (0, "wrote claims/a.yaml\n")
    assert (claims / "a.yaml").read_bytes() == (
        b"# head\nid: a\n# about the text\ntext: A.\nchain: A <- B  # the chain\n"
    )
    assert load(claims) == before
    assert run("fmt", "--check").exit_code == 0


def test_fmt_leaves_what_has_errors(run: Run, make_record: MakeRecord) -> None:
    text = "text: A.\nid: a\nchain: A <-   \n"
    claims = make_record({"a.yaml": text})
    assert run("fmt").exit_code == 0
    assert (claims / "a.yaml").read_text(encoding="utf-8") == text


def test_fmt_of_a_file_elsewhere(run: Run, make_record: MakeRecord, tmp_path: Path) -> None:
    make_record({})
    (tmp_path / "other.yaml").write_text("id:   a\n", encoding="utf-8")
    result = run("fmt", "other.yaml")
    assert result.exit_code == 2
    assert "outside the record" in result.stderr


def test_the_shipped_record_is_in_canonical_form(run: Run, shipped: Path) -> None:
    assert run("fmt", "--check").exit_code == 0


@pytest.mark.parametrize("kind", ["claims", "sources"])
def test_schema(run: Run, kind: str) -> None:
    schema = json.loads(run("schema", kind).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert run("schema", kind, "-o", "-").stdout == run("schema", kind).stdout


def test_init(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "-q"], check=True)
    (tmp_path / ".gitignore").write_text("*.log", encoding="utf-8")
    first = run("init")
    assert first.exit_code == 0
    assert "wrote claims/sources.yaml\nwrote .claimgraph/config.yaml\nwrote .gitignore\n" in first.stdout
    ignored = (tmp_path / ".gitignore").read_text(encoding="utf-8")
    assert ignored == "*.log\n.claimgraph/[Vv][Aa][Uu][Ll][Tt].*\n.claimgraph/index.sqlite*\n.claimgraph-*.tmp\n"
    again = run("init")
    assert again.exit_code == 0
    assert "wrote" not in again.stdout
    assert run("check").stdout == "0 claims, 0 registered sources: no errors, no warnings\n"
    (tmp_path / ".claimgraph" / "vault.yaml").write_text("x: y", encoding="utf-8")
    untracked = subprocess.run(["git", "status", "--porcelain", "-uall"], capture_output=True, text=True, check=True)
    assert "vault" not in untracked.stdout


def test_init_elsewhere(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", "case").exit_code == 0
    assert (tmp_path / "case" / "claims" / "sources.yaml").is_file()


def test_what_stands_without_our_own_inferences(run: Run, shipped: Path) -> None:
    lines = run("show", "coati-brazilian-aardvark", "--ignore-inferred").stdout.splitlines()
    assert lines[0] == "Looks like 8 sources. Traces back to 1 to 8."
    printed = run("trace", "coati-brazilian-aardvark", "--ignore-inferred").stdout
    assert "Daily Mail · reported 2010-06\n└─ ? · no source given\n" in printed
    assert "inferred" not in printed
