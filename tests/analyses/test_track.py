"""The track record on cases worked by hand."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.analyses.track import TrackRecord, TrackUnit, brier_score, track_records, wilson_interval
from claimgraph.graph import build_graph
from claimgraph.model import Claim, Ledger, Relation, Source, Verdict
from claimgraph.notation import parse_chain


def claim(claim_id: str, verdict: str | None, *chains: str, same_as: str = "") -> Claim:
    return Claim(
        claim_id,
        f"{claim_id}.",
        tuple(map(parse_chain, chains)),
        verdict=Verdict(verdict) if verdict else None,
        relations=(Relation("same_as", same_as),) if same_as else (),
    )


def records(*claims: Claim, sources: tuple[Source, ...] = ()) -> dict[str, TrackRecord]:
    ledger = Ledger(claims, sources)
    return {record.source: record for record in track_records(build_graph(ledger), ledger)}


def outcome(source: str, verdict: str | None, *chains: str, sources: tuple[Source, ...] = ()) -> str | None:
    """Return "hit", "miss" or the reason why neither, of a source in one claim; None if it has no unit."""
    found = records(claim("c", verdict, *chains), sources=sources)
    if source not in found:
        return None
    (unit,) = found[source].units
    return unit.outcome or unit.reason


UNSURE = "asserts and denies it, and the dates do not tell which came first"


@pytest.mark.parametrize(
    ("chains", "verdict", "expected"),
    [
        (["Ann"], "true", "hit"),
        (["Ann"], "false", "miss"),
        (["Ann [denied]"], "false", "hit"),
        (["Ann [denied]"], "true", "miss"),
        (["Ann [denied] <- B"], "false", "hit"),  # a denier, wherever it stands
        (["Ann"], "partly", "verdict partly"),
        (["Ann"], "unresolvable", "verdict unresolvable"),
        (["Ann"], None, "no verdict"),
        (["Ann [reported]"], "true", "hit"),  # an end asserts, whatever its verb (CG202)
        # Who passes on, asks or only withdraws is no unit.
        (["Ann <- B"], "true", None),
        (["Ann [stance=relays]"], "true", None),
        (["Ann [own] <- B"], "true", None),
        (["Ann [questioned]"], "false", None),
        (["Ann [retracted]"], "false", None),
        # The first stance counts.
        (["Ann [2024-01-01]", "Ann [denied 2024-03-01]"], "true", "hit"),
        (["Ann [2024-03-01]", "Ann [denied 2024-01-01]"], "true", "miss"),
        (["Ann [2024-01-01]", "Ann [2024-02-01]", "Ann [denied 2024-03-01]"], "true", "hit"),
        (["Ann [2024-01-01]", "Ann [denied 2024-01-02]"], "true", UNSURE),  # a day apart may be time zones
        (["Ann [2024]", "Ann [denied 2024-06-01]"], "true", UNSURE),
        # It took its own words back: they were said all the same.
        (["Ann [2024-01-01]", "Ann [retracted 2024-02-01]"], "false", "miss"),
        (["A <- Ann [2024-01-01]", "Ann [retracted 2024-02-01]"], "true", "hit"),
        # Known only through a report that was withdrawn: not known.
        (["A [2024-01-01] <- Ann", "A [retracted 2024-02-01]"], "true", None),
        (["A [2024-01-01] <- Ann", "A [retracted 2024-02-01]", "B <- Ann"], "true", "hit"),
    ],
)
def test_one_unit(chains: list[str], verdict: str | None, expected: str | None) -> None:
    assert outcome("ann", verdict, *chains) == expected


def test_a_denial_without_a_date_beside_a_dated_assertion() -> None:
    """In two claims that are the same, since within one claim they would be one statement."""
    two = (claim("c", "true", "Ann [2024-01-01]"), claim("d", None, "Ann [denied]", same_as="c"))
    (unit,) = records(*two)["ann"].units
    assert (unit.stance, unit.verdict, unit.outcome, unit.reason) == (None, "true", None, UNSURE)


def test_a_source_is_counted_once_per_claim_however_often_it_says_it() -> None:
    found = records(claim("c", "true", "A <- Ann [2024-01-01]", "B <- Ann [2024-02-01]", "Ann [2024-05-01]"))
    assert [(u.statement, u.date, u.outcome) for u in found["ann"].units] == [("c#ann@2024-01-01", "2024-01-01", "hit")]
    assert set(found) == {"ann"}


def test_claims_that_are_the_same_are_one_unit() -> None:
    same = (claim("c", None, "Ann [2024-02-01]"), claim("d", "false", "Ann [denied 2024-01-01]", same_as="c"))
    (unit,) = records(*same)["ann"].units
    assert (unit.claims, unit.stance, unit.outcome) == (("c", "d"), "denies", "hit")


def test_claims_that_are_the_same_with_different_verdicts_judge_nobody() -> None:
    same = (claim("c", "true", "Ann"), claim("d", "partly", "Ann", same_as="c"))
    (unit,) = records(*same)["ann"].units
    assert (unit.verdict, unit.outcome) == (None, None)
    assert unit.reason == "the same claim has the verdicts partly and true"


def test_voices() -> None:
    """Aliases, `same_as` and `resolved_to` make one voice; a group counts, an unregistered description never."""
    sources = (
        Source("ann", "person", "Ann Smith", aliases=("A. Smith",)),
        Source("asmith", "account", "@asmith", same_as=("ann",)),
        Source("g", "group", "officials", via="bbc", resolved_to="ann"),
        Source("h", "group", "a driver", via="bbc"),
    )
    found = records(
        claim("c", "true", "A. Smith"),
        claim("d", "false", "@asmith"),
        claim("e", "true", 'BBC <- "officials"'),
        claim("f", "true", 'BBC <- "a driver"', 'CNN <- "a driver"', "CNN <- ?"),
        sources=sources,
    )
    assert {label: (r.name, r.hits, r.n) for label, r in found.items()} == {
        "ann": ("Ann Smith", 2, 3),
        "h": ("a driver", 1, 1),
    }


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # (p + z2/2n -+ z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n), z = 1.959964, z2 = 3.841459
        (3, 5, 0.2307, 0.8824),
        (8, 10, 0.4902, 0.9433),
        (50, 100, 0.4038, 0.5962),
        (0, 10, 0.0, 0.2775),  # z2 / (n + z2) = 3.841459 / 13.841459
        (10, 10, 0.7225, 1.0),
        (3, 4, 0.3006, 0.9544),  # what the command says of 3 of 4
    ],
)
def test_wilson(hits: int, n: int, low: float, high: float) -> None:
    found = wilson_interval(hits, n)
    assert (round(found[0], 4), round(found[1], 4)) == (low, high)


@pytest.mark.parametrize(("hits", "n"), [(0, 0), (2, 1), (-1, 3)])
def test_wilson_of_no_share(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match=f"{hits} hits of {n} is no share"):
        wilson_interval(hits, n)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_mirrors_and_solves_its_equation(share: tuple[int, int]) -> None:
    hits, n = share
    low, high = wilson_interval(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    mirrored = wilson_interval(n - hits, n)
    assert math.isclose(low, 1 - mirrored[1], abs_tol=1e-12)
    for bound in (low, high):  # the bounds are where the score is exactly z: (p - b)^2 = z^2 b (1 - b) / n
        assert math.isclose((hits / n - bound) ** 2, 3.8414588206941 * bound * (1 - bound) / n, abs_tol=1e-9)


def test_no_percentage_below_five() -> None:
    def of(count: int) -> TrackRecord:
        return records(*(claim(f"c{i}", "true" if i < 3 else "false", "Ann") for i in range(count)))["ann"]

    four, five = of(4), of(5)
    assert (four.hits, four.n, four.share, four.interval) == (3, 4, None, None)
    assert (five.hits, five.n, five.share) == (3, 5, 0.6)
    assert five.interval == wilson_interval(3, 5)


def test_brier_by_hand() -> None:
    """(0.8 - 1)^2 = 0.04; (0.6 - 0)^2 = 0.36; likely = 0.675, (0.675 - 1)^2 = 0.105625; mean 0.168541666..."""
    found = records(
        claim("c", "true", "Ann [estimated p=0.8]"),
        claim("d", "false", "Ann [estimated p=0.6]"),
        claim("e", "true", "Ann [estimated likelihood=likely]"),
        claim("f", None, "Ann [estimated p=0.9]"),
        claim("g", "partly", "Ann [estimated p=0.9]"),
        claim("h", "true", "Ann"),
    )["ann"]
    assert [unit.squared_error for unit in found.units] == [
        Fraction(1, 25), Fraction(9, 25), Fraction(169, 1600), None, None, None
    ]  # fmt: skip
    assert found.brier == float(Fraction("0.505625") / 3)
    assert (found.brier_n, found.hits, found.n, found.not_counted) == (3, 3, 4, 2)


def test_brier_of_nothing() -> None:
    assert brier_score([]) is None
    assert brier_score([Fraction(1, 4)] * 7) == 0.25


@pytest.mark.parametrize(
    ("chains", "probability", "expected"),
    [
        (["Ann [estimated p=0.51]"], Fraction(51, 100), "hit"),
        (["Ann [estimated p=0.5]"], Fraction(1, 2), None),
        (["Ann [estimated likelihood=unlikely]"], Fraction(13, 40), None),  # calling it unlikely is not asserting it
        (["Ann [denied p=0.2]"], Fraction(1, 5), "miss"),
        (["Ann [denied p=0.8]"], Fraction(4, 5), None),
        (["Ann [estimated p=30%]"], None, "hit"),
        (["Ann [estimated p=0.3 likelihood=likely]"], None, "hit"),  # CG402 says so
        # The probability is that of the first statement, if it is sure which that is.
        (["Ann [2024-01-01 p=0.9]", "Ann [2024-03-01 p=0.6]"], Fraction(9, 10), "hit"),
        (["Ann [2024-01-01]", "Ann [2024-03-01 p=0.6]"], None, "hit"),
        (["Ann [2024-01-01 p=0.9]", "Ann [2024-01-02 p=0.6]"], None, "hit"),
        (["Ann [2024-01-01 p=0.9]", "Ann [denied 2024-03-01 p=0.1]"], Fraction(9, 10), "hit"),
    ],
)
def test_forecasts(chains: list[str], probability: Fraction | None, expected: str | None) -> None:
    (unit,) = records(claim("c", "true", *chains))["ann"].units
    assert (unit.probability, unit.outcome) == (probability, expected)
    assert unit.counted is (probability is not None or expected is not None)
    assert bool(unit.reason) is (expected is None)


def test_the_order_of_claims_and_chains_changes_nothing() -> None:
    claims = [claim("c", "true", "Ann", "Bob [denied]"), claim("a", "false", "Bob", "A <- Ann")]
    turned = [claim("a", "false", "A <- Ann", "Bob"), claim("c", "true", "Bob [denied]", "Ann")]
    assert records(*claims) == records(*turned)
    assert [unit.claims for unit in records(*claims)["ann"].units] == [("a",), ("c",)]


def test_units_are_values() -> None:
    assert TrackUnit("a", ("c",), "asserts", "c#a") == TrackUnit("a", ("c",), "asserts", "c#a")
    assert (TrackRecord("a", "A").n, TrackRecord("a", "A").brier, TrackRecord("a", "A").not_counted) == (0, None, 0)
