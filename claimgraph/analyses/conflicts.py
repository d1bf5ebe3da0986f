"""Conflicts: who says the opposite of whom, who changed its account, and who carries both sides.

Definitions: docs/analyses.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from claimgraph.chains import denials, for_origins, origins, standing_nodes
from claimgraph.dates import overlaps, parse_date
from claimgraph.graph import Graph, statement_of
from claimgraph.model import Claim, Statement
from claimgraph.roles import leading_to

MAX_LISTED = 1_000
"""So many conflicts are listed; of more it is said how many there are."""


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


@dataclass(frozen=True, slots=True)
class Opposition:
    """All conflicts of one claim, or of two that contradict each other: each of one side against each of the other.

    ``firsts`` and ``seconds`` are the statements of the two sides, each sorted by their names in the record.
    """

    claims: tuple[str, ...]
    firsts: tuple[Statement, ...]
    seconds: tuple[Statement, ...]

    @property
    def count(self) -> int:
        """How many conflicts these are."""
        return len(self.firsts) * len(self.seconds)

    def __iter__(self) -> Iterator[Conflict]:
        return (Conflict(first, second) for first in self.firsts for second in self.seconds)

    @property
    def own(self) -> Iterator[Conflict]:
        """Those in which one voice stands on both sides, in their order."""
        seconds = self._seconds_by_label()
        return (Conflict(first, second) for first in self.firsts for second in seconds.get(first.label, ()))

    def count_own(self) -> int:
        """Return how many those are in which one voice stands on both sides."""
        seconds = self._seconds_by_label()
        return sum(len(seconds.get(first.label, ())) for first in self.firsts)

    def between_voices(self) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
        """Return who of the two sides is in conflict with another voice, in the order of the conflicts."""
        before, after = ({s.label for s in side} for side in (self.firsts, self.seconds))
        firsts = tuple(s for s in self.firsts if after != {s.label})
        first = firsts[0].label if firsts else ""
        seconds = sorted((s for s in self.seconds if before != {s.label}), key=lambda s: s.label == first)
        return firsts, tuple(seconds)

    def _seconds_by_label(self) -> dict[str, list[Statement]]:
        found: dict[str, list[Statement]] = {}
        for second in self.seconds:
            found.setdefault(second.label, []).append(second)
        return found


def conflicts(graph: Graph, claims: Iterable[Claim], *, most: int | None = MAX_LISTED) -> tuple[Conflict, ...]:
    """Return the conflicts within and between claims, each pair of statements once, sorted.

    A pair is an origin of one claim with an origin of a claim that contradicts it, or an origin and
    a statement that denies the same claim. Relays are never in conflict with what they relay.

    Parameters
    ----------
    graph : networkx.DiGraph
        From `build_graph`; contradictions with claims outside it are left out.
    claims : iterable of Claim
        The claims to look at; their ``contradicts`` relations say which contradict each other.
    most : int, optional
        Only the first ones are returned, so many; with None all of them. `oppositions` counts them without making them.

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
    return tuple(islice(chain.from_iterable(oppositions(graph, claims)), most))


def oppositions(graph: Graph, claims: Iterable[Claim]) -> tuple[Opposition, ...]:
    """Return the conflicts within and between claims as who stands against whom, sorted, without making the pairs.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Ledger
    >>> from claimgraph.notation import parse_chain
    >>> claim = Claim("c", "C.", tuple(map(parse_chain, ("Ann", "Bob", "Cem [denied]"))))
    >>> [found.count for found in oppositions(build_graph(Ledger((claim,))), [claim])]
    [2]
    """
    listed = list(claims)
    known: dict[str, tuple[Statement, ...]] = {}

    def asserting(claim_id: str) -> tuple[Statement, ...]:
        if claim_id not in known:
            known[claim_id] = _sorted_statements(graph, claim_id, origins(graph, claim_id))
        return known[claim_id]

    found = []
    for claim_id in dict.fromkeys(claim.id for claim in listed):
        if denying := denials(graph, claim_id):
            denied_by = _sorted_statements(graph, claim_id, denying)
            found.append(Opposition((claim_id,), asserting(claim_id), denied_by))
    pairs = contradictions(graph, listed)
    found += [Opposition((one, other), asserting(one), asserting(other)) for one, other in pairs]
    return tuple(sorted((one for one in found if one.count), key=lambda one: one.claims))


def both_sides(
    graph: Graph, claims: Iterable[Claim], *, of: Collection[str] | None = None, most: int | None = MAX_LISTED
) -> tuple[BothSides, ...]:
    """Return the sources that pass on both sides of a conflict, sorted.

    Parameters
    ----------
    graph, claims
        As of `conflicts`.
    of : collection of str, optional
        Only the conflicts of these claims, by their ids.
    most : int, optional
        Only the first ones are returned, so many; with None all of them. `count_both_sides` counts them.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Ledger
    >>> from claimgraph.notation import parse_chain
    >>> claim = Claim("c", "C.", tuple(map(parse_chain, ("A <- Ann", "A <- Bob [denied]"))))
    >>> both_sides(build_graph(Ledger((claim,))), [claim])
    (BothSides(source='a', claims=('c',)),)
    """
    found = (BothSides(label, about) for about, labels in carriers(graph, claims, of=of) for label in sorted(labels))
    return tuple(islice(found, most))


def count_both_sides(graph: Graph, claims: Iterable[Claim], *, of: Collection[str] | None = None) -> int:
    """Return how many `both_sides` there are in all."""
    return sum(len(labels) for _, labels in carriers(graph, claims, of=of))


def carriers(
    graph: Graph, claims: Iterable[Claim], *, of: Collection[str] | None = None
) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """Yield every conflict as its claims, sorted, with the labels of those who pass on both of its sides."""
    listed = list(claims)
    passing: dict[str, set[str]] = {}

    def passing_on(claim_id: str) -> set[str]:
        if claim_id not in passing:
            passing[claim_id] = _relayed(graph, claim_id, for_origins(graph, claim_id))
        return passing[claim_id]

    within = [(claim_id,) for claim_id in dict.fromkeys(c.id for c in listed) if denials(graph, claim_id)]
    for about in sorted([*within, *contradictions(graph, listed)]):
        if of is None or not set(about).isdisjoint(of):
            denying = [f"{about[0]}#{key}" for key in denials(graph, about[0])] if len(about) == 1 else []
            other = _relayed(graph, about[0], denying) if denying else passing_on(about[-1])
            yield about, passing_on(about[0]) & other


def contradictions(graph: Graph, claims: Iterable[Claim]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of claims of a graph that contradict each other, each once, the smaller id first."""
    known = graph.graph["claims"]
    pairs = {tuple(sorted((c.id, target))) for c in claims for target in c.related("contradicts") if target != c.id}
    yield from ((one, other) for one, other in sorted(pairs) if one in known and other in known)


def _sorted_statements(graph: Graph, claim_id: str, keys: Iterable[str]) -> tuple[Statement, ...]:
    return tuple(statement_of(graph, node) for node in sorted(f"{claim_id}#{key}" for key in keys))


def _relayed(graph: Graph, claim_id: str, starts: Iterable[str]) -> set[str]:
    """Return the labels of the statements that pass on what starts there, and neither deny nor question it."""
    standing = set(standing_nodes(graph, claim_id))
    near = {node for start in starts if start in standing for node in graph.successors(start)}
    reached = leading_to(near & standing, standing, graph.successors)
    return {s.label for n in reached if (s := statement_of(graph, n)).stance in ("relays", "asserts")}


def _dates_differ(one: Statement, other: Statement) -> bool:
    if one.date is None or other.date is None:
        return False
    return not overlaps(parse_date(one.date), parse_date(other.date))
