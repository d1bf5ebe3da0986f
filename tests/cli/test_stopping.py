"""Ctrl-C: what is said is what has happened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from claimgraph.store import files, pending
from tests.cli.conftest import MakeRecord, Run

RECORD = {
    "a.yaml": "id: a\ntext: A is so.\nchain: Kataeb [2024-11-29 https://k.org/1]\n",
    "b.yaml": "id: b\ntext: B is so.\nchain: Kataeb [2024-11-30 https://k.org/2]\n",
    "messy.yaml": "chain: Kataeb\ntext: M is so.\nid: m\n",
}
COPIES = "link,archive status,archive location\nhttps://k.org/1,success,https://c.org/1\nhttps://k.org/2,success,https://c.org/2\n"
ADD = ["add", "C is so.", "Ann"]
MERGE = ["archive", "merge", "copies.csv"]
IMPORT = ["import", "csv", "t.csv", "--set", "text={t}", "--set", "chain={a}"]


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("call", "where", "said", "new"),
    [
        (ADD, "fsync", "nothing was written", []),
        (ADD, "sync_folder", "by then claims/c-so.yaml had been written", ["c-so.yaml"]),
        (["fmt"], "sync_folder", "by then claims/messy.yaml had been written", []),
        (["render", "a", "-o", "a.dot"], "sync_folder", "by then {here}/a.dot had been written", []),
        (MERGE, "sync_folder", "nothing was written", []),
        (IMPORT, "fsync", "nothing was written", []),
        (IMPORT, "import_sync", "nothing was written", []),
        (IMPORT, "import_remove", "by then claims/t.yaml had been written", ["t.yaml"]),
    ],
)
def test_what_is_said_of_a_call_that_is_stopped(
    run: Run,
    make_record: MakeRecord,
    monkeypatch: pytest.MonkeyPatch,
    call: list[str],
    where: str,
    said: str,
    new: list[str],
) -> None:
    claims = make_record(RECORD)
    Path("copies.csv").write_text(COPIES)
    Path("t.csv").write_text("t,a\nT is so.,A\n")
    before = {path.name: path.read_text() for path in claims.iterdir()}
    with monkeypatch.context() as patch:
        if where == "fsync":
            patch.setattr(os, "fsync", interrupt)
        elif where == "import_sync":
            real, renamed = Path.rename, []

            def rename(self: Path, target: Path) -> Path:
                renamed.append(real(self, target))
                if len(renamed) == 2:
                    raise KeyboardInterrupt
                return renamed[-1]

            patch.setattr(Path, "rename", rename)
        elif where == "import_remove":
            patch.setattr(pending, "_remove", interrupt)
        else:
            calls = [0]

            def once(folder: Path) -> None:
                calls[0] += 1
                if calls[0] == 1:
                    raise KeyboardInterrupt

            patch.setattr(files, "sync_folder", once)
        result = run(*call)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (130, f"stopped; {said.format(here=Path.cwd())}")
    assert sorted(path.name for path in claims.iterdir()) == sorted([*before, *new])
    if "nothing" in said:
        assert {path.name: path.read_text() for path in claims.iterdir()} == before


def test_an_earlier_call_in_the_same_process_is_forgotten(
    run: Run, make_record: MakeRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_record(RECORD)
    assert run(*ADD).exit_code == 0
    monkeypatch.setattr(os, "fsync", interrupt)
    assert run("add", "D is so.", "Ann").stderr.strip() == "stopped; nothing was written"
