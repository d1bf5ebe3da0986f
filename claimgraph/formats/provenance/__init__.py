"""W3C PROV: statements as entities attributed to their sources, links as derivations between them.

PROV-JSON, PROV-XML, PROV-N, PROV-O as Turtle and PROV-JSONLD, written through the `prov` library and read through it;
PROV-O, as Turtle, TriG or JSON-LD, is read through rdflib.
What PROV has no word for is said in a vocabulary of our own, docs/vocabulary.ttl.
"""

from __future__ import annotations

import lxml  # noqa: F401  (part of the extra: what is missing is told before anything is read)
import rdflib  # noqa: F401

from claimgraph.formats.base import Imported, Losses, Options
from claimgraph.formats.provenance.documents import parse_records, to_text
from claimgraph.formats.provenance.reading import claims_of
from claimgraph.formats.provenance.writing import document_of
from claimgraph.redaction import Released


def dumps(name: str, released: Released) -> str:
    """Return a PROV document of what may leave.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> from claimgraph.redaction import release
    >>> record = Ledger((Claim("c", "C.", (parse_chain("A <- B [said 2024-05-01]"),)),))
    >>> text = dumps("provn", release(build_graph(record), record))
    >>> print(*(line.strip() for line in text.splitlines() if "wasDerivedFrom" in line))
    wasDerivedFrom(rec:statement.c.a, rec:statement.c.b_402024-05-01, -, -, -, [prov:type='prov:PrimarySource'])
    """
    return to_text(name, document_of(released))


def loads(name: str, data: bytes, options: Options) -> Imported:  # noqa: ARG001
    """Return the claims and sources in a PROV document: what was written by us, or any derivations and attributions.

    Raises
    ------
    FormatError
        It is no PROV of this form, is too large, or holds nothing that was derived from anything.

    Examples
    --------
    >>> text = b"document prefix e <https://e.org/> wasDerivedFrom(e:report, e:survey) endDocument"
    >>> [str(chain) for claim in loads("provn", text, {}).claims for chain in claim.chains]
    ['report <- survey']
    """
    losses = Losses()
    return claims_of(parse_records(name, data, losses), name, losses)
