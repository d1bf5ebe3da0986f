"""CG3xx: whether what supports a claim is what it seems to be."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from claimgraph.analyses.circularity import Circle, apparent, circles
from claimgraph.analyses.impact import still_repeated
from claimgraph.analyses.lines import independent_lines
from claimgraph.checks.base import Record
from claimgraph.model import Claim, Problem
from claimgraph.text import MOST_NAMES, listed, statement_name


def ungrounded_loop(record: Record) -> Iterator[Problem]:
    """CG301: statements rely on each other in a circle that nobody outside enters.

    Bad: ``A <- B <- C <- B``: nothing in the record ever said it first. Good: ``A <- B <- C <- Ann``.
    """
    for claim, circle in _circles(record):
        if not circle.grounded:
            nobody = "on nobody who stands by it" if circle.entered else "on nobody else"
            message = f"{_named(record, circle)} rely on each other and {nobody}; find who said it first"
            yield Problem(claim.place("chains"), "CG301", "error", message, claim=claim.id)


def resting_on_each_other(record: Record) -> Iterator[Problem]:
    """CG301: claims without chains are based on each other in a circle, so that none of them ever stands.

    Bad: ``based_on: b`` in a and ``based_on: a`` in b, both without a chain. Good: a chain in one of them.
    """
    bases: nx.DiGraph[str] = nx.DiGraph()
    met: set[str] = set()
    waiting = [claim for claim in record.ledger if not claim.chains]
    while waiting:
        claim = waiting.pop()
        if claim.id not in met:
            met.add(claim.id)
            below = [record.whole[base] for base in claim.related("based_on") if base in record.whole]
            bare = [base for base in below if not base.chains]
            bases.add_edges_from((claim.id, base.id) for base in bare)
            waiting += bare
    for part in nx.strongly_connected_components(bases):
        for claim in record.ledger if len(part) > 1 else ():
            if claim.id in part:
                others = listed(sorted(part - {claim.id}))
                message = f"based_on: rests on {others} and they on it, so none stands; add a chain to one of them"
                yield Problem(claim.place("based_on"), "CG301", "error", message, claim=claim.id)


def circular_reporting(record: Record) -> Iterator[Problem]:
    """CG302: a claim comes back to a source that it came from, which then seems to confirm it.

    Bad: ``Wikipedia [2010] <- Telegraph <- Wikipedia [2008]``, counted as two. Good: the same, with
    the later statement recognised as no support of its own.
    """
    for claim, circle in _circles(record):
        if circle.grounded:
            message = f"the claim goes round between {_named(record, circle)}; count what stands before the circle only"
            yield Problem(claim.place("chains"), "CG302", "warning", message, claim=claim.id)


def false_confirmation(record: Record) -> Iterator[Problem]:
    """CG303: a claim looks like several sources and traces back to one at most.

    Bad: three papers that all have it from one agency, taken for three. Good: a line that shares
    nobody with them.
    """
    for claim in record.ledger:
        sources = apparent(record.graph, claim.id)
        lines = independent_lines(record.graph, claim.id)
        if len(sources) > 1 and lines.ceiling < 2:
            message = f"looks like {len(sources)} sources and traces back to {lines}; see `claimgraph show {claim.id}`"
            yield Problem(claim.place("chains"), "CG303", "warning", message, claim=claim.id)


def withdrawn_support(record: Record) -> Iterator[Problem]:
    """CG305: somebody still passes on what its own source took back.

    Bad: ``Paper <- Agency [said 2024-01-01]`` beside ``Agency [retracted 2024-01-03]``. Good: ``Paper
    [withdrew 2024-01-04]`` added, once it did, or another source for it.
    """
    for claim in record.ledger:
        for repeated in still_repeated(record.graph, claim.id):
            statement = repeated.statement
            names = listed(
                map(statement_name, repeated.speakers), more=repeated.count_speakers - len(repeated.speakers)
            )
            who = f"{names} still repeat{'s' if repeated.count_speakers == 1 else ''}"
            message = (
                f"{who} what {statement_name(statement)} withdrew; record their corrections, or find another source"
            )
            yield Problem(statement.location or claim.place("chains"), "CG305", "warning", message, claim=claim.id)


def _circles(record: Record) -> Iterator[tuple[Claim, Circle]]:
    for claim in record.ledger:
        for circle in circles(record.graph, claim.id):
            yield claim, circle


def _named(record: Record, circle: Circle) -> str:
    names = dict.fromkeys(statement_name(record.graph.nodes[node]["statement"]) for node in circle.nodes)
    return " and ".join(names) if len(names) <= MOST_NAMES else listed(names)
