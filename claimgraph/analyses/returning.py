"""What lies between two statements of one source: a claim that comes back to whom it came from.

Definition: docs/analyses.md. A claim of thousands of dated statements is looked at as a whole, through bits, and only
up to a stated number of steps pair by pair.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import reduce
from operator import or_

from claimgraph.analyses.masks import downstream_masks, set_bits
from claimgraph.graph import Graph, statement_of
from claimgraph.roles import leading_to

MAX_STEPS = 2_000_000
"""How much is looked at pair by pair in one claim; past it only the statements of the source itself are told."""


def returns(graph: Graph, standing: Collection[str], *, most: int = MAX_STEPS) -> list[frozenset[str]]:
    """Return what lies on the ways between two statements of one source that lead through others alone.

    A longer way between two statements of a source, through a third, holds such a way. Statements of one source with
    the same others between them stand in one circle.
    Past ``most`` steps a source has one circle, of its own statements alone.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> claim = Claim("c", "C.", (parse_chain("A [2010] <- B <- A [2008] <- D"),))
    >>> [sorted(circle) for circle in returns(build_graph(Ledger((claim,))), ["c#a@2010", "c#b", "c#a@2008", "c#d"])]
    [['c#a@2008', 'c#a@2010', 'c#b']]
    """
    by_label: dict[str, set[str]] = {}
    for node in standing:
        by_label.setdefault(statement_of(graph, node).label, set()).add(node)
    several = [own for own in by_label.values() if len(own) > 1]
    if not several:
        return []
    nodes = list(standing)
    bits = {node: 1 << number for number, node in enumerate(nodes)}
    down = downstream_masks(graph, nodes, bits)
    up = downstream_masks(graph.reverse(copy=False), nodes, bits)
    left = most
    found: list[frozenset[str]] = []
    for own in several:
        mine = _united(own, bits)
        between = _united(own, down) & _united(own, up) & ~mine
        left -= between.bit_count()
        if between and left > 0:
            circles, left = _circles(graph, own, {nodes[number] for number in set_bits(between)}, left)
            found += circles
        if between and left <= 0:
            ends = frozenset(node for node in own if (down[node] | up[node]) & mine & ~bits[node])
            found += [ends] if ends else []
    return found


def _circles(graph: Graph, own: set[str], others: set[str], left: int) -> tuple[list[frozenset[str]], int]:
    """Return the circles of one source, and how many steps are left; none of them where there are not enough."""
    behind = leading_to(_next(own, graph.successors, others), others, graph.successors)
    before = leading_to(_next(own, graph.predecessors, others), others, graph.predecessors)
    inner = list(behind & before)
    bits = {node: 1 << number for number, node in enumerate(inner)}
    down = downstream_masks(graph, inner, bits)
    up = downstream_masks(graph.reverse(copy=False), inner, bits)
    firsts = _together(own, graph.successors, bits)
    seconds = _together(own, graph.predecessors, bits)
    entering: dict[str, list[frozenset[str]]] = {}
    for group in seconds:
        for node in group:
            entering.setdefault(node, []).append(group)
    ends: dict[int, set[str]] = {}
    for group, starts in firsts.items():
        onward = _united(group, down)
        reached = {into for number in set_bits(onward) for into in entering.get(inner[number], ())}
        left -= onward.bit_count() + sum(len(starts) + len(seconds[into]) for into in reached)
        if left <= 0:
            return [], 0
        for into in reached:
            around = starts | seconds[into]
            if len(around) > 1:
                ends.setdefault(onward & _united(into, up), set()).update(around)
    return [frozenset(around.union(inner[n] for n in set_bits(mask))) for mask, around in ends.items()], left


def _together(
    own: Iterable[str], following: Callable[[str], Iterator[str]], inside: Collection[str]
) -> dict[frozenset[str], set[str]]:
    """Return the statements of a source by what follows each."""
    found: dict[frozenset[str], set[str]] = {}
    for node in own:
        if near := frozenset(n for n in following(node) if n in inside):
            found.setdefault(near, set()).add(node)
    return found


def _next(own: Iterable[str], following: Callable[[str], Iterator[str]], inside: Collection[str]) -> set[str]:
    return {n for node in own for n in following(node) if n in inside}


def _united(nodes: Iterable[str], masks: Mapping[str, int]) -> int:
    return reduce(or_, (masks[node] for node in nodes), 0)
