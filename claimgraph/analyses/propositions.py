"""Claims that are one proposition, recorded several times: joined by ``same_as``, directly or through others."""

from __future__ import annotations

from collections.abc import Mapping

from claimgraph.joining import joined
from claimgraph.model import Ledger


def propositions(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    """Return for every claim the ids of all claims that are the same proposition, itself included, sorted.

    Examples
    --------
    >>> from claimgraph.model import Claim, Relation
    >>> ledger = Ledger((Claim("b", "B.", relations=(Relation("same_as", "a"),)), Claim("a", "A."), Claim("c", "C.")))
    >>> propositions(ledger)["a"], propositions(ledger)["c"]
    (('a', 'b'), ('c',))
    """
    ids = sorted(claim.id for claim in ledger)
    pairs = ((claim.id, target) for claim in ledger for target in claim.related("same_as") if target in ledger)
    first = joined(pairs)
    members: dict[str, list[str]] = {}
    for claim_id in ids:
        members.setdefault(first.get(claim_id, claim_id), []).append(claim_id)
    groups = {root: tuple(group) for root, group in members.items()}
    return {claim_id: groups[first.get(claim_id, claim_id)] for claim_id in ids}
