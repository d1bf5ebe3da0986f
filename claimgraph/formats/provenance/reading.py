"""PROV documents to claims and sources."""

from __future__ import annotations

from collections.abc import Iterable

from claimgraph.errors import FormatError
from claimgraph.formats.base import Imported, Losses
from claimgraph.formats.provenance.foreign import foreign_claims
from claimgraph.formats.rdf.own import own_claims
from claimgraph.formats.rdf.things import Records
from claimgraph.model import Claim, Source


def claims_of(parts: Iterable[Records], name: str, losses: Losses) -> Imported:
    """Return the claims and sources in a document and its bundles; each bundle stands for itself.

    Raises
    ------
    FormatError
        There is nothing in it that could become a chain.
    """
    claims: dict[str, Claim] = {}
    sources: dict[str, Source] = {}
    for records in parts:
        for found in (own_claims(records, losses), foreign_claims(records, losses)):
            for claim in found.claims:
                if claims.setdefault(claim.id, claim) != claim:
                    losses.add("claims with an id that stands in the file twice", claim.id)
            for source in found.sources:
                if sources.setdefault(source.id, source) != source:
                    losses.add("agents with an id that stands in the file twice", source.id)
    if not claims:
        why = "; ".join(losses.lines())
        told = f" ({why[:200]})" if why else ""
        raise FormatError(f"{name}: nothing here is derived from anything, so that there is no chain to import{told}")
    return Imported(tuple(claims.values()), tuple(sources.values()), losses)
