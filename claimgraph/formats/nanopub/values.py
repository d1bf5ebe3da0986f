"""What strangers' nanopublications hold: dates, names and addresses, as people read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from rdflib import RDFS, Literal
from rdflib.term import Node

from claimgraph.formats.nanopub.checking import Triple
from claimgraph.formats.nanopub.trig import NAMESPACES

_SHORT = {
    **{uri: prefix for prefix, uri in NAMESPACES.items()},
    "http://purl.org/dc/terms/": "dct",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/pav/": "pav",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "https://w3id.org/np/o/ntemplate/": "nt",
}
_PAGE = re.compile(r"https?://[^\s<>\"\[\]“”„«»]{1,2000}")
_NAMES = (
    str(RDFS.label), "http://xmlns.com/foaf/0.1/name", "http://schema.org/name", "https://schema.org/name",
    "http://purl.org/dc/terms/title", "http://purl.org/dc/elements/1.1/title",
    "http://www.w3.org/2004/02/skos/core#prefLabel", "http://purl.org/dc/terms/bibliographicCitation",
    "https://w3id.org/np/o/ntemplate/hasLabelFromApi",
)  # fmt: skip
"""What others call a thing by, the best first."""


def short(node: Node | str) -> str:
    """Return an address with a prefix for its namespace, where it is a usual one.

    Examples
    --------
    >>> short("http://purl.org/dc/terms/license"), short("https://e.org/a")
    ('dct:license', 'https://e.org/a')
    """
    uri = one_line(str(node))
    found = next((namespace for namespace in _SHORT if uri.startswith(namespace)), "")
    return f"{_SHORT[found]}:{uri.removeprefix(found)}" if found else uri


def one_line(text: str) -> str:
    r"""Return a text in one line, without what nobody sees.

    Examples
    --------
    >>> one_line(" Malaria\n is\x07 real ")
    'Malaria is real'
    """
    return " ".join("".join(c if c.isprintable() else " " if c.isspace() else "" for c in text).split())


def names_of(triples: Iterable[Triple]) -> Mapping[Node, str]:
    """Return what things are called: the best of their labels, names and titles, English before others."""
    found: dict[Node, tuple[int, bool, str]] = {}
    for subject, predicate, value in triples:
        if str(predicate) in _NAMES and isinstance(value, Literal) and one_line(value):
            is_foreign = not (value.language or "en").lower().startswith("en")
            rank = (_NAMES.index(str(predicate)), is_foreign, one_line(value))
            found[subject] = min(found.get(subject, rank), rank)
    return {subject: rank[-1] for subject, rank in found.items()}


def is_name(predicate: Node) -> bool:
    """Tell whether a predicate says what a thing is called."""
    return str(predicate) in _NAMES


def last_part(uri: str) -> str:
    """Return the last part of an address as words.

    Examples
    --------
    >>> last_part("http://e.org/ns#isRelatedTo"), last_part("https://e.org/Foo_bar%20x/"), last_part("http://e.org/12")
    ('is related to', 'Foo bar x', 'e.org/12')
    """
    part = unquote(re.split(r"[/#:]", uri.rstrip("/#:"))[-1])
    if not any(c.isalpha() for c in part):
        return without_scheme(uri)
    words = re.sub(r"(?<=[a-z])[A-Z](?=[a-z])", lambda found: f" {found.group().lower()}", part)
    return one_line(re.sub(r"(?<=[A-Za-z])_(?=[A-Za-z])", " ", words))


def without_scheme(uri: str) -> str:
    """Return an address as people write it.

    Examples
    --------
    >>> without_scheme("https://www.e.org/a/"), without_scheme("urn:x:1")
    ('e.org/a', 'urn:x:1')
    """
    return one_line(re.sub(r"^https?://(?:www\.)?", "", unquote(uri)).rstrip("/#")) or one_line(uri)


def web_address(uri: str) -> str | None:
    """Return an address that a browser opens; None of others, and of those that are replaced on signing.

    Examples
    --------
    >>> web_address("http://purl.org/np/RA7"), web_address("http://purl.org/nanopub/temp/1/")
    ('http://purl.org/np/RA7', None)
    """
    is_temporary = uri.startswith("http://purl.org/nanopub/temp/")
    return str(uri) if _PAGE.fullmatch(uri) and not is_temporary else None
