"""What may leave of a record, as a PROV document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prov.constants import PROV_LABEL, PROV_TYPE, PROV_VALUE
from prov.identifier import QualifiedName
from prov.model import PROV, ProvDocument

from claimgraph.dates import parse_date
from claimgraph.errors import STAMP
from claimgraph.formats.provenance.terms import (
    CG,
    CLAIM_TEXTS,
    REC,
    SOURCE_FLAGS,
    SOURCE_LISTS,
    SOURCE_TEXTS,
    STATEMENT_FLAGS,
    STATEMENT_TEXTS,
    VERDICT_TEXTS,
    legal_text,
    name_of,
)
from claimgraph.graph import Graph, claim_nodes, link_between, statement_of
from claimgraph.model import Claim, Source, Statement
from claimgraph.redaction import Released
from claimgraph.registry import Registry

Pairs = Iterator[tuple[QualifiedName, Any]]
_AGENT_TYPES = {"person": "Person", "org": "Organization", "outlet": "Organization"}


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
    return name_of("statement", statement.claim, statement.key)


def _agent_name(statement: Statement) -> QualifiedName:
    """Return the name of a statement's agent: its source, or for who has no entry whoever it is in this claim."""
    if statement.source is not None:
        return name_of("source", statement.source)
    return name_of("voice", statement.claim, statement.key)


def _texts(value: Any, names: tuple[str, ...]) -> Pairs:
    """Yield the texts that a value has in these fields, under the fields' names."""
    for name in names:
        text = legal_text(getattr(value, name) or "")
        if text:
            yield CG[name], text


def _flags(value: Any, names: tuple[str, ...]) -> Pairs:
    yield from ((CG[name], True) for name in names if getattr(value, name))


def _claim_pairs(claim: Claim, *, internal: bool) -> Pairs:
    yield PROV_TYPE, CG["Claim"]
    yield PROV_LABEL, legal_text(claim.text)
    yield from _texts(claim, CLAIM_TEXTS)
    yield from ((CG["tags"], tag) for tag in dict.fromkeys(map(legal_text, claim.tags)) if tag)
    for term, field in VERDICT_TEXTS.items() if claim.verdict else ():
        text = legal_text(getattr(claim.verdict, field) or "")
        if text:
            yield CG[term], text
    relations = dict.fromkeys((relation.kind, relation.target) for relation in claim.relations)
    yield from ((CG[kind], _claim_name(target)) for kind, target in relations)
    if internal:
        yield CG["stamp"], STAMP


# ---- Sources


def _add_agents(document: ProvDocument, released: Released, said: list[Statement]) -> None:
    registry = Registry(released.sources)
    agents = {_agent_name(s): s for s in reversed(said) if s.kind != "missing"}
    entries = {name_of("source", source.id): source for source in _needed(registry, said)}
    for name in sorted({*agents, *entries}, key=str):
        source = entries.get(name)
        pairs = _source_pairs(source) if source else _voice_pairs(agents[name])
        document.agent(name, list(pairs))


def _needed(registry: Registry, said: list[Statement]) -> list[Source]:
    """Return the entries of who speaks, and of all that these entries name."""
    found: dict[str, Source] = {}
    asked = [s.source for s in said if s.source]
    while asked:
        source = registry.get(asked.pop())
        if source is None or source.id in found:
            continue
        found[source.id] = source
        names = (source.owner, source.part_of, source.speaks_for, source.via, source.resolved_to)
        asked += [registry.resolve(name) for name in (*names, *source.same_as, *source.maybe) if name]
    return list(found.values())


def _source_pairs(source: Source) -> Pairs:
    if source.kind in _AGENT_TYPES:
        yield PROV_TYPE, PROV[_AGENT_TYPES[source.kind]]
    yield PROV_LABEL, legal_text(source.label)
    yield from _texts(source, SOURCE_TEXTS)
    for name in SOURCE_LISTS:
        yield from ((CG[name], text) for text in dict.fromkeys(map(legal_text, getattr(source, name))) if text)
    yield from _flags(source, SOURCE_FLAGS)


def _voice_pairs(statement: Statement) -> Pairs:
    """Yield what is told of an agent that has no entry: its name or description, and no type."""
    yield PROV_LABEL, legal_text(statement.name)
    if statement.kind == "unnamed":
        yield PROV_TYPE, CG["Unnamed"]


# ---- Statements and links


def _add_statement(document: ProvDocument, statement: Statement, *, internal: bool) -> None:
    name = _statement_name(statement)
    # Whoever is hidden has a name of ours, which must not make one source of two in another record.
    unnamed = statement.kind == "unnamed" or (statement.confidential and not internal)
    pairs: list[tuple[QualifiedName, Any]] = [(PROV_TYPE, CG["Statement"])]
    if statement.kind == "missing":
        pairs.append((PROV_TYPE, CG["Missing"]))
    else:
        pairs += [(PROV_TYPE, CG["Unnamed"])] if unnamed else []
        pairs.append((PROV_LABEL, legal_text(statement.name)))
    pairs += _texts(statement, STATEMENT_TEXTS if statement.kind != "missing" else STATEMENT_TEXTS[1:])
    pairs += [] if not statement.wording else [(PROV_VALUE, legal_text(statement.wording))]
    pairs += _flags(statement, STATEMENT_FLAGS)
    document.entity(name, pairs)
    document.specialization(name, _claim_name(statement.claim))
    if statement.kind != "missing":
        document.attribution(name, _agent_name(statement))


def _add_links(document: ProvDocument, graph: Graph, statement: Statement) -> None:
    """Add what a statement relies on: a derivation of each kind that it is, and one with what we say about it."""
    for node in graph.predecessors(statement.node):
        upstream = statement_of(graph, node)
        ends = (_statement_name(statement), _statement_name(upstream))
        is_origin = upstream.kind == "named" and not upstream.confidential and not graph.in_degree(node)
        kinds = [kind for kind, holds in (("Quotation", statement.wording), ("PrimarySource", is_origin)) if holds]
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
        taken = [s for s in statements if s.withdrawn and withdrawal.stance == "withdraws" and _is_of(withdrawal, s)]
        if not taken:
            continue
        activity = name_of("withdrawal", withdrawal.claim, withdrawal.key)
        document.activity(activity, other_attributes=[(PROV_TYPE, CG["Withdrawal"])])
        document.association(activity, _agent_name(withdrawal))
        document.generation(_statement_name(withdrawal), activity)
        for statement in taken:
            document.invalidation(_statement_name(statement), activity)


def _is_of(withdrawal: Statement, statement: Statement) -> bool:
    if (withdrawal.source or withdrawal.label) != (statement.source or statement.label):
        return False
    if withdrawal.date is None or statement.date is None:
        return True
    return parse_date(statement.date).start <= parse_date(withdrawal.date).end
