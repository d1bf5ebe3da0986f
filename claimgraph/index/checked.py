"""What is wrong with each claim by itself, kept until the claim, the registry or the settings change."""

from __future__ import annotations

import contextlib
import json
import marshal
import sqlite3
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from claimgraph.model import Location, Problem, Severity

if TYPE_CHECKING:
    from claimgraph.index.ledger import IndexedLedger
    from claimgraph.model import Claim

_IN_MEMORY = 4_000_000
_LARGEST = 50_000_000
"""No claim has so much wrong with it, in bytes."""


def found_alone(
    ledger: IndexedLedger,
    find: Callable[[tuple[Claim, ...]], Iterable[Problem]],
    spool: Spool,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Problem]:
    """Yield what is wrong with each claim by itself, as kept or found now; what is found goes to the spool."""
    done, count = 0, len(ledger)
    for numbers in ledger.batches_of_numbers():
        kept = kept_problems(ledger.connection, numbers, ledger.prefix)
        missing = [no for no in numbers if no not in kept]
        if missing:
            claims = ledger.claims_numbered(missing)
            number_of = {claim.id: no for no, claim in claims.items()}
            fresh: dict[int, list[Problem]] = {no: [] for no in claims}
            for problem in find(tuple(claims.values())):
                fresh[number_of[problem.claim or ""]].append(problem)
            spool.add(fresh)
            kept |= fresh
        for no in numbers:
            yield from kept[no]
        done += len(numbers)
        if progress:
            progress(done, count)


def kept_problems(connection: sqlite3.Connection, numbers: Sequence[int], prefix: str) -> dict[int, list[Problem]]:
    """Return what is kept of claims, by their numbers; ``prefix`` is what stands before the paths of files."""
    marks = ", ".join(map(str, numbers))
    rows = connection.execute(
        "SELECT k.claim, c.id, f.path, k.problems FROM checked k JOIN claims c ON c.no = k.claim "
        f"JOIN files f ON f.no = c.file WHERE k.claim IN ({marks})"
    )
    found = {}
    for no, claim_id, path, packed in rows:
        with contextlib.suppress(zlib.error, ValueError):  # damaged: it is found out once more
            found[no] = [
                Problem(Location(prefix + path, line, column), code, severity, message, claim_id)
                for line, column, code, severity, message in _unpacked(packed)
            ]
    return found


class Spool:
    """Problems on their way into the index: on disk where they are many, since they are written when all is read."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self.empty = True

    def add(self, found: Mapping[int, Iterable[Problem]]) -> None:
        """Take what is wrong with some claims, by their numbers; all of it stands in the claims' own files."""
        self.empty = self.empty and not found
        marshal.dump([(no, _packed(problems)) for no, problems in found.items()], self._file)

    def rows(self) -> Iterator[tuple[int, bytes]]:
        """Yield the rows of the table, in the order in which they were taken."""
        self._file.seek(0)
        while True:
            try:
                yield from marshal.load(self._file)
            except EOFError:
                return

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


_Row = tuple[int, int, str, Severity, str]


def _packed(problems: Iterable[Problem]) -> bytes:
    rows = [(p.location.line, p.location.column, p.code, p.severity, p.message) for p in problems]
    return zlib.compress(
        json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 1
    )


def _unpacked(packed: bytes) -> Sequence[_Row]:
    text = zlib.decompressobj().decompress(packed, _LARGEST).decode("utf-8", "surrogatepass")
    rows: Sequence[_Row] = json.loads(text)
    return rows
