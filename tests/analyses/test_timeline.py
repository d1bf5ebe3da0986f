"""Time: first movers, impossible times, overdue claims and events, worked by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.analyses.timeline import events, first_movers, impossible_times, overdue, undated
from claimgraph.dates import parse_date, surely_before
from claimgraph.graph import build_graph
from claimgraph.model import Assessment, Checked, Claim, Ledger, Verdict
from claimgraph.notation import parse_chain
from tests.strategies import graph_of


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        (["A [2024-01-05] <- B [2024-01-01]"], ("b@2024-01-01",)),
        # A day apart may be one moment in two places.
        (["A [2024-01-02] <- B [2024-01-01]"], ("a@2024-01-02", "b@2024-01-01")),
        # A month that may hold the day precedes nothing in it.
        (["A [2024-01] <- B [2024-01-31]"], ("a@2024-01", "b@2024-01-31")),
        (["A <- B"], ()),
        (["A <- B [2024-01-01]"], ("b@2024-01-01",)),
        # Where both name their zone, hours count.
        (["A [2024-01-01T10:00Z] <- B [2024-01-01T09:00Z]"], ("b@2024-01-01T09:00Z",)),
        # Taken back, it was not there first.
        (["A [2024-01-09] <- B [2024-01-01]", "B [retracted 2024-01-08]"], ("a@2024-01-09",)),
    ],
)
def test_first_movers(chains: list[str], expected: tuple[str, ...]) -> None:
    assert first_movers(graph_of(*chains), "c") == expected


DATES = st.sampled_from(
    ["2024", "2024-01", "2024-01-01", "2024-01-02", "2024-01-04", "2023-12-31~", "2024-01-01/2024-01-03",
     "2024-01-01T10:00Z", "2024-01-01T09:00+02:00", "2024-01-03T10:00", "2023"]
)  # fmt: skip


@given(st.lists(DATES, min_size=1, max_size=6, unique=True))
def test_nothing_surely_precedes_a_first_mover(dates: list[str]) -> None:
    graph = graph_of(*(f"S{number} [{when}]" for number, when in enumerate(dates)))
    kept = [d for d in dates if not any(surely_before(parse_date(o), parse_date(d)) for o in dates)]
    assert [key.partition("@")[2] for key in first_movers(graph, "c")] == kept
    assert kept


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ("A [2024-01-01] <- B [2024-01-03]", [("b@2024-01-03", "a@2024-01-01", 2, "error")]),
        ("A [2024-01-01] <- B [2024-01-02]", [("b@2024-01-02", "a@2024-01-01", 1, "warning")]),
        ("A [2024-01-01] <- B [2024-01-01]", []),
        ("A [2024-01] <- B [2024-01-31]", []),
        ("A [2024-01] <- B [2024-02-02]", [("b@2024-02-02", "a@2024-01", 2, "error")]),
        ("A [2023] <- B [2024~]", []),
        ("A [2024-01-01] <- B <- C [2024-06-01]", []),  # a direct link only
        (
            "A [2024-01-01T09:00Z] <- B [2024-01-01T12:00Z]",
            [("b@2024-01-01T12:00Z", "a@2024-01-01T09:00Z", 0, "warning")],
        ),
        ("A [2024-01-01T09:00Z] <- B [2024-01-01T12:00+05:00]", []),
    ],
)
def test_impossible_times(chain: str, expected: list[tuple[str, str, int, str]]) -> None:
    found = impossible_times(graph_of(chain), "c")
    assert [(t.upstream.key, t.downstream.key, t.days, t.severity) for t in found] == expected


@pytest.mark.parametrize(
    ("claim", "today", "kinds"),
    [
        (Claim("c", "C.", due="2024-11-30"), date(2024, 11, 30), []),
        (Claim("c", "C.", due="2024-11-30"), date(2024, 12, 1), ["due"]),
        (Claim("c", "C.", due="2024"), date(2024, 12, 31), []),
        (Claim("c", "C.", due="2024~"), date(2025, 6, 1), []),  # about 2024 may end a year later
        (Claim("c", "C.", due="2024", review_by="2023-05"), date(2025, 1, 1), ["due", "review_by"]),
        (Claim("c", "C.", due="2024", verdict=Verdict("unresolvable")), date(2025, 1, 1), []),
        (Claim("c", "C."), date(2025, 1, 1), []),
    ],
)
def test_overdue(claim: Claim, today: date, kinds: list[str]) -> None:
    assert [found.kind for found in overdue(claim, today)] == kinds


def test_events_in_the_order_of_time() -> None:
    claim = Claim(
        "c",
        "C.",
        (parse_chain("A [2024-01-03] <- B [told 2024-01] <- C"), parse_chain("B [retracted 2024-02]")),
        when="2024-01-02",
        as_of="2024-01-02",
        due="2024-03",
        review_by="2024-04",
        checked=(Checked("Desk", "2024-01-05"), Checked("Nobody")),
        assess=(Assessment("B2", "Desk", "2024-01-06"), Assessment("C3")),
        verdict=Verdict("false", "2024-05", "Desk"),
    )
    graph = build_graph(Ledger((claim,)))
    told = [(str(e.when), e.kind, e.statement.key if e.statement else e.text) for e in events(graph, [claim])]
    assert told == [
        ("2024-01", "statement", "b@2024-01"),
        ("2024-01-02", "as of", ""),
        ("2024-01-02", "when", ""),
        ("2024-01-03", "statement", "a@2024-01-03"),
        ("2024-01-05", "checked", "Desk"),
        ("2024-01-06", "assessed", "B2 by Desk"),
        ("2024-02", "statement", "b@2024-02"),
        ("2024-03", "due", ""),
        ("2024-04", "review by", ""),
        ("2024-05", "verdict", "false by Desk"),
    ]
    assert [s.key for s in undated(graph, [claim])] == ["c"]
