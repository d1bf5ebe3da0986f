"""A graph of statements as it may leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import networkx as nx

from claimgraph.errors import ProtectionError
from claimgraph.graph import Graph, claim_nodes, statement_of
from claimgraph.model import Link, Statement
from claimgraph.redaction.naming import NAME, SLUG, is_quotable, numbered, numbers_of
from claimgraph.redaction.registry import redacted_registry


def redact_graph(graph: Graph) -> Graph:
    """Return a graph of statements as it may leave: protected statements renamed, and emptied of all details.

    A graph that is redacted already, or has nothing to redact, is returned as it is.
    """
    if graph.graph.get("released") or not (graph.graph["protected"] or _has_secrets(graph)):
        return graph
    redacted: Graph = nx.DiGraph(claims={}, registry=redacted_registry(graph), protected=frozenset(), released=True)
    for claim_id, nodes in graph.graph["claims"].items():
        statements = _redacted_statements(graph, claim_id)
        hidden = any(s.confidential for s in statements.values())
        redacted.add_nodes_from((s.node, {"statement": s}) for s in statements.values())
        for node in nodes:
            for downstream in graph.successors(node):
                link: Link = graph.edges[node, downstream]["link"]
                if statements[node].confidential or statements[downstream].confidential:
                    link = Link(link.inferred)
                elif hidden:
                    link = replace(link, location=None)
                redacted.add_edge(statements[node].node, statements[downstream].node, link=link)
        redacted.graph["claims"][claim_id] = tuple(statements[node].node for node in nodes)
    return redacted


def _has_secrets(graph: Graph) -> bool:
    return any(statement_of(graph, node).confidential for node in graph)


def _redacted_statements(graph: Graph, claim_id: str) -> dict[str, Statement]:
    """Return the statements of a claim as they may leave, by the names that their nodes have."""
    numbers = numbers_of(graph, claim_id)
    met: dict[str, int] = {}
    entries: dict[str, dict[str | None, int]] = {}
    found: dict[str, Statement] = {}
    for node in claim_nodes(graph, claim_id):
        statement = statement_of(graph, node)
        if statement.label in numbers:
            met[statement.label] = count = met.get(statement.label, 0) + 1
            known = entries.setdefault(statement.label, {})
            entry = known.setdefault(statement.source, len(known))
            quotable = is_quotable(graph, statement)
            found[node] = _emptied(statement, numbers, count=count, entry=entry, quotable=quotable)
    if not found:
        return {node: statement_of(graph, node) for node in claim_nodes(graph, claim_id)}
    _confirm_names_are_ours(statement_of(graph, node) for node in claim_nodes(graph, claim_id) if node not in found)
    for node in claim_nodes(graph, claim_id):
        if node not in found:  # where it stands would tell how long the names before it are
            found[node] = replace(_cited(statement_of(graph, node), graph, found), location=None)
    return {node: found[node] for node in claim_nodes(graph, claim_id)}


def _confirm_names_are_ours(public: Iterable[Statement]) -> None:
    """Make sure that no public source of a claim bears the name that redaction gives to its protected ones.

    Raises
    ------
    ProtectionError
        One does: the two would count as one.
    """
    if any(statement.key.startswith(SLUG) for statement in public):
        raise ProtectionError(
            f"a public source is called '{NAME}', as protected ones are in what leaves, and both stand in one claim; "
            "give it another name, or add --internal"
        )


def _emptied(statement: Statement, numbers: Mapping[str, int], *, count: int, entry: int, quotable: bool) -> Statement:
    """Return a protected statement with no more than may be shown of it.

    It is the ``count``-th of its voice in the claim, by the entry with this number: a reader would take two entries
    for two sources.
    """
    slug = numbered(SLUG, numbers, statement.label, "-")
    label, key = f"{statement.claim}#{slug}", slug if count == 1 else f"{slug}~{count}"
    voice = f"{label}'{entry}" if entry else label
    return Statement(
        statement.claim,
        key,
        statement.kind,
        numbered(NAME, numbers, statement.label, " "),
        label,
        statement.stance,
        # Whether an unnamed one is registered shows nowhere; one that is not speaks for itself in every statement.
        source=voice if statement.source else f"{statement.claim}#{key}",
        source_kind="person",
        wording=statement.wording if quotable else None,
        lang=statement.lang if quotable else None,
        own=statement.own,
        seen=statement.seen,
        confidential=True,
        withdrawn=statement.withdrawn,
    )


def _cited(statement: Statement, graph: Graph, emptied: Mapping[str, Statement]) -> Statement:
    """Return a statement whose key names whoever cites it, by the name that this one has now."""
    for node in graph.successors(statement.node):
        if node in emptied and statement.kind != "named":
            citing = statement_of(graph, node)
            for old in (citing.source, citing.key, citing.key.rpartition("@")[0]):
                if old and f"@{old}" in statement.key:
                    new = emptied[node].citing
                    return replace(
                        statement,
                        key=statement.key.replace(f"@{old}", f"@{new}"),
                        label=statement.label.replace(f"@{old}", f"@{new}"),
                    )
    return statement
