"""Nanopublications that claimgraph wrote, signed since or not: the same records as a PROV document of ours has."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import FOAF, PROV, RDF, RDFS, Namespace, URIRef
from rdflib.term import Node

from claimgraph.errors import FormatError
from claimgraph.formats.base import Losses
from claimgraph.formats.nanopub.checking import Nanopub, Triple
from claimgraph.formats.nanopub.trig import NAMESPACES
from claimgraph.formats.nanopub.values import short
from claimgraph.formats.rdf.terms import CG, CLAIM_TEXTS, LINK_TERMS, REC, SOURCE_TEXTS, STATEMENT_TEXTS
from claimgraph.formats.rdf.things import LABEL, TYPE, VALUE, Records, Thing
from claimgraph.model import STANCES

_CG = Namespace(CG)
_NPX = Namespace(NAMESPACES["npx"])
_ATTRIBUTES: dict[Node, str] = {RDF.type: TYPE, RDFS.label: LABEL, PROV.value: VALUE}
_STANCES: dict[Node, str] = {_CG[stance]: stance for stance in STANCES}
_DERIVATIONS = frozenset({PROV.wasDerivedFrom, PROV.wasQuotedFrom, PROV.hadPrimarySource})
_OF_ITSELF = frozenset(
    {RDF.type, _NPX.hasNanopubType, _NPX.introduces, _NPX.retracts, _NPX.supersedes, PROV.wasAttributedTo, _CG.stamp}
)
"""What we say of a nanopublication; all of it follows from the record."""


_SINGLE = (*dict.fromkeys((*CLAIM_TEXTS, *STATEMENT_TEXTS, *SOURCE_TEXTS)),)
"""Of what nobody and nothing has more than one."""


def is_ours(nanopub: Nanopub) -> bool:
    """Tell whether a nanopublication says what a source says of a claim, in our terms."""
    return _statement_of(nanopub) is not None


def _statement_of(nanopub: Nanopub) -> Node | None:
    said = {subject for subject, predicate, _ in nanopub.assertion if predicate in _STANCES}
    topics = [v for s, p, v in nanopub.provenance if (s, p) == (nanopub.name, FOAF.primaryTopic) and v in said]
    return topics[0] if topics else None


def records_of(nanopubs: Iterable[Nanopub], losses: Losses) -> Records:
    """Return the records of all nanopublications of ours in a file together; what is not ours in them is counted.

    Raises
    ------
    FormatError
        They say two things of one claim, so that somebody would seem to say what another record means by its id.
    """
    records = Records()
    for nanopub in nanopubs:
        _add(records, nanopub, losses)
    for up, _ in sorted(records.derivations):
        if up not in records.entities:
            losses.add("links to statements that are not in the file", short(up))
    for thing in (*records.entities.values(), *records.agents.values()):
        thing.values = {attribute: sorted(set(values)) for attribute, values in sorted(thing.values.items())}
        thing.agents = list(dict.fromkeys(thing.agents))
    for thing in (*records.entities.values(), *records.agents.values()):
        term = next((term for term in _SINGLE if len(thing.values.get(f"{CG}{term}", ())) > 1), None)
        if term is not None:
            raise FormatError(
                f"nanopub: {thing.short} has two values of cg:{term}, as if these were of two records, or of one "
                "before and after a change; import the files one by one"
            )
    return records


def _add(records: Records, nanopub: Nanopub, losses: Losses) -> None:
    statement = _statement_of(nanopub)
    made = _thing(records.entities, statement)
    made.values.setdefault(TYPE, []).append(f"{CG}Statement")
    triples = [*nanopub.assertion, *nanopub.provenance, *nanopub.pubinfo]
    software = {s for s, p, v in nanopub.pubinfo if (p, v) == (RDF.type, PROV.SoftwareAgent)}
    links = {s: v for s, p, v in nanopub.provenance if p == PROV.entity}
    agents = {v for s, p, v in nanopub.provenance if (s, p) == (nanopub.name, PROV.wasAttributedTo)}
    agents.update(subject for subject, predicate, _ in nanopub.provenance if predicate == _CG.kind)
    entities = {statement, *(v for s, p, v in nanopub.assertion if s == statement and p in _STANCES)}
    for triple in triples:
        subject, predicate, value = triple
        if subject == nanopub.name:
            _connect(records, made, triple, losses)
        elif subject == statement and predicate in _STANCES:
            stances = made.values.setdefault(f"{CG}stance", [])
            stances += [] if stances else [_STANCES[predicate]]
            if stances != [_STANCES[predicate]] or records.general.setdefault(made.uri, str(value)) != str(value):
                losses.add("statements that say more than one thing", made.short)
        elif subject in links:
            _explain(records, (str(links[subject]), made.uri), triple)
        elif subject in entities or subject in agents:
            thing = _thing(records.entities if subject in entities else records.agents, subject)
            thing.values.setdefault(_ATTRIBUTES.get(predicate, str(predicate)), []).append(str(value))
        elif not (subject == nanopub.uri and predicate in _OF_ITSELF) and subject not in software:
            losses.add(short(predicate), str(value))


def _thing(side: dict[str, Thing], node: Node | None) -> Thing:
    uri = str(node)
    return side.setdefault(uri, Thing(uri, uri.removeprefix(REC)))


def _connect(records: Records, statement: Thing, triple: Triple, losses: Losses) -> None:
    """Place what is said of an assertion: whose it is, and what it was derived from."""
    _, predicate, value = triple
    if predicate == PROV.wasAttributedTo and isinstance(value, URIRef):
        agent = _thing(records.agents, value)
        statement.agents.append(agent.uri)
    elif predicate in _DERIVATIONS:
        records.derivations.setdefault((str(value), statement.uri), {})
    elif predicate not in (FOAF.primaryTopic, PROV.generatedAtTime, PROV.qualifiedDerivation):
        losses.add(short(predicate), str(value))


def _explain(records: Records, ends: tuple[str, str], triple: Triple) -> None:
    _, predicate, value = triple
    said = records.derivations.setdefault(ends, {})
    if predicate in {_CG[term] for term in LINK_TERMS}:
        said.setdefault(str(predicate), []).append(str(value))
