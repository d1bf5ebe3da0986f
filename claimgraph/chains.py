"""Following chains: where a claim comes from, how far a source carries, how long the ways are.

Definitions: docs/analyses.md. Information flows from upstream to downstream, so what networkx
calls ancestors of a statement is where it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import networkx as nx

from claimgraph.graph import Graph, claim_nodes, part_of, statement_of
from claimgraph.model import Statement
from claimgraph.roles import is_withdrawn, leading_to
from claimgraph.tracing import TraceStep, trees_of

MAX_PATHS = 2_000


@dataclass(frozen=True, slots=True)
class Reach:
    """The sources downstream of a source in this record: by claim, and those who cite it directly."""

    source: str
    direct: dict[str, tuple[str, ...]]
    indirect: dict[str, tuple[str, ...]]

    @property
    def sources(self) -> tuple[str, ...]:
        """All sources reached, over all claims."""
        return tuple(sorted({s for by in (self.direct, self.indirect) for listed in by.values() for s in listed}))


def trace(graph: Graph, claim_id: str) -> tuple[TraceStep, ...]:
    """Return where a claim comes from: a tree for every statement that nobody further on relies on, as `trees_of` does.

    Raises
    ------
    NotFoundError
        The graph holds no such claim.
    """
    return trees_of(part_of(graph, claim_id))


def standing_nodes(graph: Graph, claim_id: str) -> tuple[str, ...]:
    """Return a claim's nodes without what was withdrawn and what withdraws."""
    kept = (n for n in claim_nodes(graph, claim_id) if not is_withdrawn(statement_of(graph, n)))
    return tuple(kept)


def for_origins(graph: Graph, claim_id: str) -> tuple[str, ...]:
    """Return the nodes of the ends that assert the claim and stand.

    An end is a statement with no upstream in the graph as recorded: a relay whose upstream was
    withdrawn does not become one.
    """
    nodes = standing_nodes(graph, claim_id)
    return tuple(n for n in nodes if graph.in_degree(n) == 0 and statement_of(graph, n).stance == "asserts")


def supporting_paths(graph: Graph, claim_id: str, *, most: int = MAX_PATHS) -> Iterator[tuple[str, ...]]:
    """Yield the supporting paths of a claim, as nodes from the origin to the first seen statement.

    Paths are simple and run over statements that stand. At most ``most`` are yielded.
    """
    yield from _paths(graph, claim_id, for_origins(graph, claim_id), most)


def has_few_paths(graph: Graph, claim_id: str) -> bool:
    """Tell whether a claim has no more than `MAX_PATHS` supporting paths, so that all of them are looked at."""
    return sum(1 for _ in supporting_paths(graph, claim_id, most=MAX_PATHS + 1)) <= MAX_PATHS


def against_paths(graph: Graph, claim_id: str, *, most: int = MAX_PATHS) -> Iterator[tuple[str, ...]]:
    """Yield the paths from every statement that denies a claim to the first seen one, like supporting paths."""
    starts = (n for n in standing_nodes(graph, claim_id) if statement_of(graph, n).stance == "denies")
    yield from _paths(graph, claim_id, tuple(starts), most)


def _paths(graph: Graph, claim_id: str, starts: tuple[str, ...], most: int) -> Iterator[tuple[str, ...]]:
    nodes = set(standing_nodes(graph, claim_id))
    seen = {n for n in nodes if statement_of(graph, n).seen}
    useful = leading_to(seen, nodes, graph.predecessors)
    loops = _loops(graph, useful - seen)
    count = 0
    for origin in starts:
        if origin not in useful:
            continue
        for path in _paths_from(graph, origin, seen, useful, loops):
            yield path
            count += 1
            if count == most:
                return


def _loops(graph: Graph, nodes: set[str]) -> dict[str, set[str]]:
    """Map every one of these nodes that stands in a loop of them to all that stand in it."""
    components = nx.strongly_connected_components(graph.subgraph(nodes))
    return {node: component for component in components if len(component) > 1 for node in component}


def _leads_on(graph: Graph, node: str, on_path: set[str], useful: set[str], loop: set[str]) -> bool:
    """Tell whether a way leads from a node out of its loop without crossing the path that led there.

    Without asking, a search can spend for ever among the ways through a loop that its own path has shut.
    """
    met, waiting = {node}, [node]
    while waiting:
        for following in graph.successors(waiting.pop()):
            if following in useful and following not in loop:
                return True
            if following in loop and following not in on_path and following not in met:
                met.add(following)
                waiting.append(following)
    return False


def _paths_from(
    graph: Graph, origin: str, seen: set[str], useful: set[str], loops: dict[str, set[str]]
) -> Iterator[tuple[str, ...]]:
    path, on_path = [origin], {origin}
    if origin in seen:
        yield (origin,)
        return
    stack = [iter(list(graph.successors(origin)))]
    while stack:
        node = next((n for n in stack[-1] if n in useful and n not in on_path), None)
        if node is None:
            stack.pop()
            on_path.discard(path.pop())
        elif node in seen:
            yield (*path, node)
        elif node not in loops or _leads_on(graph, node, on_path, useful, loops[node]):
            path.append(node)
            on_path.add(node)
            stack.append(iter(list(graph.successors(node))))


def origins(graph: Graph, claim_id: str) -> tuple[str, ...]:
    """Return the keys of the statements in which a claim starts: the first elements of its supporting paths.

    A loop that nobody enters has none.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> record = Ledger((Claim("c", "C.", (parse_chain('A <- B <- "officials"'), parse_chain("A <- Ann"))),))
    >>> origins(build_graph(record), "c")
    ('"officials"@b', 'ann')
    """
    nodes = set(standing_nodes(graph, claim_id))
    useful = leading_to({n for n in nodes if statement_of(graph, n).seen}, nodes, graph.predecessors)
    return tuple(statement_of(graph, n).key for n in for_origins(graph, claim_id) if n in useful)


def denials(graph: Graph, claim_id: str) -> tuple[str, ...]:
    """Return the keys of the standing statements that deny a claim; a debunker speaks for itself."""
    nodes = standing_nodes(graph, claim_id)
    return tuple(s.key for n in nodes if (s := statement_of(graph, n)).stance == "denies")


def depth(graph: Graph, claim_id: str) -> tuple[int, int] | None:
    """Return the least and the greatest number of relays between an origin and the reader, None without a path.

    Relays are the statements between the first and the last of a supporting path. In a claim with
    more than 2,000 such paths the greatest number is that of the first 2,000.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> record = Ledger((Claim("c", "C.", (parse_chain("A <- B <- C <- D"), parse_chain("A <- D"))),))
    >>> depth(build_graph(record), "c")
    (0, 2)
    """
    counts = relays(graph, claim_id)
    return (counts[0], counts[-1]) if counts else None


def relays(graph: Graph, claim_id: str) -> tuple[int, ...]:
    """Return the number of relays of every supporting path, sorted."""
    return tuple(sorted(max(0, len(path) - 2) for path in supporting_paths(graph, claim_id)))


def reach(graph: Graph, source_id: str) -> Reach:
    """Return which sources passed on what a source said, by claim, in this record.

    Parameters
    ----------
    graph : networkx.DiGraph
        From `build_graph`.
    source_id : str
        A source's id (`Registry.resolve` finds it from any name); all that is one voice with it counts.
    """
    return reach_of(graph, source_id, voices_of(graph, source_id))


def voices_of(graph: Graph, source_id: str) -> Callable[[Statement], bool]:
    """Return what tells whether a statement is of a source, or of whatever is one voice with it."""
    own = [s for n in graph if (s := statement_of(graph, n)).source == source_id]
    # A group that turned out to be somebody is not all that this somebody said.
    voices = {source_id, *(s.label for s in own if s.kind == "named")}
    return lambda s: s.source == source_id or s.label in voices


def reach_of(graph: Graph, name: str, is_meant: Callable[[Statement], bool]) -> Reach:
    """Return which sources passed on the statements that are meant, by claim, in this record."""
    direct: dict[str, tuple[str, ...]] = {}
    indirect: dict[str, tuple[str, ...]] = {}
    for claim_id, nodes in graph.graph["claims"].items():
        own = [n for n in nodes if is_meant(statement_of(graph, n))]
        if not own:
            continue
        citing = {d for n in own for d in graph.successors(n)}
        near = {statement_of(graph, d).speaker for d in citing}
        all_down = {statement_of(graph, d).speaker for d in leading_to(citing, graph, graph.successors)}
        mine = {statement_of(graph, n).speaker for n in own}
        direct[claim_id] = tuple(sorted(near - mine))
        indirect[claim_id] = tuple(sorted(all_down - near - mine))
    return Reach(name, direct, indirect)
