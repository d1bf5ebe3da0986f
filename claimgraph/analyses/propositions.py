"""Claims that are one proposition, recorded several times: joined by ``same_as``, directly or through others."""

from __future__ import annotations

from collections.abc import Mapping

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
    parent = {claim.id: claim.id for claim in ledger}
    for claim in ledger:
        for target in claim.related("same_as"):
            if target in parent:
                first, second = sorted((_root(parent, claim.id), _root(parent, target)))
                parent[second] = first
    members: dict[str, list[str]] = {}
    for claim_id in sorted(parent):
        members.setdefault(_root(parent, claim_id), []).append(claim_id)
    joined = {root: tuple(ids) for root, ids in members.items()}
    return {claim_id: joined[_root(parent, claim_id)] for claim_id in parent}


def _root(parent: dict[str, str], claim_id: str) -> str:
    while parent[claim_id] != claim_id:
        parent[claim_id] = parent[parent[claim_id]]  # shortens the way for the next one
        claim_id = parent[claim_id]
    return claim_id
