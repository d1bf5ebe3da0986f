"""Which verdicts cannot both be right, told at each claim: the first ones, and how many more."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice

from claimgraph.analyses.propositions import propositions
from claimgraph.model import Ledger

MAX_TOLD = 10
"""So many collisions are told of one claim; of more it is said how many there are."""

MAX_STEPS = 1_000_000
"""How many claims are looked at in all, in following `based_on` from claims that are true."""

_MANY = 16
"""From so many true claims of one proposition on, what contradicts it is put together once for all of them."""

Collision = tuple[str, str]
"""The id of the earlier claim, and why its verdict collides with that of a later one."""


@dataclass(slots=True)
class Collisions:
    """What collides with the verdict of one claim, of all claims before it in the record."""

    first: list[Collision] = field(default_factory=list)
    count: int = 0

    def add(self, other: str, why: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.first) < MAX_TOLD:
            self.first.append((other, why))


def collisions(ledger: Ledger) -> dict[str, Collisions]:
    """Return what collides with the verdicts of claims, by the id of the claim that stands later.

    Examples
    --------
    >>> from claimgraph.model import Claim, Relation, Verdict
    >>> one = Claim("a", "A.", verdict=Verdict("true"))
    >>> other = Claim("b", "B.", verdict=Verdict("true"), relations=(Relation("contradicts", "a"),))
    >>> collisions(Ledger((one, other)))["b"].first
    [('a', "verdict: true, as is that of 'a', which contradicts this claim")]
    """
    judged = _Judged(ledger)
    found: dict[str, Collisions] = {}
    for later, earlier, why, more in (*judged.of_one_proposition(), *judged.of_contradictions()):
        for other in earlier:
            found.setdefault(later, Collisions()).add(other, why.format(other))
        if more:
            found[later].count += more
    known = judged.same_proposition
    for later, other, why in judged.of_bases():
        if not known(later, other):
            found.setdefault(later, Collisions()).add(other, why.format(other))
    return found


_Told = tuple[str, list[str], str, int]
"""A claim, the first ones before it whose verdicts collide with its own, why, and how many more there are."""


class _Judged:
    """The claims with a verdict, by proposition and in the order of the record."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.same = propositions(ledger)
        self.verdicts = {claim.id: claim.verdict.value for claim in reversed(ledger.claims) if claim.verdict}
        self.ids = list(dict.fromkeys(claim.id for claim in ledger))
        self.place = {claim_id: number for number, claim_id in enumerate(self.ids)}
        self.true, self.false = self.places("true"), self.places("false")

    def places(self, value: str) -> dict[str, list[int]]:
        """Return the places of the claims with a verdict, sorted, by the first claim of their proposition."""
        found: dict[str, list[int]] = {}
        for number, claim_id in enumerate(self.ids):
            if self.verdicts.get(claim_id) == value:
                found.setdefault(self.same[claim_id][0], []).append(number)
        return found

    def same_proposition(self, one: str, other: str) -> bool:
        return self.same[one][0] == self.same[other][0]

    def told(self, number: int, lists: list[list[int]], why: str) -> Iterator[_Told]:
        """Yield what of some sorted lists of places lies before a claim."""
        if count := sum(bisect_left(places, number) for places in lists):
            first = [self.ids[place] for place in islice(merge(*lists), min(count, MAX_TOLD))]
            yield self.ids[number], first, why, count - len(first)

    def of_one_proposition(self) -> Iterator[_Told]:
        for root, trues in self.true.items():
            falses = self.false.get(root, [])
            for numbers, others, own, its in ((trues, falses, "true", "false"), (falses, trues, "false", "true")):
                why = f"verdict: {own}, while '{{}}', the same claim (same_as), is {its}"
                for number in numbers if others else ():
                    yield from self.told(number, [others], why)

    def of_contradictions(self) -> Iterator[_Told]:
        why = "verdict: true, as is that of '{}', which contradicts this claim"
        for root, roots in self.contradicting().items():
            lists = [self.true[other] for other in roots if other in self.true]
            if len(self.true[root]) >= _MANY:
                lists = [sorted(place for places in lists for place in places)]
            for number in self.true[root]:
                yield from self.told(number, lists, why)

    def contradicting(self) -> Mapping[str, set[str]]:
        """Return, for every proposition that is true somewhere, the others that contradict it."""
        found: dict[str, set[str]] = {root: set() for root in self.true}
        for claim in self.ledger:
            for target in claim.related("contradicts"):
                if target in self.same:
                    one, other = self.same[claim.id][0], self.same[target][0]
                    if one in found and other in found:
                        found[one].add(other)
                        found[other].add(one)
        return found

    def of_bases(self) -> Iterator[tuple[str, str, str]]:
        """Follow ``based_on`` through claims nobody has judged yet: whatever has a verdict answers for itself."""
        left = MAX_STEPS
        above = "verdict: true, while '{}', which this claim is based on, is false"
        below = "verdict: false, while '{}', which is based on this claim, is true"
        for number in sorted(place for places in self.true.values() for place in places):
            claim_id = self.ids[number]
            met, waiting = {claim_id}, [claim_id]
            while waiting and left > 0:
                for target in self.ledger[waiting.pop()].related("based_on"):
                    members = [member for member in self.same.get(target, ()) if member not in met]
                    met.update(members)
                    left -= 1 + len(members)
                    for other in (member for member in members if self.verdicts.get(member) == "false"):
                        later = self.place[other] < number
                        yield (claim_id, other, above) if later else (other, claim_id, below)
                    if not any(member in self.verdicts for member in members):
                        waiting += members
