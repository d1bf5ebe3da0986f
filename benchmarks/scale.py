"""Ten thousand claims analysed completely, against building their networkx graphs: both in one process."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from claimgraph.analyses.advice import advise
from claimgraph.analyses.circularity import apparent, circles, has_false_confirmation, is_unnamed_only
from claimgraph.analyses.conflicts import both_sides, conflicts
from claimgraph.analyses.drift import drifts
from claimgraph.analyses.impact import still_repeating
from claimgraph.analyses.lines import independent_lines, lines_against
from claimgraph.analyses.timeline import first_movers, impossible_times
from claimgraph.chains import relays
from claimgraph.graph import Graph, build_graph
from claimgraph.model import Chain, Claim, Ledger, Relation, Source
from claimgraph.notation import parse_chain

CLAIMS = 10_000

ANALYSES: tuple[Callable[[Graph, str], Any], ...] = (
    independent_lines,  # with the cut and the single points
    lines_against,
    circles,
    apparent,
    has_false_confirmation,
    is_unnamed_only,
    relays,
    first_movers,
    impossible_times,
    still_repeating,
    advise,
    drifts,
)
"""Everything that is computed for every claim; a further analysis belongs here."""


def record(claims: int = CLAIMS, *, seed: int = 1) -> Ledger:
    """Return a made-up record: claims of 3 to 12 statements, with branches, loops, relations and shared wires."""
    rng = random.Random(seed)
    outlets = [f"Outlet {number}" for number in range(400)]
    owners = {name: f"Owner {rng.randrange(60)}" for name in rng.sample(outlets, 120)}
    sources = [Source(_id(name), "outlet", name, owner=owners.get(name)) for name in outlets]
    sources += [Source(f"wire-{number}", "outlet", f"Wire {number}", wire=True) for number in range(5)]
    made = (_claim(rng, number, outlets) for number in range(claims))
    return Ledger(tuple(made), tuple(sources))


def _claim(rng: random.Random, number: int, outlets: list[str]) -> Claim:
    size = rng.randint(3, 12)
    denied = size > 3 and rng.random() < 0.1
    names = rng.sample(outlets, size - 2 - denied)
    wire, other = rng.sample(range(5), 2)
    end = rng.choice(('"officials"', "?", "Ann", f"Person {number}", f"Wire {other}"))
    chains = [f"{names[0]} <- {end}"]
    for place, name in enumerate(names[1:], 1):
        # Downstream of one or two that are there already, which makes the branches.
        upstream = rng.sample(names[:place], min(place, rng.choice((1, 1, 1, 2))))
        chains.append(f"{name} [{rng.choice(('unseen', 'seen'))}] <- {' + '.join(upstream)}")
    chains.append(f"{names[-1]} <- Wire {wire}")
    if len(names) > 1 and rng.random() < 0.1:
        chains.append(f"{names[0]} <- {names[-1]}")
    if denied:
        chains.append("Critic [denied]")
    kinds = ("contradicts", "supports", "tension")
    relations = (Relation(rng.choice(kinds), f"c{rng.randrange(number)}"),) if number and rng.random() < 0.3 else ()
    parsed: tuple[Chain, ...] = tuple(map(parse_chain, chains))
    return Claim(f"c{number}", f"Claim {number}.", parsed, relations=relations)


def _id(name: str) -> str:
    return name.lower().replace(" ", "-")


def analyse(ledger: Ledger, graph: Graph) -> None:
    """Compute everything for every claim of a graph, and what is between claims."""
    conflicts(graph, ledger)
    both_sides(graph, ledger)
    for claim_id in graph.graph["claims"]:
        for analysis in ANALYSES:
            analysis(graph, claim_id)


def scale_ratio(claims: int = CLAIMS, *, runs: int = 3) -> float:
    """Return the median time of all analyses of all claims divided by that of building their graph.

    The two run in turn, each time on a new graph, so that nothing kept from before helps.
    """
    times: tuple[list[float], list[float]] = ([], [])
    ledger = record(claims)
    for _ in range(runs):
        start = time.perf_counter()
        graph = build_graph(ledger)
        built = time.perf_counter()
        analyse(ledger, graph)
        times[0].append(time.perf_counter() - built)
        times[1].append(built - start)
    return statistics.median(times[0]) / statistics.median(times[1])
