"""What there is to tell of the statements of a released graph beside their own fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from claimgraph.dates import parse_date
from claimgraph.formats.rdf.terms import (
    CLAIM_TEXTS,
    SOURCE_FLAGS,
    SOURCE_LISTS,
    SOURCE_TEXTS,
    STATEMENT_FLAGS,
    STATEMENT_TEXTS,
    VERDICT_TEXTS,
    legal_text,
)
from claimgraph.graph import Graph
from claimgraph.model import Claim, Source, Statement
from claimgraph.registry import Registry

Told = Iterator[tuple[str, str | bool]]
"""Terms of ours, each with a value."""


def parts_of_statement(statement: Statement) -> tuple[str, ...]:
    """Return what the name of a statement is made of."""
    return "statement", statement.claim, statement.key


def parts_of_agent(statement: Statement) -> tuple[str, ...]:
    """Return what the name of who says it is made of: its source, or for who has none whoever it is in this claim."""
    if statement.source is not None:
        return "source", statement.source
    return "voice", statement.claim, statement.key


def told_of_claim(claim: Claim) -> Told:
    """Yield what is told of a claim, but for its relations.

    Examples
    --------
    >>> dict(told_of_claim(Claim("c", "C is so.", tags=("bridge",))))
    {'id': 'c', 'text': 'C is so.', 'tags': 'bridge'}
    """
    yield from _texts(claim, CLAIM_TEXTS)
    yield from (("tags", tag) for tag in dict.fromkeys(map(legal_text, claim.tags)) if tag)
    for term, name in VERDICT_TEXTS.items() if claim.verdict else ():
        text = legal_text(getattr(claim.verdict, name) or "")
        if text:
            yield term, text


def told_of_source(source: Source) -> Told:
    """Yield what is told of an entry of the registry."""
    yield from _texts(source, SOURCE_TEXTS)
    for name in SOURCE_LISTS:
        yield from ((name, text) for text in dict.fromkeys(map(legal_text, getattr(source, name))) if text)
    yield from ((name, True) for name in SOURCE_FLAGS if getattr(source, name))


def told_of_statement(statement: Statement) -> Told:
    """Yield what is told of a statement; of one whose source is missing, no name."""
    yield from _texts(statement, STATEMENT_TEXTS if statement.kind != "missing" else STATEMENT_TEXTS[1:])
    yield from ((name, True) for name in STATEMENT_FLAGS if getattr(statement, name))


def _texts(value: Any, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        text = legal_text(getattr(value, name) or "")
        if text:
            yield name, text


def types_of_statement(statement: Statement, *, internal: bool) -> tuple[str, ...]:
    """Return our types of a statement.

    Whoever is hidden has a name of ours, which must not make one source of two in another record, and so is unnamed.
    """
    unnamed = statement.kind == "unnamed" or (statement.confidential and not internal)
    kind = "Missing" if statement.kind == "missing" else "Unnamed" if unnamed else ""
    return ("Statement", kind) if kind else ("Statement",)


def entries_of(registry: Registry, said: Sequence[Statement]) -> list[Source]:
    """Return the entries of who speaks, of all that these entries name, and of all that tie them to each other.

    Whoever is the same as two who speak, or may be one of them, decides how many they are.
    """
    found: dict[str, Source] = {}
    asked = [s.source for s in said if s.source]
    while asked:
        source_id = asked.pop()
        source = registry.get(source_id)
        if source is None or source.id not in found:
            asked += [other for other in registry.tying.get(source_id, ()) if other not in found]
        if source is None or source.id in found:
            continue
        found[source.id] = source
        names = (source.owner, source.part_of, source.speaks_for, source.via, source.resolved_to)
        asked += [*(registry.resolve(name) for name in names if name), *registry.tied(source)]
    return list(found.values())


def is_origin(graph: Graph, statement: Statement) -> bool:
    """Tell whether somebody with a name says it who relies on nobody: a primary source."""
    return statement.kind == "named" and not statement.confidential and not graph.in_degree(statement.node)


def withdrawn_by(withdrawal: Statement, statements: Sequence[Statement]) -> list[Statement]:
    """Return which of the statements on a claim another one on it takes back."""
    if withdrawal.stance != "withdraws":
        return []
    return [s for s in statements if s.withdrawn and _is_of(withdrawal, s)]


def _is_of(withdrawal: Statement, statement: Statement) -> bool:
    if (withdrawal.source or withdrawal.label) != (statement.source or statement.label):
        return False
    if withdrawal.date is None or statement.date is None:
        return True
    return parse_date(statement.date).start <= parse_date(withdrawal.date).end
