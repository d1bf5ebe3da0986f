"""What to open next: the statement known only through others whose own text would tell most.

Definition: docs/analyses.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import networkx as nx

from claimgraph.analyses.lines import Lines, independent_lines
from claimgraph.chains import MAX_PATHS, supporting_paths
from claimgraph.graph import Graph, statement_of
from claimgraph.model import Statement

MAX_TRIED = 12
"""For so many equally good hops it is worked out what opening them does to the lines."""

_MANY_PATHS = 200
"""With more paths than these one hop alone is worked out, the one nearest to an origin."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A statement to open, and what that would gain if it says what it is credited with.

    ``drops`` are the labels on every supporting path that would be so no longer; ``lines`` the
    independent lines that would be left or won.
    """

    statement: Statement
    drops: tuple[str, ...]
    lines: Lines


def advise(graph: Graph, claim_id: str) -> Advice | None:
    """Return the unopened hop whose opening removes most single points, or else adds a line; None if none does.

    Only what can be opened counts: named sources that are known only through somebody. Of several
    that remove as many, the one that leaves most lines, then the one nearest to an origin.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> record = Ledger((Claim("c", "C.", (parse_chain('Kataeb <- Sky News <- "Syrian sources"'),)),))
    >>> advice = advise(build_graph(record), "c")
    >>> advice.statement.key, advice.drops
    ('sky-news', ('kataeb',))
    """
    paths = list(supporting_paths(graph, claim_id, most=MAX_PATHS + 1))
    if not paths or len(paths) > MAX_PATHS:
        return None
    lines = independent_lines(graph, claim_id)
    dropped = _dropped(graph, paths, lines.single_points)
    most = max(map(int.bit_count, dropped.values()), default=0)
    near = _distance(paths)
    best = sorted((n for n, mask in dropped.items() if mask.bit_count() == most), key=lambda n: (near[n], n))
    tried = [
        (node, independent_lines(_opened(graph, node), claim_id))
        for node in best[: MAX_TRIED if len(paths) <= _MANY_PATHS else 1]
    ]
    if not tried:
        return None
    node, after = max(tried, key=lambda pair: (pair[1].floor + pair[1].ceiling, -best.index(pair[0])))
    drops = tuple(label for i, label in enumerate(lines.single_points) if dropped[node] >> i & 1)
    gains = drops or (after.floor, after.ceiling) > (lines.floor, lines.ceiling)
    return Advice(statement_of(graph, node), drops, after) if gains else None


def _dropped(graph: Graph, paths: Iterable[tuple[str, ...]], points: tuple[str, ...]) -> dict[str, int]:
    """Map every hop that could be opened to the single points that would drop out, as bits.

    A path that is opened at a hop ends there; what stands further on is on it no more.
    """
    bit = {label: 1 << i for i, label in enumerate(points)}
    dropped: dict[str, int] = {}
    for path in paths:
        labels = [statement_of(graph, node).label for node in path]
        beyond, ahead = 0, [0] * len(path)
        first = {label: i for i, label in reversed(list(enumerate(labels)))}
        for i in range(len(path) - 1, -1, -1):
            ahead[i] = beyond
            if first[labels[i]] == i:
                beyond |= bit.get(labels[i], 0)
        for node, mask in zip(path, ahead, strict=True):
            if _can_be_opened(statement_of(graph, node)):
                dropped[node] = dropped.get(node, 0) | mask
    return dropped


def _can_be_opened(statement: Statement) -> bool:
    return statement.kind == "named" and not statement.seen


def _distance(paths: Iterable[tuple[str, ...]]) -> dict[str, int]:
    near: dict[str, int] = {}
    for path in paths:
        for number, node in enumerate(path):
            near[node] = min(near.get(node, number), number)
    return near


def _opened(graph: Graph, node: str) -> Graph:
    opened: Graph = nx.DiGraph(graph.subgraph(graph.graph["claims"][statement_of(graph, node).claim]))
    opened.nodes[node]["statement"] = replace(statement_of(graph, node), seen=True)
    return opened
