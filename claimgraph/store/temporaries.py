"""Temporary files beside what they become: their names, who holds them, and removing what killed writers left."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

_NAME = re.compile(r"\.claimgraph-(?:import-|export-)?([0-9]{1,10})-[0-9a-f]{8,32}\.tmp")
_DAY = 86_400.0
"""A temporary file that is older is nobody's, even if its process number is in use again."""

written: list[Path] = []
"""What was put in place since the call began, for what is said when it is stopped."""


def temporary_name(kind: str = "") -> str:
    """Return a new name for a temporary file or folder: it tells which process makes it.

    Examples
    --------
    >>> temporary_name("import-") == temporary_name("import-")
    False
    """
    return f".claimgraph-{kind}{os.getpid()}-{secrets.token_hex(8)}.tmp"


@contextlib.contextmanager
def placing(temporary: Path, path: Path) -> Iterator[None]:
    """Note in `written` that a temporary file or folder has become ``path``, if it has when the block ends."""
    made = temporary.stat().st_ino
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            if path.lstat().st_ino == made:
                written.append(path)


@contextlib.contextmanager
def temporary_folder(parent: Path, kind: str) -> Iterator[Path]:
    """Make a folder for the owner alone, held as long as the block runs and gone afterwards.

    Raises
    ------
    OSError
        It cannot be made.
    """
    folder = parent / temporary_name(kind)
    handle = -1
    try:
        folder.mkdir(mode=0o700)
        handle = os.open(folder, os.O_RDONLY) if os.name == "posix" else -1
        if handle >= 0:
            hold(handle)
        yield folder
    finally:
        if handle >= 0:
            os.close(handle)
        shutil.rmtree(folder, ignore_errors=True)


def hold(handle: int) -> bool:
    """Lock an open temporary file, so that nobody takes it for a leftover; return whether that was possible."""
    if os.name != "posix":
        return False
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def remove_leftovers(folder: Path, *, below: bool) -> None:
    """Remove the temporary files that killed writers left in a folder, and in those below it.

    Left alone are those of processes that live, those that anybody holds, links, and files of other names.

    Parameters
    ----------
    folder : Path
        Where to look.
    below : bool
        Look into the folders below too. The caller holds the record, so that nobody else writes there.
    """
    waiting = [os.fspath(folder)]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name[0] == ".":
                    found = _NAME.fullmatch(entry.name)
                    if found:
                        _remove_dead(entry.path, int(found[1]), held=below)
                elif below and entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)


def _remove_dead(path: str, process: int, *, held: bool) -> None:
    with contextlib.suppress(OSError):
        status = os.lstat(path)
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            return
        if time.time() - status.st_mtime < _DAY and _is_alive(process):
            return
        if _is_free(path, otherwise=held):
            shutil.rmtree(path) if stat.S_ISDIR(status.st_mode) else Path(path).unlink()


def _is_alive(process: int) -> bool:
    if os.name != "posix":
        return True  # cannot be asked without harm; age decides
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return process > 0


def _is_free(path: str, *, otherwise: bool) -> bool:
    """Tell whether nobody holds a temporary file; processes elsewhere are not seen by their numbers."""
    if os.name != "posix":
        return True
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except PermissionError:  # another user's
        return otherwise
    try:
        return hold(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """See the names in a folder onto the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
