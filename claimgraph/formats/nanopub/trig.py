"""Nanopublications to TriG, in an order of their own: the same triples give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claimgraph.formats.rdf import terms

Triple = tuple[str, str, str]
"""Subject, predicate and object as they are written: ``rec:claim.c``, ``cg:text``, ``"It is so."``."""

NAMESPACES = {
    "cg": terms.CG,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "np": "http://www.nanopub.org/nschema#",
    "npx": "http://purl.org/nanopub/x/",
    "prov": terms.PROV,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rec": terms.REC,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Written:
    """A nanopublication to be written; ``this:`` is its own name, ``this:assertion`` that of its assertion."""

    uri: str
    assertion: tuple[Triple, ...]
    provenance: tuple[Triple, ...]
    pubinfo: tuple[Triple, ...]


_HEAD: tuple[Triple, ...] = (
    ("this:", "a", "np:Nanopublication"),
    ("this:", "np:hasAssertion", "this:assertion"),
    ("this:", "np:hasProvenance", "this:provenance"),
    ("this:", "np:hasPublicationInfo", "this:pubinfo"),
)


def to_trig(nanopubs: Iterable[Written]) -> str:
    """Return a document of nanopublications."""
    prefixes = "".join(f"@prefix {name}: <{uri}> .\n" for name, uri in NAMESPACES.items())
    return prefixes + "".join(map(_nanopub, nanopubs))


def _nanopub(written: Written) -> str:
    graphs = {
        "Head": _HEAD,
        "assertion": written.assertion,
        "provenance": written.provenance,
        "pubinfo": written.pubinfo,
    }
    blocks = "".join(f"\nthis:{name} {{\n{_block(triples)}}}\n" for name, triples in graphs.items())
    return f"\n@prefix this: <{written.uri}> .\n{blocks}"


def _block(triples: Iterable[Triple]) -> str:
    by_subject: dict[str, list[str]] = {}
    for subject, predicate, value in dict.fromkeys(triples):
        by_subject.setdefault(subject, []).append(f"{predicate} {value}")
    between = " ;\n        "
    return "".join(f"    {subject} {between.join(said)} .\n" for subject, said in by_subject.items())


def literal(value: str | bool) -> str:
    r"""Return a text or a flag as TriG writes it.

    Examples
    --------
    >>> print(literal('say "no"\n'), literal(True))
    "say \"no\"\n" true
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return '"' + "".join(_ESCAPES.get(character, character) for character in value) + '"'
