"""After a change of the registry: the claims in which somebody is somebody else now, and only these, read anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimgraph.index.chain_rows import link_rows, statement_rows
from claimgraph.index.ledger import IndexedLedger
from claimgraph.index.writing import Writer
from claimgraph.names import normalise
from claimgraph.registry import Registry
from claimgraph.roles import roles_of
from claimgraph.statements import read_statements

MANY = 5_000
"""So many claims are read faster from their files, by several processes."""


def touched_claims(connection: sqlite3.Connection, before: Registry, after: Registry) -> list[int]:
    """Return the numbers of the claims that name somebody who means somebody else now, or whose entry changed."""
    changed = [
        no
        for no, party, described in connection.execute("SELECT no, party, described FROM names")
        if _meaning(before, party, described) != _meaning(after, party, described)
    ]
    found: set[int] = set()
    for some in (changed[i : i + 1000] for i in range(0, len(changed), 1000)):
        marks = ", ".join(map(str, some))
        found.update(no for (no,) in connection.execute(f"SELECT claim FROM mentions WHERE name IN ({marks})"))
    return sorted(found)


def reread(connection: sqlite3.Connection, root: Path, writer: Writer, registry: Registry, numbers: list[int]) -> None:
    """Write the statements of claims as a registry has them now; what was kept of any claim goes."""
    for kept in ("findings", "checked"):  # whoever owns whom counts for claims that name neither
        connection.execute(f"DELETE FROM {kept}")
    verbs = IndexedLedger(connection, root).config.all_verbs
    for no, claim in IndexedLedger(connection, root).numbered(numbers):
        read = read_statements(claim, registry, verbs)
        roles = roles_of(read)
        for table in ("statements", "links"):
            connection.execute(f"DELETE FROM {table} WHERE claim = ?", (no,))
        writer.add_statements(no, statement_rows(read, roles), link_rows(read))
        origins = [key for key, role in roles.items() if role.origin]
        text = json.dumps(origins, ensure_ascii=False, separators=(",", ":"))
        connection.execute("UPDATE claims SET origins = ? WHERE no = ?", (text, no))


def _meaning(registry: Registry, party: str, described: int) -> Any:
    """Return all that a registry says of a name or a description, as far as statements depend on it."""
    if not described:
        source_id = registry.resolve(party)
        return source_id, *_entry(registry, source_id)
    form = normalise(party)
    return sorted(_groups(registry, form), key=lambda group: group[:2])


def _groups(registry: Registry, form: str) -> Iterator[tuple[Any, ...]]:
    for group in registry.groups_called(form):
        source = registry.get(group)
        if source:
            yield registry.citing(source), group, *_entry(registry, group)


def _entry(registry: Registry, source_id: str) -> tuple[Any, ...]:
    source = registry.get(source_id)
    label = registry.label(source_id)
    citing = registry.citing(source) if source and source.via else None
    return source, label, registry.get(label), citing
