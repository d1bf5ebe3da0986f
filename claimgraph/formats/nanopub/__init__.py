"""Nanopublications: one per statement, written as TriG; those of others read from TriG, N-Quads and TriX.

What is written, read and lost is told in docs/format-nanopub.md.
"""

from __future__ import annotations

from claimgraph.formats.base import Imported, Options
from claimgraph.formats.nanopub.checking import nanopubs_of
from claimgraph.formats.nanopub.documents import quads_of
from claimgraph.formats.nanopub.reading import claims_of
from claimgraph.formats.nanopub.writing import document_of
from claimgraph.redaction import Released


def dumps(name: str, released: Released) -> str:  # noqa: ARG001
    """Return a nanopublication for each statement of what may leave, as TriG.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> from claimgraph.redaction import release
    >>> record = Ledger((Claim("c", "C is so.", (parse_chain("A [denied 2024]"),)),))
    >>> text = dumps("nanopub", release(build_graph(record), record))
    >>> print(*(line.strip() for line in text.splitlines() if "rec:claim.c" in line or "C is so" in line))
    cg:denies rec:claim.c . rec:claim.c a cg:Claim ; cg:text "C is so." . rec:claim.c cg:id "c" .
    """
    return document_of(released)


def loads(name: str, data: bytes, options: Options) -> Imported:  # noqa: ARG001
    """Return the claims and sources in a file of nanopublications, ours or anybody's.

    Raises
    ------
    FormatError
        It cannot be read, is too large, or a nanopublication in it is not valid.

    Examples
    --------
    >>> loads("nanopub", b"<urn:a> { <urn:a> <urn:b> 1 }", {})
    Traceback (most recent call last):
    claimgraph.errors.FormatError: nanopub: no nanopublication in it (nothing has the type np:Nanopublication)
    """
    return claims_of(nanopubs_of(quads_of(data)))
