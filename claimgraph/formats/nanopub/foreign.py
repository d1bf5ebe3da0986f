"""Nanopublications that others wrote: each becomes a claim, said by whoever it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rdflib import FOAF, PROV, RDF, BNode, Literal, URIRef
from rdflib.term import Node

from claimgraph.dates import date_or_none
from claimgraph.formats.base import Imported, Losses
from claimgraph.formats.nanopub.checking import Nanopub, Triple
from claimgraph.formats.nanopub.texts import MAX_TEXT, text_of
from claimgraph.formats.nanopub.trig import NAMESPACES
from claimgraph.formats.nanopub.values import names_of, one_line, short, web_address, without_scheme
from claimgraph.formats.rdf.naming import Names, claim_id_for
from claimgraph.model import Chain, Claim, Mention, Relation, join_steps

_DCT, _DC = "http://purl.org/dc/terms/", "http://purl.org/dc/elements/1.1/"
_PAV = (
    "http://purl.org/pav/", "http://purl.org/pav#", "http://purl.org/pav/2.0/",
    "http://swan.mindinformatics.org/ontologies/1.2/pav/",
)  # fmt: skip


def _pav(*terms: str) -> list[str]:
    return [f"{namespace}{term}" for term in terms for namespace in _PAV]


_PUBLISHED_BY = (f"{_DCT}creator", f"{_DC}creator", *_pav("createdBy", "authoredBy"), str(PROV.wasAttributedTo))
_SAID_BY = (str(PROV.wasAttributedTo), *_pav("authoredBy"), f"{_DCT}creator", f"{_DC}creator")
_OUT_OF = (
    str(PROV.hadPrimarySource), str(PROV.wasQuotedFrom), str(PROV.wasDerivedFrom), f"{_DCT}source", f"{_DC}source",
    *_pav("derivedFrom", "importedFrom", "retrievedFrom"), "http://semanticscience.org/resource/SIO_000253",
)  # fmt: skip
_WHEN = (str(PROV.generatedAtTime), f"{_DCT}created", *_pav("createdOn", "authoredOn"), f"{_DC}date")
_RETRACTS, _SUPERSEDES = (URIRef(f"{NAMESPACES['npx']}{term}") for term in ("retracts", "supersedes"))
_PEOPLE = frozenset({PROV.Person, FOAF.Person})
_ORGANIZATIONS = frozenset({PROV.Organization, FOAF.Organization})
_ORCID = ("https://orcid.org/", "http://orcid.org/")
_NUMBERED = re.compile(r"_+\d*")
"""What blank nodes are called once a nanopublication has its trusty address."""
_MOST_PARTIES = 50


@dataclass(frozen=True, slots=True)
class _Party:
    """Somebody or something that a nanopublication names; ``key`` tells it from all others in the file."""

    key: str
    label: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class _Read:
    """What a nanopublication says: who published it, whose it is, what it was made from, and when.

    ``carriers`` are the publishers where none of them is among the sources; ``publishers`` are the keys of all.
    """

    nanopub: Nanopub
    claim: Claim
    publishers: frozenset[str]
    carriers: tuple[_Party, ...]
    sources: tuple[_Party, ...]
    documents: tuple[_Party, ...]
    published: str | None
    said: str | None


def foreign_claims(nanopubs: Sequence[Nanopub], losses: Losses) -> Imported:
    """Return a claim for every nanopublication that does more than retract others."""
    names = Names(losses)
    read = {nanopub.uri: _read(nanopub, losses) for nanopub in nanopubs}
    said = {uri: one for uri, one in read.items() if not _is_retraction(one)}
    chains = {uri: [_chain(one, names)] for uri, one in said.items()}
    relations: dict[URIRef, list[Relation]] = {uri: [] for uri in said}
    for uri, one in read.items():
        for target, theirs in _targets(one, _SUPERSEDES).items():
            same = target in said and bool(one.publishers & _parties_of(said[target]))
            if theirs and same and uri in said and target != uri:
                relations[uri].append(Relation("supersedes", said[target].claim.id))
            else:
                losses.add("npx:supersedes: of what is not in the file, or of somebody else", target)
        for target, theirs in _targets(one, _RETRACTS).items():
            there = target in said and theirs
            taken_back = _withdrawals(one, said[target], chains[target][0], names) if there else []
            if taken_back:
                chains[target] += taken_back
            else:
                told = "by somebody else, or at the same time" if target in said else "of what is not in the file"
                losses.add(f"npx:retracts: {told}", target)
    claims = [
        replace(one.claim, chains=tuple(chains[uri]), relations=tuple(relations[uri])) for uri, one in said.items()
    ]
    return Imported(claims, tuple(source for _, source in sorted(names.sources.items())), losses)


# ---- What one says


def _read(nanopub: Nanopub, losses: Losses) -> _Read:
    text = text_of(nanopub)
    shown = text.text if len(text.text) <= MAX_TEXT else f"{text.text[: MAX_TEXT - 1].rstrip()}…"
    if shown != text.text:
        losses.add(f"assertion: what is beyond {MAX_TEXT:,} characters of a text", text.text[MAX_TEXT:])
    publishers = _parties(nanopub, nanopub.pubinfo, nanopub.uri, _PUBLISHED_BY, losses)
    sources = _parties(nanopub, nanopub.provenance, nanopub.name, _SAID_BY, losses)
    documents = _parties(nanopub, nanopub.provenance, nanopub.name, _OUT_OF, losses)
    people = {party.key for party in sources}
    others = tuple(party for party in publishers if party.key not in people)
    carriers = others if len(others) == len(publishers) else ()
    for party in others if not carriers else ():
        losses.add("pubinfo: published together with whom the provenance names", party.label)
    known = people | {party.key for party in carriers}
    _tell(nanopub, text.told, losses)
    return _Read(
        nanopub,
        Claim(claim_id_for(shown, str(nanopub.uri)), shown, note=None if publishers or sources else _where(nanopub)),
        frozenset(party.key for party in publishers or sources),
        carriers,
        sources,
        tuple(replace(party, kind="document") for party in documents if party.key not in known),
        _date(nanopub.pubinfo, nanopub.uri),
        _date(nanopub.provenance, nanopub.name),
    )


def _where(nanopub: Nanopub) -> str | None:
    """Return a note that says where it is, for want of anybody whose statement it could be."""
    url = web_address(nanopub.uri)
    return f"Nanopublication {url}" if url else None


def _parties(
    nanopub: Nanopub, triples: Sequence[Triple], subject: Node, predicates: Sequence[str], losses: Losses
) -> tuple[_Party, ...]:
    """Return who or what is named, the likeliest predicate first; each once."""
    names = names_of((*nanopub.pubinfo, *nanopub.provenance, *nanopub.assertion))
    types: dict[Node, set[Node]] = {}
    for subject_of, predicate, kind in (*nanopub.pubinfo, *nanopub.provenance):
        if predicate == RDF.type:
            types.setdefault(subject_of, set()).add(kind)
    found: dict[str, _Party] = {}
    for wanted in predicates:
        for value in [v for s, p, v in triples if s == subject and str(p) == wanted]:
            party = _party(value, names.get(value, ""), types.get(value, set()), nanopub)
            if party is None or len(found) >= _MOST_PARTIES:
                losses.add(
                    f"{short(wanted)}: without an address, or beyond {_MOST_PARTIES}", str(value)[:80] if party else ""
                )
            else:
                found.setdefault(party.key, party)
    return tuple(found.values())


def _party(value: Node, name: str, kinds: set[Node], nanopub: Nanopub) -> _Party | None:
    kind = "person" if kinds & _PEOPLE or str(value).startswith(_ORCID) else "org" if kinds & _ORGANIZATIONS else None
    if isinstance(value, Literal):
        text = one_line(str(value))
        return _Party(text, text, None) if text else None
    inside = str(value).removeprefix(nanopub.uri.rstrip("/#")).lstrip("/#.") if value != nanopub.uri else ""
    if isinstance(value, BNode) or _NUMBERED.fullmatch(inside):
        return _Party(name, name, kind) if name else None
    return _Party(str(value), name or without_scheme(inside or str(value)), kind)


def _date(triples: Sequence[Triple], subject: Node) -> str | None:
    for wanted in _WHEN:
        for about, predicate, value in triples:
            date = date_or_none(str(value)) if (about, str(predicate)) == (subject, wanted) else None
            if date:
                return date
    return None


_READ = frozenset({*_PUBLISHED_BY, *_SAID_BY, *_OUT_OF, *_WHEN, str(_RETRACTS), str(_SUPERSEDES), str(RDF.type)})


def _tell(nanopub: Nanopub, told: frozenset[Triple], losses: Losses) -> None:
    """Tell what has no place in a claim."""
    for triple in nanopub.assertion:
        if triple not in told and triple[1] != _RETRACTS:
            losses.add(f"assertion {short(triple[1])}", _example(triple[2]))
    for part, about, triples in (
        ("provenance", nanopub.name, nanopub.provenance),
        ("pubinfo", nanopub.uri, nanopub.pubinfo),
    ):
        for subject, predicate, value in triples:
            if subject != about or str(predicate) not in _READ:
                losses.add(f"{part} {short(predicate)}", _example(value))


def _example(value: Node) -> str:
    return "" if isinstance(value, BNode) else str(value)


# ---- What it becomes


def _chain(read: _Read, names: Names) -> Chain:
    """Return who published it, relying on who said it, relying on what it was made from, as far as each is named.

    What several wrote together is one document, which carries what they say: they are no lines of their own.
    """
    date, url = read.published or read.said, web_address(read.nanopub.uri)
    together = len(read.sources) > 1 and not read.carriers
    parties = (_itself(read.nanopub),) if together else read.carriers
    carriers = [Mention(_name(party, names), date=date, url=url) for party in parties]
    said, at = (read.said, None) if carriers else (read.said or date, url)
    sources = [Mention(_name(party, names), date=said, url=at) for party in read.sources]
    documents = [Mention(_name(party, names)) for party in read.documents]
    steps = [tuple(step) for step in (carriers, sources, documents) if step]
    return join_steps(steps or [(Mention(kind="missing", date=date, url=url),)], [False] * (len(steps) - 1))


def _itself(nanopub: Nanopub) -> _Party:
    """Return a nanopublication as the document that it is."""
    return _Party(str(nanopub.uri), f"nanopublication {without_scheme(str(nanopub.uri))}", "document")


def _name(party: _Party, names: Names) -> str:
    return names.of(party.key, party.label, party.kind, web_address(party.key) if party.kind else None)


def _targets(read: _Read, predicate: URIRef) -> dict[URIRef, bool]:
    """Return to what a nanopublication says that this is done, and whether by itself or by whoever published it.

    What it says that others have done is a report.
    """
    nanopub = read.nanopub
    found: dict[URIRef, bool] = {}
    for subject, said, value in (*nanopub.assertion, *nanopub.pubinfo):
        if said == predicate and isinstance(value, URIRef):
            theirs = subject in (nanopub.uri, nanopub.name) or str(subject) in read.publishers
            found[value] = found.get(value, False) or theirs
    return found


def _parties_of(read: _Read) -> frozenset[str]:
    return read.publishers.union(party.key for party in (*read.carriers, *read.sources))


def _is_retraction(read: _Read) -> bool:
    return all(predicate == _RETRACTS for _, predicate, _ in read.nanopub.assertion)


def _withdrawals(read: _Read, target: _Read, chain: Chain, names: Names) -> list[Chain]:
    """Return chains in which whoever published this takes back what they said, if that was at another time."""
    date, url = read.published or read.said, web_address(read.nanopub.uri)
    theirs = (party for party in (*target.carriers, *target.sources) if party.key in read.publishers)
    speakers = {_name(party, names) for party in theirs}
    return [
        Chain(((Mention(mention.party, verb="retracted", date=date, url=url),),))
        for mention in chain.mentions
        if mention.party in speakers and mention.date != date
    ]
