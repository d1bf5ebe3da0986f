"""Writing: a writer that dies or fails at any step leaves the old file or the new one, and nothing else to read."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimgraph.errors import ClaimgraphError, FileChangedError, StoreError
from claimgraph.model import Claim
from claimgraph.notation import parse_chain
from claimgraph.store import create_file, load, locked, replace_file, save_claim
from claimgraph.store import files as module
from claimgraph.store.files import read_file, rewrite_file

OLD = "claims:\n  - id: old\n    text: Old.\n    chain: A\n"
NEW = Claim("new", "New.", (parse_chain("A <- B"),))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "claims"
    folder.mkdir()
    (folder / "x.yaml").write_text(OLD)
    return folder


def write_existing(root: Path) -> None:
    save_claim(root, NEW, to="x.yaml")


def write_new(root: Path) -> None:
    save_claim(root, NEW)


def replace_output(root: Path) -> None:
    replace_file(root / "x.yaml", OLD + "  - {id: new, text: New., chain: A <- B}\n")


WRITERS = {"existing": write_existing, "new": write_new, "replace": replace_output}


def confirm_old_or_new(root: Path) -> None:
    ledger = load(root)
    assert ledger.problems == ()
    assert [claim.id for claim in ledger] in (["old"], ["old", "new"], ["new", "old"])
    assert (root / "x.yaml").read_text().startswith(OLD)
    visible = {path.name for path in root.iterdir() if not path.name.startswith(".")}
    assert visible <= {"x.yaml", "new.yaml"}


# ---- Faults: the system refuses at one of its calls

CALLS = ("open", "fsync", "replace", "link", "chmod", "close", "unlink", "stat", "write")


def inject(monkeypatch: pytest.MonkeyPatch, call: str, at: int, fault: Callable[[], Any]) -> list[int]:
    """Make a system call of the writer go wrong when it is made for the ``at``-th time; count how often it is made."""
    made = [0]

    def wrap(real: Callable[..., Any]) -> Callable[..., Any]:
        def call_(*arguments: Any, **more: Any) -> Any:
            made[0] += 1
            return fault() if made[0] == at else real(*arguments, **more)

        return call_

    if call == "write":

        def open_(path: Any, mode: str = "r", **more: Any) -> Any:
            return _Disk(open(path, mode, **more), wrap)  # noqa: PTH123

        monkeypatch.setattr(module, "open", open_, raising=False)
    elif call == "unlink":
        monkeypatch.setattr(Path, "unlink", wrap(Path.unlink))
    else:
        monkeypatch.setattr(os, call, wrap(getattr(os, call)))
    return made


class _Disk:
    """A file that is written in two halves."""

    def __init__(self, file: Any, wrap: Callable[..., Any]) -> None:
        self.file = file
        self.half = wrap(file.write)

    def write(self, data: bytes) -> None:
        self.half(data[: len(data) // 2])
        self.file.flush()
        self.half(data[len(data) // 2 :])

    def __enter__(self) -> _Disk:
        return self

    def __exit__(self, *rest: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def refuse() -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_faults(root: Path, monkeypatch: pytest.MonkeyPatch, writer: Callable[[Path], None], call: str) -> None:
    """Whatever fails, the error is one of ours, and the file is the old one or the new one."""
    for at in range(1, 12):
        with monkeypatch.context() as patch:
            made = inject(patch, call, at, refuse)
            with contextlib.suppress(ClaimgraphError):
                writer(root)
        confirm_old_or_new(root)
        for path in [*root.glob(".*"), root / "new.yaml"]:
            path.unlink(missing_ok=True)
        (root / "x.yaml").write_text(OLD)
        if made[0] < at:
            break


def test_a_full_disk_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: refuse())
    with pytest.raises(StoreError) as caught:
        save_claim(root, NEW, to="x.yaml")
    assert str(caught.value) == (
        f"{root}/x.yaml: cannot be written (No space left on device), nothing was changed; make room on the disk"
    )
    assert (root / "x.yaml").read_text() == OLD
    assert list(root.iterdir()) == [root / "x.yaml"]


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_a_folder_that_is_read_only(
    root: Path, monkeypatch: pytest.MonkeyPatch, writer: Callable[[Path], None]
) -> None:
    real = open

    def open_(path: Any, mode: str = "r", **more: Any) -> Any:
        if "x" in mode:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, mode, **more)

    monkeypatch.setattr(module, "open", open_, raising=False)
    with pytest.raises(StoreError, match=r"cannot be written \(Permission denied\), nothing was changed; mend the"):
        writer(root)
    assert list(root.iterdir()) == [root / "x.yaml"]


# ---- Killed writers


@pytest.mark.parametrize("writer", WRITERS)
def test_killed_at_every_call(root: Path, writer: str) -> None:
    """A child process kills itself in place of a system call; forked, so that many are quick."""
    for call in CALLS:
        for at in range(1, 8):
            child = os.fork()
            if child == 0:
                _die_writing(root, writer, call, at)
            _, status = os.waitpid(child, 0)
            confirm_old_or_new(root)
            for path in [*root.glob(".*"), root / "new.yaml"]:
                path.unlink(missing_ok=True)
            (root / "x.yaml").write_text(OLD)
            if not os.WIFSIGNALED(status):
                break


def _die_writing(root: Path, writer: str, call: str, at: int) -> None:
    try:
        inject(pytest.MonkeyPatch(), call, at, lambda: os.kill(os.getpid(), signal.SIGKILL))
        WRITERS[writer](root)
    finally:
        os._exit(0)


LOOP = """
import sys
from pathlib import Path
from claimgraph.store import replace_file
path = Path(sys.argv[1])
texts = [path.read_text() + f"# {n}" * 50_000 for n in range(2)]
print("ready", flush=True)
while True:
    for text in texts:
        replace_file(path, text)
"""


def test_killed_at_any_moment(root: Path) -> None:
    for pause in (0.0, 0.003, 0.011, 0.02):
        with subprocess.Popen(
            [sys.executable, "-c", LOOP, str(root / "x.yaml")], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(pause)
            process.kill()
        text = (root / "x.yaml").read_text()
        assert len(text) in {len(OLD), len(OLD) + 150_000}
        assert [claim.id for claim in load(root)] == ["old"]
        (root / "x.yaml").write_text(OLD)


# ---- Many writers at once

APPEND = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from claimgraph.model import Claim
    from claimgraph.names import suggest_id
    from claimgraph.notation import parse_chain
    from claimgraph.store import load, locked, save_claim
    root, to = Path(sys.argv[1]), sys.argv[2] or None
    for number in range(int(sys.argv[3])):
        with locked(root):
            name = suggest_id("same words", taken=[claim.id for claim in load(root)])
            save_claim(root, Claim(name, "Text.", (parse_chain("A"),)), to=to)
    """
)


@pytest.mark.parametrize(("processes", "each"), [(2, 12), (8, 3)])
@pytest.mark.parametrize("to", ["", "x.yaml"], ids=["own-files", "one-file"])
def test_nothing_is_lost(root: Path, processes: int, each: int, to: str) -> None:
    running = [subprocess.Popen([sys.executable, "-c", APPEND, str(root), to, str(each)]) for _ in range(processes)]
    assert [process.wait(timeout=60) for process in running] == [0] * processes
    ledger = load(root)
    assert ledger.problems == ()
    assert len(ledger) == processes * each + 1
    assert not list(root.glob(".*"))


def test_same_name_without_a_lock(root: Path) -> None:
    """Even those who take no lock overwrite nobody: eight threads make files of one id."""
    made: list[Path] = []
    threads = [threading.Thread(target=lambda: made.append(save_claim(root, NEW))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8
    assert all(path.read_text().startswith("id: new\n") for path in made)


# ---- The lock


def test_a_held_record_is_waited_for(root: Path) -> None:
    with locked(root), pytest.raises(StoreError, match="another process has been writing"), locked(root, seconds=0.05):
        raise AssertionError
    with locked(root):
        pass


def test_the_lock_ends_with_its_holder(root: Path) -> None:
    code = "import os, sys; from pathlib import Path; from claimgraph.store import locked\n"
    code += "with locked(Path(sys.argv[1])):\n    os._exit(1)\n"
    subprocess.run([sys.executable, "-c", code, str(root)], check=False)
    with locked(root, seconds=0.5):
        assert not list(root.parent.glob("*lock*"))


def test_no_lock_without_a_record(root: Path) -> None:
    with pytest.raises(StoreError, match="cannot be locked"), locked(root / "nowhere"):
        raise AssertionError


def test_file_systems_without_locks(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told at once, not after half a minute of waiting for nobody."""
    import fcntl

    def flock(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("it waits for nobody"))
    with pytest.raises(StoreError, match="this file system has no locks"), locked(root):
        raise AssertionError


# ---- Single calls


def test_mode_is_kept(root: Path) -> None:
    (root / "x.yaml").chmod(0o640)
    save_claim(root, NEW, to="x.yaml")
    assert stat.S_IMODE((root / "x.yaml").stat().st_mode) == 0o640
    replace_file(root / "x.yaml", "")
    assert stat.S_IMODE((root / "x.yaml").stat().st_mode) == 0o640


def test_new_files_have_the_mode_of_all_new_files(root: Path) -> None:
    (root / "plain").write_text("")
    create_file(root / "new.yaml", "a")
    assert (root / "new.yaml").stat().st_mode == (root / "plain").stat().st_mode


def test_create_never_overwrites(root: Path) -> None:
    (root / "link.yaml").symlink_to("nowhere.yaml")
    for name in ("x.yaml", "link.yaml"):
        with pytest.raises(FileExistsError):
            create_file(root / name, "lost")
    assert (root / "x.yaml").read_text() == OLD
    assert not (root / "nowhere.yaml").exists()


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.EMLINK])
def test_file_systems_without_hard_links(root: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def link(*_: object) -> None:
        raise OSError(number, "no hard links")

    monkeypatch.setattr(os, "link", link)
    create_file(root / "new.yaml", "a")
    assert (root / "new.yaml").read_text() == "a"
    with pytest.raises(FileExistsError):
        create_file(root / "new.yaml", "b")
    assert sorted(path.name for path in root.iterdir()) == ["new.yaml", "x.yaml"]


def test_a_file_where_a_folder_should_be(root: Path) -> None:
    for path in (root / "x.yaml" / "y.yaml", root / "x.yaml" / "deep" / "y.yaml"):
        for write in (create_file, replace_file):
            with pytest.raises(StoreError, match="cannot be written"):
                write(path, "a")


def test_long_names(root: Path) -> None:
    name = "新" * 80 + ".yaml"
    create_file(root / name, OLD)
    rewrite_file(read_file(root / name), OLD + "\n")
    with pytest.raises(StoreError, match="choose a shorter name"):
        create_file(root / ("新" * 90), "")


def test_outputs_that_are_no_files(root: Path) -> None:
    replace_file(Path("/dev/null"), "a")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    (root / "link").symlink_to("x.yaml")
    replace_file(root / "link", "through the link")
    assert (root / "link").is_symlink()
    assert (root / "x.yaml").read_text() == "through the link"
    (root / "dangling").symlink_to("made.yaml")
    replace_file(root / "dangling", "made")
    assert (root / "made.yaml").read_text() == "made"
    with pytest.raises(StoreError, match="is a folder"):
        replace_file(root, "a")
    os.mkfifo(root / "pipe")
    reader = threading.Thread(target=lambda: texts.append((root / "pipe").read_text()))
    texts: list[str] = []
    reader.start()
    replace_file(root / "pipe", "piped")
    reader.join(timeout=10)
    assert texts == ["piped"]


def test_replace_a_full_device(root: Path) -> None:
    with pytest.raises(
        StoreError, match=r"/dev/full: cannot be written \(No space left on device\), it may hold a part"
    ):
        replace_file(Path("/dev/full"), "a")


@pytest.mark.parametrize("change", ["write", "delete", "link", "folder"])
def test_changed_in_between(root: Path, change: str) -> None:
    path = root / "x.yaml"
    before = read_file(path)
    path.unlink()
    if change == "write":
        path.write_text(OLD + "#")
    elif change == "link":
        path.symlink_to("nowhere")
    elif change == "folder":
        path.mkdir()
    with pytest.raises(FileChangedError, match="try again"):
        rewrite_file(before, "mine")
    assert [p.name for p in root.iterdir()] == ([] if change == "delete" else ["x.yaml"])


def test_changed_while_the_new_text_is_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_file(root / "x.yaml")
    real = os.fsync

    def fsync(handle: int) -> None:
        (root / "x.yaml").write_text("theirs")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(FileChangedError):
        rewrite_file(before, "mine")
    assert (root / "x.yaml").read_text() == "theirs"
    assert [p.name for p in root.iterdir()] == ["x.yaml"]


def test_files_too_large_to_edit(root: Path) -> None:
    with (root / "x.yaml").open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    with pytest.raises(StoreError, match="larger than 16 MB"):
        read_file(root / "x.yaml")
