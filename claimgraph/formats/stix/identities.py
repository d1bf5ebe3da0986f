"""Who speaks, as Identities: named sources once for all claims, everybody else anew in every claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from claimgraph.formats.stix.objects import OURS, UNDATED, Object, made, reference
from claimgraph.graph import Graph, statement_of
from claimgraph.model import Source, Statement
from claimgraph.redaction import Released
from claimgraph.text import listed, statement_name

_CLASSES = {"person": "individual", "outlet": "organization", "org": "organization", "group": "group"}
"""The classes of STIX by our kinds; a document or an account is none of them, and neither is who is not registered."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The entries of the registry by id, and how those are called in chains who have none."""

    entries: Mapping[str, Source]
    names: Mapping[str, str]

    def called(self, source_id: str) -> str:
        """Return the one name of a source, however often it is called otherwise."""
        return self.entries[source_id].label if source_id in self.entries else self.names[source_id]


def sources_of(released: Released) -> Sources:
    """Return who has a name in what may leave."""
    names: dict[str, str] = {}
    for node in released.graph:
        statement = statement_of(released.graph, node)
        if statement.source:
            names[statement.source] = min(statement.name, names.get(statement.source, statement.name))
    return Sources({source.id: source for source in released.sources}, names)


def identities(released: Released, sources: Sources, nodes: Iterable[str]) -> dict[str, Object]:
    """Return the Identity of every statement of a claim, by node; an end that nobody gives has none."""
    scoped: dict[str, list[str]] = {}
    found: dict[str, Object] = {}
    for node in nodes:
        statement = statement_of(released.graph, node)
        if statement.kind == "missing":
            continue
        if is_named(statement, released):
            found[node] = _named(released, sources, statement.speaker)
        else:
            scoped.setdefault(_scope(statement), []).append(node)
    called: dict[str, int] = {}
    for scope, own in scoped.items():
        name = _described(released, own)
        called[name] = called.get(name, 0) + 1
        told = name if called[name] == 1 else f"{name} {called[name]}"
        found.update(dict.fromkeys(own, _scoped(released, sources, scope, own[0], told)))
    return found


def is_named(statement: Statement, released: Released) -> bool:
    """Tell whether who made a statement is the same in every claim."""
    return statement.kind == "named" and (released.internal or not statement.confidential)


def citing(graph: Graph, nodes: Iterable[str]) -> list[str]:
    """Return the names of those who cite any of some statements."""
    following = (statement_of(graph, down) for node in nodes for down in graph.successors(node))
    return list(dict.fromkeys(map(statement_name, following)))


def writer(released: Released) -> Object:
    """Return the Identity of this program, for a claim in which nobody else is: STIX has no Report of nothing."""
    return made(released, "identity", UNDATED, name=OURS, identity_class="system")


def _named(released: Released, sources: Sources, source_id: str) -> Object:
    entry, name = sources.entries.get(source_id), sources.called(source_id)
    return made(
        released,
        "identity",
        UNDATED,
        name=name,
        description=f"Also called {', '.join(entry.aliases)}" if entry and entry.aliases else None,
        roles=[entry.role] if entry and entry.role else [],
        identity_class=_CLASSES.get(entry.kind if entry else "", "unknown"),
        external_references=[
            *reference(OURS, external_id=source_id),
            *(reference(f"{name} (home)", entry.url) if entry else []),
        ],
    )


def _described(released: Released, nodes: list[str]) -> str:
    """Return how somebody is called who is described, or protected, in one claim.

    Consumers join Identities of one name and class. So the name tells who cites them and in which claim, or equal words
    would make one person of many.
    """
    statement = statement_of(released.graph, nodes[0])
    by = citing(released.graph, nodes)
    return f"{statement_name(statement)} ({f'cited by {listed(by)} ' if by else ''}in {statement.claim})"


def _scoped(released: Released, sources: Sources, scope: str, node: str, name: str) -> Object:
    entry = sources.entries.get(statement_of(released.graph, node).source or "")
    return made(
        released,
        "identity",
        UNDATED,
        name=name,
        identity_class=_CLASSES.get(entry.kind if entry else "", "unknown"),
        external_references=reference(OURS, external_id=scope),
    )


def _scope(statement: Statement) -> str:
    """Return whom a statement without a name is of, in its claim alone."""
    voice = statement.source or statement.label
    return voice if "#" in voice else f"{statement.claim}#{voice}"
