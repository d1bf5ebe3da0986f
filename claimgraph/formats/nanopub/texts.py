"""What an assertion of others says, as one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_plus

from rdflib import RDF, RDFS, BNode, Literal, URIRef
from rdflib.term import Node

from claimgraph.formats.nanopub.checking import Nanopub, Triple
from claimgraph.formats.nanopub.trig import NAMESPACES
from claimgraph.formats.nanopub.values import is_name, last_part, names_of, one_line

MAX_TEXT = 1_000
_FEW = 4
_AIDA = ("http://purl.org/aida/", "https://w3id.org/aida/")
"""Addresses that are a sentence: atomic, independent, declarative, absolute."""
_AS_SENTENCE = URIRef(f"{NAMESPACES['npx']}asSentence")
_INTRODUCES = URIRef(f"{NAMESPACES['npx']}introduces")
_TEXTS = (
    "http://purl.org/dc/terms/description", "http://purl.org/dc/elements/1.1/description", "http://schema.org/text",
    "https://schema.org/text", "http://schema.org/description", "https://schema.org/description",
    "http://www.w3.org/2004/02/skos/core#definition", str(RDFS.comment),
)  # fmt: skip
_CALLED = (str(RDFS.label), "http://purl.org/dc/elements/1.1/title", "http://purl.org/dc/terms/title")


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence, and the triples that it is made of."""

    text: str
    told: frozenset[Triple]


def text_of(nanopub: Nanopub) -> Text:
    """Return what an assertion says.

    The first that there is: a sentence that is an address (AIDA); the text of its main subject; a few triples as
    words; what the main subject or the nanopublication is called; the first triples as words.
    """
    said = nanopub.assertion
    names = names_of((*said, *nanopub.provenance, *nanopub.pubinfo))
    main = _main(nanopub)
    ways = (_sentence(said), _described(said, main), _few(said, names), _called(said, names, main), _titled(nanopub))
    found = next((text for text in ways if text and text.text), None)
    return found or Text(_words(said[:_FEW], names), frozenset(said[:_FEW]))


def _sentence(said: Sequence[Triple]) -> Text | None:
    """Return a sentence that is an address, where it is said to be what is asserted: else it may be what is denied."""
    for triple in said:
        subject, predicate, value = triple
        text = _aida(value) if predicate == _AS_SENTENCE else _aida(subject) if predicate == RDF.type else ""
        if text:
            return Text(text, frozenset({triple}))
    return None


def _aida(node: Node) -> str:
    """Return the sentence that an address is, or an empty text."""
    start = next((start for start in _AIDA if isinstance(node, URIRef) and node.startswith(start)), None)
    return one_line(unquote_plus(str(node).removeprefix(start))) if start else ""


def _main(nanopub: Nanopub) -> Node:
    """Return what an assertion is about: what it introduces, itself, or whoever has most triples and is no object."""
    counts: dict[Node, int] = {}
    for subject, _, _ in nanopub.assertion:
        counts[subject] = counts.get(subject, 0) + 1
    new = [v for s, p, v in nanopub.pubinfo if (s, p) == (nanopub.uri, _INTRODUCES)]
    for node in (*new, nanopub.name, nanopub.uri):
        if node in counts:
            return node
    objects = {value for subject, _, value in nanopub.assertion if value != subject}
    heads = [subject for subject in counts if subject not in objects] or list(counts)
    return max(heads, key=lambda subject: counts[subject])


def _literal(said: Sequence[Triple], subject: Node, predicates: Sequence[str]) -> Text | None:
    found = [
        (predicates.index(str(predicate)), number)
        for number, (about, predicate, value) in enumerate(said)
        if about == subject and str(predicate) in predicates and isinstance(value, Literal)
    ]
    triple = said[min(found)[1]] if found else None
    return Text(one_line(str(triple[2])), frozenset({triple})) if triple else None


def _described(said: Sequence[Triple], main: Node) -> Text | None:
    return _literal(said, main, _TEXTS)


def _few(said: Sequence[Triple], names: Mapping[Node, str]) -> Text | None:
    """Return the triples that relate something to something else, if there are few."""
    relating = [triple for triple in said if triple[1] != RDF.type and not is_name(triple[1])]
    if not 1 <= len(relating) <= _FEW:
        return None
    used = {node for triple in relating for node in triple}
    labels = [triple for triple in said if is_name(triple[1]) and triple[0] in used]
    return Text(_words(relating, names), frozenset({*relating, *labels}))


def _called(said: Sequence[Triple], names: Mapping[Node, str], main: Node) -> Text | None:
    if main not in names:
        return None
    return Text(names[main], frozenset(triple for triple in said if triple[0] == main and is_name(triple[1])))


def _titled(nanopub: Nanopub) -> Text | None:
    found = _literal(nanopub.pubinfo, nanopub.uri, _CALLED)
    return found and Text(found.text, frozenset())


def _words(triples: Sequence[Triple], names: Mapping[Node, str]) -> str:
    return "; ".join(" ".join(_word(node, names) for node in triple) for triple in triples)


def _word(node: Node, names: Mapping[Node, str]) -> str:
    if node == RDF.type:
        return "is a"
    if isinstance(node, Literal):
        return one_line(str(node)) or '""'
    if sentence := _aida(node):
        return f"“{sentence}”"
    return names.get(node) or ("something" if isinstance(node, BNode) else last_part(str(node)))
