"""Independent lines: how many ways a claim reached the reader that share nobody.

Definitions: docs/analyses.md. The number is always a range, in this record: the ceiling takes labels
as they are; the floor unites what may be one voice and leaves out what nobody named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import networkx as nx

from claimgraph.analyses.packing import most_disjoint, smallest_hitting_set
from claimgraph.chains import MAX_PATHS, against_paths, supporting_paths
from claimgraph.graph import Graph, registry_of, statement_of
from claimgraph.model import Statement
from claimgraph.registry import Registry
from claimgraph.roles import is_withdrawn

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Independent lines of a claim, and what explains the number.

    The number lies from ``floor`` to ``ceiling``; where ``exact`` is false the claim has too many
    paths to look at all, and the ceiling reads "at most". ``cut`` is a smallest set of labels whose
    loss leaves no path; ``single_points`` are the labels that stand on every path.
    """

    floor: int
    ceiling: int
    cut: tuple[str, ...] = ()
    single_points: tuple[str, ...] = ()
    exact: bool = True

    @property
    def reason(self) -> str:
        """Why the number is what it is, in a sentence."""
        if not self.ceiling:
            return "No supporting path leads to anything that was read."
        if not self.cut:
            return f"More than {MAX_PATHS:,} paths: the number is bounded by maximum flow."
        first = ", ".join(self.cut[:-1])
        return f"Every supporting path leads through {f'{first} or ' if first else ''}{self.cut[-1]}."

    def __str__(self) -> str:
        if not self.exact:
            return f"{self.floor} to at most {self.ceiling}" if self.floor < self.ceiling else f"at most {self.ceiling}"
        return str(self.ceiling) if self.floor == self.ceiling else f"{self.floor} to {self.ceiling}"


def independent_lines(graph: Graph, claim_id: str) -> Lines:
    """Return how many independent lines support a claim.

    *Ceiling*: most supporting paths of which no two share a label. *Floor*: the same where a named
    source's label is its ultimate owner, a pooled group's its pool and ``maybe`` pairs are united,
    counting only paths whose origin is named or pooled; at least 1 if the ceiling is. Both are
    exact set packing over simple paths, never greedy; owners are never contracted into one node of
    the graph, which would invent paths. Past 2,000 paths maximum flow bounds the ceiling (Menger,
    1927), unless one label stands on them all.

    Raises
    ------
    NotFoundError
        The graph holds no such claim.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> chains = map(parse_chain, ("A <- Reuters", "B <- Reuters", 'C <- "officials"'))
    >>> record = Ledger((Claim("c", "C.", tuple(chains)),))
    >>> independent_lines(build_graph(record), "c")
    Lines(floor=1, ceiling=2, cut=('c#"officials"@c', 'reuters'), single_points=(), exact=True)
    """
    return _lines(graph, list(supporting_paths(graph, claim_id, most=MAX_PATHS + 1)))


def lines_against(graph: Graph, claim_id: str) -> Lines:
    """Return how many independent lines deny a claim, counted like those that support it."""
    return _lines(graph, list(against_paths(graph, claim_id, most=MAX_PATHS + 1)))


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason why the floor of a claim lies below its ceiling.

    ``kind`` is ``unnamed`` (paths start with these labels, and nobody says who they are), ``owner``
    (these labels have the owner or the pool ``common``) or ``maybe`` (they may be one voice).
    """

    kind: Literal["unnamed", "owner", "maybe"]
    labels: tuple[str, ...]
    common: str = ""


def doubts(graph: Graph, claim_id: str) -> tuple[Doubt, ...]:
    """Return what keeps the lower number of lines low: who is not named, and who may be one.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger, Source
    >>> from claimgraph.notation import parse_chain
    >>> sources = (Source("mail", "outlet", owner="Trust"), Source("metro", "outlet", owner="Trust"))
    >>> record = Ledger((Claim("c", "C.", (parse_chain("Mail <- Ann"), parse_chain("Metro <- Bob"))),), sources)
    >>> doubts(build_graph(record), "c")
    (Doubt(kind='owner', labels=('mail', 'metro'), common='trust'),)
    """
    registry = registry_of(graph)
    owned, united = registry.owned, registry.united
    paths = list(supporting_paths(graph, claim_id))
    starts = dict.fromkeys(statement_of(graph, path[0]) for path in paths)
    unnamed = dict.fromkeys(s.label for s in starts if not _is_known(s, registry))
    found = [Doubt("unnamed", tuple(unnamed))] if unnamed else []
    by_owner: dict[str, list[str]] = {}
    by_root: dict[str, list[str]] = {}
    for label in sorted({statement_of(graph, node).label for path in paths for node in path}):
        by_owner.setdefault(owned.get(label, label), []).append(label)
        by_root.setdefault(united.get(label, label), []).append(label)
    groups = [tuple(labels) for labels in by_owner.values() if len(labels) > 1]
    found += [Doubt("owner", labels, _owner(registry, labels[0])) for labels in groups]
    several = (tuple(labels) for labels in by_root.values() if len({owned.get(label, label) for label in labels}) > 1)
    return (*found, *(Doubt("maybe", labels) for labels in several))


def _owner(registry: Registry, label: str) -> str:
    """Return the ultimate owner of a source, or its pool; of a circle of owners the one that comes first."""
    met: dict[str, None] = {}
    while label not in met:
        met[label] = None
        source = registry.get(label)
        if source is None or source.pool or not source.owner:
            return source.pool if source and source.pool else label
        label = registry.label(registry.resolve(source.owner))
    return min(list(met)[list(met).index(label) :])


def _lines(graph: Graph, paths: list[Path]) -> Lines:
    if not paths:
        return Lines(0, 0)
    whole = len(paths) <= MAX_PATHS
    labels = [tuple(statement_of(graph, node).label for node in path) for path in paths]
    lines = most_disjoint(map(frozenset, labels))
    floor = most_disjoint(_floor_sets(graph, paths))
    shared = frozenset(labels[0]).intersection(*labels)
    if whole:
        cut, cut_is_least = smallest_hitting_set(map(frozenset, labels), rank=_distance(labels))
    else:
        shared = _on_every_path(graph, paths, shared)
        cut, cut_is_least = tuple(label for label in labels[0] if label in shared)[:1], bool(shared)
    most = lines.most if whole else len(graph)
    if cut:
        most = min(most, len(cut))  # each line needs a label of its own in whatever meets all paths
    if most > lines.least:
        most = max(lines.least, min(most, _flow_bound(graph, paths)))
    least = max(floor.least, 1)
    floor_is_known = (whole and floor.exact) or least == most
    return Lines(
        floor=least,
        ceiling=most,
        cut=cut,
        single_points=tuple(label for label in dict.fromkeys(labels[0]) if label in shared),
        exact=most == lines.least and floor_is_known and (cut_is_least or len(cut) == most),
    )


def _on_every_path(graph: Graph, paths: list[Path], labels: frozenset[str]) -> frozenset[str]:
    """Return which of these labels stand on every path of the claim, where there are too many to look at."""
    nodes = graph.graph["claims"][statement_of(graph, paths[0][0]).claim]
    starts, seen = _ends(graph, nodes, paths)
    ways: nx.DiGraph[str] = nx.DiGraph()
    ways.add_edges_from(("", node) for node in starts)
    ways.add_edges_from((node, "#") for node in seen)
    standing = {node for node in nodes if not is_withdrawn(statement_of(graph, node))}
    ways.add_edges_from((u, d) for u in standing - seen for d in graph.successors(u) if d in standing)
    by_label: dict[str, list[str]] = {}
    for node in standing:
        by_label.setdefault(statement_of(graph, node).label, []).append(node)
    above, node = nx.immediate_dominators(ways, ""), "#"
    dominating: set[str] = set()
    while (node := above[node]) != "":
        dominating.add(statement_of(graph, node).label)
    several = (label for label in labels - dominating if len(by_label[label]) > 1)
    without = (label for label in several if not nx.has_path(nx.restricted_view(ways, by_label[label], []), "", "#"))
    return frozenset(dominating).union(without)


def _floor_sets(graph: Graph, paths: list[Path]) -> list[frozenset[str]]:
    """Return the label sets that count for the floor: of paths that start with somebody known."""
    registry = registry_of(graph)
    united = registry.united
    known = (path for path in paths if _is_known(statement_of(graph, path[0]), registry))
    labels = ((statement_of(graph, node).label for node in path) for path in known)
    return [frozenset(united.get(label, label) for label in path) for path in labels]


def _distance(labels: list[tuple[str, ...]]) -> Mapping[str, int]:
    """Rank labels by how near to an origin they ever stand, so that a cut names origins first."""
    rank: dict[str, int] = {}
    for path in labels:
        for number, label in enumerate(path):
            rank[label] = min(rank.get(label, number), number)
    return rank


def _is_known(origin: Statement, registry: Registry) -> bool:
    """Tell whether an origin counts for the floor: it is named, or belongs to a pool."""
    return origin.label in registry.pools or not is_nameless(origin, registry.nameless)


def is_nameless(statement: Statement, nameless: frozenset[str]) -> bool:
    """Tell whether nobody knows who made a statement, given `Registry.nameless`; a resolved group has a name."""
    return statement.kind != "named" and (statement.source is None or statement.label in nameless)


def _flow_bound(graph: Graph, paths: list[Path]) -> int:
    """Return the smaller of two maximum flows from origins to first seen statements: over statements, and over labels.

    Paths that share no label share no statement, and stay apart where all statements of a label are
    one node; so neither flow can be smaller than the number of lines (Menger, 1927).
    """
    claim_nodes = graph.graph["claims"][statement_of(graph, paths[0][0]).claim]
    starts, seen = _ends(graph, claim_nodes, paths)
    return min(_flow(graph, claim_nodes, starts, seen, name) for name in (str, lambda n: statement_of(graph, n).label))


def _ends(graph: Graph, nodes: Iterable[str], paths: list[Path]) -> tuple[set[str], set[str]]:
    stance = statement_of(graph, paths[0][0]).stance
    standing = {n for n in nodes if not is_withdrawn(statement_of(graph, n))}
    starts = {n for n in standing if statement_of(graph, n).stance == stance}
    starts = starts if stance == "denies" else {n for n in starts if graph.in_degree(n) == 0}
    return starts, {n for n in standing if statement_of(graph, n).seen}


def _flow(graph: Graph, nodes: Iterable[str], starts: set[str], seen: set[str], name: Callable[[str], str]) -> int:
    network: nx.DiGraph[tuple[str, str]] = nx.DiGraph()
    source, sink = ("source", ""), ("sink", "")
    network.add_nodes_from([source, sink])
    for node in nodes:
        if is_withdrawn(statement_of(graph, node)):
            continue
        network.add_edge(("in", name(node)), ("out", name(node)), capacity=1)
        if node in starts:
            network.add_edge(source, ("in", name(node)), capacity=1)
        if node in seen:
            network.add_edge(("out", name(node)), sink, capacity=1)
            continue  # a path ends with the first seen statement
        for following in graph.successors(node):
            network.add_edge(("out", name(node)), ("in", name(following)), capacity=1)
    return int(nx.maximum_flow_value(network, source, sink))
