"""Time: who was first, what cannot be, what is overdue, and everything that is dated in order.

Dates are intervals and are compared as such; a day is never invented. Definitions: docs/analyses.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from claimgraph.chains import standing_nodes
from claimgraph.dates import Interval, days_between, parse_date, surely_before
from claimgraph.graph import Graph, claim_nodes, statement_of
from claimgraph.model import Claim, Severity, Statement

EventKind = Literal["statement", "when", "as of", "due", "review by", "checked", "assessed", "verdict"]
"""What a dated thing is: a statement, or what the claim itself is dated with."""

ERROR_DAYS = 2
"""From so many days on it is no question of time zones that a text credits a later one."""


@dataclass(frozen=True, slots=True)
class ImpossibleTime:
    """A link whose upstream is surely later than what relies on it; ``days`` lie between the two."""

    upstream: Statement
    downstream: Statement
    days: int

    @property
    def severity(self) -> Severity:
        """An error from two days on; within one, time zones or a clock may explain it."""
        return "error" if self.days >= ERROR_DAYS else "warning"


@dataclass(frozen=True, slots=True)
class Event:
    """One dated thing about a claim: ``statement`` for what somebody said, else ``text`` tells it."""

    when: Interval
    claim: str
    kind: EventKind
    text: str = ""
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Overdue:
    """A claim that should have been settled: ``kind`` is ``due`` or ``review_by``, and ``when`` its date."""

    claim: str
    kind: Literal["due", "review_by"]
    when: str


def first_movers(graph: Graph, claim_id: str) -> tuple[str, ...]:
    """Return the keys of the dated statements that no other one surely precedes; ties stay ties.

    Only statements that stand count. A day of tolerance keeps two days next to each other apart
    from an order that time zones may have made.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Ledger
    >>> from claimgraph.notation import parse_chain
    >>> chains = tuple(map(parse_chain, ("A [2024-11-29]", "B [2024-11-28]", "C [2024-11-30]", "D")))
    >>> first_movers(build_graph(Ledger((Claim("c", "C.", chains),))), "c")
    ('a@2024-11-29', 'b@2024-11-28')
    """
    statements = (statement_of(graph, node) for node in standing_nodes(graph, claim_id))
    dated = [(s.key, parse_date(s.date)) for s in statements if s.date]
    ends: dict[bool, Interval] = {}
    for _, when in dated:
        ends[when.zoned] = min(ends.get(when.zoned, when), when, key=lambda w: w.end)
    # Of those that name their zone, and of those that do not, the one that ends first precedes whatever any does.
    return tuple(key for key, when in dated if not any(surely_before(end, when) for end in ends.values()))


def impossible_times(graph: Graph, claim_id: str) -> tuple[ImpossibleTime, ...]:
    """Return the direct links whose upstream is surely later than the statement that relies on it.

    Two dates a day apart are doubtful, two or more days apart impossible; where both name their
    zone there is doubt about no hour.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Ledger
    >>> from claimgraph.notation import parse_chain
    >>> record = Ledger((Claim("c", "C.", (parse_chain("A [2024-11-29] <- B [2024-12-05]"),)),))
    >>> [(t.upstream.key, t.downstream.key, t.days, t.severity) for t in impossible_times(build_graph(record), "c")]
    [('b@2024-12-05', 'a@2024-11-29', 6, 'error')]
    """
    found = []
    for node in claim_nodes(graph, claim_id):
        downstream = statement_of(graph, node)
        for upstream in (statement_of(graph, n) for n in graph.predecessors(node)):
            if not downstream.date or not upstream.date:
                continue
            earlier, later = parse_date(downstream.date), parse_date(upstream.date)
            days = days_between(earlier=earlier, later=later)
            if days or surely_before(earlier, later):
                found.append(ImpossibleTime(upstream, downstream, days))
    return tuple(found)


def overdue(claim: Claim, today: date) -> tuple[Overdue, ...]:
    """Return which dates of a claim have passed without a verdict: ``due``, ``review_by``, or both.

    Examples
    --------
    >>> overdue(Claim("c", "C.", due="2024-11"), date(2024, 12, 1))
    (Overdue(claim='c', kind='due', when='2024-11'),)
    >>> overdue(Claim("c", "C.", due="2024-11"), date(2024, 11, 30))
    ()
    """
    if claim.verdict:
        return ()
    dates: tuple[tuple[Literal["due", "review_by"], str | None], ...] = (
        ("due", claim.due),
        ("review_by", claim.review_by),
    )
    return tuple(Overdue(claim.id, kind, when) for kind, when in dates if when and parse_date(when).end.date() < today)


def events(graph: Graph, claims: Iterable[Claim]) -> tuple[Event, ...]:
    """Return everything dated about some claims in the order of time, earlier beginnings first.

    Statements that were withdrawn, and their withdrawals, are events like others.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Ledger
    >>> from claimgraph.notation import parse_chain
    >>> claim = Claim("c", "C.", (parse_chain("A [2024-11-29] <- B [2024-11]"),), due="2024-12")
    >>> [str(event.when) for event in events(build_graph(Ledger((claim,))), [claim])]
    ['2024-11', '2024-11-29', '2024-12']
    """
    found = [event for claim in claims for event in (*_statement_events(graph, claim), *_claim_events(claim))]
    return tuple(sorted(found, key=_order))


def undated(graph: Graph, claims: Iterable[Claim]) -> tuple[Statement, ...]:
    """Return the statements of some claims that no date is known of, in the order of their chains."""
    statements = (statement_of(graph, node) for claim in claims for node in claim_nodes(graph, claim.id))
    return tuple(statement for statement in statements if not statement.date)


def _statement_events(graph: Graph, claim: Claim) -> Iterator[Event]:
    for node in claim_nodes(graph, claim.id):
        statement = statement_of(graph, node)
        if statement.date:
            yield Event(parse_date(statement.date), claim.id, "statement", statement=statement)


def _claim_events(claim: Claim) -> Iterator[Event]:
    dates: tuple[tuple[EventKind, str | None], ...] = (
        ("when", claim.when),
        ("as of", claim.as_of),
        ("due", claim.due),
        ("review by", claim.review_by),
    )
    yield from (Event(parse_date(when), claim.id, kind) for kind, when in dates if when)
    yield from (Event(parse_date(c.date), claim.id, "checked", c.by) for c in claim.checked if c.date)
    for assessment in claim.assess:
        if assessment.date:
            text = " ".join(filter(None, (assessment.code, assessment.by and f"by {assessment.by}")))
            yield Event(parse_date(assessment.date), claim.id, "assessed", text)
    if claim.verdict and claim.verdict.date:
        text = " ".join(filter(None, (claim.verdict.value, claim.verdict.by and f"by {claim.verdict.by}")))
        yield Event(parse_date(claim.verdict.date), claim.id, "verdict", text)


def _order(event: Event) -> tuple[object, ...]:
    key = event.statement.key if event.statement else event.text
    # What is about a date stands where the date does, not where it may begin at the earliest.
    nominal = parse_date(event.when.text.rstrip("~?"))
    return (
        nominal.start,
        nominal.end,
        event.when.start,
        event.when.end,
        event.claim,
        event.kind != "statement",
        event.kind,
        key,
    )
