"""Our terms and the names of a record as the `prov` library has them."""

from __future__ import annotations

from prov.identifier import Namespace, QualifiedName

from claimgraph.formats.rdf import terms

CG = Namespace("cg", terms.CG)
REC = Namespace("rec", terms.REC)


def name_of(kind: str, *parts: str) -> QualifiedName:
    """Return the name of something in a record.

    Examples
    --------
    >>> print(name_of("claim", "c"))
    rec:claim.c
    """
    return REC[terms.local_name(kind, *parts)]
