"""What may leave of a record, as a PROV document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prov.constants import PROV_LABEL, PROV_TYPE, PROV_VALUE
from prov.identifier import QualifiedName
from prov.model import PROV, ProvDocument

from claimgraph.errors import STAMP
from claimgraph.formats.provenance.terms import CG, REC, name_of
from claimgraph.formats.rdf.released import (
    entries_of,
    is_origin,
    parts_of_agent,
    parts_of_statement,
    told_of_claim,
    told_of_source,
    told_of_statement,
    types_of_statement,
    withdrawn_by,
)
from claimgraph.formats.rdf.terms import AGENT_TYPES, legal_text
from claimgraph.graph import Graph, claim_nodes, link_between, statement_of
from claimgraph.model import Claim, Source, Statement
from claimgraph.redaction import Released
from claimgraph.registry import Registry

Pairs = Iterator[tuple[QualifiedName, Any]]


def document_of(released: Released) -> ProvDocument:
    """Return a PROV document of what may leave: sources, then every claim with its statements and links."""
    document = ProvDocument(namespaces=[CG, REC])
    claims = [released.claims[claim_id] for claim_id in sorted(released.claims)]
    said = [statement_of(released.graph, node) for claim in claims for node in claim_nodes(released.graph, claim.id)]
    _add_agents(document, released, said)
    for claim in claims:
        document.entity(_claim_name(claim.id), list(_claim_pairs(claim, internal=released.internal)))
        statements = [statement_of(released.graph, node) for node in claim_nodes(released.graph, claim.id)]
        for statement in statements:
            _add_statement(document, statement, internal=released.internal)
        for statement in statements:
            _add_links(document, released.graph, statement)
        _add_withdrawals(document, statements)
    return document


def _claim_name(claim_id: str) -> QualifiedName:
    return name_of("claim", claim_id)


def _statement_name(statement: Statement) -> QualifiedName:
    return name_of(*parts_of_statement(statement))


def _agent_name(statement: Statement) -> QualifiedName:
    return name_of(*parts_of_agent(statement))


def _claim_pairs(claim: Claim, *, internal: bool) -> Pairs:
    yield PROV_TYPE, CG["Claim"]
    yield PROV_LABEL, legal_text(claim.text)
    yield from ((CG[term], value) for term, value in told_of_claim(claim))
    relations = dict.fromkeys((relation.kind, relation.target) for relation in claim.relations)
    yield from ((CG[kind], _claim_name(target)) for kind, target in relations)
    if internal:
        yield CG["stamp"], STAMP


# ---- Sources


def _add_agents(document: ProvDocument, released: Released, said: list[Statement]) -> None:
    registry = Registry(released.sources)
    agents = {_agent_name(s): s for s in reversed(said) if s.kind != "missing"}
    entries = {name_of("source", source.id): source for source in entries_of(registry, said)}
    for name in sorted({*agents, *entries}, key=str):
        source = entries.get(name)
        pairs = _source_pairs(source) if source else _voice_pairs(agents[name])
        document.agent(name, list(pairs))


def _source_pairs(source: Source) -> Pairs:
    if source.kind in AGENT_TYPES:
        yield PROV_TYPE, PROV[AGENT_TYPES[source.kind]]
    yield PROV_LABEL, legal_text(source.label)
    yield from ((CG[term], value) for term, value in told_of_source(source))


def _voice_pairs(statement: Statement) -> Pairs:
    """Yield what is told of an agent that has no entry: its name or description, and no type."""
    yield PROV_LABEL, legal_text(statement.name)
    if statement.kind == "unnamed":
        yield PROV_TYPE, CG["Unnamed"]


# ---- Statements and links


def _add_statement(document: ProvDocument, statement: Statement, *, internal: bool) -> None:
    name = _statement_name(statement)
    types = types_of_statement(statement, internal=internal)
    pairs: list[tuple[QualifiedName, Any]] = [(PROV_TYPE, CG[kind]) for kind in types]
    pairs += [(PROV_LABEL, legal_text(statement.name))] if statement.kind != "missing" else []
    pairs += [(CG[term], value) for term, value in told_of_statement(statement)]
    pairs += [] if not statement.wording else [(PROV_VALUE, legal_text(statement.wording))]
    document.entity(name, pairs)
    document.specialization(name, _claim_name(statement.claim))
    if statement.kind != "missing":
        document.attribution(name, _agent_name(statement))


def _add_links(document: ProvDocument, graph: Graph, statement: Statement) -> None:
    """Add what a statement relies on: a derivation of each kind that it is, and one with what we say about it."""
    for node in graph.predecessors(statement.node):
        upstream = statement_of(graph, node)
        ends = (_statement_name(statement), _statement_name(upstream))
        held = (("Quotation", statement.wording), ("PrimarySource", is_origin(graph, upstream)))
        kinds = [kind for kind, holds in held if holds]
        for kind in kinds:
            document.derivation(*ends, other_attributes=[(PROV_TYPE, PROV[kind])])
        if not kinds:
            document.derivation(*ends)
        link = link_between(graph, upstream=node, downstream=statement.node)
        pairs: list[tuple[QualifiedName, Any]] = [(CG["inferred"], True)] if link.inferred else []
        because = legal_text(link.because or "")
        pairs += [(CG["because"], because)] if because else []
        if pairs:
            own = name_of("link", statement.claim, statement.key, upstream.key)
            document.derivation(*ends, identifier=own, other_attributes=pairs)


def _add_withdrawals(document: ProvDocument, statements: list[Statement]) -> None:
    for withdrawal in statements:
        taken = withdrawn_by(withdrawal, statements)
        if not taken:
            continue
        activity = name_of("withdrawal", withdrawal.claim, withdrawal.key)
        document.activity(activity, other_attributes=[(PROV_TYPE, CG["Withdrawal"])])
        document.association(activity, _agent_name(withdrawal))
        document.generation(_statement_name(withdrawal), activity)
        for statement in taken:
            document.invalidation(_statement_name(statement), activity)
