"""Quads to nanopublications, all of them valid, by the guidelines of nanopub.net and the public test suite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import RDF, Literal, Namespace, URIRef
from rdflib.term import Node

from claimgraph.errors import FormatError
from claimgraph.formats.nanopub.trig import NAMESPACES
from claimgraph.formats.nanopub.trusty import code_of, hash_of
from claimgraph.formats.rdf.quads import Quad

NP, _XSD = Namespace(NAMESPACES["np"]), Namespace(NAMESPACES["xsd"])
PARTS = {"assertion": NP.hasAssertion, "provenance": NP.hasProvenance, "pubinfo": NP.hasPublicationInfo}

Triple = tuple[Node, Node, Node]
"""Subject, predicate and object."""


@dataclass(frozen=True, slots=True)
class Nanopub:
    """A valid nanopublication: its name, that of its assertion, and what stands in its graphs, in a fixed order."""

    uri: URIRef
    name: URIRef
    assertion: tuple[Triple, ...]
    provenance: tuple[Triple, ...]
    pubinfo: tuple[Triple, ...]


def nanopubs_of(quads: Iterable[Quad]) -> tuple[Nanopub, ...]:
    """Return the nanopublications that quads are, in the order of their names.

    Raises
    ------
    FormatError
        One of them is not valid, or there is none, or something else beside them.
    """
    graphs: dict[Node | None, list[Triple]] = {}
    for subject, predicate, value, graph in quads:
        graphs.setdefault(graph, []).append((subject, predicate, value))
    heads = {
        subject: graph
        for graph, triples in sorted(graphs.items(), key=lambda item: str(item[0]))
        for subject, predicate, value in triples
        if (predicate, value) == (RDF.type, NP.Nanopublication)
    }
    if not heads:
        raise FormatError("nanopub: no nanopublication in it (nothing has the type np:Nanopublication)")
    used: set[Node | None] = set()
    found = [_nanopub(uri, heads[uri], graphs, used) for uri in sorted(heads, key=str)]
    for graph in sorted(graphs.keys() - used, key=str):
        raise FormatError(f"nanopub: graph {_told(graph)} belongs to no nanopublication; take it out")
    return tuple(found)


def _nanopub(
    uri: Node, head: Node | None, graphs: Mapping[Node | None, list[Triple]], used: set[Node | None]
) -> Nanopub:
    names = {part: _named(uri, predicate, graphs[head], part) for part, predicate in PARTS.items()}
    own = [head, *names.values()]
    if len(set(own)) < len(own) or not used.isdisjoint(own):
        raise _invalid(uri, "two of its graphs have the same address")
    used.update(own)
    for part, name in (("head", head), *names.items()):
        if not isinstance(name, URIRef) or not isinstance(uri, URIRef) or not name.startswith(uri.rstrip("/#")):
            raise _invalid(uri, f"the address of its {part}, {_told(name)}, does not begin with its own")
        if not graphs.get(name):
            raise _invalid(uri, f"its {part} is empty")
    triples = {part: tuple(sorted(graphs[name], key=_order)) for part, name in names.items()}
    if all(subject != names["assertion"] for subject, _, _ in triples["provenance"]):
        raise _invalid(uri, "its provenance says nothing of its assertion")
    if all(subject != uri for subject, _, _ in triples["pubinfo"]):
        raise _invalid(uri, "its publication info says nothing of it")
    _check_literals(uri, graphs, own)
    _check_code(uri, graphs, own)
    return Nanopub(URIRef(str(uri)), URIRef(str(names["assertion"])), **triples)


def _named(uri: Node, predicate: Node, head: list[Triple], part: str) -> Node:
    found = [value for subject, said, value in head if (subject, said) == (uri, predicate)]
    if len(found) != 1:
        raise _invalid(uri, f"its head names {len(found) or 'no'} graph{'s' * (len(found) > 1)} as its {part}")
    return found[0]


def _order(triple: Triple) -> tuple[tuple[bool, str, str], ...]:
    return tuple(_key(term) for term in triple)


def _key(term: Node) -> tuple[bool, str, str]:
    """Return what a term is sorted by; blank nodes, which are called otherwise in every run, stand side by side."""
    if isinstance(term, Literal):
        return True, str(term), f"{term.language} {term.datatype}"
    return False, str(term) if isinstance(term, URIRef) else "", ""


_NUMBERS = (
    "integer nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger long int short byte unsignedLong "
    "unsignedInt unsignedShort unsignedByte decimal double float boolean".split()
)
_MOMENTS = frozenset({_XSD.date, _XSD.dateTime, _XSD.time})
_TYPED = _MOMENTS.union(_XSD[name] for name in _NUMBERS)
_BEYOND = re.compile(r"-|\d{5,}|0000|(?:.*T)?24:00:00")
"""Moments that are legal, and that Python has no value for."""


def _check_literals(uri: Node, graphs: Mapping[Node | None, list[Triple]], own: Iterable[Node | None]) -> None:
    literals = (value for name in own for _, _, value in graphs[name] if isinstance(value, Literal))
    for value in sorted(filter(_is_bad, literals), key=_key):
        raise _invalid(uri, f"'{_told(value)}' is no {str(value.datatype).rpartition('#')[2]}")


def _is_bad(value: Literal) -> bool:
    if not value.ill_typed or value.datatype not in _TYPED:
        return False
    return value.datatype not in _MOMENTS or not _BEYOND.match(value)


def _check_code(uri: Node, graphs: Mapping[Node | None, list[Triple]], own: Iterable[Node | None]) -> None:
    code = code_of(str(uri))
    if code and hash_of(((*triple, name) for name in own for triple in graphs[name]), code) != code:
        raise _invalid(uri, "it is not what its trusty address stands for: something in it was changed")


def _invalid(uri: Node, why: str) -> FormatError:
    return FormatError(f"nanopub: {_told(uri)} is not valid: {why}")


def _told(value: Node | None) -> str:
    if value is None:
        return "without a name"
    return " ".join(str(value).split())[:120] if isinstance(value, URIRef | Literal) else "without an address"
