"""The chains of a claim to what the index stores of them: who speaks, who relies on whom, where it starts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from claimgraph.dates import parse_date
from claimgraph.index.schema import DENYING, ORIGIN, RELIED_ON, RELYING, UNOPENED
from claimgraph.model import Claim, Stance
from claimgraph.names import normalise
from claimgraph.registry import Registry
from claimgraph.roles import Role, roles_of
from claimgraph.statements import ClaimStatements, read_statements

StatementRow = tuple[tuple[str | None, str | None, str | None], int, str | None, str | None]
"""A voice as (source, label, form), the role, the first and the last second of the date.

Whoever is not registered and not named has no label that anybody could ask for.
"""


class ChainRows(NamedTuple):
    """What the index stores of the chains of a claim.

    Canonical texts of the chains, places of their mentions, wordings; parties with whether they are only
    described, names of who speaks in confidence; statements, links between them as (upstream, downstream),
    keys of the origins.
    """

    texts: list[str]
    spots: str
    wordings: list[str]
    parties: list[tuple[str, bool]]
    confidential: list[str]
    statements: list[StatementRow]
    links: list[tuple[int, int]]
    origins: list[str]


def chain_rows(claim: Claim, registry: Registry, verbs: Mapping[str, Stance]) -> ChainRows:
    """Return what the index stores of the chains of a claim."""
    read = read_statements(claim, registry, verbs)
    roles = roles_of(read)
    mentions = [m for chain in claim.chains for m in chain.mentions]
    return ChainRows(
        texts=[str(chain) for chain in claim.chains],
        spots=" ".join(f"{m.location.line}:{m.location.column}" if m.location else "-" for m in mentions),
        wordings=[m.wording for m in mentions if m.wording],
        parties=list(dict.fromkeys((m.party, m.kind == "unnamed") for m in mentions if m.kind in ("named", "unnamed"))),
        confidential=sorted({m.party for m in mentions if m.confidential and m.kind == "named"}),
        statements=statement_rows(read, roles),
        links=link_rows(read),
        origins=[key for key, role in roles.items() if role.origin],
    )


def statement_rows(read: ClaimStatements, roles: Mapping[str, Role]) -> list[StatementRow]:
    """Return the statements of a claim, in their order."""
    rows: list[StatementRow] = []
    for key, statement in read.statements.items():
        role = roles[key]
        unopened = statement.kind == "named" and not statement.seen
        unopened = unopened and not statement.withdrawn and statement.stance != "withdraws"
        form = None if statement.kind == "missing" else normalise(statement.name)
        voice = (statement.source, statement.label if statement.source else None, form)
        number = role.relying * RELYING + role.relied_on * RELIED_ON + role.origin * ORIGIN + unopened * UNOPENED
        number += (statement.stance == "denies") * DENYING
        rows.append((voice, number, *bounds(statement.date)))
    return rows


def link_rows(read: ClaimStatements) -> list[tuple[int, int]]:
    """Return the links between the statements of a claim, by their numbers."""
    numbers = {key: n for n, key in enumerate(read.statements)}
    return [(numbers[up], numbers[down]) for up, down in read.links]


@lru_cache(maxsize=10_000)
def bounds(date: str | None) -> tuple[str | None, str | None]:
    """Return the first and the last second that a date may mean."""
    if not date:
        return None, None
    when = parse_date(date)
    return when.start.isoformat(), when.end.isoformat()
