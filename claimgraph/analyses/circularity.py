"""What looks like more than it is: apparent sources, false confirmation, circular reporting.

Definitions: docs/analyses.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from claimgraph.analyses.lines import independent_lines, is_nameless
from claimgraph.analyses.returning import returns
from claimgraph.chains import for_origins, origins, standing_nodes
from claimgraph.graph import Graph, registry_of, statement_of
from claimgraph.roles import leading_to

_AGAINST = ("denies", "questions")


@dataclass(frozen=True, slots=True)
class Circle:
    """Statements that rely on each other, or a source that relies on itself through others.

    ``sources`` are the ids (of an unnamed end the key), sorted; ``nodes`` the statements, sorted;
    ``dated`` tells that one source stands at both ends with statements of two dates (citogenesis),
    so that no single statement relies on itself; ``grounded`` that a supporting path enters it;
    ``entered`` that somebody outside stands before it in the record, who may have withdrawn or deny it.
    """

    sources: tuple[str, ...]
    nodes: tuple[str, ...]
    dated: bool
    grounded: bool
    entered: bool


def apparent(graph: Graph, claim_id: str) -> tuple[str, ...]:
    """Return the distinct sources that a reader would count for a claim, sorted.

    Those of seen statements that neither deny nor question and were not withdrawn, as far as they
    are reachable from an end that asserts, or stand in or downstream of a loop that nobody enters.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> chains = tuple(map(parse_chain, ("A <- Reuters", "B <- Reuters", "C [denied]")))
    >>> apparent(build_graph(Ledger((Claim("c", "C.", chains),))), "c")
    ('a', 'b')
    """
    standing: Graph = nx.subgraph(graph, standing_nodes(graph, claim_id))
    begins = {*for_origins(graph, claim_id), *(n for loop in _unentered_loops(graph, standing) for n in loop)}
    reached = leading_to(begins, set(standing), graph.successors)
    counted = (statement_of(graph, n) for n in reached)
    return tuple(sorted({s.speaker for s in counted if s.seen and s.stance not in _AGAINST}))


def has_false_confirmation(graph: Graph, claim_id: str) -> bool:
    """Tell whether a claim looks confirmed and is not: two or more apparent sources, at most one line."""
    return len(apparent(graph, claim_id)) >= 2 and independent_lines(graph, claim_id).ceiling <= 1


def is_unnamed_only(graph: Graph, claim_id: str) -> bool:
    """Tell whether a claim has support, and all of it starts with somebody unnamed or missing."""
    starts = origins(graph, claim_id)
    nameless = registry_of(graph).nameless
    return bool(starts) and all(is_nameless(statement_of(graph, f"{claim_id}#{key}"), nameless) for key in starts)


def circles(graph: Graph, claim_id: str) -> tuple[Circle, ...]:
    """Return the circular reporting in a claim, over statements that stand.

    A strongly connected component of several statements; or two statements of one source with a
    way between them through other sources alone.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> chains = (parse_chain("Wikipedia [2010] <- Telegraph <- Wikipedia [2008] <- Student"),)
    >>> found = circles(build_graph(Ledger((Claim("c", "C.", chains),))), "c")
    >>> [(circle.sources, circle.dated, circle.grounded) for circle in found]
    [(('telegraph', 'wikipedia'), True, True)]
    """
    standing: Graph = nx.subgraph(graph, standing_nodes(graph, claim_id))
    supported = leading_to(for_origins(graph, claim_id), set(standing), graph.successors)
    loops = [frozenset(part) for part in nx.strongly_connected_components(standing) if len(part) > 1]
    loop_of = {node: loop for loop in loops for node in loop}
    dated = [part for part in returns(graph, tuple(standing)) if not part <= loop_of.get(next(iter(part)), frozenset())]
    found = dict.fromkeys(loops, False) | dict.fromkeys(dated, True)
    circled = (
        Circle(
            _sources(graph, part),
            tuple(sorted(part)),
            dated=is_dated,
            grounded=bool(part & supported),
            entered=any(not part.issuperset(graph.predecessors(node)) for node in part),
        )
        for part, is_dated in found.items()
    )
    return tuple(sorted(circled, key=lambda circle: (circle.sources, circle.nodes)))


def _unentered_loops(graph: Graph, standing: Graph) -> list[set[str]]:
    """Return the loops that nobody enters in the graph as recorded."""
    parts = (part for part in nx.strongly_connected_components(standing) if len(part) > 1)
    return [part for part in parts if all(set(graph.predecessors(n)) <= part for n in part)]


def _sources(graph: Graph, nodes: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted({statement_of(graph, node).speaker for node in nodes}))
