"""Rows into the tables of the index, and out of them again."""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from claimgraph.index.chain_rows import StatementRow
from claimgraph.index.columns import CLAIM_COLUMNS, SOURCE_COLUMNS
from claimgraph.index.reading import ClaimRows, FileRows
from claimgraph.index.scanning import Stamp
from claimgraph.registry import Registry

_INSERT_CLAIM = f"INSERT INTO claims VALUES ({', '.join('?' * (len(CLAIM_COLUMNS) + 4))})"
_INSERT_SOURCE = f"INSERT INTO sources VALUES ({', '.join('?' * (len(SOURCE_COLUMNS) + 3))})"
_INSERT_WORDS = "INSERT INTO search (rowid, words) VALUES (?, ?)"
_BATCH = 500


class Writer:
    """Puts files into the tables, batch by batch; `finish` writes the last one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.searchable = connection.execute("SELECT value FROM meta WHERE key = 'search'").fetchone()[0]
        self.next = {
            table: connection.execute(f"SELECT coalesce(max(no), 0) + 1 FROM {table}").fetchone()[0]
            for table in ("files", "articles", "claims", "sources", "voices", "names")
        }
        self.empty = self.next["voices"] == self.next["names"] == 1
        self.voices: dict[tuple[Any, ...], int] = {}
        self.names: dict[tuple[Any, ...], int] = {}
        self.waiting: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        """The rows for every statement of SQL, which are written together."""

    def add_file(self, path: str, stamp: Stamp, rows: FileRows, *, sure: bool, registry: bool) -> None:
        """Take a file with everything in it."""
        file = self._number("files")
        folder = os.path.dirname(path)
        digest, problems, articles, claims, sources = rows
        known = (file, folder, path, path.replace("/", "\x01"), *stamp, digest or b"", sure and digest is not None)
        waiting = self.waiting
        waiting["INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"].append((*known, registry))
        waiting["INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"] += [(file, *row) for row in problems]
        article = None
        for fields in articles:
            article = self._number("articles")
            waiting["INSERT INTO articles VALUES (?, ?, ?, ?)"].append((article, file, *fields))
        for claim in claims:
            self.add_claim(claim, file, article)
        for source in sources:
            waiting[_INSERT_SOURCE].append((self._number("sources"), file, 1, *source))
        if len(waiting[_INSERT_CLAIM]) >= _BATCH:
            self.finish()

    def add_claim(self, claim: ClaimRows, file: int, article: int | None) -> None:
        """Take a claim of a file."""
        row, in_article, relations, tags, parties, confidential, statements, links = claim
        no = self._number("claims")
        waiting = self.waiting
        waiting[_INSERT_CLAIM].append((no, file, article if in_article else None, 1, *row))
        waiting["INSERT INTO relations VALUES (?, ?, ?, ?, ?, ?)"] += [(no, *relation) for relation in relations]
        waiting["INSERT INTO tags VALUES (?, ?)"] += [(no, form) for form in tags]
        names = self.names
        waiting["INSERT INTO mentions VALUES (?, ?)"] += [
            (no, names.get(party) or self._intern("names", names, party)) for party in parties
        ]
        waiting["INSERT INTO confidential VALUES (?, ?)"] += [(no, name) for name in confidential]
        if self.searchable and _has_endless_word(row[_WORDS]):
            # FTS5 would cut it off: from now on words are looked for one claim after the other.
            self.searchable = 0
            self.waiting.pop(_INSERT_WORDS, None)
            self.connection.execute("UPDATE meta SET value = 0 WHERE key = 'search'")
        if self.searchable:
            waiting[_INSERT_WORDS].append((no, row[_WORDS]))
        self.add_statements(no, statements, links)

    def add_statements(self, no: int, statements: Iterable[StatementRow], links: Iterable[tuple[int, int]]) -> None:
        """Take the statements of a claim and the links between them."""
        voices = self.voices
        self.waiting["INSERT INTO statements VALUES (?, ?, ?, ?, ?, ?)"] += [
            (no, n, voices.get(voice) or self._intern("voices", voices, voice), role, earliest, latest)
            for n, (voice, role, earliest, latest) in enumerate(statements)
        ]
        self.waiting["INSERT INTO links VALUES (?, ?, ?)"] += [(no, up, down) for up, down in links]

    def finish(self) -> None:
        """Write what was taken."""
        for sql, rows in self.waiting.items():
            self.connection.executemany(sql, rows)
        self.waiting.clear()

    def remove_file(self, path: str) -> set[str]:
        """Take a file out with everything in it; return the ids of its claims."""
        execute = self.connection.execute
        (file,) = execute("SELECT no FROM files WHERE path = ?", (path,)).fetchone()
        gone = execute("SELECT no, id, words FROM claims WHERE file = ?", (file,)).fetchall()
        for no, _, words in gone:
            if self.searchable:
                execute("INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)", (no, words))
            for table in (
                "relations",
                "tags",
                "confidential",
                "statements",
                "links",
                "findings",
                "checked",
                "mentions",
            ):
                execute(f"DELETE FROM {table} WHERE claim = ?", (no,))
        for table in ("problems", "articles", "claims", "sources"):
            execute(f"DELETE FROM {table} WHERE file = ?", (file,))
        execute("DELETE FROM files WHERE no = ?", (file,))
        return {claim_id for _, claim_id, _ in gone}

    def keep_first(self, table: str, ids: Iterable[str]) -> None:
        """Mark of claims (or sources) with one of these ids the first in the order of files, which is kept."""
        for one in ids:
            found = self.connection.execute(
                f"SELECT t.no FROM {table} t JOIN files f ON f.no = t.file WHERE t.id = ? ORDER BY f.place, t.ordinal",
                (one,),
            ).fetchall()
            for n, (no,) in enumerate(found):
                self.connection.execute(
                    f"UPDATE {table} SET kept = ? WHERE no = ? AND kept <> ?",
                    (n == 0, no, n == 0),
                )

    def write_registry(self, registry: Registry) -> None:
        """Write who is who, for looking names up."""
        for table in ("aliases", "former", "groups", "labels"):
            self.connection.execute(f"DELETE FROM {table}")
        put = self.connection.executemany
        put("INSERT INTO aliases VALUES (?, ?)", registry.owners)
        put("INSERT INTO former VALUES (?, ?)", ((old, source.id) for old, source in registry.by_id.items()))
        put("INSERT INTO groups VALUES (?, ?)", registry.described_groups)
        put("INSERT INTO labels VALUES (?, ?)", ((s.id, registry.label(s.id)) for s in registry.sources))

    def _number(self, table: str) -> int:
        number: int = self.next[table]
        self.next[table] += 1
        return number

    def _intern(self, table: str, known: dict[tuple[Any, ...], int], key: tuple[Any, ...]) -> int:
        """Return the number under which a table has a row that was not met yet; it gets one if it has none."""
        found = None
        if not self.empty:
            same = " AND ".join(f"{column} IS ?" for column in _INTERNED[table])
            found = self.connection.execute(f"SELECT no FROM {table} WHERE {same}", key).fetchone()
        number: int = found[0] if found else self._number(table)
        if not found:
            marks = ", ".join("?" * (len(key) + 1))
            self.waiting[f"INSERT INTO {table} VALUES ({marks})"].append((number, *key))
        known[key] = number
        return number


_OF_CLAIMS = ("relations", "tags", "confidential", "statements", "links", "findings", "checked", "mentions")
"""The tables whose rows belong to a claim."""

_INTERNED = {"voices": ("source", "label", "form"), "names": ("party", "described")}
"""The tables of which every row is written once, with the columns that tell one from another."""
_WORDS = CLAIM_COLUMNS.index("words")
_ENDLESS = 8_000
"""A word of so many characters may take more bytes than FTS5 looks at."""


def _has_endless_word(text: str) -> bool:
    return len(text) > _ENDLESS and any(len(word) > _ENDLESS for word in text.split(" "))


def first_of_each(connection: sqlite3.Connection, table: str) -> None:
    """Mark, in tables filled in the order of files, the first of every id as the one that is kept."""
    connection.execute(f"UPDATE {table} SET kept = 0 WHERE no NOT IN (SELECT min(no) FROM {table} GROUP BY id)")
