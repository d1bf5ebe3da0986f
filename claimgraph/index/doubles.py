"""Ids that stand in a record twice: the problem of everyone but the first, as loading the files tells it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from claimgraph.index.rows import StoredPlaces
from claimgraph.model import Location, Problem
from claimgraph.store.loading import taken_twice


def doubles(connection: sqlite3.Connection, prefix: str) -> Iterator[Problem]:
    """Yield the problems of claims and sources that are left out."""
    for noun, table, conceals in (("claim", "claims", _CONFIDES), ("source", "sources", _TIES)):
        rows = connection.execute(
            f"SELECT t.id, f.path, t.places, t.line, t.column, k.path, kept.places, kept.line, kept.column, {conceals} "
            f"FROM {table} t JOIN files f ON f.no = t.file "
            f"JOIN {table} kept ON kept.id = t.id AND kept.kept JOIN files k ON k.no = kept.file WHERE NOT t.kept"
        )
        for the_id, path, places, line, column, *first, hidden in rows:
            second = _place(prefix, path, places, line, column)
            yield taken_twice(noun, the_id, _place(prefix, *first), second, hidden)


_CONFIDES = "CASE WHEN instr(t.chains, '(confidential)') THEN 2 ELSE 0 END"
"""How much a claim conceals that is left out: 2 if a chain of it protects."""

_TIES = "CASE WHEN t.confidential THEN 2 WHEN t.same_as IS NOT NULL OR t.resolved_to IS NOT NULL THEN 1 ELSE 0 END"
"""The same of a source, which also protects by whom it is the same as."""


def _place(prefix: str, path: str, places: str, line: int, column: int) -> Location:
    known = StoredPlaces(places, prefix + path)
    return known.get("id") or Location(prefix + path, line, column)
