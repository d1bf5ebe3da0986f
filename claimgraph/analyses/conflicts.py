"""Conflicts: who says the opposite of whom, who changed its account, and who carries both sides.

Definitions: docs/analyses.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import networkx as nx

from claimgraph.chains import denials, for_origins, origins, standing_nodes
from claimgraph.dates import overlaps, parse_date
from claimgraph.graph import Graph, statement_of
from claimgraph.model import Claim, Statement


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements that cannot both be right.

    ``first`` is an origin of a claim. ``second`` denies that claim, or is an origin of a claim that
    contradicts it.
    """

    first: Statement
    second: Statement

    @property
    def claims(self) -> tuple[str, ...]:
        """The claim they are about, or the two that contradict each other."""
        return tuple(dict.fromkeys((self.first.claim, self.second.claim)))

    @property
    def is_own(self) -> bool:
        """Tell whether one voice stands on both sides."""
        return self.first.label == self.second.label

    @property
    def changed_account(self) -> bool:
        """Tell whether one voice said the one at one date and the other at another."""
        return self.is_own and _dates_differ(self.first, self.second)


@dataclass(frozen=True, slots=True)
class BothSides:
    """A source that passes on both sides of a conflict, which is no conflict of its own.

    ``claims`` are the claim whose assertion and denial it carries, or the two that contradict each
    other; ``source`` is its label.
    """

    source: str
    claims: tuple[str, ...]


def conflicts(graph: Graph, claims: Iterable[Claim]) -> tuple[Conflict, ...]:
    """Return the conflicts within and between claims, each pair of statements once, sorted.

    A pair is an origin of one claim with an origin of a claim that contradicts it, or an origin and
    a statement that denies the same claim. Relays are never in conflict with what they relay.

    Parameters
    ----------
    graph : networkx.DiGraph
        From `build_graph`; contradictions with claims outside it are left out.
    claims : iterable of Claim
        The claims to look at; their ``contradicts`` relations say which contradict each other.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Ledger
    >>> from claimgraph.notation import parse_chain
    >>> chains = tuple(map(parse_chain, ("A <- Ann [said 2024-01]", "B <- Ann [denied 2024-03]")))
    >>> claim = Claim("c", "C.", chains)
    >>> [(c.first.key, c.second.key, c.changed_account) for c in conflicts(build_graph(Ledger((claim,))), [claim])]
    [('ann@2024-01', 'ann@2024-03', True)]
    """
    listed = list(claims)
    found = [
        Conflict(statement_of(graph, first), statement_of(graph, second))
        for claim in listed
        for first in _origin_nodes(graph, claim.id)
        for second in (f"{claim.id}#{key}" for key in denials(graph, claim.id))
    ]
    for one, other in contradictions(graph, listed):
        found += [
            Conflict(statement_of(graph, first), statement_of(graph, second))
            for first in _origin_nodes(graph, one)
            for second in _origin_nodes(graph, other)
        ]
    return tuple(sorted(found, key=lambda c: (c.claims, c.first.node, c.second.node)))


def both_sides(graph: Graph, claims: Iterable[Claim]) -> tuple[BothSides, ...]:
    """Return the sources that pass on both sides of a conflict, sorted.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Ledger
    >>> from claimgraph.notation import parse_chain
    >>> claim = Claim("c", "C.", tuple(map(parse_chain, ("A <- Ann", "A <- Bob [denied]"))))
    >>> both_sides(build_graph(Ledger((claim,))), [claim])
    (BothSides(source='a', claims=('c',)),)
    """
    listed = list(claims)
    found = [
        BothSides(label, (claim.id,))
        for claim in listed
        for label in _relayed(graph, claim.id, for_origins(graph, claim.id))
        & _relayed(graph, claim.id, [f"{claim.id}#{key}" for key in denials(graph, claim.id)])
    ]
    found += [
        BothSides(label, (one, other))
        for one, other in contradictions(graph, listed)
        for label in _relayed(graph, one, for_origins(graph, one)) & _relayed(graph, other, for_origins(graph, other))
    ]
    return tuple(sorted(found, key=lambda both: (both.claims, both.source)))


def contradictions(graph: Graph, claims: Iterable[Claim]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of claims of a graph that contradict each other, each once, the smaller id first."""
    known = graph.graph["claims"]
    pairs = {tuple(sorted((c.id, target))) for c in claims for target in c.related("contradicts") if target != c.id}
    yield from ((one, other) for one, other in sorted(pairs) if one in known and other in known)


def _origin_nodes(graph: Graph, claim_id: str) -> list[str]:
    return [f"{claim_id}#{key}" for key in origins(graph, claim_id)]


def _relayed(graph: Graph, claim_id: str, starts: Iterable[str]) -> set[str]:
    """Return the labels of the statements that pass on what starts there, and neither deny nor question it."""
    standing: Graph = nx.subgraph(graph, standing_nodes(graph, claim_id))
    reached = {d for node in starts if node in standing for d in nx.descendants(standing, node)}
    return {s.label for n in reached if (s := statement_of(graph, n)).stance in ("relays", "asserts")}


def _dates_differ(one: Statement, other: Statement) -> bool:
    if one.date is None or other.date is None:
        return False
    return not overlaps(parse_date(one.date), parse_date(other.date))
