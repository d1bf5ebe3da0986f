"""Valid nanopublications to claims and sources."""

from __future__ import annotations

from collections.abc import Sequence

from claimgraph.errors import FormatError
from claimgraph.formats.base import Imported, Losses
from claimgraph.formats.nanopub.checking import Nanopub
from claimgraph.formats.nanopub.foreign import foreign_claims
from claimgraph.formats.nanopub.own import is_ours, records_of
from claimgraph.formats.rdf.own import own_claims
from claimgraph.model import Claim, Source


def claims_of(nanopubs: Sequence[Nanopub]) -> Imported:
    """Return the claims and sources in nanopublications: ours claim by claim, of others one claim each.

    Raises
    ------
    FormatError
        Nothing in them is said of anything.
    """
    losses = Losses()
    ours = own_claims(records_of(filter(is_ours, nanopubs), losses), losses)
    others = foreign_claims([nanopub for nanopub in nanopubs if not is_ours(nanopub)], losses)
    claims: dict[str, Claim] = {}
    sources: dict[str, Source] = {}
    for claim in (*ours.claims, *others.claims):
        if claims.setdefault(claim.id, claim) != claim:
            losses.add("claims with an id that stands in the file twice", claim.id)
    for source in (*ours.sources, *others.sources):
        if sources.setdefault(source.id, source) != source:
            losses.add("sources with an id that stands in the file twice", source.id)
    if not claims:
        told = "; ".join(losses.lines())
        raise FormatError(f"nanopub: nothing in it says anything that could become a claim ({told[:200]})")
    return Imported(tuple(claims.values()), tuple(sources.values()), losses)
