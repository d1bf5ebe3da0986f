"""What a record's folders look like now, told from their entries alone: no file is opened.

Of a large record even looking takes its time, so that two processes share it where there are two processors.
"""

from __future__ import annotations

import marshal
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from claimgraph.filenames import has_hostile_name, is_wanted

SHARED_FROM = 20_000
"""So many files are looked at by two processes."""

Stamp = tuple[int, int, int, int]
"""Size, time of change, time of the last change of anything, inode: with the path, what tells one file content
from another."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a folder that matters to a record.

    ``why`` is empty for a file to be read, else why it is not, as `skipped_problem` takes it.
    """

    name: str
    stamp: Stamp
    why: str = ""


@dataclass(frozen=True, slots=True)
class FolderState:
    """A folder in short: the same ``digest`` means the same entries, unless ``steady`` is false.

    What a symbolic link leads to can change without a trace in its folder.
    """

    digest: bytes
    steady: bool
    size: int
    """How many bytes its files hold together."""


_Row = tuple[str, int, int, int, int, int]


def scan(root: str, *, expected: int = 0) -> dict[str, FolderState]:
    """Return the state of every folder of a record, by its path below ``root`` (empty for the root itself).

    ``expected`` is how many files there probably are.
    """
    states: dict[str, FolderState] = {}
    below = _look(root, "", states)
    if expected >= SHARED_FROM and len(below) > 1 and hasattr(os, "fork") and (os.cpu_count() or 1) > 1:
        return {**states, **_scan_shared(root, below)}
    _look_below(root, below, states)
    return states


def folder_entries(root: str, path: str) -> list[Entry]:
    """Return the entries of a folder that matter, in the order of their names; subfolders are left out.

    A folder that cannot be read is an entry without a name.
    """
    rows, error = _listed(os.path.join(root, path))
    if error:
        return [Entry("", (0, 0, 0, 0), error)]
    entries = []
    for name, mode, *stamp in rows:
        why = _why_not(os.path.join(root, path, name), name, mode)
        if why is not None:
            entries.append(Entry(name, _storable(stamp), why))
    return entries


def _storable(stamp: list[int]) -> Stamp:
    """Return a stamp in numbers that SQLite has: a time may lie beyond the year 2262."""
    size, modified, changed, inode = (max(-_MOST, min(_MOST, part)) for part in stamp)
    return size, modified, changed, inode


_MOST = 2**63 - 1


def _why_not(path: str, name: str, mode: int) -> str | None:
    """Return why an entry is not read, nothing if it is, None if it does not matter."""
    wanted = is_wanted(name)
    if stat.S_ISLNK(mode):
        return "link" if wanted or os.path.isdir(path) else None
    if has_hostile_name(name) and (wanted or stat.S_ISDIR(mode)):
        return "name"
    if stat.S_ISDIR(mode) or not wanted:
        return None
    return "" if stat.S_ISREG(mode) else "kind"


def _look_below(root: str, paths: Iterable[str], states: dict[str, FolderState]) -> None:
    waiting = list(paths)
    while waiting:
        waiting += _look(root, waiting.pop(), states)


def _look(root: str, path: str, states: dict[str, FolderState]) -> list[str]:
    """Put down the state of one folder; return its subfolders."""
    rows, error = _listed(os.path.join(root, path) if path else root)
    below = []
    steady = not error
    for row in rows:
        if stat.S_ISDIR(row[1]):
            if not has_hostile_name(row[0]):
                below.append(f"{path}/{row[0]}" if path else row[0])
        elif not stat.S_ISREG(row[1]):
            steady = False
    digest = blake2b(marshal.dumps((rows, error), 0), digest_size=16).digest()
    states[path] = FolderState(digest, steady, sum(row[2] for row in rows))
    return below


def _listed(folder: str) -> tuple[list[_Row], str]:
    """Return what matters of a folder's entries, or the error instead of them.

    What matters is all but hidden entries and files of other kinds.

    Raises
    ------
    OSError
        The folder tells its names and nothing of them, so that the index cannot follow it.
    """
    try:
        handle = os.open(folder, _FLAGS) if _AT else -1
    except OSError as error:
        return [], str(error.strerror)
    try:
        names = os.listdir(handle if _AT else folder)
    except OSError as error:
        return [], str(error.strerror)
    else:
        return _rows(names, handle, folder), ""
    finally:
        if _AT:
            os.close(handle)


_AT = os.stat in os.supports_dir_fd and os.listdir in os.supports_fd and hasattr(os, "O_DIRECTORY")
"""Whether a folder can be looked at from within, which spares the system finding it again for every name."""

_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)


def _rows(names: list[str], handle: int, folder: str) -> list[_Row]:
    look = os.stat
    rows: list[_Row] = []
    for name in names:
        if name[0] == ".":
            continue
        try:
            found = look(name, dir_fd=handle, follow_symlinks=False) if _AT else os.lstat(os.path.join(folder, name))
        except FileNotFoundError:  # gone in between
            continue
        if not stat.S_ISREG(found.st_mode):
            rows.append((name, found.st_mode, 0, 0, 0, 0))
        elif name[-5:] == ".yaml" or is_wanted(name):
            times = found.st_mtime_ns, found.st_ctime_ns
            rows.append((name, found.st_mode, found.st_size, *times, found.st_ino))
    rows.sort()
    return rows


def _scan_shared(root: str, below: list[str]) -> dict[str, FolderState]:
    """Look at one half of the folders here and at the other in a child, which says what it found through a pipe."""
    half = len(below) // 2
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            found: dict[str, FolderState] = {}
            _look_below(root, below[half:], found)
            with os.fdopen(writing, "wb") as pipe:
                marshal.dump({path: (state.digest, state.steady, state.size) for path, state in found.items()}, pipe)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    states: dict[str, FolderState] = {}
    with os.fdopen(reading, "rb") as pipe:
        try:
            _look_below(root, below[:half], states)
            told = pipe.read()
        finally:
            os.waitpid(child, 0)
    try:
        states |= {path: FolderState(*state) for path, state in marshal.loads(told).items()}
    except (EOFError, ValueError, TypeError):  # the child came to grief: look for oneself
        _look_below(root, below[half:], states)
    return states
