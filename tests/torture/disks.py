"""Disks that fill up, block by block, and files that may not grow: commands fail, and nothing is lost."""

from __future__ import annotations

import contextlib
import functools
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.torture.stage import COMMANDS, call, confirm_whole, reset, run, stage, tree, warm_up

_BLOCK = 4096
_BLOCKS = 60
_ENDINGS = (0, 1, 2)


@contextlib.contextmanager
def small_disk(parent: Path) -> Iterator[Path | None]:
    """Mount a file system of a few blocks in memory; None where that is not allowed."""
    disk = parent / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_BLOCKS * _BLOCK}", "tmpfs", str(disk)]
    done = shutil.which("mount") and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    try:
        yield disk if done else None
    finally:
        if done:
            subprocess.run(["umount", "-l", str(disk)], check=False)


def fill(folder: Path, disk: Path, command: str, *, free: int) -> str:
    """Run a command on a disk with so many free blocks; return what is wrong afterwards."""
    for path in disk.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    work = Path(shutil.copytree(folder / "template", disk / "work"))
    before, after = tree(work), _after(folder, command)
    filling = disk / "filling"
    handle = os.open(filling, os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while True:
            os.write(handle, bytes(_BLOCK))
    os.ftruncate(handle, max(0, os.fstat(handle).st_size - free * _BLOCK))
    os.close(handle)
    status = call(work, COMMANDS[command])
    filling.unlink()
    if status not in _ENDINGS:
        return f"it ended with {status}"
    return confirm_whole(command, work, before, after)


def limit(folder: Path, command: str, *, size: int) -> str:
    """Run a command whose files may not grow beyond a size; return what is wrong afterwards."""
    work = reset(folder)
    before, after = tree(work), _after(folder, command)
    work = reset(folder)
    status = _call(functools.partial(_limited, work, command, size))
    if status not in _ENDINGS:
        return f"it ended with {status}"
    return confirm_whole(command, work, before, after)


_known: dict[tuple[Path, str], dict[str, bytes]] = {}


def _after(folder: Path, command: str) -> dict[str, bytes]:
    if (folder, command) not in _known:
        work = reset(folder)
        call(work, COMMANDS[command])
        _known[folder, command] = tree(work)
    return _known[folder, command]


def _limited(work: Path, command: str, size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    run(work, COMMANDS[command])


def _call(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(70)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(*, quick: bool) -> bool:
    """Fill disks and limit files for every command, and print the figures."""
    warm_up()
    failures: list[str] = []
    filled = limited = 0
    with stage() as folder, small_disk(folder) as disk:
        for command in COMMANDS:
            for free in range(0, 24, 6 if quick else 1):
                filled += bool(disk)
                wrong = fill(folder, disk, command, free=free) if disk else ""
                failures += [f"{command}, {free} blocks free: {wrong}"] if wrong else []
            for size in range(0, 900, 300 if quick else 30):
                limited += 1
                wrong = limit(folder, command, size=size)
                failures += [f"{command}, files of {size} bytes: {wrong}"] if wrong else []
    if not filled:
        print("disks: no file system could be mounted, so files were limited only")
    print(f"disks: {filled} full disks, {limited} limited files, {len(failures)} failures")
    print(*failures[:20], sep="\n")
    return not failures
