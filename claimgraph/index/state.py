"""What the index says of itself, and of the folders and files that it was made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from claimgraph.index.scanning import FolderState, Stamp


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


def dated_folders(connection: sqlite3.Connection) -> dict[str, FolderState]:
    """Return every folder with the times that it had, without them where it has to be looked into."""
    rows = connection.execute("SELECT path, digest, CASE WHEN sure THEN times ELSE '' END FROM folders")
    return {path: FolderState(digest, True, 0, times) for path, digest, times in rows}


def registry_files(connection: sqlite3.Connection) -> dict[str, Stamp]:
    """Return the files that hold sources, as they were."""
    rows = connection.execute("SELECT path, size, modified, changed, inode FROM files WHERE registry")
    return {path: tuple(stamp) for path, *stamp in rows}
