"""CG304 on many claims: the pairs that collide, each looked at by itself, against what is counted."""

from __future__ import annotations

import random

import pytest

from claimgraph.analyses.propositions import propositions
from claimgraph.checks import check_ledger
from claimgraph.checks import collisions as module
from claimgraph.checks.collisions import collisions
from claimgraph.model import Claim, Ledger, Relation, Verdict


def record(seed: int) -> Ledger:
    """Return claims at random, most of them judged, that contradict, are the same and are based on each other."""
    rng = random.Random(seed)
    count = rng.randint(2, 9)
    ids = [f"c{number}" for number in range(count)]
    rng.shuffle(ids)
    kinds = ("contradicts", "same_as", "based_on", "supports")
    return Ledger(
        tuple(
            Claim(
                claim_id,
                "C.",
                relations=tuple(Relation(rng.choice(kinds), rng.choice(ids)) for _ in range(rng.randint(0, 3))),
                verdict=Verdict(value) if (value := rng.choice(("true", "true", "false", "partly", ""))) else None,
            )
            for claim_id in ids
        )
    )


def pairs(ledger: Ledger) -> set[tuple[str, str]]:
    """Return the pairs whose verdicts collide, the earlier one first."""
    same = propositions(ledger)
    verdict = {claim.id: claim.verdict.value for claim in ledger if claim.verdict}
    found: set[tuple[str, str]] = set()
    for one in ledger:
        if verdict.get(one.id) != "true":
            continue
        found |= {(one.id, other) for other in same[one.id] if verdict.get(other) == "false"}
        contradicted = {t for m in same[one.id] for t in ledger[m].related("contradicts")}
        found |= {(one.id, o) for t in contradicted for o in same[t] if o != one.id and verdict.get(o) == "true"}
        met, waiting = {one.id}, [one.id]
        while waiting:
            for target in ledger[waiting.pop()].related("based_on"):
                members = [m for m in same[target] if m not in met]
                met.update(members)
                found |= {(one.id, m) for m in members if verdict.get(m) == "false"}
                if not any(m in verdict for m in members):
                    waiting += members
    place = {claim_id: number for number, claim_id in enumerate(ledger.ids)}
    return {(a, b) if place[a] < place[b] else (b, a) for a, b in found}


@pytest.mark.parametrize("seed", range(400))
def test_every_pair_is_told_at_the_later_claim(seed: int) -> None:
    ledger = record(seed)
    expected = pairs(ledger)
    found = collisions(ledger)
    assert {(other, later) for later, told in found.items() for other, _ in told.first} == expected
    assert sum(told.count for told in found.values()) == len(expected)


@pytest.mark.parametrize("seed", range(100))
@pytest.mark.parametrize("many", [1, 16])
def test_counts_stay_exact_where_few_are_told(seed: int, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = record(seed)
    every = collisions(ledger)
    monkeypatch.setattr(module, "MAX_TOLD", 1)
    monkeypatch.setattr(module, "_MANY", many)
    found = collisions(ledger)
    assert {later: (told.first, told.count) for later, told in found.items()} == {
        later: (told.first[:1], told.count) for later, told in every.items()
    }


def test_one_proposition_judged_by_many() -> None:
    claims = [
        Claim(
            f"c{n:02}",
            "C.",
            relations=(Relation("same_as", "c00"),) if n else (),
            verdict=Verdict("false" if n == 23 else "true"),
        )
        for n in range(24)
    ]
    told = [p.message for p in check_ledger(Ledger(tuple(claims))) if p.code == "CG304"]
    why = "verdict: false, while 'c{:02}', the same claim (same_as), is true"
    same = f"{why}; look at both, and correct a verdict or the relation"
    more = "13 more verdicts collide with this one; correct it, or the relations of the claim"
    assert told == [more, *(same.format(n) for n in range(10))]
