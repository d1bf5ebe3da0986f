"""Finding claims: by who said them, through whom, when, and what was made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import networkx as nx

from claimgraph import dates
from claimgraph.analyses.circularity import circles, has_false_confirmation, is_unnamed_only
from claimgraph.analyses.conflicts import oppositions
from claimgraph.analyses.lines import independent_lines
from claimgraph.analyses.timeline import overdue
from claimgraph.chains import origins
from claimgraph.dates import overlaps, parse_date
from claimgraph.filters import Filters, said_span
from claimgraph.graph import Graph, build_graph, claim_nodes, statement_of
from claimgraph.lookup import source_matcher
from claimgraph.model import Claim, Ledger, Statement
from claimgraph.names import normalise
from claimgraph.roles import is_withdrawn


def select(ledger: Ledger, filters: Filters, *, graph: Graph | None = None) -> tuple[Claim, ...]:
    """Return the claims that fulfil all filters, in the order of the ledger.

    Parameters
    ----------
    ledger : Ledger
        The record.
    filters : Filters
        What to look for.
    graph : networkx.DiGraph, optional
        The ledger's graph, if there is one already.

    Raises
    ------
    NotFoundError
        A name that no source of the record has; with what may have been meant.

    Examples
    --------
    >>> from claimgraph.store import load
    >>> [c.id for c in select(load("claims"), Filters(source="ميدل إيست آي", role="relay"))]
    ['russian-response-slow', 'russian-aircraft-moved-to-ukraine']
    """
    if graph is None:
        narrowed = ledger.narrowed(filters)
        if narrowed is not None:
            claims, rest = narrowed
            # A part of the ledger, which stays as redacted as that is; its chains are not to be read again.
            return select(ledger.part([claim.id for claim in claims]), rest) if rest and claims else claims
        graph = build_graph(ledger)
    tests = _claim_tests(filters) + _graph_tests(ledger, filters, graph) + _analysis_tests(ledger, filters, graph)
    return tuple(claim for claim in ledger if all(test(claim) for test in tests))


def _claim_tests(filters: Filters) -> list[Callable[[Claim], bool]]:
    tests: list[Callable[[Claim], bool]] = []
    if filters.tags:
        wanted = {normalise(tag) for tag in filters.tags}
        tests.append(lambda claim: wanted <= {normalise(tag) for tag in claim.tags})
    if filters.text:
        words = normalise(filters.text).split()
        tests.append(lambda claim: all(word in _searched_text(claim) for word in words))
    if filters.verdict:
        tests.append(lambda claim: (claim.verdict.value if claim.verdict else "none") == filters.verdict)
    return tests


def _searched_text(claim: Claim) -> str:
    wordings = (m.wording for chain in claim.chains for m in chain.mentions)
    return normalise(" ".join(filter(None, (claim.id, claim.text, claim.said, claim.note, *claim.tags, *wordings))))


def _graph_tests(ledger: Ledger, filters: Filters, graph: Graph) -> list[Callable[[Claim], bool]]:
    def some(test: Callable[[str], bool]) -> Callable[[Claim], bool]:
        return lambda claim: any(test(node) for node in claim_nodes(graph, claim.id))

    tests = []
    for name, role in ((filters.source, filters.role), (filters.via, "passing"), *_way_ends(filters)):
        if name:
            matches = source_matcher(ledger, graph, name)
            tests.append(some(_in_role(graph, matches, role)))
    if filters.through and filters.origin:
        tests.append(_way(ledger, graph, origin=filters.origin, through=filters.through))
    if filters.since or filters.until:
        tests.append(some(_said_within(graph, filters.since, filters.until)))
    if filters.unseen:
        tests.append(some(lambda node: _unopened(statement_of(graph, node))))
    return tests


def _analysis_tests(ledger: Ledger, filters: Filters, graph: Graph) -> list[Callable[[Claim], bool]]:
    tests: list[Callable[[Claim], bool]] = []
    if filters.unnamed_only:
        tests.append(lambda claim: is_unnamed_only(graph, claim.id))
    if filters.single_origin:
        tests.append(lambda claim: has_false_confirmation(graph, claim.id))
    if filters.circular:
        tests.append(lambda claim: bool(circles(graph, claim.id)))
    if filters.conflicting:
        disputed = {claim_id for found in oppositions(graph, ledger) for claim_id in found.claims}
        tests.append(lambda claim: claim.id in disputed)
    if filters.overdue:
        day = filters.today or dates.today()
        tests.append(lambda claim: bool(overdue(claim, day)))
    most = filters.lines_max
    if most is not None:
        tests.append(lambda claim: independent_lines(graph, claim.id).ceiling <= most)
    return tests


def _way_ends(filters: Filters) -> Iterable[tuple[str | None, str]]:
    if filters.through and filters.origin:
        return ()
    return ((filters.through, "passing"), (filters.origin, "origin"))


def _in_role(graph: Graph, matches: Callable[[Statement], bool], role: str) -> Callable[[str], bool]:
    def test(node: str) -> bool:
        if not matches(statement_of(graph, node)):
            return False
        relying, relied_on = bool(graph.in_degree(node)), bool(graph.out_degree(node))
        if role == "origin":
            statement = statement_of(graph, node)
            return not relying and statement.key in origins(graph, statement.claim)
        fits = {"any": True, "carrier": not relied_on, "relay": relying and relied_on, "passing": relying}
        return fits[role]

    return test


def _way(ledger: Ledger, graph: Graph, *, origin: str, through: str) -> Callable[[Claim], bool]:
    starts, passes = source_matcher(ledger, graph, origin), source_matcher(ledger, graph, through)

    def test(claim: Claim) -> bool:
        nodes = [n for n in claim_nodes(graph, claim.id) if starts(statement_of(graph, n))]
        return any(passes(statement_of(graph, d)) for n in nodes for d in nx.descendants(graph, n))

    return test


def _said_within(graph: Graph, since: str | None, until: str | None) -> Callable[[str], bool]:
    span = said_span(since, until)

    def test(node: str) -> bool:
        said = statement_of(graph, node).date
        return said is not None and overlaps(parse_date(said), span)

    return test


def _unopened(statement: Statement) -> bool:
    return statement.kind == "named" and not statement.seen and not is_withdrawn(statement)
