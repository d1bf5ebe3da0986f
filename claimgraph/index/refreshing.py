"""Bringing the index up to what the files say: all of it, or what changed since.

What tells that a file is as it was: size, both times and inode, if the times are older than the last look by more
than any file system's clock is coarse; of younger ones, the content. The clock is that of the file system itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimgraph.filenames import holds_sources
from claimgraph.garbage import uncollected
from claimgraph.index.reading import digest_of, read_files
from claimgraph.index.scanning import Entry, FolderState, Stamp, folder_entries
from claimgraph.index.schema import WRITTEN_BY, make_indexes, make_tables
from claimgraph.index.state import known_folders
from claimgraph.index.stored import config_of, registry_of, stored_sources
from claimgraph.index.writing import Writer, first_of_each
from claimgraph.model import Config
from claimgraph.registry import Registry
from claimgraph.store.settings import load_config
from claimgraph.store.texts import read_bytes

COARSE_NS = 2_100_000_000
"""The coarsest clock of a file system in use (FAT) counts every other second."""

Progress = Callable[[int, int], None]
"""Told how many files are read, of how many."""


class OutOfDateError(Exception):
    """The index cannot be brought up to date piece by piece; it is made anew."""


@dataclass(slots=True)
class _Look:
    """What a look at the folders found to do."""

    folders: dict[str, FolderState]
    gone_folders: list[str]
    now: int
    removed: list[str] = field(default_factory=list)
    read: dict[str, Stamp] = field(default_factory=dict)
    restamped: dict[str, Stamp] = field(default_factory=dict)
    skipped: dict[str, list[Entry]] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)


def remove_unfinished(folder: Path) -> None:
    """Remove what a process that was killed left of an index; the caller keeps other writers out."""
    for left in folder.glob("index.sqlite-*.tmp"):
        with contextlib.suppress(OSError):
            left.unlink()


def build(
    path: Path, root: Path, states: Mapping[str, FolderState], config_digest: bytes, progress: Progress | None = None
) -> None:
    """Make the index of a record in a new file; nothing is left behind where that does not succeed."""
    now = file_system_time(path.parent)
    # Only for the eyes of whoever made it, who may have been allowed to read what others are not.
    handle, name = tempfile.mkstemp(prefix="index.sqlite-", suffix=".tmp", dir=path.parent)
    try:
        os.close(handle)
        connection = sqlite3.connect(name, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            make_tables(connection)
            with uncollected():
                _fill(connection, root, states, config_digest, now, progress)
            make_indexes(connection)
            connection.execute("COMMIT")
        finally:
            connection.close()
        _sync(name)
        os.replace(name, path)
    finally:
        if os.path.lexists(name):
            os.unlink(name)


def _fill(
    connection: sqlite3.Connection,
    root: Path,
    states: Mapping[str, FolderState],
    config_digest: bytes,
    now: int,
    progress: Progress | None,
) -> None:
    config = _write_config(connection, root, config_digest)
    look = _look(connection, root, states, {}, now)
    writer = Writer(connection)
    registries = {path: stamp for path, stamp in look.read.items() if holds_sources(path.split("/"))}
    claims = {path: stamp for path, stamp in look.read.items() if path not in registries}
    _read_into(writer, root, config, Registry(), registries, look, None)
    writer.finish()
    first_of_each(connection, "sources")
    registry = _write_registry(connection, writer)
    _read_into(writer, root, config, registry, claims, look, progress)
    writer.finish()
    first_of_each(connection, "claims")
    if writer.searchable:
        connection.execute("INSERT INTO search (search) VALUES ('optimize')")
    _write_folders(connection, look)
    set_meta(connection, "written_by", WRITTEN_BY)
    set_meta(connection, "generation", time.time_ns())  # unlike that of any index before it


def refresh(
    connection: sqlite3.Connection, root: Path, states: Mapping[str, FolderState], progress: Progress | None = None
) -> None:
    """Bring an index up to date in one transaction; the caller keeps other writers out.

    Raises
    ------
    OutOfDateError
        A registry changed, and so many claims with it that all of them are read as fast.
    """
    folder = Path(connection.execute("PRAGMA database_list").fetchone()[2]).parent
    now = file_system_time(folder)
    connection.execute("BEGIN IMMEDIATE")
    try:
        look = _look(connection, root, states, known_folders(connection), now)
        secret = _spoken_in_confidence(connection)
        writer = Writer(connection)
        told_anew = any(holds_sources(path.split("/")) for path in (*look.read, *look.removed))
        who = registry_of(connection, whole=told_anew)
        old = [p for p in look.read if connection.execute("SELECT 1 FROM files WHERE path = ?", (p,)).fetchone()]
        ids = {one for path in (*look.removed, *old) for one in writer.remove_file(path)}
        before = writer.next["claims"]
        config = config_of(connection, root)
        if told_anew:
            who = _change_registry(connection, root, writer, config, who, look)
        claims = {path: stamp for path, stamp in look.read.items() if not holds_sources(path.split("/"))}
        _read_into(writer, root, config, who, claims, look, progress)
        writer.finish()
        added = connection.execute("SELECT id FROM claims WHERE no >= ?", (before,))
        writer.keep_first("claims", sorted(ids.union(one for (one,) in added)))
        for path, stamp in look.restamped.items():
            connection.execute(
                "UPDATE files SET size = ?, modified = ?, changed = ?, inode = ?, sure = ? WHERE path = ?",
                (*stamp, path not in look.unsure, path),
            )
        if _spoken_in_confidence(connection) != secret:  # whose identity is protected counts for all claims
            connection.execute("DELETE FROM checked")
        _write_folders(connection, look)
        if look.read or look.removed:
            connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _spoken_in_confidence(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT DISTINCT name FROM confidential JOIN claims ON no = claim WHERE kept")
    return {name for (name,) in rows}


def _change_registry(
    connection: sqlite3.Connection, root: Path, writer: Writer, config: Config, before: Registry, look: _Look
) -> Registry:
    """Read registry files, and the claims anew that name somebody who is somebody else now."""
    from claimgraph.index.rereading import MANY, reread, touched_claims

    registries = {path: stamp for path, stamp in look.read.items() if holds_sources(path.split("/"))}
    _read_into(writer, root, config, Registry(), registries, look, None)
    writer.finish()
    ids = [one for (one,) in connection.execute("SELECT DISTINCT id FROM sources")]
    writer.keep_first("sources", ids)
    after = _write_registry(connection, writer)
    touched = touched_claims(connection, before, after)
    if len(touched) > MANY:
        raise OutOfDateError
    reread(connection, root, writer, after, touched)
    writer.finish()
    return after


def _look(
    connection: sqlite3.Connection,
    root: Path,
    states: Mapping[str, FolderState],
    known: Mapping[str, tuple[bytes, int]],
    now: int,
) -> _Look:
    """Compare the folders that changed, or that cannot be told from before, with what the index has of them."""
    changed = {p: s for p, s in states.items() if known.get(p) != (s.digest, 1) or not s.steady}
    look = _Look(changed, [path for path in known if path not in states], now)
    for folder in look.gone_folders:
        look.removed += [p for (p,) in connection.execute("SELECT path FROM files WHERE folder = ?", (folder,))]
    for folder in sorted(changed):
        rows = connection.execute(
            "SELECT path, size, modified, changed, inode, digest, sure FROM files WHERE folder = ?", (folder,)
        )
        files = {path: (tuple(stamp), digest, sure) for path, *stamp, digest, sure in rows}
        entries = folder_entries(str(root), folder)
        look.skipped[folder] = [entry for entry in entries if entry.why]
        for entry in entries:
            if not entry.why:
                path = f"{folder}/{entry.name}" if folder else entry.name
                _compare(look, root, path, entry.stamp, files.pop(path, None))
        look.removed += files
    look.read = dict(sorted(look.read.items(), key=lambda item: item[0].split("/")))
    return look


def _compare(look: _Look, root: Path, path: str, stamp: Stamp, known: Any) -> None:
    if max(stamp[1], stamp[2]) > look.now - COARSE_NS:
        look.unsure.add(path)
    if known is None:
        look.read[path] = stamp
        return
    before, digest, sure = known
    if before == stamp and sure:
        return
    if digest and before[0] == stamp[0] and _digest_now(root, path) == digest:
        look.restamped[path] = stamp
    else:
        look.read[path] = stamp


def _digest_now(root: Path, path: str) -> bytes:
    try:
        return digest_of(read_bytes(root / path))
    except OSError:
        return b""


def _read_into(
    writer: Writer,
    root: Path,
    config: Config,
    registry: Registry,
    stamps: Mapping[str, Stamp],
    look: _Look,
    progress: Progress | None,
) -> None:
    paths = list(stamps)
    for done, (path, rows) in enumerate(read_files(root, paths, config, registry)):
        if progress and not done % 100:
            progress(done, len(paths))
        is_registry = holds_sources(path.split("/"))
        writer.add_file(path, stamps[path], rows, sure=path not in look.unsure, registry=is_registry)
        if rows[0] is None:
            look.unsure.add(path)


def _write_folders(connection: sqlite3.Connection, look: _Look) -> None:
    unsure = {os.path.dirname(path) for path in look.unsure}
    for folder in look.gone_folders:
        connection.execute("DELETE FROM folders WHERE path = ?", (folder,))
        connection.execute("DELETE FROM skipped WHERE folder = ?", (folder,))
    for folder, state in look.folders.items():
        sure = state.steady and folder not in unsure
        connection.execute("INSERT OR REPLACE INTO folders VALUES (?, ?, ?)", (folder, state.digest, sure))
        connection.execute("DELETE FROM skipped WHERE folder = ?", (folder,))
        for entry in look.skipped.get(folder, ()):
            path = os.fsencode(os.path.join(folder, entry.name) if entry.name else folder)
            connection.execute("INSERT INTO skipped VALUES (?, ?, ?)", (folder, path, entry.why))


def _write_config(connection: sqlite3.Connection, root: Path, digest: bytes) -> Config:
    """Write the settings and what is wrong with them, as of file 0."""
    config, problems = load_config(root)
    places = {code: [place.line, place.column] for code, place in config.places.items()}
    values = {"verbs": dict(config.verbs), "checks": dict(config.checks), "places": places}
    set_meta(connection, "config", json.dumps(values))
    set_meta(connection, "config_digest", digest)
    for p in problems:
        row = (0, p.location.line, p.location.column, p.code, p.severity, p.message, None, None, p.conceals)
        connection.execute("INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    return config


def _write_registry(connection: sqlite3.Connection, writer: Writer) -> Registry:
    sources = stored_sources(connection, "")
    writer.write_registry(Registry(sources))
    return Registry(tuple(sorted(sources, key=lambda source: source.id)))


def file_system_time(folder: Path) -> int:
    """Return the present time in nanoseconds by the clock of the file system that holds a folder."""
    with tempfile.NamedTemporaryFile(prefix="index.sqlite-", suffix=".tmp", dir=folder) as file:
        return min(os.fstat(file.fileno()).st_mtime_ns, time.time_ns())


def set_meta(connection: sqlite3.Connection, key: str, value: Any) -> None:
    """Let the index say something of itself."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _sync(name: str) -> None:
    handle = os.open(name, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
