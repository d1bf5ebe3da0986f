"""Settings and sources as the index has them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from claimgraph.filenames import settings_folder
from claimgraph.index.columns import SOURCE_COLUMNS
from claimgraph.index.rows import source_of
from claimgraph.index.state import meta
from claimgraph.model import Config, Location, Source
from claimgraph.registry import Registry


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
