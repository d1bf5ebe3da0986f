"""Checks of dates: what cannot have been, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterator

from claimgraph.analyses.timeline import impossible_times, overdue
from claimgraph.checks.base import Record
from claimgraph.model import Problem
from claimgraph.text import statement_name


def impossible_time(record: Record) -> Iterator[Problem]:
    """CG201: a statement relies on one that is surely later.

    An error from two days on, a warning within one, which time zones may explain. Bad: ``A [2024-11-29] <- B
    [2024-12-05]``. Good: the date at which A was published, or the earlier statement of B that it had.
    """
    for claim in record.ledger:
        for time in impossible_times(record.graph, claim.id):
            upstream, downstream = time.upstream, time.downstream
            later = f"{time.days} day{'' if time.days == 1 else 's'} later" if time.days else "later on the same day"
            message = (
                f"{statement_name(downstream)} ({downstream.date}) cannot have it from {statement_name(upstream)} "
                f"({upstream.date}), {later}; correct a date, or date the earlier statement"
            )
            place = downstream.location or claim.place("chains")
            yield Problem(place, "CG201", time.severity, message, claim=claim.id)


def overdue_claim(record: Record) -> Iterator[Problem]:
    """CG306: the date at which a claim should be settled or looked at again has passed, and there is no verdict.

    Bad: ``due: 2024-11-30`` a year later. Good: the same with ``verdict: {is: false, by: Ann}``, or
    ``unresolvable`` where nobody can tell.
    """
    for claim in record.ledger:
        for found in overdue(claim, record.today):
            message = f"{found.kind}: {found.when} has passed without a verdict; add verdict:, or a later date"
            yield Problem(claim.place(found.kind), "CG306", "warning", message, claim=claim.id)
