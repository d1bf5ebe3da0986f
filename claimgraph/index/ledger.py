"""A record as the index has it: a ledger that fetches what it is asked for, and no more."""

from __future__ import annotations

import contextlib
import sqlite3
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimgraph.errors import NotFoundError
from claimgraph.filters import Filters
from claimgraph.index.claims import StoredClaims
from claimgraph.index.extended import ExtendedLedger, PartLedger
from claimgraph.index.finding import find, ids_of
from claimgraph.index.keeping import Findings, are_asked, find_out, fulfil, keep, kept_findings
from claimgraph.index.problems import StoredProblems
from claimgraph.index.rows import saying
from claimgraph.index.schema import MAY_CONFIDE
from claimgraph.index.state import meta
from claimgraph.index.stored import StoredRegistry, StoredSources, config_of
from claimgraph.model import BATCH, Claim, Config, Ledger, Problem, Source, Topic
from claimgraph.names import hint, normalise
from claimgraph.registry import Registry

if TYPE_CHECKING:
    from claimgraph.index.checked import Spool

_MANY = 500
"""So many values fit into one statement on every SQLite."""


class IndexedLedger(Ledger):
    """The same values as `claimgraph.store.load` gives of the same files, in the same order.

    Parameters
    ----------
    connection : sqlite3.Connection
        The index, in a transaction of its own, so that all answers are of one state.
    root : Path
        The folder of claims; paths of files begin with it.
    """

    def __init__(self, connection: sqlite3.Connection, root: Path) -> None:
        self.__dict__.update(connection=connection, root=root, whole=None, _fresh={}, _wrong=None, _generation=0)

    connection: sqlite3.Connection
    root: Path
    whole: Ledger | None
    """The record in memory, once somebody asked for all of it."""
    _fresh: dict[int, Findings]
    _wrong: Spool | None
    _generation: int

    @cached_property
    def prefix(self) -> str:
        """What stands before the path of a file below the record."""
        return str(self.root / "x")[:-1]

    @cached_property
    def _rows(self) -> StoredClaims:
        return StoredClaims(self.connection, self.prefix, self.config)

    @cached_property
    def _problems(self) -> StoredProblems:
        return StoredProblems(self.connection, self.root, self.prefix)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, every one as a value; from then on the index is not asked, and held, any more."""
        claims = tuple(self._rows.where("", ()))
        _ = self.sources, self.config, self.problems
        self.__dict__["whole"] = Ledger(claims, self.sources, self.problems, self.config)
        self.connection.execute("ROLLBACK")
        return claims

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The entries of the registry."""
        return self._stored.all

    @cached_property
    def _stored(self) -> StoredSources:
        return StoredSources(self.connection, self.prefix)

    def registry(self, *, by_id: bool = False) -> Registry:
        """Return the registry of the sources, of which those are read that it is asked for."""
        return self._registries[by_id]

    @cached_property
    def _registries(self) -> tuple[Registry, Registry]:
        return StoredRegistry(self._stored), StoredRegistry(self._stored, by_id=True)

    @cached_property
    def config(self) -> Config:
        """The record's settings."""
        return config_of(self.connection, self.root)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files."""
        return self._problems.all()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Those of the problems that are errors."""
        if self.whole is not None:
            return self.whole.errors
        return self._problems.errors()

    @property
    def concealing(self) -> Problem | None:
        """The first problem that may conceal who is protected."""
        return self.whole.concealing if self.whole is not None else self._problems.concealing()

    def __getitem__(self, claim_id: str) -> Claim:
        if self.whole is not None:
            return self.whole[claim_id]
        claim = self._rows.known.get(claim_id)
        if claim is None:
            claim = next(self._rows.where("c.id = ?", (claim_id,)), None) if claim_id in self else None
            if claim is None:
                near = hint(claim_id, self.ids)
                raise NotFoundError(f"no claim '{claim_id}' in this record{near or '; see `claimgraph query`'}")
            self._rows.known[claim_id] = claim
        return claim

    def __contains__(self, claim_id: object) -> bool:
        if self.whole is not None:
            return claim_id in self.whole
        if not isinstance(claim_id, str) or not claim_id.isascii():  # as no id is; SQLite takes no half characters
            return False
        found = self.connection.execute("SELECT 1 FROM claims WHERE id = ? AND kept", (claim_id,))
        return found.fetchone() is not None

    def __len__(self) -> int:
        if self.whole is not None:
            return len(self.whole)
        count: int = self.connection.execute("SELECT count(*) FROM claims WHERE kept").fetchone()[0]
        return count

    def part(self, claim_ids: Collection[str]) -> Ledger:
        """Return a ledger of these claims alone, in the order of this one, with all sources and settings."""
        if self.whole is not None:
            return self.whole.part(claim_ids)
        wanted = tuple(self.some(claim_ids))
        return PartLedger(self, wanted)

    def some(self, claim_ids: Iterable[str]) -> list[Claim]:
        """Return those of the claims that have one of these ids, in the order of the ledger."""
        ids = sorted(set(claim_ids))
        if len(ids) == 1:
            return [self[ids[0]]] if ids[0] in self else []
        numbers = [
            number
            for some in _portions(ids)
            for (number,) in self.connection.execute(
                f"SELECT no FROM claims WHERE kept AND id IN ({_marks(some)})",
                some,
            )
        ]
        self.connection.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (no INTEGER PRIMARY KEY)")
        self.connection.execute("DELETE FROM wanted")
        self.connection.executemany("INSERT INTO wanted VALUES (?)", ((number,) for number in numbers))
        return list(self._rows.where("c.no IN (SELECT no FROM wanted)", ()))

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of all claims, in their order."""
        if self.whole is not None:
            return self.whole.ids
        rows = self.connection.execute(
            "SELECT c.id FROM claims c JOIN files f ON f.no = c.file WHERE c.kept ORDER BY f.place, c.ordinal"
        )
        return tuple(one for (one,) in rows)

    @cached_property
    def confidential_names(self) -> frozenset[str]:
        """Whom a chain of the record calls confidential, as it names them."""
        if self.whole is not None:
            return self.whole.confidential_names
        return self._texts("SELECT DISTINCT name FROM confidential JOIN claims ON no = claim WHERE kept")

    @cached_property
    def confidential_parties(self) -> frozenset[str]:
        """Whom a chain of the record calls confidential, named or only described, in its words."""
        if self.whole is not None:
            return self.whole.confidential_parties
        return Ledger(tuple(self._rows.where(f"({MAY_CONFIDE})", ()))).confidential_parties

    @cached_property
    def with_wordings(self) -> frozenset[str]:
        """The ids of the claims in which somebody's words are recorded."""
        if self.whole is not None:
            return self.whole.with_wordings
        return self._texts("SELECT id FROM claims WHERE wordings AND kept")

    def narrowed(
        self, filters: Filters, *, ignore_inferred: bool = False
    ) -> tuple[tuple[Claim, ...], Filters | None] | None:
        """Return the claims that fulfil what the index can tell, and the filters that are left to ask."""
        if self.whole is not None:
            return None
        found = find(self.connection, filters, ignore_inferred=ignore_inferred)
        if found is None:
            return None
        numbers, rest = found.numbers, found.rest
        if rest and are_asked(rest) and not ignore_inferred:
            findings = self._findings(numbers)
            numbers = tuple(no for no in numbers if fulfil(findings[no], rest))
            rest = replace(rest, unnamed_only=False, single_origin=False, circular=False, lines_max=None)
            rest = rest if rest.overdue else None
        return tuple(self.some(ids_of(self.connection, numbers))), rest

    def _findings(self, numbers: Sequence[int]) -> dict[int, Findings]:
        """Return what is kept of claims; what is not yet is found out now, and kept when the ledger is closed."""
        self.__dict__["_generation"] = meta(self.connection, "generation")  # while the state is held
        findings = kept_findings(self.connection, numbers)
        missing = [no for no in numbers if no not in findings]
        fresh = dict(find_out(self, self.claims_numbered, missing))
        self._fresh.update(fresh)
        return findings | fresh

    @cached_property
    def verdicts(self) -> Mapping[str, str]:
        """What the verdicts say, by the ids of the claims that have one."""
        if self.whole is not None:
            return self.whole.verdicts
        return dict(self.connection.execute("SELECT id, verdict FROM claims WHERE kept AND verdict IS NOT NULL"))

    def about(self, topic: Topic) -> Ledger:
        """Return a ledger of the claims that have to do with something, with all sources."""
        if self.whole is not None:
            return self.whole
        from claimgraph.index.topics import condition
        from claimgraph.registry import registry_of_sources

        registry = registry_of_sources(self.sources)
        claims = tuple(self._rows.where(condition(self.connection, topic, registry), ()))
        return Ledger(claims, self.sources, (), self.config)

    def voicing(self, labels: Collection[str]) -> Collection[str] | None:
        """Return the ids of the claims in which voices with these labels stand."""
        if self.whole is not None:
            return None
        ids: set[str] = set()
        for some in _portions(sorted(labels)):
            ids |= self._texts(
                "SELECT DISTINCT c.id FROM voices v JOIN statements s ON s.voice = v.no "
                f"JOIN claims c ON c.no = s.claim WHERE c.kept AND v.label IN ({_marks(some)})",
                some,
            )
        return ids

    def batches(self) -> Iterator[tuple[Claim, ...]]:
        """Yield all claims in their order, some at a time."""
        if self.whole is not None:
            yield from self.whole.batches()
            return
        for numbers in self.batches_of_numbers():
            yield tuple(self.claims_numbered(numbers).values())

    def batches_of_numbers(self) -> Iterator[list[int]]:
        """Yield the numbers of all claims in their order, some at a time."""
        rows = self.connection.execute(
            "SELECT c.no FROM claims c JOIN files f ON f.no = c.file WHERE c.kept ORDER BY f.place, c.ordinal"
        )
        numbers = array("q", (no for (no,) in rows))
        for start in range(0, len(numbers), BATCH):
            self._rows.forget_articles()
            yield numbers[start : start + BATCH].tolist()

    def found_alone(
        self, find: Callable[[tuple[Claim, ...]], Iterable[Problem]], progress: Callable[[int, int], None] | None = None
    ) -> Iterator[Problem]:
        """Yield what is wrong with each claim by itself; what is found out now is kept when the ledger is closed."""
        if self.whole is not None:
            yield from self.whole.found_alone(find, progress)
            return
        from claimgraph.index.checked import Spool, found_alone

        self.__dict__["_generation"] = meta(self.connection, "generation")  # while the state is held
        self.__dict__["_wrong"] = spool = self._wrong or Spool()
        yield from found_alone(self, find, spool, progress)

    def claims_numbered(self, numbers: Sequence[int]) -> dict[int, Claim]:
        """Return claims by their numbers in the index, in their order."""
        ids = ids_of(self.connection, numbers)
        by_id = {claim.id: claim for claim in self.some(ids)}
        return {no: by_id[claim_id] for no, claim_id in zip(numbers, ids, strict=True)}

    def pointing_at(self, claim_id: str) -> tuple[Claim, ...]:
        """Return the claims that name a claim in a relation of theirs."""
        if self.whole is not None:
            return self.whole.pointing_at(claim_id)
        where = "c.no IN (SELECT claim FROM relations WHERE target = ?)"
        return tuple(self._rows.where(where, (claim_id,)))

    @cached_property
    def spoken_names(self) -> frozenset[str]:
        """All names in chains, as they are written."""
        if self.whole is not None:
            return self.whole.spoken_names
        return self._parties(described=False)

    @cached_property
    def descriptions(self) -> frozenset[str]:
        """All words in which chains describe somebody without a name, as they are written."""
        if self.whole is not None:
            return self.whole.descriptions
        return self._parties(described=True)

    def _parties(self, *, described: bool) -> frozenset[str]:
        return self._texts(
            f"SELECT party FROM names n WHERE {'' if described else 'NOT '}described AND EXISTS "
            "(SELECT 1 FROM mentions m JOIN claims c ON c.no = m.claim WHERE m.name = n.no AND c.kept)"
        )

    def _texts(self, sql: str, values: Sequence[str] = ()) -> frozenset[str]:
        return frozenset(text for (text,) in self.connection.execute(sql, values))

    def starting(self, prefix: str) -> tuple[Claim, ...]:
        """Return the claims whose ids begin so."""
        if self.whole is not None or not prefix.isascii():
            return super().starting(prefix)
        return tuple(self._rows.where("c.id >= ? AND c.id < ?", (prefix, f"{prefix}\x7f")))

    def saying(self, text: str) -> tuple[Claim, ...]:
        """Return the claims with the same text, compared as names are."""
        form = normalise(text)
        if self.whole is not None:
            return self.whole.saying(text)
        found = self._rows.where("c.saying = ?", (saying(text),))
        return tuple(claim for claim in found if normalise(claim.text) == form)

    def with_claim(self, claim: Claim) -> Ledger:
        """Return a ledger that also holds this claim; one with the same id is replaced."""
        return ExtendedLedger(self, claim)

    def problems_of(self, claim_id: str) -> tuple[Problem, ...]:
        """Return what was wrong with a claim when it was read."""
        if self.whole is not None:
            return self.whole.problems_of(claim_id)
        return self._problems.of_claim(claim_id)

    def close(self) -> None:
        """Let the index go; what was not asked for yet is not there any more."""
        with contextlib.suppress(sqlite3.Error):
            path = self.connection.execute("PRAGMA database_list").fetchone()[2]
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")  # a query that nobody read to its end would hold the index
            if self._fresh or (self._wrong and not self._wrong.empty):
                keep(Path(path), self._generation, self._fresh, self._wrong.rows() if self._wrong else ())
                self._fresh.clear()
        if self._wrong:
            self._wrong.close()
            self.__dict__["_wrong"] = None
        self.connection.close()

    def numbered(self, numbers: Iterable[int]) -> Iterator[tuple[int, Claim]]:
        """Yield claims by their numbers in the index, those among them that are left out of the record as well."""
        for no in numbers:
            yield no, next(self._rows.where("c.no = ?", (no,), kept=False))


def _portions(values: list[str]) -> Iterator[list[str]]:
    return (values[i : i + _MANY] for i in range(0, len(values), _MANY))


def _marks(values: Collection[Any]) -> str:
    return ", ".join("?" * len(values))
