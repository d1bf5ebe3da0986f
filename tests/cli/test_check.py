"""`check`: forms, exit status, ten kinds of broken files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from tests.cli.conftest import MakeRecord, Run

BROKEN = {
    "sources.yaml": "sources:\n  - {id: ann, kind: person, name: Ann}\n  - {id: ann-b, kind: person, name: ANN}\n",
    "01-arrow.yaml": "id: arrow\ntext: A.\nchain: Ann -> Bob\n",
    "02-plus.yaml": "id: plus\ntext: A.\nchain: Ann <- Bob + Cy <- Di\n",
    "03-id.yaml": "id: Not An Id\ntext: A.\nchain: Ann\n",
    "04-relation.yaml": "id: relation\ntext: A.\nchain: Ann\nsupports: [relaton, ambiguous]\n",
    "05-unregistered.yaml": "id: unregistered\ntext: A.\nchain: Anne <- ?\n",
    "06-ambiguous.yaml": "id: ambiguous\ntext: A.\nchains: ['Ann [2024-01]', 'Ann [2024-02]', 'ann-b <- Ann']\n",
    "07-today.yaml": "id: today\ntext: It rained today.\nchain: Ann\n",
    "08-yaml.yaml": 'id: yaml\ntext: A.\nchain: "officials" <- ?\n',
    "09-keys.yaml": "id: keys\nid: again\ntext: A.\nchian: Ann\nchain: Ann\ndue: soon\n",
    "10-bytes.yaml": "",
    "good.yaml": "id: good\ntext: A good claim.\nchain: Ann\n",
    "README.md": "not YAML",
    "docker-compose.yaml": "services: {}\n",
}


@pytest.fixture
def broken(make_record: MakeRecord) -> Path:
    claims = make_record(BROKEN)
    (claims / "10-bytes.yaml").write_bytes(b"id: bytes\ntext: caf\xe9\nchain: Ann\n")
    return claims


def test_ten_kinds_of_broken_files(run: Run, broken: Path, snapshot: Callable[[str, str], None]) -> None:
    result = run("--internal", "check")
    assert result.exit_code == 1
    snapshot("check/broken.txt", result.stdout)
    assert run("--internal", "query", "--text", "good claim", "--format", "ids").stdout.endswith("\ngood\n")


def test_github_annotations(run: Run, broken: Path, snapshot: Callable[[str, str], None]) -> None:
    snapshot("check/broken.github", run("--internal", "check", "--format", "github").stdout)


def test_json(run: Run, broken: Path) -> None:
    report = json.loads(run("--internal", "check", "--json").stdout)
    assert report["problems"][0] == {
        "code": "CG101",
        "severity": "error",
        "message": "'->' points the wrong way; write the reader first: carrier <- origin",
        "path": "claims/01-arrow.yaml",
        "line": 3,
        "column": 12,
    }
    codes = {problem["code"] for problem in report["problems"]}
    assert codes == {f"CG10{n}" for n in range(1, 10)} | {"CG204", "CG303"}


# The parts of the SARIF 2.1.0 schema (OASIS) that a report of ours uses, written from the standard's text.
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "format": "uri"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": {"required": ["text"]},
                                                "defaultConfiguration": {
                                                    "properties": {
                                                        "level": {"enum": ["none", "note", "warning", "error"]}
                                                    }
                                                },
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "items": {
                            "required": ["message"],
                            "properties": {
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"required": ["text"]},
                                "locations": {
                                    "items": {
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {"uri": {"type": "string", "pattern": "^[!-~]*$"}}
                                                    },
                                                    "region": {
                                                        "properties": {
                                                            "startLine": {"type": "integer", "minimum": 1},
                                                            "startColumn": {"type": "integer", "minimum": 1},
                                                        }
                                                    },
                                                },
                                            }
                                        }
                                    }
                                },
                            },
                        }
                    },
                },
            },
        },
    },
}


def test_sarif(run: Run, broken: Path) -> None:
    assert run("--internal", "check", "-o", "report.sarif").exit_code == 1
    report = json.loads(Path("report.sarif").read_text(encoding="utf-8"))
    jsonschema.validate(report, SARIF)
    results = report["runs"][0]["results"]
    rules = report["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in results)
    place = results[0]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "claims/01-arrow.yaml"},
        "region": {"startLine": 3, "startColumn": 12},
    }


@pytest.mark.parametrize(
    ("text", "arguments", "status"),
    [
        ("chain: Ann", [], 0),
        ("chain: Ann", ["--strict"], 0),
        ("chain: Bob", [], 0),
        ("chain: Bob", ["--strict"], 1),
        ("chain: <-", [], 1),
    ],
)
def test_exit_status(run: Run, make_record: MakeRecord, text: str, arguments: list[str], status: int) -> None:
    make_record({"sources.yaml": "sources: [{id: ann, kind: person}]\n", "a.yaml": f"id: a\ntext: A.\n{text}\n"})
    assert run("check", *arguments).exit_code == status


def test_the_shipped_record_is_clean_of_errors(run: Run, shipped: Path) -> None:
    result = run("check")
    assert result.exit_code == 0
    told = [(line.split(":")[0].removeprefix("claims/"), line.split()[1]) for line in result.stdout.splitlines()[:-2]]
    assert told == [  # the documented cases, which are there to show them
        ("alan-macmasters-toaster.yaml", "CG302"),
        ("alan-macmasters-toaster.yaml", "CG303"),
        ("brazilian-aardvark.yaml", "CG302"),
        ("brazilian-aardvark.yaml", "CG303"),
        *[("citogenesis-short-list.yaml", code) for code in ("CG302", "CG303")] * 4,
        ("citogenesis-short-list.yaml", "CG305"),
        ("citogenesis-short-list.yaml", "CG303"),
        ("curveball.yaml", "CG305"),
        ("kataeb-2024-11-29.yaml", "CG203"),
        ("kataeb-2024-11-29.yaml", "CG306"),
    ]
    assert result.stdout.endswith(
        "CG204 info never opened: 23 in all; `claimgraph check --json` lists them\n"
        "40 claims, 73 registered sources: no errors, 17 warnings, 23 for information\n"
    )


@pytest.mark.parametrize("number", [5, 6])
def test_many_informations_of_one_code_are_one_line(run: Run, make_record: MakeRecord, number: int) -> None:
    make_record({f"{n}.yaml": f"id: c-{n}\ntext: A.\nchain: Ann <- Bob\n" for n in range(number)})
    lines = run("check").stdout.splitlines()
    listed = [line for line in lines if "CG204 info Bob is known only through Ann" in line]
    assert len(listed) == (5 if number == 5 else 0)
    folded = ["CG204 info never opened: 6 in all; `claimgraph check --json` lists them"]
    assert [line for line in lines if line.startswith("CG204")] == ([] if number == 5 else folded)
    assert lines[-1].endswith(f"no errors, 2 warnings, {number} for information")
    assert run("show", "c-0").stdout.count("CG204") == 0
    assert json.loads(run("show", "c-0", "--json").stdout)["problems"][-1]["code"] == "CG204"


def test_hostile_file_names_stay_on_one_line(run: Run, make_record: MakeRecord) -> None:
    make_record({"a\n::error::b\x1b[31m.yaml": "id: A\n"})
    for form in ("text", "github"):
        lines = run("--internal", "check", "--format", form).stdout.splitlines()
        assert len([line for line in lines if "b\\x1b" in line]) == len(lines) - 1
        assert not any(line.startswith("::error::") for line in lines)


CONFLICT = (
    "claims:\n<<<<<<< HEAD\n- {id: a, text: A., chain: Ann}\n=======\n- {id: b, text: B., chain: Bo}\n>>>>>>> x\n"
)
_NONE = "0 of 2 files would change"
RESOLVE = "unresolved git conflict; resolve it (keep one side, delete the marker lines)"
WRITING = (
    (("add", "Snow fell on 2 January 2025.", "Ann", "--to", "claims/a.yaml"), 2, ["claims/a.yaml:2:1: {0}"]),
    (("add", "Snow fell on 2 January 2025.", "this", "--to", "claims/a.yaml"), 2, ["claims/a.yaml:2:1: {0}"]),
    (("sources", "add", "Radio", "--kind", "outlet"), 2, ["claims/sources.yaml:2:1: {0}"]),
    (("fmt", "claims/a.yaml"), 0, ["left claims/a.yaml as it is: line 2: {0}", "0 of 1 files changed"]),
    (("fmt", "--check"), 0, [*(f"left claims/{n}.yaml as it is: line 2: {{0}}" for n in ("a", "sources")), _NONE]),
)


@pytest.mark.parametrize(("call", "status", "expected"), WRITING, ids=[" ".join(row[0][:2]) for row in WRITING])
def test_a_file_with_a_git_conflict_is_not_written(
    run: Run, make_record: MakeRecord, call: tuple[str, ...], status: int, expected: list[str]
) -> None:
    files = {"a.yaml": CONFLICT, "sources.yaml": CONFLICT.replace("claims", "sources")}
    claims = make_record(files)
    result = run(*call)
    assert result.exit_code == status
    assert result.stderr.splitlines() == [f"claimgraph: {line.format(RESOLVE)}" for line in expected]
    assert {path.name: path.read_text() for path in claims.iterdir()} == files
