"""claimgraph: who said what, through whom, and how many really say so.

The public names, each loaded when it is first used, so that starting up costs nothing.

Examples
--------
>>> import claimgraph as cg
>>> ledger = cg.load("claims")
>>> graph = cg.build_graph(ledger)
>>> cg.origins(graph, "russian-air-action-within-hours")
('"syrian sources"@sky-news-arabia',)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from claimgraph.version import VERSION

if TYPE_CHECKING:
    from claimgraph.analyses.advice import Advice, advise
    from claimgraph.analyses.circularity import apparent, circles, has_false_confirmation, is_unnamed_only
    from claimgraph.analyses.conflicts import (
        BothSides,
        Conflict,
        Opposition,
        both_sides,
        conflicts,
        count_both_sides,
        oppositions,
    )
    from claimgraph.analyses.drift import drifts
    from claimgraph.analyses.impact import (
        Impact,
        impact_of_link,
        impact_of_source,
        impact_of_statements,
        still_repeating,
    )
    from claimgraph.analyses.lines import Lines, independent_lines, lines_against
    from claimgraph.analyses.timeline import Event, events, first_movers, impossible_times, overdue
    from claimgraph.analyses.track import TrackRecord, TrackUnit, track_records
    from claimgraph.analyses.wording import shared_wordings
    from claimgraph.chains import denials, depth, origins, reach, relays, supporting_paths, trace
    from claimgraph.checks import check_ledger
    from claimgraph.dot import to_dot
    from claimgraph.errors import ClaimgraphError
    from claimgraph.graph import build_graph, project_sources, without_inferred
    from claimgraph.index import open_record
    from claimgraph.model import Chain, Claim, Ledger, Link, Location, Mention, Problem, Source, Statement
    from claimgraph.notation import parse_chain, to_text
    from claimgraph.query import select
    from claimgraph.redaction import redact
    from claimgraph.registry import Registry
    from claimgraph.store import dumps, load, loads
    from claimgraph.svg import to_svg
    from claimgraph.tracing import TraceStep


__version__ = VERSION

_HOMES = {
    "chains": ["denials", "depth", "origins", "reach", "relays", "supporting_paths", "trace"],
    "checks": ["check_ledger"],
    "analyses.advice": ["Advice", "advise"],
    "analyses.conflicts": [
        "BothSides",
        "Conflict",
        "Opposition",
        "both_sides",
        "conflicts",
        "count_both_sides",
        "oppositions",
    ],
    "analyses.impact": ["Impact", "impact_of_link", "impact_of_source", "impact_of_statements", "still_repeating"],
    "analyses.timeline": ["Event", "events", "first_movers", "impossible_times", "overdue"],
    "analyses.circularity": ["apparent", "circles", "has_false_confirmation", "is_unnamed_only"],
    "analyses.drift": ["drifts"],
    "analyses.wording": ["shared_wordings"],
    "analyses.track": ["TrackRecord", "TrackUnit", "track_records"],
    "dot": ["to_dot"],
    "index": ["open_record"],
    "errors": ["ClaimgraphError"],
    "redaction": ["redact"],
    "graph": ["build_graph", "project_sources", "without_inferred"],
    "analyses.lines": ["Lines", "independent_lines", "lines_against"],
    "model": ["Chain", "Claim", "Ledger", "Link", "Location", "Mention", "Problem", "Source", "Statement"],
    "notation": ["parse_chain", "to_text"],
    "query": ["select"],
    "registry": ["Registry"],
    "store": ["dumps", "load", "loads"],
    "svg": ["to_svg"],
    "tracing": ["TraceStep"],
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Advice",
    "BothSides",
    "Chain",
    "Claim",
    "ClaimgraphError",
    "Conflict",
    "Event",
    "Impact",
    "Ledger",
    "Lines",
    "Link",
    "Location",
    "Mention",
    "Opposition",
    "Problem",
    "Registry",
    "Source",
    "Statement",
    "TraceStep",
    "TrackRecord",
    "TrackUnit",
    "advise",
    "apparent",
    "both_sides",
    "build_graph",
    "check_ledger",
    "circles",
    "conflicts",
    "count_both_sides",
    "denials",
    "depth",
    "drifts",
    "dumps",
    "events",
    "first_movers",
    "has_false_confirmation",
    "impact_of_link",
    "impact_of_source",
    "impact_of_statements",
    "impossible_times",
    "independent_lines",
    "is_unnamed_only",
    "lines_against",
    "load",
    "loads",
    "open_record",
    "oppositions",
    "origins",
    "overdue",
    "parse_chain",
    "project_sources",
    "reach",
    "redact",
    "relays",
    "select",
    "shared_wordings",
    "still_repeating",
    "supporting_paths",
    "to_dot",
    "to_svg",
    "to_text",
    "trace",
    "track_records",
    "without_inferred",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'claimgraph' has no attribute '{name}'")
    return getattr(import_module(f"claimgraph.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
