"""Settings and sources as the index has them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from claimgraph.disk_names import settings_file
from claimgraph.index.columns import SOURCE_COLUMNS
from claimgraph.index.rows import source_of
from claimgraph.index.state import meta
from claimgraph.model import Config, Location, Source
from claimgraph.registry import Registry

_COLUMNS = ", ".join(f's."{column}"' for column in SOURCE_COLUMNS)


def config_of(connection: sqlite3.Connection, root: Path) -> Config:
    """Return the settings as the index has them; their places are in the file beside ``root``."""
    values = json.loads(meta(connection, "config"))
    path = str(settings_file(root, "config"))
    places = {code: Location(path, *place) for code, place in values["places"].items()}
    return Config(values["verbs"], values["checks"], places)


def registry_of(connection: sqlite3.Connection, *, whole: bool) -> Registry:
    """Return who is who as the graph sees it; where that is about to change, read as a ``whole`` now."""
    sources = StoredSources(connection, "")
    if whole:
        _ = sources.all
    return StoredRegistry(sources, by_id=True)


def stored_sources(connection: sqlite3.Connection, prefix: str) -> tuple[Source, ...]:
    """Return the entries of the registry in their order; ``prefix`` is what stands before the paths of files."""
    return StoredSources(connection, prefix).all


class StoredSources:
    """The entries of the registry as the index has them, each read once, when somebody asks for it.

    ``prefix`` is what stands before the paths of files.
    """

    def __init__(self, connection: sqlite3.Connection, prefix: str) -> None:
        self.connection = connection
        self.prefix = prefix
        self._known: dict[str, Source | None] = {}
        self._having: dict[str, tuple[Source, ...]] = {}

    @cached_property
    def all(self) -> tuple[Source, ...]:
        """All entries in their order; from then on the index is not asked any more."""
        return self._where("1")

    @property
    def complete(self) -> bool:
        """Whether all entries have been read."""
        return "all" in self.__dict__

    def entry(self, source_id: str) -> Source | None:
        """Return the entry with this id."""
        if source_id not in self._known and _is_whole(source_id):
            self._known[source_id] = next(iter(self._where("s.id = ?", source_id)), None)
        return self._known.get(source_id)

    def having(self, field: str) -> tuple[Source, ...]:
        """Return the entries that say something in a field, in their order."""
        if field not in self._having:
            # Compared as they are: a column without a type holds a flag as a number and all else as a text.
            self._having[field] = self._where(f"s.\"{field}\" NOT IN (0, '')")
            self._known |= {source.id: source for source in self._having[field]}
        return self._having[field]

    def called(self, form: str) -> tuple[str, ...]:
        """Return the ids of the entries with a name or an id of this form."""
        if not _is_whole(form):
            return ()
        rows = self.connection.execute("SELECT source FROM aliases WHERE form = ? ORDER BY source", (form,))
        return tuple(source_id for (source_id,) in rows)

    def _where(self, condition: str, *values: str) -> tuple[Source, ...]:
        rows = self.connection.execute(
            f"SELECT f.path, {_COLUMNS} FROM sources s JOIN files f ON f.no = s.file "
            f"WHERE s.kept AND {condition} ORDER BY f.place, s.ordinal",
            values,
        )
        return tuple(source_of(row, self.prefix + path) for path, *row in rows)


class StoredRegistry(Registry):
    """Gives the answers of `Registry` of the same entries, and asks the index for those it takes.

    ``by_id`` puts them into the order of their ids.
    """

    def __init__(self, stored: StoredSources, *, by_id: bool = False) -> None:
        self.__dict__.update(stored=stored, ordered=by_id)

    stored: StoredSources
    ordered: bool

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The entries of the registry, all of them."""
        return tuple(sorted(self.stored.all, key=_id_of)) if self.ordered else self.stored.all

    def get(self, source_id: str) -> Source | None:
        """Return the entry of an id, today's or a former one."""
        if self.stored.complete:
            return super().get(source_id)
        return self.stored.entry(source_id) or self._former.get(source_id)

    def having(self, field: str) -> Iterable[Source]:
        """Return the entries that say something in a field, in their order."""
        if self.stored.complete:
            return super().having(field)
        found = self.stored.having(field)
        return sorted(found, key=_id_of) if self.ordered else found

    def _called(self, form: str) -> tuple[str, ...]:
        return super()._called(form) if self.stored.complete else self.stored.called(form)

    @cached_property
    def _former(self) -> dict[str, Source]:
        return {old: source for source in reversed(tuple(self.having("was"))) for old in source.was}


def _id_of(source: Source) -> str:
    return source.id


def _is_whole(text: str) -> bool:
    """Tell whether a text is without half characters, which no file holds and SQLite does not take."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
