"""Queries as SQL: which claims fulfil the filters, without a claim or a graph being made.

What only an analysis can tell is left over, for the few claims that fulfil the rest.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from claimgraph.filters import Filters, Role, said_span
from claimgraph.index.keeping import are_asked, fulfil, kept_findings
from claimgraph.index.schema import MAY_CONFIDE, ORIGIN, RELIED_ON, RELYING, UNOPENED
from claimgraph.index.state import meta
from claimgraph.names import normalise, slug

_ROLES: dict[Role | str, tuple[int, int]] = {
    "any": (0, 0),
    "carrier": (RELIED_ON, 0),
    "relay": (RELYING | RELIED_ON, RELYING | RELIED_ON),
    "passing": (RELYING, RELYING),
    "origin": (ORIGIN, ORIGIN),
}
"""Which bits of a statement's role have to be looked at, and what they have to be."""

_RELATIONS = (
    "contradicts", "tension", "supports", "based_on", "part_of", "same_as", "supersedes", "corrects",
)  # fmt: skip
"""`claimgraph.model.RELATIONS`, which takes longer to import than a query; a test compares the two."""

_NOT_INDEXED = frozenset("\ufffd\ufffe\uffff")
"""Characters that FTS5 takes for each other."""

_MOST_TERMS = 200
"""A word that stands within more words than this is looked for in all texts instead."""

Condition = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of claims in the index, in the order of the record, and what they have to fulfil as well."""

    numbers: tuple[int, ...]
    rest: Filters | None = None


class UnknownNameError(Exception):
    """A name that no source of the record has: only the whole record can say what may have been meant."""


def find(connection: sqlite3.Connection, filters: Filters, *, ignore_inferred: bool = False) -> Found | None:
    """Return the claims that fulfil what can be told here, None where all have to be looked at.

    Where links are left out, and so statements may play other parts, every filter is asked once more.
    """
    if filters.conflicting:
        return None
    try:
        conditions = list(_conditions(connection, filters, by_role=not ignore_inferred))
        for _, values in conditions:
            for value in values:
                str(value).encode()
    except (UnknownNameError, UnicodeEncodeError):  # half a character is nowhere, but what was meant has to be guessed
        return None
    where = "".join(f" AND {condition}" for condition, _ in conditions)
    rows = connection.execute(
        f"SELECT c.no FROM claims c JOIN files f ON f.no = c.file WHERE c.kept{where} ORDER BY f.place, c.ordinal",
        [value for _, values in conditions for value in values],
    )
    numbers = tuple(no for (no,) in rows)
    if ignore_inferred:
        return Found(numbers, filters)
    if are_asked(filters):
        kept = kept_findings(connection, numbers)
        if len(kept) == len(numbers):
            numbers = tuple(no for no in numbers if fulfil(kept[no], filters))
            filters = replace(filters, unnamed_only=False, single_origin=False, circular=False, lines_max=None)
    rest = Filters(
        unnamed_only=filters.unnamed_only,
        single_origin=filters.single_origin,
        circular=filters.circular,
        lines_max=filters.lines_max,
        overdue=filters.overdue,
        today=filters.today,
    )
    return Found(numbers, rest if are_asked(filters) or filters.overdue else None)


def has_secrets(connection: sqlite3.Connection) -> bool:
    """Tell whether somebody in the record must not be identified."""
    found = connection.execute(
        f"SELECT 1 FROM sources WHERE confidential UNION ALL SELECT 1 FROM claims WHERE {MAY_CONFIDE} LIMIT 1"
    )
    return found.fetchone() is not None


def has_errors(connection: sqlite3.Connection) -> bool:
    """Tell whether something is wrong with the files, so that a claim may be missing."""
    return bool(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM problems WHERE severity = 'error') OR EXISTS (SELECT 1 FROM skipped) "
            "OR EXISTS (SELECT 1 FROM problems WHERE conceals) "
            "OR EXISTS (SELECT 1 FROM claims WHERE NOT kept) OR EXISTS (SELECT 1 FROM sources WHERE NOT kept)"
        ).fetchone()[0]
    )


def ids_of(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[str]:
    """Return the ids of claims, in the order of their numbers as given."""
    by_number = dict(_rows(connection, "no, id", numbers))
    return [by_number[no] for no in numbers]


def values_of(connection: sqlite3.Connection, numbers: Sequence[int], prefix: str) -> Iterator[dict[str, Any]]:
    """Yield claims as JSON values, like `claimgraph.cli.values.claim_json` of each; ``prefix`` begins their paths."""
    relations: dict[int, dict[str, list[str]]] = {}
    for no, kind, target in _relations(connection, numbers):
        relations.setdefault(no, {}).setdefault(kind, []).append(target)
    columns = (
        "no, id, text, chains, said, event_time, as_of, due, review_by, tags, note, judgements, origins, "
        "(SELECT path FROM files f WHERE f.no = file), line, column"
    )
    by_number = {row[0]: row for row in _rows(connection, columns, numbers)}
    for number in numbers:
        no, claim_id, text, chains, said, when, as_of, due, review_by, tags, note, *others = by_number[number]
        judged, origins, path, line, column = others
        given = json.loads(judged) if judged else {}
        own = relations.get(no, {})
        verdict = given.get("verdict")
        yield {
            "id": claim_id,
            "text": text,
            "chains": json.loads(chains),
            "said": said,
            "when": when,
            "as_of": as_of,
            "due": due,
            "review_by": review_by,
            "tags": json.loads(tags) if tags else [],
            "note": note,
            "silence": {code: because for code, because, *_ in given.get("silence", ())},
            **{kind: own.get(kind, []) for kind in _RELATIONS},
            "assess": [dict(zip(("code", "by", "date"), part, strict=True)) for part in given.get("assess", ())],
            "verdict": dict(zip(("is", "date", "by", "because"), verdict, strict=True)) if verdict else None,
            "checked": [dict(zip(("by", "date"), part, strict=True)) for part in given.get("checked", ())],
            "origins": json.loads(origins),
            "location": {"path": prefix + path, "line": line, "column": column},
        }


def _conditions(connection: sqlite3.Connection, filters: Filters, *, by_role: bool) -> Iterator[Condition]:
    """Yield what a claim ``c`` has to fulfil, one SQL condition after the other."""
    named: list[tuple[str | None, str]] = [(filters.source, filters.role), (filters.via, "passing")]
    way = bool(filters.through and filters.origin)
    named += [(filters.through, "any" if way else "passing"), (filters.origin, "any" if way else "origin")]
    for name, role in named:
        if name:
            mask, wanted = _ROLES[role if by_role else "any"]
            voices = _voices(connection, name)
            condition = f"c.no IN (SELECT claim FROM statements WHERE voice IN {_numbers(voices)} AND role & ? = ?)"
            yield condition, (mask, wanted)
    if way and by_role:
        yield _way(_voices(connection, filters.origin or ""), _voices(connection, filters.through or ""))
    for form in sorted({normalise(tag) for tag in filters.tags}):
        yield "c.no IN (SELECT claim FROM tags WHERE form = ?)", (form,)
    for word in normalise(filters.text).split() if filters.text else ():
        yield _word(connection, word)
    if filters.verdict:
        yield ("c.verdict IS NULL", ()) if filters.verdict == "none" else ("c.verdict = ?", (filters.verdict,))
    if filters.since or filters.until:
        span = said_span(filters.since, filters.until)
        condition = "c.no IN (SELECT claim FROM statements WHERE earliest <= ? AND latest >= ?)"
        yield condition, (span.end.isoformat(), span.start.isoformat())
    if filters.unseen:
        yield "c.no IN (SELECT claim FROM statements WHERE role & ?)", (UNOPENED,)


def _way(origins: list[int], through: list[int]) -> Condition:
    """Return the condition that a way leads from a statement of one voice down through one of another."""
    condition = (
        "c.no IN (WITH RECURSIVE below (claim, start, n) AS ("
        "SELECT l.claim, l.upstream, l.downstream FROM statements s "
        f"JOIN links l ON l.claim = s.claim AND l.upstream = s.n WHERE s.voice IN {_numbers(origins)} UNION "
        "SELECT l.claim, b.start, l.downstream FROM below b JOIN links l ON l.claim = b.claim AND l.upstream = b.n) "
        # A way that comes round to where it began leads through nobody new.
        "SELECT b.claim FROM below b JOIN statements s USING (claim, n) "
        f"WHERE s.voice IN {_numbers(through)} AND b.n <> b.start)"
    )
    return condition, ()


def _word(connection: sqlite3.Connection, word: str) -> Condition:
    """Return the condition that a word stands in the texts of a claim, perhaps within a longer one."""
    anywhere: Condition = ("instr(c.words, ?) > 0", (word,))
    if not meta(connection, "search") or word.lower() != word or _NOT_INDEXED.intersection(word):
        return anywhere
    terms = connection.execute("SELECT term FROM terms WHERE instr(term, ?) > 0 LIMIT ?", (word, _MOST_TERMS + 1))
    around = [term for (term,) in terms]
    if len(around) > _MOST_TERMS:
        return anywhere
    if not around:
        return "0", ()
    quoted = " OR ".join('"' + term.replace('"', '""') + '"' for term in around)
    return "c.no IN (SELECT rowid FROM search WHERE search MATCH ?)", (quoted,)


def _voices(connection: sqlite3.Connection, name: str) -> list[int]:
    """Return the numbers of all voices that a name means.

    Raises
    ------
    UnknownNameError
        Neither the registry nor a chain has the name.
    """
    if not name.strip():
        raise UnknownNameError
    form = normalise(name)
    ids = _meant(connection, name, form)
    marks = ", ".join("?" * len(ids))
    found = connection.execute(
        f"SELECT no FROM voices WHERE source IN ({marks}) UNION "
        f"SELECT no FROM voices WHERE label IN ({marks}) UNION SELECT no FROM voices WHERE form = ?",
        (*ids, *ids, form),
    )
    numbers = sorted(no for (no,) in found)
    registered = connection.execute(f"SELECT 1 FROM former WHERE id IN ({marks})", ids).fetchone()
    if not registered:
        spoken = connection.execute(
            "SELECT 1 FROM statements JOIN claims c ON c.no = claim "
            f"WHERE voice IN {_numbers(numbers)} AND c.kept LIMIT 1"
        )
        if not spoken.fetchone():
            raise UnknownNameError
    return numbers


def _meant(connection: sqlite3.Connection, name: str, form: str) -> list[str]:
    """Return the ids of all that a name means, as `claimgraph.registry.Registry.meant` does."""

    def column(sql: str, *values: str) -> list[str]:
        return [value for (value,) in connection.execute(sql, values)]

    made = slug(name)
    owners = column("SELECT source FROM aliases WHERE form = ? ORDER BY source", form)
    if owners:
        meant = made if made in owners else owners[0]
    else:
        meant = next(iter(column("SELECT source FROM former WHERE id = ?", made)), made)
    ids = {meant, *column("SELECT source FROM groups WHERE form = ?", form)}
    for source_id in tuple(ids):
        ids.update(
            column(
                "SELECT l.label FROM former f JOIN sources s ON s.id = f.source AND s.kept "
                "JOIN labels l ON l.source = s.id WHERE f.id = ? AND s.resolved_to IS NULL",
                source_id,
            )
        )
    return sorted(ids)


def _relations(connection: sqlite3.Connection, numbers: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    for some in _portions(numbers):
        yield from connection.execute(
            f"SELECT claim, kind, target FROM relations WHERE claim IN {_numbers(some)} ORDER BY claim, n"
        )


def _rows(connection: sqlite3.Connection, columns: str, numbers: Sequence[int]) -> Iterator[Any]:
    for some in _portions(numbers):
        yield from connection.execute(f"SELECT {columns} FROM claims WHERE no IN {_numbers(some)}")


def _portions(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[i : i + 1000] for i in range(0, len(numbers), 1000))


def _numbers(numbers: Sequence[int]) -> str:
    """Return numbers of rows as SQL."""
    return f"({', '.join(map(str, numbers))})"
