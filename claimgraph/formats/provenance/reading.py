"""PROV documents to claims and sources."""

from __future__ import annotations

from prov.model import ProvDocument

from claimgraph.errors import FormatError
from claimgraph.formats.base import Imported, Losses
from claimgraph.formats.provenance.foreign import foreign_claims
from claimgraph.formats.provenance.records import sort_records
from claimgraph.formats.rdf.own import own_claims
from claimgraph.model import Claim, Source


def claims_of(document: ProvDocument, name: str) -> Imported:
    """Return the claims and sources in a document and its bundles; each bundle stands for itself.

    Raises
    ------
    FormatError
        There is nothing in it that could become a chain.
    """
    losses = Losses()
    claims: dict[str, Claim] = {}
    sources: dict[str, Source] = {}
    bundles = sorted(document.bundles, key=lambda bundle: str(bundle.identifier))
    for part in (document, *bundles):
        records = sort_records(part, losses, str(part.identifier.uri) if part.identifier else "")
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
