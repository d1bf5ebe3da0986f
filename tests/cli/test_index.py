"""The index from the command line: its options, and the command that keeps it fresh."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.cli.conftest import MakeRecord, Run

CLAIM = "id: {0}\ntext: {0} is so.\nchain: Kataeb <- Ann\n"


def test_the_index_is_used_where_one_asks_for_it(make_record: MakeRecord, run: Run) -> None:
    claims = make_record({"a.yaml": CLAIM.format("a")})
    made = claims.parent / ".claimgraph" / "index.sqlite"
    assert run("query", "--format", "ids").stdout == "a\n"
    assert not made.exists()  # so small a record is read as fast
    assert run("--index", "always", "query", "--format", "ids").stdout == "a\n"
    assert made.exists()
    (claims / "b.yaml").write_text(CLAIM.format("b"), encoding="utf-8")
    for old in (("--no-refresh", "query"), ("query", "--no-refresh")):
        assert run(*old, "--format", "ids").stdout == "a\n"
    assert run("query", "--format", "ids").stdout == "a\nb\n"
    assert run("--index", "never", "query", "--format", "ids", env={"CLAIMGRAPH_INDEX": "always"}).stdout == "a\nb\n"


def test_adding_finds_what_was_written_into_a_file_that_was_there(make_record: MakeRecord, run: Run) -> None:
    """A new claim with an id that is taken would push the one that has it out of the record."""
    claims = make_record({"a.yaml": CLAIM.format("a")})
    assert run("--index", "always", "query", "--format", "ids").stdout == "a\n"
    with (claims / "a.yaml").open("w", encoding="utf-8") as file:
        file.write(CLAIM.format("other"))
    added = run("--index", "always", "add", "B is so.", "Ann", "--supports", "other", "--id", "b")
    assert (added.exit_code, added.stderr) == (0, "")
    again = run("--index", "always", "add", "C is so.", "Ann", "--id", "other")
    assert again.exit_code == 1
    assert "the id 'other' is taken" in again.stderr


def test_a_slow_way_and_a_fast_one_hide_the_same(make_record: MakeRecord, run: Run) -> None:
    make_record({"a.yaml": "id: a\ntext: A is so.\nchain: Kataeb [2024-11-29] <- Ann (confidential)\n"})
    for index in ("never", "always"):
        for form in ("json", "ids", "csv"):
            found = run("--index", index, "query", "--format", form, "-o", "-")
            assert (found.exit_code, "Ann" in found.stdout) == (0, False)


def test_arguments_that_are_no_text_are_found_nowhere(make_record: MakeRecord, run: Run) -> None:
    make_record({"a.yaml": CLAIM.format("a")})
    for call in (("show", "\udcff"), ("query", "--source", "\udcff"), ("query", "--text", "\udcff", "--json")):
        fast, slow = (run("--index", index, *call) for index in ("always", "never"))
        assert (fast.exit_code, fast.stdout, fast.stderr) == (slow.exit_code, slow.stdout, slow.stderr)
        assert fast.exit_code in (0, 2)


def test_what_an_analysis_found_out_is_kept_until_the_claim_changes(make_record: MakeRecord, run: Run) -> None:
    chains = "id: a\ntext: A is so.\nchains: [Kataeb <- Ann, {0} <- Ann]\n"
    claims = make_record({"a.yaml": chains.format("Herald"), "b.yaml": CLAIM.format("b")})
    asked = ("--index", "always", "query", "--single-origin", "--format", "ids")
    for _ in ("found out", "kept"):
        assert run(*asked).stdout == "a\n"
    (claims / "a.yaml").write_text(chains.format("Kataeb"), encoding="utf-8")
    assert run(*asked).stdout == ""
    (claims / "a.yaml").write_text(chains.format("Herald"), encoding="utf-8")
    (claims / "sources.yaml").write_text("sources: [{id: x, kind: outlet, aliases: [Herald, Kataeb]}]\n")
    assert run(*asked).stdout == ""  # the two are one now, so that nothing looks like two


def test_watching_once_brings_the_index_up_to_date(make_record: MakeRecord, run: Run) -> None:
    claims = make_record({"a.yaml": CLAIM.format("a"), "broken.yaml": "claims: [\n"})
    told = run("watch", "--once").stdout
    assert told[8:] == " 1 claim in 2 files, 1 error: see `claimgraph check`\n"
    shutil.rmtree(claims.parent / ".claimgraph")
    (claims.parent / ".claimgraph").write_text("in the way", encoding="utf-8")
    refused = run("watch", "--once")
    assert refused.exit_code == 2
    assert refused.stderr.splitlines()[-1] == "claimgraph: there is no index to keep fresh; see the line above"


def test_watching_tells_every_change_and_ends_quietly(make_record: MakeRecord) -> None:
    claims = make_record({"a.yaml": CLAIM.format("a")})
    command = [sys.executable, "-m", "claimgraph", "--claims", str(claims), "watch", "--every", "0.1"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as watching:
        assert watching.stdout is not None
        assert watching.stdout.readline()[8:] == " 1 claim in 1 file\n"
        time.sleep(0.3)
        Path(claims, "b.yaml").write_text(CLAIM.format("b"), encoding="utf-8")
        assert watching.stdout.readline()[8:] == " 2 claims in 2 files\n"
        watching.send_signal(signal.SIGINT)
        out, errors = watching.communicate(timeout=30)
    assert (watching.returncode, out, errors) == (0, "", "")
