"""Trusty addresses of module RA: the last part of the name is a hash of what stands in the nanopublication.

After version 1 of the specification (trustyuri.net/spec); checked on every such file of the public test suite.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256

from rdflib import Literal
from rdflib.term import Node

from claimgraph.formats.nanopub.trig import NAMESPACES

_STRING = f"{NAMESPACES['xsd']}string"
_CODE = re.compile(r"(?<![A-Za-z0-9_-])RA[A-Za-z0-9_-]{43}$")


def code_of(uri: str) -> str:
    """Return the code in which a trusty address ends, or an empty text.

    Examples
    --------
    >>> code_of("http://purl.org/np/RA7OTm5WtoZVCqgBVpHZOsx_44wEKlIBjOKHZYNbdukIs"), code_of("http://e.org/RAM")
    ('RA7OTm5WtoZVCqgBVpHZOsx_44wEKlIBjOKHZYNbdukIs', '')
    """
    found = _CODE.search(uri)
    return found.group() if found else ""


def hash_of(quads: Iterable[tuple[Node, Node, Node, Node | None]], code: str) -> str:
    """Return the code that quads have, in the addresses of which the code that they are said to have is a blank.

    Each of graph, subject, predicate and object is a line; quads are sorted by these, addresses before literals.
    """
    lines = {
        (_line(graph, code), _line(subject, code), _line(predicate, code), *_sorted_by(value), _line(value, code))
        for subject, predicate, value, graph in quads
    }
    text = "".join(f"{graph}\n{subject}\n{said}\n{value}\n" for graph, subject, said, *_, value in sorted(lines))
    return "RA" + urlsafe_b64encode(sha256(text.encode("utf-8", "replace")).digest()).decode().rstrip("=")


def _sorted_by(value: Node) -> tuple[bool, str, str, str]:
    if not isinstance(value, Literal):
        return False, "", "", ""
    return True, str(value), "" if value.language else str(value.datatype or _STRING), value.language or ""


def _line(term: Node | None, code: str) -> str:
    if not isinstance(term, Literal):
        return str(term).replace(code, " ")
    text = str(term).replace("\\", "\\\\").replace("\n", "\\n")
    return f"@{term.language.lower()} {text}" if term.language else f"^{term.datatype or _STRING} {text}"
