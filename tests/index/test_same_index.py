"""An index that was refreshed piece by piece holds what one made anew would hold."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from pathlib import Path

import pytest

from claimgraph.index import open_record
from tests.index.histories import STEPS

TABLES = {
    "claims": "SELECT f.path, c.* FROM claims c JOIN files f ON f.no = c.file",
    "statements": (
        "SELECT f.path, c.ordinal, s.n, v.source, v.label, v.form, s.role, s.earliest, s.latest FROM statements s "
        "JOIN claims c ON c.no = s.claim JOIN files f ON f.no = c.file JOIN voices v ON v.no = s.voice"
    ),
    "links": (
        "SELECT f.path, c.ordinal, upstream, downstream FROM links "
        "JOIN claims c ON c.no = claim JOIN files f ON f.no = c.file"
    ),
    "mentions": (
        "SELECT f.path, c.ordinal, n.party, n.described FROM mentions m JOIN names n ON n.no = m.name "
        "JOIN claims c ON c.no = m.claim JOIN files f ON f.no = c.file"
    ),
    "sources": "SELECT f.path, s.* FROM sources s JOIN files f ON f.no = s.file",
    "files": "SELECT path, place, size, digest, registry FROM files",
    "problems": "SELECT f.path, p.* FROM problems p LEFT JOIN files f ON f.no = p.file",
    "folders": "SELECT path, digest FROM folders",
    **{name: f"SELECT * FROM {name}" for name in ("aliases", "former", "groups", "labels", "skipped")},
}
NUMBERS = {"no", "file", "article", "claim"}
"""What only tells rows of one index apart."""


def contents(root: Path) -> dict[str, list[str]]:
    """Return what the index of a record says, without the numbers of its rows."""
    with contextlib.closing(sqlite3.connect(root.parent / ".claimgraph" / "index.sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        told = {}
        for name, question in TABLES.items():
            rows = (dict(row) for row in connection.execute(question))
            told[name] = sorted(str({k: v for k, v in row.items() if k not in NUMBERS}) for row in rows)
        words = "SELECT count(*) FROM search WHERE search MATCH '\"the\"'"
        told["search"] = [str(connection.execute(words).fetchone()[0])]
        return told


@pytest.mark.parametrize("seed", range(100, 106))
def test_piece_by_piece_is_as_good_as_at_once(tmp_path: Path, seed: int) -> None:
    root = tmp_path / "claims"
    root.mkdir()
    rng = random.Random(seed)
    for _ in range(10):
        for step in rng.choices(STEPS, k=rng.randint(1, 3)):
            step(root, rng)
        open_record(root, use="always", tell=pytest.fail).close()
        piece_by_piece = contents(root)
        (root.parent / ".claimgraph" / "index.sqlite").rename(tmp_path / "kept")
        open_record(root, use="always", tell=pytest.fail).close()
        assert contents(root) == piece_by_piece
        (tmp_path / "kept").rename(root.parent / ".claimgraph" / "index.sqlite")
