"""What falls when a source, a statement or a link falls: the impact of a retraction.

Definitions: docs/analyses.md. Ends stay what they are in the record: a relay that loses its
upstream never becomes an origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import islice
from operator import or_
from typing import Literal

import networkx as nx

from claimgraph.analyses.lines import Lines, independent_lines
from claimgraph.analyses.masks import downstream_masks, set_bits
from claimgraph.chains import for_origins, standing_nodes, voices_of
from claimgraph.graph import Graph, claim_nodes, statement_of
from claimgraph.model import Claim, Ledger, Statement
from claimgraph.roles import is_withdrawn, leading_to

MAX_REPEATING = 100
"""So many statements are listed that still repeat one that was withdrawn; of more it is said how many there are."""

Outcome = Literal["lost", "weakened", "unaffected"]


@dataclass(frozen=True, slots=True)
class ClaimImpact:
    """What becomes of one claim: its lines before and after.

    ``lost`` if it stood and stands no more; ``weakened`` if its floor or ceiling sinks, or a claim
    that it is based on is lost or weakened, and it still stands; else ``unaffected``.
    """

    claim: str
    outcome: Outcome
    before: Lines
    after: Lines


@dataclass(frozen=True, slots=True)
class Impact:
    """What falls in this record when something in it falls.

    ``dropped`` are the statements that fall themselves; ``claims`` all claims in order of id;
    ``unsupported`` the statements that lose all support with them, and ``stranded`` those of these that
    we read, or that nobody further on relies on: whom to tell. ``others`` is how many more claims the record has, which
    nothing here has to do with.
    """

    dropped: tuple[Statement, ...]
    claims: tuple[ClaimImpact, ...]
    unsupported: tuple[Statement, ...]
    stranded: tuple[Statement, ...]
    others: int = 0

    @property
    def counted(self) -> str:
        """How many claims are lost, weakened and unaffected, as part of a sentence."""
        lost, weakened, unaffected = (len(self.of(outcome)) for outcome in ("lost", "weakened", "unaffected"))
        return f"{lost} lost, {weakened} weakened, {unaffected + self.others} unaffected"

    def of(self, outcome: Outcome) -> tuple[str, ...]:
        """Return the ids of the claims with this outcome."""
        return tuple(claim.claim for claim in self.claims if claim.outcome == outcome)


def impact_of_source(ledger: Ledger, graph: Graph, source_id: str) -> Impact:
    """Return what falls if nothing counts that a source ever said or passed on.

    Parameters
    ----------
    ledger : Ledger
        The record, whose claims say what they are based on.
    graph : networkx.DiGraph
        Its graph, from `build_graph`.
    source_id : str
        A source's id (`Registry.resolve` finds it from any name); all that is one voice with it falls.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.notation import parse_chain
    >>> claims = (Claim("c", "C.", (parse_chain("A <- B"), parse_chain("D"))), Claim("e", "E.", (parse_chain("B"),)))
    >>> record = Ledger(claims)
    >>> found = impact_of_source(record, build_graph(record), "b")
    >>> found.of("lost"), found.of("weakened"), [s.node for s in found.stranded]
    (('e',), ('c',), ['c#a'])
    """
    is_meant = voices_of(graph, source_id)
    return impact_of_statements(ledger, graph, [n for n in graph if is_meant(statement_of(graph, n))])


def impact_of_statements(ledger: Ledger, graph: Graph, nodes: Iterable[str]) -> Impact:
    """Return what falls if some statements fall; ``nodes`` are their names in the record, ``claim-id#key``."""
    return _impact(ledger, graph, nodes, [])


def impact_of_link(ledger: Ledger, graph: Graph, *, upstream: str, downstream: str) -> Impact:
    """Return what falls if one statement does not rely on another after all; both are nodes of the graph."""
    return _impact(ledger, graph, [], [(upstream, downstream)])


def claims_below(ledger: Ledger, claim: Claim) -> tuple[Claim, ...]:
    """Return a claim and all claims of the record that it is based on, directly or through others."""
    below, waiting = {claim.id: claim}, [claim]
    while waiting:
        for base in waiting.pop().related("based_on"):
            if base in ledger and base not in below:
                below[base] = ledger[base]
                waiting.append(ledger[base])
    return tuple(below.values())


def resting_on(ledger: Ledger, claim_ids: Iterable[str]) -> Ledger:
    """Return a ledger of some claims, of all that are based on them, and of all that any of these is based on.

    It is all that the impact of something in these claims depends on: every other claim is unaffected.

    Examples
    --------
    >>> from claimgraph.model import Relation
    >>> based = lambda own, *on: Claim(own, own, relations=tuple(Relation("based_on", base) for base in on))
    >>> ledger = Ledger((based("a"), based("b", "a", "c"), based("c"), based("d", "c")))
    >>> resting_on(ledger, ["a"]).ids
    ('a', 'b', 'c')
    """
    above = set(claim_ids)
    waiting = sorted(above)
    while waiting:
        base = waiting.pop()
        for claim in ledger.pointing_at(base):
            if base in claim.related("based_on") and claim.id not in above:
                above.add(claim.id)
                waiting.append(claim.id)
    below, waiting = set(above), [c.id for c in ledger.part(above) if c.related("based_on")]
    while waiting:
        for base in ledger[waiting.pop()].related("based_on"):
            if base in ledger and base not in below:
                below.add(base)
                waiting.append(base)
    return ledger.part(below)


def standing_claims(claims: Iterable[Claim], lines: Mapping[str, Lines]) -> frozenset[str]:
    """Return the claims that stand: a line at least supports them, or all stand that they are based on.

    The least fixpoint: claims that only rest on each other do not stand.

    Examples
    --------
    >>> from claimgraph.model import Relation
    >>> based = lambda own, on: Claim(own, own, relations=(Relation("based_on", on),))
    >>> sorted(standing_claims(Ledger((based("a", "b"), based("b", "a"), based("d", "c"))), {"c": Lines(1, 1)}))
    ['c', 'd']
    """
    standing = {claim_id for claim_id, own in lines.items() if own.ceiling}
    dependants: dict[str, list[str]] = {}
    open_bases: dict[str, set[str]] = {}
    for claim in claims:
        bases = set(claim.related("based_on"))
        if bases and claim.id not in standing:
            open_bases[claim.id] = bases
            for base in bases:
                dependants.setdefault(base, []).append(claim.id)
    waiting = sorted(standing)
    while waiting:
        base = waiting.pop()
        for claim_id in dependants.get(base, ()):
            open_bases[claim_id].discard(base)
            if not open_bases[claim_id] and claim_id not in standing:
                standing.add(claim_id)
                waiting.append(claim_id)
    return frozenset(standing)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A withdrawn statement that others still pass on.

    ``keys`` are the first of their keys, of ``count`` in all; ``speakers`` a statement of each of the first who have
    different names, of ``count_speakers`` in all.
    """

    statement: Statement
    keys: tuple[str, ...]
    count: int
    speakers: tuple[Statement, ...]
    count_speakers: int


def still_repeated(graph: Graph, claim_id: str, *, most: int = MAX_REPEATING) -> Iterator[Repeated]:
    """Yield the withdrawn statements of a claim that others still pass on, each with the first ``most`` of these.

    Those that rely on it, directly or through others that stand, and have neither been withdrawn
    themselves nor deny or question the claim.
    """
    withdrawn = [node for node in claim_nodes(graph, claim_id) if statement_of(graph, node).withdrawn]
    standing = (statement_of(graph, n) for n in standing_nodes(graph, claim_id)) if withdrawn else ()
    kept = [s for s in standing if s.stance in ("relays", "asserts")]
    first: dict[str, Statement] = {}
    for statement in kept:
        first.setdefault(_called(statement), statement)
    places = {called: 1 << number for number, called in enumerate(first)}
    speakers = list(first.values())
    nodes = [s.node for s in kept]
    reached = downstream_masks(graph, nodes, {node: 1 << number for number, node in enumerate(nodes)})
    heard = downstream_masks(graph, nodes, {s.node: places[_called(s)] for s in kept})
    for node in withdrawn:
        near = [n for n in graph.successors(node) if n in reached]
        mask, voices = (reduce(or_, (masks[n] for n in near), 0) for masks in (reached, heard))
        if mask:
            keys = tuple(kept[number].key for number in islice(set_bits(mask), most))
            who = tuple(speakers[number] for number in islice(set_bits(voices), most))
            yield Repeated(statement_of(graph, node), keys, mask.bit_count(), who, voices.bit_count())


def _called(statement: Statement) -> str:
    """Return what tells the names of statements apart as they are shown; all missing sources are called the same."""
    return "" if statement.kind == "missing" else f"{statement.is_described}{statement.name}"


def still_repeating(graph: Graph, claim_id: str, *, most: int = MAX_REPEATING) -> dict[str, tuple[str, ...]]:
    """Return, for every withdrawn statement of a claim, the first statements that still pass it on, as keys.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.notation import parse_chain
    >>> chains = tuple(map(parse_chain, ("A <- B [said 2024-01]", "B [retracted 2024-02]")))
    >>> still_repeating(build_graph(Ledger((Claim("c", "C.", chains),))), "c")
    {'b@2024-01': ('a',)}
    """
    return {found.statement.key: found.keys for found in still_repeated(graph, claim_id, most=most)}


def _impact(ledger: Ledger, graph: Graph, nodes: Iterable[str], links: Iterable[tuple[str, str]]) -> Impact:
    dropped = [n for n in nodes if not is_withdrawn(statement_of(graph, n))]
    cut = list(links)
    reduced = _without(graph, dropped, cut)
    touched = {statement_of(graph, n).claim for n in (*dropped, *(d for _, d in cut))}
    before = {claim_id: independent_lines(graph, claim_id) for claim_id in graph.graph["claims"]}
    after = {claim_id: independent_lines(reduced, claim_id) if claim_id in touched else lines
             for claim_id, lines in before.items()}  # fmt: skip
    outcomes = _outcomes(ledger, before, after)
    unsupported = [s for claim_id in sorted(touched) for s in _unsupported(graph, reduced, claim_id)]
    stranded = (s for s in unsupported if s.seen or not graph.out_degree(s.node))
    claims = (
        ClaimImpact(claim_id, outcomes[claim_id], before[claim_id], after[claim_id]) for claim_id in sorted(before)
    )
    return Impact(tuple(statement_of(graph, n) for n in dropped), tuple(claims), tuple(unsupported), tuple(stranded))


def _without(graph: Graph, nodes: Iterable[str], links: Iterable[tuple[str, str]]) -> Graph:
    """Return the graph where some statements count no more, and some links are gone, with ends as recorded.

    A statement that falls is treated as withdrawn, so that whoever relies on it keeps an upstream. For a
    link a withdrawn stand-in takes the place of its upstream.
    """
    reduced: Graph = nx.DiGraph(graph)
    for node in nodes:
        reduced.nodes[node]["statement"] = replace(statement_of(graph, node), withdrawn=True)
    for upstream, downstream in links:
        gone = f"{upstream} (gone)"
        reduced.add_node(gone, statement=replace(statement_of(graph, upstream), withdrawn=True))
        reduced.add_edge(gone, downstream, link=graph.edges[upstream, downstream]["link"])
        reduced.remove_edge(upstream, downstream)
    return reduced


def _outcomes(ledger: Ledger, before: Mapping[str, Lines], after: Mapping[str, Lines]) -> dict[str, Outcome]:
    stood, stands = standing_claims(ledger, before), standing_claims(ledger, after)
    outcomes: dict[str, Outcome] = {}
    for claim_id, lines in before.items():
        sank = (after[claim_id].floor, after[claim_id].ceiling) != (lines.floor, lines.ceiling)
        lost = claim_id in stood and claim_id not in stands
        outcomes[claim_id] = "lost" if lost else "weakened" if sank and claim_id in stands else "unaffected"
    _spread(ledger, outcomes, stands)
    return outcomes


def _spread(ledger: Ledger, outcomes: dict[str, Outcome], stands: frozenset[str]) -> None:
    """Weaken what is based on a claim that is lost or weakened, and still stands."""
    dependants: dict[str, list[Claim]] = {}
    for claim in ledger:
        for base in claim.related("based_on"):
            dependants.setdefault(base, []).append(claim)
    waiting = [claim_id for claim_id, outcome in outcomes.items() if outcome != "unaffected"]
    while waiting:
        for claim in dependants.get(waiting.pop(), ()):
            if claim.id in stands and outcomes.get(claim.id) == "unaffected":
                outcomes[claim.id] = "weakened"
                waiting.append(claim.id)


def _unsupported(graph: Graph, reduced: Graph, claim_id: str) -> list[Statement]:
    """Return the statements for a claim that stood on something and stand on nothing now."""
    supported, left = _supported(graph, claim_id), _supported(reduced, claim_id)
    lost = (n for n in standing_nodes(reduced, claim_id) if n in supported and n not in left)
    return [s for n in lost if (s := statement_of(graph, n)).stance in ("relays", "asserts")]


def _supported(graph: Graph, claim_id: str) -> set[str]:
    """Return the standing nodes that an end that asserts is, or leads to."""
    standing = set(standing_nodes(graph, claim_id))
    return leading_to(for_origins(graph, claim_id), standing, graph.successors)
