"""The record that is made up for timing is what it says."""

from __future__ import annotations

from benchmarks.scale import analyse, record
from claimgraph.analyses.circularity import circles
from claimgraph.checks import check_ledger
from claimgraph.graph import build_graph


def test_the_made_up_record() -> None:
    """Claims of 3 to 12 statements, some with loops and denials; the same every time, and nothing ambiguous."""
    ledger = record(300)
    assert ledger == record(300)
    graph = build_graph(ledger)
    sizes = {len(nodes) for nodes in graph.graph["claims"].values()}
    assert sizes == set(range(3, 13))
    assert 5 < sum(bool(circles(graph, claim.id)) for claim in ledger) < 100
    assert sum(bool(claim.relations) for claim in ledger) > 30
    assert not [problem for problem in check_ledger(ledger) if problem.code == "CG106"]
    analyse(ledger, graph)
