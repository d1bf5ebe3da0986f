"""What may leave of a record, as nanopublications: who says what of a claim, and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.dates import parse_date, surely_before
from claimgraph.errors import STAMP
from claimgraph.formats.nanopub.trig import Triple, Written, literal, to_trig
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
from claimgraph.formats.rdf.terms import AGENT_TYPES, REC, legal_text, local_name
from claimgraph.graph import Graph, claim_nodes, link_between, statement_of
from claimgraph.model import Claim, Source, Statement
from claimgraph.redaction import Released
from claimgraph.registry import Registry

Triples = Iterator[Triple]
_SAID = ("certainty", "p", "likelihood")
"""How sure a source is belongs to what it says; everything else is about how it said it."""
_REPLACING = ("supersedes", "corrects")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_SOFTWARE = "<urn:claimgraph:software>"


def document_of(released: Released) -> str:
    """Return a nanopublication for every statement of what may leave, by claim and in the order of its chains."""
    registry = Registry(released.sources)
    said = {claim_id: _statements(released.graph, claim_id) for claim_id in sorted(released.claims)}
    return to_trig(
        Written(
            f"{REC}{_nanopub_name(statement)}",
            tuple(_assertion(statement, released.claims[claim_id])),
            tuple(_provenance(statement, released, registry)),
            tuple(_pubinfo(statement, said, released)),
        )
        for claim_id, statements in said.items()
        for statement in statements
    )


def _statements(graph: Graph, claim_id: str) -> list[Statement]:
    return [statement_of(graph, node) for node in claim_nodes(graph, claim_id)]


def _nanopub_name(statement: Statement) -> str:
    """Return the name of a statement's nanopublication; what stands behind the stroke is replaced on signing."""
    return f"{local_name('nanopub', statement.claim, statement.key)}/"


def _rec(kind: str, *parts: str) -> str:
    return f"rec:{local_name(kind, *parts)}"


def _statement_name(statement: Statement) -> str:
    return _rec(*parts_of_statement(statement))


def _agent_name(statement: Statement) -> str:
    return _rec(*parts_of_agent(statement))


# ---- The assertion: what the source says of the claim, and nothing that anybody else says


def _assertion(statement: Statement, claim: Claim) -> Triples:
    """Yield what a source says: never the claim itself, but that it is asserted, denied and so on."""
    subject, about = _statement_name(statement), _rec("claim", claim.id)
    yield subject, "a", "cg:Statement"
    yield subject, f"cg:{statement.stance}", about
    yield from ((subject, f"cg:{term}", literal(v)) for term, v in told_of_statement(statement) if term in _SAID)
    yield about, "a", "cg:Claim"
    yield about, "cg:text", literal(legal_text(claim.text))


# ---- The provenance: who says it, how, and on whom it relies


def _provenance(statement: Statement, released: Released, registry: Registry) -> Triples:
    subject = _statement_name(statement)
    yield "this:assertion", "foaf:primaryTopic", subject
    if statement.kind != "missing":
        yield "this:assertion", "prov:wasAttributedTo", _agent_name(statement)
    if statement.date and _MOMENT.fullmatch(statement.date):
        yield "this:assertion", "prov:generatedAtTime", f"{literal(statement.date)}^^xsd:dateTime"
    yield from _links(statement, released.graph)
    for kind in types_of_statement(statement, internal=released.internal)[1:]:
        yield subject, "a", f"cg:{kind}"
    words = legal_text(statement.wording or "")
    if words:
        yield subject, "prov:value", literal(words)
    left = ((term, v) for term, v in told_of_statement(statement) if term not in (*_SAID, "stance"))
    yield from ((subject, f"cg:{term}", literal(value)) for term, value in left)
    yield from _agents(statement, registry)


def _links(statement: Statement, graph: Graph) -> Triples:
    for node in graph.predecessors(statement.node):
        upstream = statement_of(graph, node)
        other = _statement_name(upstream)
        yield "this:assertion", "prov:wasDerivedFrom", other
        if statement.wording:
            yield "this:assertion", "prov:wasQuotedFrom", other
        if is_origin(graph, upstream):
            yield "this:assertion", "prov:hadPrimarySource", other
        link = link_between(graph, upstream=node, downstream=statement.node)
        because = legal_text(link.because or "")
        if link.inferred or because:
            own = _rec("link", statement.claim, statement.key, upstream.key)
            yield "this:assertion", "prov:qualifiedDerivation", own
            yield own, "a", "prov:Derivation"
            yield own, "prov:entity", other
        if link.inferred:
            yield own, "cg:inferred", literal(True)
        if because:
            yield own, "cg:because", literal(because)


def _agents(statement: Statement, registry: Registry) -> Triples:
    """Yield what is told of who says it, and of all that its entry names."""
    entries = entries_of(registry, [statement])
    for source in entries:
        yield from _entry(source)
    if statement.kind != "missing" and statement.source not in {source.id for source in entries}:
        agent = _agent_name(statement)
        if statement.kind == "unnamed":
            yield agent, "a", "cg:Unnamed"
        yield agent, "rdfs:label", literal(legal_text(statement.name))


def _entry(source: Source) -> Triples:
    agent = _rec("source", source.id)
    if source.kind in AGENT_TYPES:
        yield agent, "a", f"prov:{AGENT_TYPES[source.kind]}"
    yield agent, "rdfs:label", literal(legal_text(source.label))
    yield from ((agent, f"cg:{term}", literal(value)) for term, value in told_of_source(source))


# ---- The publication: what we say, of the nanopublication and of the claim


def _pubinfo(statement: Statement, said: dict[str, list[Statement]], released: Released) -> Triples:
    claim, own = released.claims[statement.claim], said[statement.claim]
    if released.internal:
        yield "this:", "a", "npx:ProtectedNanopub"
        yield "this:", "cg:stamp", literal(STAMP)
    yield "this:", "npx:hasNanopubType", "cg:Statement"
    yield "this:", "npx:introduces", _statement_name(statement)
    yield "this:", "prov:wasAttributedTo", _SOFTWARE
    for kind, others in (("retracts", withdrawn_by(statement, own)), ("supersedes", _replaced(statement, claim, said))):
        yield from (("this:", f"npx:{kind}", f"<{REC}{_nanopub_name(other)}>") for other in others)
    yield _SOFTWARE, "a", "prov:SoftwareAgent"
    yield _SOFTWARE, "rdfs:label", literal("claimgraph")
    yield from _record(claim, whole=statement is own[0])


def _replaced(statement: Statement, claim: Claim, said: dict[str, list[Statement]]) -> list[Statement]:
    """Return what the same source said of the claims whose place this one takes, if this is not surely earlier."""
    targets = dict.fromkeys(relation.target for relation in claim.relations if relation.kind in _REPLACING)
    others = [other for target in targets if target != claim.id for other in said.get(target, ())]
    return [other for other in others if _stands(statement) and _stands(other) and _follows(statement, other)]


def _stands(statement: Statement) -> bool:
    return statement.stance in ("asserts", "relays") and not statement.withdrawn


def _follows(statement: Statement, other: Statement) -> bool:
    """Tell whether the same source says both, and as far as the dates of both tell, the other one not surely later."""
    if statement.source is None or statement.source != other.source or not (statement.date and other.date):
        return False
    return not surely_before(parse_date(statement.date), parse_date(other.date))


def _record(claim: Claim, *, whole: bool) -> Triples:
    """Yield what the record says of a claim, ``whole`` or only its id; its text is in the assertion."""
    subject = _rec("claim", claim.id)
    told = ((term, value) for term, value in told_of_claim(claim) if term != "text" and (whole or term == "id"))
    yield from ((subject, f"cg:{term}", literal(value)) for term, value in told)
    if whole:
        yield from ((subject, f"cg:{one.kind}", _rec("claim", one.target)) for one in claim.relations)
