"""One function per counter: a case to the number it offers for "how many independent sources"."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.independence.cases import Case, number
from claimgraph.analyses.circularity import apparent
from claimgraph.analyses.lines import independent_lines
from claimgraph.chains import origins, supporting_paths
from claimgraph.graph import Graph, statement_of


def ours(case: Case) -> str:
    """Count with claimgraph."""
    return str(independent_lines(case.graph, "c"))


def carriers(case: Case) -> str:
    """Count what a reader sees."""
    return str(len(apparent(case.graph, "c")))


def starts(case: Case) -> str:
    """Count the origins."""
    return str(len(origins(case.graph, "c")))


def greedy(case: Case) -> str:
    """Take the shortest way, strike everybody on it, and so on; of equally short ways the first recorded."""
    used: set[str] = set()
    count = 0
    for way in sorted(_ways(case.graph), key=len):
        if used.isdisjoint(way):
            used.update(way)
            count += 1
    return str(count)


def isnad(case: Case) -> str:
    """Count with isnad: the first chain, and the chains that its corroboration engine finds independent of it.

    A chain is a way from an origin to a carrier. Distinct lineage has to be attested: each source has
    its owner, or else itself, as ``upstream_source``. The engine compares with one base chain, and
    each chain is the base once.
    """
    from isnad import CorroborationEngine
    from isnad.types import ChainGrade

    ways = _ways(case.graph) or [list(case.graph.graph["claims"]["c"])]
    owners = {name.lower(): owner for name, owner in case.owners}
    lineage = {who: {"upstream_source": owners.get(who, who)} for way in ways for who in way}
    counts = []
    for base in ways:
        others = [{"grade": ChainGrade.HASAN, "narrators": way} for way in ways if way is not base]
        found = CorroborationEngine().evaluate_direct(ChainGrade.HASAN, base, others, lineage)
        counts.append(1 + int(found.independent_chains))
    return number(min(counts), max(counts))


def hypgraph(case: Case) -> str:
    """Count with hypgraph: ``independent_lines`` of a claim that the carriers' reports support.

    An origin is a source node, everybody else's statement a result derived from what it relies on;
    results that share a source count once. There is no place for an owner.
    """
    from hypgraph import Graph as Record

    graph = case.graph
    with tempfile.TemporaryDirectory() as folder:
        desk = Record(str(Path(folder) / "record.hypgraph")).author("desk")
        story = desk.investigation("Did the bridge close that Monday?", "Find out who says that the bridge closed.")
        ids = {node: _hypgraph_node(desk, story["id"], graph, node) for node in graph}
        for upstream, downstream in graph.edges:
            desk.link(ids[downstream], "derived_from", ids[upstream], "It credits this source.")
        support = [
            {"rel": "supports", "from": ids[node], "why": "It reports that the bridge closed."}
            for node in graph
            if statement_of(graph, node).seen
        ]
        statement = {"statement": "The bridge closed on that Monday.", "scope": "The bridge, in that week."}
        claim = desk.add("claim", story["id"], links=support, **statement)
        return str(desk.graph.get(claim["id"])["state"]["independent_lines"])


def _hypgraph_node(desk: Any, story: str, graph: Graph, node: str) -> str:
    name = statement_of(graph, node).name
    if graph.in_degree(node) == 0:
        made = desk.add("source", story, citation=f"{name}, as known through {node}")
    else:
        made = desk.add("result", story, kind="cited", outcome="positive", summary=f"{name} reports it ({node}).")
    return str(made["id"])


def _ways(graph: Graph) -> list[list[str]]:
    return [[statement_of(graph, node).label for node in path] for path in supporting_paths(graph, "c")]


COUNTERS: dict[str, tuple[str | None, Callable[[Case], str]]] = {
    "claimgraph": (None, ours),
    "isnad": ("isnad", isnad),
    "hypgraph": ("hypgraph", hypgraph),
    "greedy": (None, greedy),
    "origins": (None, starts),
    "carriers": (None, carriers),
}
"""Every column of the table: the package that it needs beside claimgraph, and its function."""


def answers(name: str, cases: tuple[Case, ...]) -> list[str]:
    """Return what one counter says of every case."""
    package, count = COUNTERS[name]
    if package is not None and find_spec(package) is None:
        return ["not installed"] * len(cases)
    return [count(case) for case in cases]
