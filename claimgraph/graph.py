"""A record to graphs: statements and who relies on whom, or the overview of sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import networkx as nx

from claimgraph.errors import NotFoundError
from claimgraph.model import Claim, Ledger, Link, Statement
from claimgraph.names import hint
from claimgraph.parts import protected_voices, read_claims, stated_only
from claimgraph.registry import Registry, registry_of_ledger
from claimgraph.statements import ClaimStatements

Graph: TypeAlias = "nx.DiGraph[str]"
"""A plain networkx graph; its nodes are texts."""


def build_graph(ledger: Ledger, claims: Iterable[Claim] | None = None) -> Graph:
    """Return the graph of statements of a record, or of some of its claims.

    Parameters
    ----------
    ledger : Ledger
        The record; its sources say who is who.
    claims : iterable of Claim, optional
        The claims to take; all without it.

    Returns
    -------
    networkx.DiGraph
        A node per statement, named ``claim-id#key``, with attribute ``statement`` (a `Statement`).
        An edge runs upstream to downstream, as information flows, with attribute ``link`` (a
        `Link`). ``graph.graph["claims"]`` maps a claim's id to its nodes in the order of its
        chains, ``graph.graph["registry"]`` says who is who and ``graph.graph["protected"]`` which
        labels must not be identified. The order of files changes nothing.

    Examples
    --------
    >>> from claimgraph.notation import parse_chain
    >>> graph = build_graph(Ledger((Claim("c", "C.", (parse_chain("A <- B <- ?"),)),)))
    >>> list(graph.edges)
    [('c#b', 'c#a'), ('c#?@b', 'c#b')]
    """
    own: Graph | None = ledger.own_graph(claims)
    if own is not None:
        return own
    registry = registry_of_ledger(ledger, by_id=True)
    graph: Graph = nx.DiGraph(claims={}, registry=registry, protected=protected_voices(ledger, registry))
    for claim_id, read in read_claims(ledger, ledger if claims is None else claims).items():
        _add(graph, claim_id, read)
    return graph


def _add(graph: Graph, claim_id: str, read: ClaimStatements) -> None:
    """Add one claim's statements and links; what the graph has of them already stays in its place."""
    for statement in read.statements.values():
        graph.add_node(statement.node, statement=statement)
    for (upstream, downstream), link in read.links.items():
        graph.add_edge(f"{claim_id}#{upstream}", f"{claim_id}#{downstream}", link=link)
    graph.graph["claims"][claim_id] = tuple(s.node for s in read.statements.values())


def part_of(graph: Graph, claim_id: str) -> ClaimStatements:
    """Return the statements and links of one claim.

    Raises
    ------
    NotFoundError
        The graph holds no such claim.
    """
    statements = {node: statement_of(graph, node) for node in claim_nodes(graph, claim_id)}
    links = {
        (statement_of(graph, upstream).key, statement.key): link_between(graph, upstream=upstream, downstream=node)
        for node, statement in statements.items()
        for upstream in graph.predecessors(node)
    }
    return ClaimStatements({statement.key: statement for statement in statements.values()}, links)


def without_inferred(graph: Graph) -> Graph:
    """Return the graph without the links that are only inferred: what stands without our own inferences.

    A statement that loses its only upstream ends in a missing one (``?@source``); it never becomes a
    named origin.

    Examples
    --------
    >>> from claimgraph.notation import parse_chain
    >>> graph = build_graph(Ledger((Claim("c", "C.", (parse_chain("A <~ Reuters"),)),)))
    >>> list(without_inferred(graph).edges)
    [('c#?@a', 'c#a')]
    """
    stated: Graph = nx.DiGraph(graph)
    stated.graph = {**graph.graph, "claims": dict(graph.graph["claims"])}
    stated.remove_edges_from([(u, d) for u, d, data in graph.edges(data=True) if data["link"].inferred])
    for claim_id in graph.graph["claims"]:
        _add(stated, claim_id, stated_only(part_of(graph, claim_id)))
    return stated


def claim_nodes(graph: Graph, claim_id: str) -> tuple[str, ...]:
    """Return the nodes of one claim in the order of its chains.

    Raises
    ------
    NotFoundError
        The graph holds no such claim.
    """
    claims: dict[str, tuple[str, ...]] = graph.graph["claims"]
    if claim_id not in claims:
        raise NotFoundError(f"no claim '{claim_id}' in this graph{hint(claim_id, claims)}")
    return claims[claim_id]


def registry_of(graph: Graph) -> Registry:
    """Return the registry of the record that a graph was built from."""
    registry: Registry = graph.graph["registry"]
    return registry


def statement_of(graph: Graph, node: str) -> Statement:
    """Return the statement at a node."""
    statement: Statement = graph.nodes[node]["statement"]
    return statement


def link_between(graph: Graph, *, upstream: str, downstream: str) -> Link:
    """Return the link on an edge."""
    link: Link = graph.edges[upstream, downstream]["link"]
    return link


def project_sources(graph: Graph) -> Graph:
    """Return the overview of sources: who passes on from whom, over all claims of a graph.

    For overviews only: a path in it need not be a chain that anybody reported.

    Returns
    -------
    networkx.DiGraph
        A node per voice (statements with one label; an unnamed source that is not registered stays
        a node of its own for every claim) with attributes ``name``, ``kind``, ``described`` (the name
        is what somebody without one is called), ``source_kind``, ``wire``, ``confidential`` and
        ``claims`` (sorted ids). An edge upstream to downstream with ``claims`` and ``inferred`` (no
        claim has a stated link).

    Examples
    --------
    >>> from claimgraph.notation import parse_chain
    >>> record = Ledger(tuple(Claim(i, i, (parse_chain("A <- B"),)) for i in ("c", "d")))
    >>> project_sources(build_graph(record)).edges["b", "a"]
    {'claims': ('c', 'd'), 'inferred': False}
    """
    overview: Graph = nx.DiGraph()
    for _, data in graph.nodes(data=True):
        _add_source(overview, data["statement"])
    for upstream, downstream, data in graph.edges(data=True):
        first, second = statement_of(graph, upstream), statement_of(graph, downstream)
        if first.label == second.label:
            continue
        link: Link = data["link"]
        known = overview.edges[first.label, second.label] if overview.has_edge(first.label, second.label) else {}
        claims = tuple(sorted({*known.get("claims", ()), first.claim}))
        inferred = link.inferred and known.get("inferred", True)
        overview.add_edge(first.label, second.label, claims=claims, inferred=inferred)
    return overview


def _add_source(overview: Graph, statement: Statement) -> None:
    known = overview.nodes[statement.label] if statement.label in overview else {}
    # The entry that gave the label describes it best; a source resolved to it lends only its claims.
    own = statement.source == statement.label or not known
    overview.add_node(
        statement.label,
        name=statement.name if own else known["name"],
        kind=statement.kind if own else known["kind"],
        described=statement.is_described if own else known["described"],
        source_kind=statement.source_kind if own else known["source_kind"],
        wire=statement.wire if own else known["wire"],
        confidential=statement.confidential or known.get("confidential", False),
        claims=tuple(sorted({*known.get("claims", ()), statement.claim})),
    )
