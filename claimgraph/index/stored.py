"""What the index says, read back: of itself, of folders, of settings and sources."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimgraph.filenames import settings_folder
from claimgraph.index.rows import SOURCE_COLUMNS, source_of
from claimgraph.index.scanning import FolderState, Stamp
from claimgraph.model import Config, Location, Source
from claimgraph.registry import Registry


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


def config_of(connection: sqlite3.Connection, root: Path) -> Config:
    """Return the settings as the index has them; their places are in the file beside ``root``."""
    values = json.loads(meta(connection, "config"))
    path = str(settings_folder(root) / "config.yaml")
    places = {code: Location(path, *place) for code, place in values["places"].items()}
    return Config(values["verbs"], values["checks"], places)


def registry_of(connection: sqlite3.Connection) -> Registry:
    """Return who is who as the graph sees it."""
    return Registry(tuple(sorted(stored_sources(connection, ""), key=lambda source: source.id)))


def stored_sources(connection: sqlite3.Connection, prefix: str) -> tuple[Source, ...]:
    """Return the entries of the registry in their order; ``prefix`` is what stands before the paths of files."""
    columns = ", ".join(f's."{column}"' for column in SOURCE_COLUMNS)
    rows = connection.execute(
        f"SELECT f.path, {columns} FROM sources s JOIN files f ON f.no = s.file "
        "WHERE s.kept ORDER BY f.place, s.ordinal"
    )
    return tuple(source_of(row, prefix + path) for path, *row in rows)
