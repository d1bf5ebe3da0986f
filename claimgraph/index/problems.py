"""What was wrong with the files, as the index has it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimgraph.disk_names import settings_file
from claimgraph.model import Location, Problem


class StoredProblems:
    """The problems of a record's files; ``prefix`` is what stands before the paths of files below ``root``."""

    def __init__(self, connection: sqlite3.Connection, root: Path, prefix: str) -> None:
        self.connection = connection
        self.root = root
        self.prefix = prefix

    def all(self) -> tuple[Problem, ...]:
        """Return every problem, sorted."""
        return tuple(sorted({*self._of_files("", ()), *self._skipped(), *self._doubles()}))

    def errors(self) -> tuple[Problem, ...]:
        """Return those that are errors."""
        found = {*self._of_files("p.severity = ?", ("error",)), *self._skipped(), *self._doubles()}
        return tuple(sorted(problem for problem in found if problem.severity == "error"))

    def concealing(self) -> Problem | None:
        """Return the first that may conceal who is protected."""
        found = {*self._of_files("p.conceals", ()), *self._skipped(), *self._doubles()}
        return min((p for p in found if p.conceals), key=lambda p: (-p.conceals, p), default=None)

    def of_claim(self, claim_id: str) -> tuple[Problem, ...]:
        """Return what was wrong with one claim."""
        return tuple(sorted(set(self._of_files("p.claim = ?", (claim_id,)))))

    def _of_files(self, condition: str, values: tuple[Any, ...]) -> Iterator[Problem]:
        where = f"WHERE {condition}" if condition else ""
        rows = self.connection.execute(
            "SELECT coalesce(p.shown, f.path), p.line, p.column, p.code, p.severity, p.message, p.claim, p.conceals "
            f"FROM problems p LEFT JOIN files f ON f.no = p.file {where}",
            values,
        )
        settings = str(settings_file(self.root, "config"))
        for path, line, column, code, severity, message, claim, conceals in rows:
            place = Location(settings if path is None else self.prefix + path, line, column)
            yield Problem(place, code, severity, message, claim=claim, conceals=conceals)

    def _skipped(self) -> Iterator[Problem]:
        found = self.connection.execute("SELECT path, why FROM skipped").fetchall()
        if found:
            from claimgraph.store.loading import skipped_problem

            yield from (skipped_problem(self.root, self.root / os.fsdecode(path), why) for path, why in found)

    def _doubles(self) -> Iterator[Problem]:
        """Yield the problems of ids that stand in the record twice."""
        if self.connection.execute(
            "SELECT 1 FROM claims WHERE NOT kept UNION ALL SELECT 1 FROM sources WHERE NOT kept LIMIT 1"
        ).fetchone():
            from claimgraph.index.doubles import doubles

            yield from doubles(self.connection, self.prefix)
