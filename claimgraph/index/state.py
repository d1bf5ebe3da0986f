"""What the index says of itself, and of the folders and files that it was made of."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimgraph.index.scanning import FolderState


def meta(connection: sqlite3.Connection, key: str) -> Any:
    """Return what the index says of itself."""
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return found[0] if found else None


def outdated(known: Mapping[str, tuple[bytes, int]], states: Mapping[str, FolderState]) -> bool:
    """Tell whether some folder has to be looked at more closely."""
    return len(known) != len(states) or any(
        known.get(path) != (state.digest, 1) or not state.steady for path, state in states.items()
    )


def known_folders(connection: sqlite3.Connection) -> dict[str, tuple[bytes, int]]:
    """Return digest and certainty of every folder, as the index has them."""
    return {path: (digest, sure) for path, digest, sure in connection.execute("SELECT path, digest, sure FROM folders")}


def stamp(path: Path) -> None:
    """Note beside an index how its file looks after we wrote to it; the caller keeps other writers out."""
    beside = f"{path}-stamp"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(beside)  # never written through: it may be a link
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="ascii") as file:
        file.write(_looks(path))


def is_untouched(path: Path) -> bool:
    """Tell whether nobody but us has written to the file of an index: not every damage is one that SQLite notices."""
    try:
        handle = os.open(f"{path}-stamp", _FLAGS)
    except OSError:
        return False
    try:
        return os.read(handle, 200).decode("ascii", "replace") == _looks(path)
    except OSError:
        return False
    finally:
        os.close(handle)


_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def _looks(path: Path) -> str:
    found = os.lstat(path)
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"
