"""The program as a whole: help, the one door for exceptions, where the record is found."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimgraph.cli import COMMANDS, trace_command
from claimgraph.cli.record import find_record
from tests.cli.conftest import MakeRecord, Run

PROGRAM = [sys.executable, "-m", "claimgraph"]


def test_help_lists_every_command_in_order(run: Run) -> None:
    lines = run("--help").stdout.splitlines()
    listed = [line.split()[0] for line in lines[lines.index("Commands:") + 1 :] if line.startswith("  ")]
    assert listed[: len(COMMANDS)] == list(COMMANDS)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from claimgraph.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'networkx', 'yaml', 'graphviz', 'rich', 'dataclasses'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: claimgraph {name}")


def test_a_misspelt_command(run: Run) -> None:
    result = run("trac", "x")
    assert result.exit_code == 2
    assert "no command 'trac'; did you mean track or trace?" in result.stderr


def test_no_record(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("query")
    expected = "claimgraph: no record here or above; make one with `claimgraph init`, or name one with --claims DIR\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", expected)


def test_the_record_is_found_upward(run: Run, make_record: MakeRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = make_record({"a.yaml": "id: a\ntext: A.\nchain: X\n"})
    deep = claims.parent / "notes" / "2024"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert find_record(None) == Path("../../claims")
    assert run("query", "--format", "ids").stdout == "a\n"


def test_the_record_is_named(run: Run, make_record: MakeRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = make_record({"a.yaml": "id: a\ntext: A.\nchain: X\n"})
    monkeypatch.chdir("/")
    assert run("--claims", str(claims), "query", "--format", "ids").stdout == "a\n"
    assert run("query", "--format", "ids", env={"CLAIMGRAPH_CLAIMS": str(claims)}).stdout == "a\n"
    missing = run("--claims", str(claims / "no"), "query")
    assert missing.exit_code == 2
    assert f"no folder of claims at {claims}/no" in missing.stderr


def test_a_bug_is_one_line_and_status_70(run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh\x1b[31m")

    monkeypatch.setattr(trace_command, "load_record", broken)
    result = run("trace", "x")
    assert result.exit_code == 70
    assert "this is a bug in claimgraph" in result.stderr
    assert "ZeroDivisionError: oh\\x1b[31m" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_reader_that_stops_reading_is_no_error(shipped: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{' '.join(PROGRAM)} query --json | head -1"], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[\n", "")


def test_errors_in_the_record_are_mentioned_by_every_reader(run: Run, make_record: MakeRecord) -> None:
    make_record({"a.yaml": "id: a\ntext: A.\nchain: X\n", "b.yaml": "id: b\ntext: B.\nchain: X <-\n"})
    result = run("trace", "a")
    assert result.exit_code == 0
    assert "claims/b.yaml:3:12: CG101 error" in result.stderr
    assert result.stdout.startswith("a: A.")


def test_terminal_escapes_are_shown_not_obeyed(run: Run, make_record: MakeRecord) -> None:
    make_record({"a.yaml": 'id: a\ntext: "A \\e[31mred\\u202e"\nchain: X\nnote: "\\e]0;title\\a"\n'})
    for arguments in (["trace", "a"], ["show", "a"], ["query"], ["query", "--json"], ["check"]):
        output = run(*arguments).output
        assert "\x1b" not in output, arguments
        assert "\u202e" not in output, arguments


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    environment = {**os.environ, "_CLAIMGRAPH_COMPLETE": f"{shell}_source"}
    program = Path(sys.executable).parent / "claimgraph"
    done = subprocess.run([program], env=environment, capture_output=True, text=True, check=True)
    assert "_CLAIMGRAPH_COMPLETE" in done.stdout


def _complete(words: str) -> list[str]:
    environment = {**os.environ, "_CLAIMGRAPH_COMPLETE": "bash_complete", "COMP_WORDS": words}
    environment["COMP_CWORD"] = str(len(words.split(" ")) - 1)
    program = Path(sys.executable).parent / "claimgraph"
    done = subprocess.run([program], env=environment, capture_output=True, text=True, check=True)
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


def test_completion_of_claims_and_sources(shipped: Path) -> None:
    assert _complete("claimgraph trace russian-a") == [
        "russian-air-action-within-hours",
        "russian-aircraft-moved-to-ukraine",
        "russian-and-syrian-air-strikes",
    ]
    assert _complete("claimgraph query --source الكت") == ["kataeb"]
    assert _complete("claimgraph query --source Sky") == ["sky-news-arabia", "sky-news-arabia-syrian-sources"]
    assert _complete("claimgraph tra") == ["trace", "track"]
