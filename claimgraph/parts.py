"""The statements of claims, claim by claim: what a graph is put together from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from claimgraph.model import Claim, Ledger, Link
from claimgraph.registry import Registry, registry_of_ledger
from claimgraph.statements import ClaimStatements, missing_source, read_statements


def read_claims(ledger: Ledger, claims: Iterable[Claim]) -> dict[str, ClaimStatements]:
    """Return the statements and links of claims of a record, by their ids and in the order of these.

    Whose identity is protected anywhere in the record is confidential in each of them.
    """
    own = ledger.own_graph(claims)
    if own is not None:
        return {claim_id: _read_of(own, nodes) for claim_id, nodes in own.graph["claims"].items()}
    registry = registry_of_ledger(ledger, by_id=True)
    verbs = ledger.config.all_verbs
    protected = protected_voices(ledger, registry)
    ordered = sorted(claims, key=lambda claim: claim.id)
    return {claim.id: read_statements(claim, registry, verbs, protected=protected) for claim in ordered}


def _read_of(graph: Any, nodes: Iterable[str]) -> ClaimStatements:
    """Return the statements and links of one claim of a graph."""
    statements = {node: graph.nodes[node]["statement"] for node in nodes}
    links = {
        (statements[node].key, statements[downstream].key): graph.edges[node, downstream]["link"]
        for node in statements
        for downstream in graph.successors(node)
    }
    return ClaimStatements({statement.key: statement for statement in statements.values()}, links)


def protected_voices(ledger: Ledger, registry: Registry) -> frozenset[str]:
    """Return the labels of the voices that must not be identified.

    A voice is protected as a whole: if one of its entries is, whatever else it is the same as, or if it
    is called confidential in any chain of the record.

    Examples
    --------
    >>> from claimgraph.notation import parse_chain
    >>> record = Ledger((Claim("c", "C.", (parse_chain("A <- Rose (confidential)"),)),))
    >>> protected_voices(record, Registry())
    frozenset({'rose'})
    """
    found = {registry.label(source.id) for source in registry.having("confidential")}
    found.update(registry.label(registry.resolve(name)) for name in ledger.confidential_names)
    # Whoever is only described by somebody protected would tell where that one stands.
    groups = (source for source in registry.having("via") if found and source.kind == "group")
    return frozenset(found.union(registry.label(g.id) for g in groups if registry.label(registry.citing(g)) in found))


def stated_only(read: ClaimStatements) -> ClaimStatements:
    """Return the statements of a claim without the links that are only inferred, in the order of what is relied on.

    A statement that loses its only upstream ends in a missing one (``?@source``); it never becomes a
    named origin.

    Examples
    --------
    >>> from claimgraph.notation import parse_chain
    >>> read = read_claims(Ledger(), [Claim("c", "C.", (parse_chain("A <~ Reuters"),))])["c"]
    >>> list(stated_only(read).links)
    [('?@a', 'a')]
    """
    place = {key: number for number, key in enumerate(read.statements)}
    ordered = sorted(read.links.items(), key=lambda item: place[item[0][0]])
    links = {ends: link for ends, link in ordered if not link.inferred}
    statements = dict(read.statements)
    relying, kept = ({downstream for _, downstream in ends} for ends in (read.links, links))
    for key, statement in read.statements.items():
        if key in relying - kept:
            missing = missing_source(statement.claim, citing=statement.citing)
            statements.setdefault(missing.key, missing)
            links[missing.key, key] = Link()
    return ClaimStatements(statements, links)
