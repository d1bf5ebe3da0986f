"""Claims as the index has them: each made from its rows when somebody asks for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimgraph.errors import NotFoundError
from claimgraph.index.columns import CLAIM_COLUMNS
from claimgraph.index.rows import article_of_row, claim_of
from claimgraph.model import Article, Claim, Config

_FETCHED = CLAIM_COLUMNS[: CLAIM_COLUMNS.index("as_written") + 1]
_COLUMNS = ", ".join(f'c."{column}"' for column in _FETCHED)


class StoredClaims:
    """The claims of a record; ``prefix`` is what stands before the paths of files.

    ``known`` are claims that were asked for by their ids, and are made once.
    """

    def __init__(self, connection: sqlite3.Connection, prefix: str, config: Config) -> None:
        self.connection = connection
        self.prefix = prefix
        self.config = config
        self.known: dict[str, Claim] = {}
        self._articles: dict[int, Article] = {}

    def where(self, condition: str, values: tuple[Any, ...], *, kept: bool = True) -> Iterator[Claim]:
        """Yield the claims ``c`` that fulfil a condition of SQL, in their order; those that are left out on demand."""
        where = f"AND {condition}" if condition else ""
        rows = self.connection.execute(
            f"SELECT c.no, f.path, c.article, {_COLUMNS} FROM claims c JOIN files f ON f.no = c.file "
            f"WHERE {'c.kept' if kept else '1'} {where} ORDER BY f.place, c.ordinal",
            values,
        )
        verbs = self.config.all_verbs
        for no, path, article, *row in rows:
            claim_id, as_written = row[1], row[-1]
            claim = self.known.get(claim_id) if kept else None
            if claim is None and as_written:
                claim = self._as_written(path, claim_id, row[0])
            if claim is None:
                relations = self.connection.execute(
                    "SELECT kind, target, line, column FROM relations WHERE claim = ? ORDER BY n", (no,)
                ).fetchall()
                full = self.prefix + path
                claim = claim_of(row, path=full, relations=relations, article=self._article(article, full), verbs=verbs)
            yield claim

    def forget_articles(self) -> None:
        """Let go of the articles met so far, so that memory does not grow with the record."""
        self._articles.clear()

    def _as_written(self, path: str, claim_id: str, ordinal: int) -> Claim:
        from claimgraph.store.loading import load_file

        full = self.prefix + path
        claims = load_file(Path(full), registry=False, config=self.config).claims
        if ordinal < len(claims) and claims[ordinal].id == claim_id:
            return claims[ordinal]
        raise NotFoundError(f"'{claim_id}' is not in {full} any more; call again without --no-refresh")

    def _article(self, no: int | None, path: str) -> Article | None:
        if no is None:
            return None
        known = self._articles.get(no)
        if known is None:
            row = self.connection.execute("SELECT fields, places FROM articles WHERE no = ?", (no,)).fetchone()
            known = self._articles[no] = article_of_row(row[0], row[1], path)
        return known
