"""What takes its time to find out about a claim, found out once and kept until the claim or a registry changes."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from claimgraph.filters import Filters
from claimgraph.index.state import is_untouched, stamp

if TYPE_CHECKING:
    from claimgraph.model import Claim, Ledger

Findings = tuple[int, int, int, int]
"""The ceiling of the independent lines; whether all support is unnamed, looks like more than one line, goes round."""

_BATCH = 500


def are_asked(filters: Filters) -> bool:
    """Tell whether filters ask for something that is kept."""
    return filters.unnamed_only or filters.single_origin or filters.circular or filters.lines_max is not None


def fulfil(found: Findings, filters: Filters) -> bool:
    """Tell whether a claim with these findings passes."""
    ceiling, unnamed_only, single_origin, circular = found
    return (
        (not filters.unnamed_only or bool(unnamed_only))
        and (not filters.single_origin or bool(single_origin))
        and (not filters.circular or bool(circular))
        and (filters.lines_max is None or ceiling <= filters.lines_max)
    )


def kept_findings(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, Findings]:
    """Return what is kept of claims, by their numbers."""
    kept: dict[int, Findings] = {}
    for some in (numbers[i : i + 1000] for i in range(0, len(numbers), 1000)):
        marks = ", ".join(map(str, some))
        for no, *found in connection.execute(f"SELECT * FROM findings WHERE claim IN ({marks})"):
            kept[no] = tuple(found)
    return kept


def find_out(
    ledger: Ledger, claims: Callable[[Sequence[int]], Mapping[int, Claim]], numbers: Sequence[int]
) -> Iterator[tuple[int, Findings]]:
    """Find out about claims, a batch at a time, so that memory does not grow with their number."""
    from claimgraph.analyses.circularity import circles, has_false_confirmation, is_unnamed_only
    from claimgraph.analyses.lines import independent_lines
    from claimgraph.graph import build_graph

    for some in (numbers[i : i + _BATCH] for i in range(0, len(numbers), _BATCH)):
        batch = claims(some)
        graph = build_graph(ledger, batch.values())
        for no, claim in batch.items():
            yield (
                no,
                (
                    independent_lines(graph, claim.id).ceiling,
                    int(is_unnamed_only(graph, claim.id)),
                    int(has_false_confirmation(graph, claim.id)),
                    int(bool(circles(graph, claim.id))),
                ),
            )


def keep(
    path: Path, generation: int, found: Mapping[int, Findings], problems: Iterable[tuple[int, bytes]] = ()
) -> None:
    """Put findings into an index that is still in the state they were made from; where it is busy, let it be.

    ``problems`` are rows of what was found wrong with claims.
    """
    from claimgraph.errors import StoreError
    from claimgraph.store.locking import locked

    with contextlib.suppress(sqlite3.Error, OSError, StoreError), locked(path.parent, seconds=0.5):
        if not is_untouched(path):
            return
        with contextlib.closing(sqlite3.connect(path, isolation_level=None, timeout=0.5)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone() == (generation,):
                rows = ((no, *findings) for no, findings in found.items())
                connection.executemany("INSERT OR REPLACE INTO findings VALUES (?, ?, ?, ?, ?)", rows)
                connection.executemany("INSERT OR REPLACE INTO checked VALUES (?, ?)", problems)
            connection.execute("COMMIT")
        stamp(path)
