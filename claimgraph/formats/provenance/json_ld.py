"""JSON-LD: which of two forms of PROV a file is, and PROV-O in it as quads. Nothing is ever fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from prov.serializers.provjsonld import RESERVED_BARE_TERMS
from rdflib.plugins.parsers.jsonld import to_rdf

from claimgraph.errors import FormatError
from claimgraph.formats.rdf.quads import MAX_ADDRESS, MAX_PREFIXES, Quad, read_quads

_MAX_COPIES = 5_000_000
_OWN_CONTEXT = "openprovenance.org/prov-jsonld"


def value_of(data: bytes) -> Any:
    """Return the value that a JSON text is.

    Raises
    ------
    FormatError
        It is no JSON.
    """
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FormatError(f"prov-jsonld: byte {error.start + 1}: invalid UTF-8; save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise FormatError(f"prov-jsonld: {where}: {error.msg}; check that it is valid JSON") from None


def is_prov_jsonld(value: Any) -> bool:
    """Tell whether a document is PROV-JSONLD, an object per record of PROV, and not PROV-O in JSON-LD.

    Examples
    --------
    >>> is_prov_jsonld({"@context": {}, "@graph": [{"generatedEntity": "a", "usedEntity": "b"}]})
    True
    >>> is_prov_jsonld({"@context": {}, "@graph": [{"@id": "a:b", "http://www.w3.org/ns/prov#wasDerivedFrom": "a:c"}]})
    False
    """
    if not isinstance(value, dict) or not isinstance(value.get("@graph"), list):
        return False
    contexts = _listed(value.get("@context", []))
    if any(isinstance(one, str) and _OWN_CONTEXT in one for one in contexts):
        return True
    inline = [one for one in contexts if isinstance(one, dict)]
    if any("generatedEntity" in one and "usedEntity" in one for one in inline):
        return True
    if any("@vocab" in one for one in inline):
        return False
    bare = RESERVED_BARE_TERMS.difference(*inline)
    return any(isinstance(one, dict) and not bare.isdisjoint(one) for one in value["@graph"])


def quads_of(value: Any, base: str) -> list[Quad]:
    """Return the quads of a JSON-LD document whose contexts all stand in it.

    Raises
    ------
    FormatError
        A context is an address, or contexts are too large.
    """
    if not isinstance(value, dict | list):
        raise FormatError("prov-jsonld: neither an object { } nor a list [ ]; check that it is JSON-LD")
    _check_contexts(value)
    return read_quads("prov-jsonld", lambda dataset: to_rdf(value, dataset, base=base))


def _check_contexts(value: Any) -> None:
    """Refuse contexts that would be fetched, and those for which rdflib takes too long.

    It copies all terms for each context within another, and so for each object that has one.
    """
    objects = terms = contexts = 0
    for one in _objects(value):
        objects += 1
        for context in _listed(one.get("@context", [])):
            contexts += 1
            fetched = context if isinstance(context, str) else None
            if isinstance(context, dict):
                fetched = context.get("@import", None)
                terms += len(context)
                _check_lengths(context)
            if fetched is not None:
                raise FormatError(
                    f"prov-jsonld: its @context is an address ({str(fetched)[:80]}), and nothing is fetched; "
                    "write the context itself in its place, or convert the file to Turtle and import it as prov-ttl"
                )
    if terms > MAX_PREFIXES or (contexts > 1 and terms * objects > _MAX_COPIES):
        raise FormatError("prov-jsonld: too many terms in its contexts; convert it to Turtle and import it as prov-ttl")


def _check_lengths(context: dict[str, Any]) -> None:
    for meant in context.values():
        address = meant.get("@id") if isinstance(meant, dict) else meant
        if isinstance(address, str) and len(address) > MAX_ADDRESS:
            raise FormatError(f"prov-jsonld: an address has more than {MAX_ADDRESS:,} characters; shorten it")


def _listed(value: Any) -> list[Any]:
    """Return what a value lists, lists in lists too."""
    found, asked = [], [value]
    while asked:
        one = asked.pop()
        if isinstance(one, list):
            asked += reversed(one)
        else:
            found.append(one)
    return found


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in a JSON value, contexts and what is in them too."""
    asked = [value]
    while asked:
        one = asked.pop()
        if isinstance(one, dict):
            yield one
            asked += one.values()
        elif isinstance(one, list):
            asked += one
