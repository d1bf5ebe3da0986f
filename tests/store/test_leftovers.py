"""What killed writers leave: removed when it is surely nobody's, completed when it is an import that was ready."""

from __future__ import annotations

import fcntl
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from claimgraph.errors import StoreError
from claimgraph.filenames import PENDING
from claimgraph.index import open_record
from claimgraph.model import Claim, Config, Source
from claimgraph.notation import parse_chain
from claimgraph.store import create_file, load, locked, replace_file, replace_files, save_claim
from claimgraph.store import files as module
from claimgraph.store.importing import Addition, save_addition
from claimgraph.store.temporaries import remove_leftovers, temporary_name

NEW = Claim("new", "New.", (parse_chain("A <- B"),))
MANY = Addition((NEW, Claim("more", "More.", (parse_chain("A"),))), (Source("ann", kind="person", name="Ann"),), 0, ())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "claims"
    folder.mkdir()
    (folder / "x.yaml").write_text("id: old\ntext: Old.\nchain: A\n")
    return folder


def dead() -> int:
    """Return the number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_what_the_dead_left_is_removed_at_the_next_write(root: Path) -> None:
    gone = dead()
    for place in (root, root / "deep" / "er", root.parent, root.parent / ".claimgraph"):
        place.mkdir(parents=True, exist_ok=True)
        (place / f".claimgraph-{gone}-0123456789abcdef.tmp").write_text("half")
        folder = place / f".claimgraph-import-{gone}-01234567.tmp"
        (folder / "claims").mkdir(parents=True)
        (folder / "claims" / "0001.yaml").write_text("half")
    with locked(root):
        save_claim(root, NEW)
    assert names(root.parent) == [
        ".claimgraph",
        "claims",
        "claims/deep",
        "claims/deep/er",
        "claims/new.yaml",
        "claims/x.yaml",
    ]


def test_what_somebody_may_still_write_is_left(root: Path) -> None:
    gone = dead()
    held = root / f".claimgraph-{gone}-00000000000000aa.tmp"
    kept = [
        f".claimgraph-{os.getpid()}-0123456789abcdef.tmp",
        f".claimgraph-{os.getppid()}-0123456789abcdef.tmp",
        held.name,
        f".claimgraph-{gone}-xyz.tmp",
        f".claimgraph-{gone}.tmp",
        f"claimgraph-{gone}-0123456789abcdef.tmp",
        f".claimgraph-other-{gone}-0123456789abcdef.tmp",
    ]
    for name in kept:
        (root / name).write_text("whose?")
    (root.parent / "own").mkdir()
    (root.parent / "own" / "file").write_text("mine")
    link = root / f".claimgraph-{gone}-00000000000000bb.tmp"
    link.symlink_to(root.parent / "own")
    with held.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with locked(root):
            pass
    assert names(root) == sorted([*kept, link.name, "x.yaml"])
    assert (root.parent / "own" / "file").read_text() == "mine"
    with locked(root):
        pass
    assert held.name not in names(root)


def test_what_is_older_than_a_day_is_nobodys(root: Path) -> None:
    path = root / f".claimgraph-{os.getppid()}-0123456789abcdef.tmp"
    path.write_text("")
    os.utime(path, (0, 0))
    remove_leftovers(root, below=True)
    assert names(root) == ["x.yaml"]


def test_outputs_remove_what_is_left_beside_them(tmp_path: Path) -> None:
    left = tmp_path / f".claimgraph-export-{dead()}-0123456789abcdef.tmp"
    left.mkdir()
    replace_file(tmp_path / "out.svg", "a")
    assert names(tmp_path) == ["out.svg"]
    left.mkdir()
    replace_files(tmp_path / "t", {"a": b"a"})
    assert names(tmp_path) == ["out.svg", "t", "t/a"]


# ---- Modes


MODES = [
    (0o022, None, 0o644), (0o077, None, 0o600), (0o002, None, 0o664),
    (0o022, 0o600, 0o600), (0o077, 0o644, 0o644), (0, 0o640, 0o640),
]  # fmt: skip


@pytest.mark.parametrize(("umask", "mode", "wanted"), MODES)
def test_a_temporary_file_is_private_until_it_is_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, umask: int, mode: int | None, wanted: int
) -> None:
    seen: list[int] = []
    path = tmp_path / "x"
    if mode is not None:
        path.write_text("old")
        path.chmod(mode)
    real = module._set_mode

    def set_mode(temporary: Path, to: int) -> None:
        before = temporary.stat()
        seen.append(stat.S_IMODE(before.st_mode) if before.st_size else 0)
        real(temporary, to)

    monkeypatch.setattr(module, "_set_mode", set_mode)
    before = os.umask(umask)
    try:
        replace_file(path, "new") if mode is not None else create_file(path, "new")
    finally:
        os.umask(before)
    assert (stat.S_IMODE(path.stat().st_mode), seen) == (wanted, [0, 0o600])


# ---- Imports that were stopped


def stopped(root: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Import, and stop as a killed process does when the ``at``-th thing is about to be renamed."""
    child = os.fork()
    if child:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -9
        return
    real, calls = Path.rename, []

    def rename(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == at:
            os.kill(os.getpid(), 9)
        return real(self, target)

    Path.rename = rename  # type: ignore[assignment,method-assign]
    try:
        with locked(root):
            save_addition(root, MANY, "more", config=Config())
    finally:
        os._exit(1)


@pytest.mark.parametrize(("at", "whole"), [(1, False), (2, True), (3, True), (4, True)])
@pytest.mark.parametrize("read", ["load", "index", "write"])
def test_an_import_is_there_as_a_whole_or_not_at_all(
    root: Path, monkeypatch: pytest.MonkeyPatch, at: int, whole: bool, read: str
) -> None:
    stopped(root, monkeypatch, at)
    if read == "load":
        load(root)
    elif read == "index":
        open_record(root, use="always").close()
    else:
        with locked(root):
            pass
    ledger = load(root)
    assert (sorted(c.id for c in ledger), [s.id for s in ledger.sources]) == (
        (["more", "new", "old"], ["ann"]) if whole else (["old"], [])
    )
    with locked(root):
        pass
    assert names(root) == (["more.yaml", "sources", "sources/more.yaml", "x.yaml"] if whole else ["x.yaml"])


def test_a_reader_that_cannot_complete_an_import_does_not_see_half(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(root, monkeypatch, 3)
    assert names(root / "sources") == ["more.yaml"]
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        with pytest.raises(StoreError) as caught:
            load(root)
    assert str(caught.value) == (
        f"{root}: an import was stopped half way and cannot be completed (Read-only file system); "
        "call `claimgraph check` as a user who may write there"
    )
    assert sorted(c.id for c in load(root)) == ["more", "new", "old"]


def refuse(*_: object) -> None:
    raise OSError(30, "Read-only file system")


@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_import_that_fails_is_taken_back(
    root: Path, monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException
) -> None:
    real, calls = Path.rename, []

    def rename(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == at:
            raise error
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", rename)
        with pytest.raises((StoreError, KeyboardInterrupt)), locked(root):
            save_addition(root, MANY, "more", config=Config())
    assert [name for name in names(root) if name != "sources"] == ["x.yaml"]


def test_an_import_takes_a_name_that_is_free(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(root, monkeypatch, 2)
    (root / "more.yaml").write_text("id: theirs\ntext: T.\nchain: A\n")
    assert sorted(c.id for c in load(root)) == ["more", "new", "old", "theirs"]
    assert names(root) == ["more-2.yaml", "more.yaml", "sources", "sources/more.yaml", "x.yaml"]


def test_what_stands_where_an_import_is_made_ready(root: Path) -> None:
    (root / PENDING).mkdir()
    (root / PENDING / "mine").write_text("")
    with pytest.raises(StoreError, match="nothing was changed"), locked(root):
        save_addition(root, MANY, "more", config=Config())
    assert names(root) == [PENDING, f"{PENDING}/mine", "x.yaml"]


def test_names_of_temporary_files_tell_the_process() -> None:
    assert temporary_name("import-").startswith(f".claimgraph-import-{os.getpid()}-")
