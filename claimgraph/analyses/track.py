"""The track record of sources: how often what they said turned out to be so, in this record.

Definitions: docs/analyses.md. No score and no ranking: counts with their n, an interval from n = 5 on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import NormalDist
from typing import Literal

from claimgraph.analyses.propositions import propositions
from claimgraph.dates import Interval, parse_date, surely_before
from claimgraph.graph import Graph, claim_nodes, statement_of
from claimgraph.model import Ledger, Source, Stance, Statement
from claimgraph.registry import registry_of_sources
from claimgraph.roles import is_withdrawn
from claimgraph.scales import probability_of

LEAST_FOR_SHARE = 5
"""Below this many judged claims no percentage is told: its interval would span most of the scale."""

_Z = NormalDist().inv_cdf(0.975)
_EVEN = Fraction(1, 2)
_ANSWERS = frozenset({"true", "false"})


@dataclass(frozen=True, slots=True)
class TrackUnit:
    """What one source first said of one claim, and what became of it.

    ``claims`` are the ids of the claim and of all that are the same (``same_as``); ``stance`` is
    ``asserts`` or ``denies``, None where it cannot be told which came first; ``statement`` and
    ``date`` are those of the statement that counts; ``probability`` is the one that the source
    gave to the claim in its first statement. ``verdict`` is None where there is none, or where claims that
    are the same have different ones. ``outcome`` is None where the unit is no hit and no miss, and ``reason`` says
    why; it may still be a forecast (``squared_error``).
    """

    source: str
    claims: tuple[str, ...]
    stance: Stance | None
    statement: str
    date: str | None = None
    verdict: str | None = None
    probability: Fraction | None = None
    outcome: Literal["hit", "miss"] | None = None
    reason: str = ""

    @property
    def squared_error(self) -> Fraction | None:
        """(p - outcome) squared, where 1 is a claim that came true; None without p, stance or verdict."""
        if self.probability is None or self.stance is None or self.verdict not in _ANSWERS:
            return None
        return (self.probability - (self.verdict == "true")) ** 2

    @property
    def counted(self) -> bool:
        """Whether the unit is a hit, a miss or a forecast with an answer."""
        return self.outcome is not None or self.squared_error is not None


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """All units of one source (one voice, by its label), in the order of the claims' ids."""

    source: str
    name: str
    units: tuple[TrackUnit, ...] = ()

    @property
    def n(self) -> int:
        """The number of hits and misses."""
        return sum(unit.outcome is not None for unit in self.units)

    @property
    def hits(self) -> int:
        """How often the source asserted what is true, or denied what is false."""
        return sum(unit.outcome == "hit" for unit in self.units)

    @property
    def share(self) -> float | None:
        """Hits of n, None below n = 5."""
        return self.hits / self.n if self.n >= LEAST_FOR_SHARE else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the share, None below n = 5."""
        return wilson_interval(self.hits, self.n) if self.n >= LEAST_FOR_SHARE else None

    @property
    def brier(self) -> float | None:
        """The Brier score of the forecasts that have an answer, None without any."""
        return brier_score(error for unit in self.units if (error := unit.squared_error) is not None)

    @property
    def brier_n(self) -> int:
        """The number of forecasts that have an answer."""
        return sum(unit.squared_error is not None for unit in self.units)

    @property
    def not_counted(self) -> int:
        """The number of units that are neither hit nor miss nor forecast with an answer."""
        return sum(not unit.counted for unit in self.units)


def wilson_interval(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share of ``hits`` in ``n``.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
    the American Statistical Association 22 (1927), 209-212.

    Examples
    --------
    >>> low, high = wilson_interval(8, 10)
    >>> round(low, 4), round(high, 4)
    (0.4902, 0.9433)
    """
    if not 0 <= hits <= n or not n:
        raise ValueError(f"{hits} hits of {n} is no share")
    share, square = hits / n, _Z * _Z
    centre = share + square / (2 * n)
    half = _Z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    low, high = ((centre + side * half) / (1 + square / n) for side in (-1, 1))
    return (0.0 if not hits else low, 1.0 if hits == n else high)  # exact there, but for rounding


def brier_score(squared_errors: Iterable[Fraction]) -> float | None:
    """Return the mean of squared errors, from 0 (best) to 1; always saying 0.5 gives 0.25; None of none.

    The form for one event that happens or not, half of the original: G. W. Brier, "Verification of
    forecasts expressed in terms of probability", Monthly Weather Review 78 (1950), 1-3.

    Examples
    --------
    >>> brier_score([Fraction(1, 25), Fraction(9, 25)])
    0.2
    """
    errors = list(squared_errors)
    return float(sum(errors, Fraction()) / len(errors)) if errors else None


def track_records(graph: Graph, ledger: Ledger) -> tuple[TrackRecord, ...]:
    """Return the track record of every source that asserted or denied a claim itself, in this record.

    The unit is a source (one label after ``same_as`` and ``resolved_to``) and a claim (one
    proposition after ``same_as``), counted once. What counts are ends that assert and statements
    that deny; relays never do, and unnamed ends only where they are registered groups. The first
    stance counts: a withdrawal later on does not erase what was first said. A source whose first
    stance cannot be told, because dates are missing or too near to each other, is listed and not
    counted. Only the verdicts ``true`` and ``false`` judge.

    Parameters
    ----------
    graph : networkx.DiGraph
        From `build_graph`.
    ledger : Ledger
        The record it was built from, for verdicts and ``same_as``.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Verdict
    >>> from claimgraph.notation import parse_chain
    >>> chains = (parse_chain("Kataeb <- Ann"), parse_chain("Bob [denied]"))
    >>> ledger = Ledger((Claim("c", "C.", chains, verdict=Verdict("true")),))
    >>> [(record.name, record.hits, record.n) for record in track_records(build_graph(ledger), ledger)]
    [('Ann', 1, 1), ('Bob', 0, 1)]
    """
    return track_records_of(ledger, [graph])


def track_records_of(ledger: Ledger, graphs: Iterable[Graph]) -> tuple[TrackRecord, ...]:
    """Return what `track_records` does, of graphs that hold some claims of a record each; one is held at a time."""
    same = propositions(ledger.about("propositions"))
    said: dict[tuple[str, tuple[str, ...]], list[Statement]] = {}
    units: dict[str, list[tuple[TrackUnit, str, bool]]] = {}
    for graph in graphs:
        for claim_id in sorted(graph.graph["claims"]):
            claims = same.get(claim_id, (claim_id,))
            alone: dict[str, list[Statement]] = {}
            for statement in _own_statements(graph, claim_id):
                if len(claims) > 1:  # the others may stand in another graph
                    said.setdefault((statement.label, claims), []).append(statement)
                else:
                    alone.setdefault(statement.label, []).append(statement)
            for label, statements in alone.items():
                units.setdefault(label, []).append(_named_unit(label, claims, statements, ledger.verdicts))
    for (label, claims), statements in said.items():
        ordered = sorted(statements, key=lambda s: s.claim)
        units.setdefault(label, []).append(_named_unit(label, claims, ordered, ledger.verdicts))
    registry = registry_of_sources(ledger.sources, by_id=True)
    return tuple(_record(label, units[label], registry.get(label)) for label in sorted(units))


def _named_unit(
    label: str, claims: tuple[str, ...], statements: list[Statement], verdicts: Mapping[str, str]
) -> tuple[TrackUnit, str, bool]:
    """Return a unit with what its source is called there, and whether by its own name."""
    own = [s.name for s in statements if s.source == label]
    return _unit(label, claims, statements, _answers(verdicts, claims)), (own or [statements[0].name])[0], bool(own)


def _record(label: str, named: list[tuple[TrackUnit, str, bool]], source: Source | None) -> TrackRecord:
    """Return a record with its units in the order of the claims' ids.

    An unregistered source that a group turned out to be goes by its own name where it has said something.
    """
    named = sorted(named, key=lambda part: part[0].claims)
    own = [name for _, name, is_own in named if is_own]
    name = source.label if source else own[-1] if own else named[0][1]
    return TrackRecord(label, name, tuple(unit for unit, *_ in named))


def _own_statements(graph: Graph, claim_id: str) -> list[Statement]:
    """Return what sources said themselves, as far as something that we read and that stands tells it.

    A source that took its own words back said them all the same; but what is known only through a
    relay that withdrew its report is not known.
    """
    nodes = claim_nodes(graph, claim_id)
    told = {n for n in nodes if statement_of(graph, n).seen and not is_withdrawn(statement_of(graph, n))}
    waiting = list(told)
    while waiting:
        for upstream in graph.predecessors(waiting.pop()):
            if upstream not in told:
                told.add(upstream)
                if not is_withdrawn(statement_of(graph, upstream)):
                    waiting.append(upstream)
    return [
        s
        for n in nodes
        if (s := statement_of(graph, n)).source is not None
        and (s.stance == "denies" or (s.stance == "asserts" and not graph.in_degree(n)))
        and (s.seen or n in told)
    ]


def _answers(verdicts: Mapping[str, str], claims: Sequence[str]) -> tuple[str, ...]:
    """Return the different answers that the claims of one proposition have, sorted."""
    return tuple(sorted({verdicts[claim_id] for claim_id in claims if claim_id in verdicts}))


def _unit(label: str, claims: tuple[str, ...], statements: list[Statement], verdicts: tuple[str, ...]) -> TrackUnit:
    verdict = verdicts[0] if len(verdicts) == 1 else None
    first = _first(statements, [s.stance for s in statements])
    if first is None:
        why = "asserts and denies it, and the dates do not tell which came first"
        return TrackUnit(label, claims, None, statements[0].node, None, verdict, reason=why)
    probability = _first_probability([s for s in statements if s.stance == first.stance])
    unit = TrackUnit(label, claims, first.stance, first.node, first.date, verdict, probability)
    reason = _not_judged(verdicts) or _without_side(first.stance, probability)
    if reason:
        return replace(unit, reason=reason)
    right = (first.stance == "asserts") == (verdict == "true")
    return replace(unit, outcome="hit" if right else "miss")


def _not_judged(verdicts: tuple[str, ...]) -> str:
    if len(verdicts) > 1:
        return f"the same claim has the verdicts {' and '.join(verdicts)}"
    if not verdicts:
        return "no verdict"
    return "" if verdicts[0] in _ANSWERS else f"verdict {verdicts[0]}"


def _without_side(stance: Stance, probability: Fraction | None) -> str:
    """Return why a forecast is no hit and no miss: whoever calls a claim unlikely does not assert it."""
    if probability is None or (probability > _EVEN if stance == "asserts" else probability < _EVEN):
        return ""
    return "gives it a probability that does not go with asserting it or denying it; a forecast only"


def _first_probability(statements: list[Statement]) -> Fraction | None:
    """Return the probability in the first of these statements; None if it has none, or which is first is not sure."""
    given = [probability_of(s.p, s.likelihood) for s in statements]
    first = _first(statements, given)
    return given[statements.index(first)] if first else None


def _first(statements: Sequence[Statement], values: Sequence[object]) -> Statement | None:
    """Return the first statement, None unless it is sure which value came first.

    Of statements that all say the same any may be the first; else one has to be dated surely before
    all that say something else.
    """
    dates = {s.node: parse_date(s.date) for s in statements if s.date}
    ordered = sorted(zip(statements, values, strict=True), key=lambda pair: _when(pair[0], dates))
    for statement, value in ordered:
        others = [s for s, other in ordered if other != value]
        if all(_before(statement, other, dates) for other in others):
            return statement
    return None


def _when(statement: Statement, dates: Mapping[str, Interval]) -> tuple[bool, str, str]:
    date = dates.get(statement.node)
    return date is None, date.start.isoformat() if date else "", statement.node


def _before(one: Statement, other: Statement, dates: Mapping[str, Interval]) -> bool:
    return one.node in dates and other.node in dates and surely_before(dates[one.node], dates[other.node])
