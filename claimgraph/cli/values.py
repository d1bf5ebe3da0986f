"""Claims, sources, statements and problems as JSON values: the stable contract of `--json`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from itertools import chain, islice
from typing import Any

from claimgraph.analyses.advice import Advice, advise
from claimgraph.analyses.circularity import apparent, circles, has_false_confirmation, is_unnamed_only
from claimgraph.analyses.conflicts import MAX_LISTED, Conflict, Opposition, both_sides, count_both_sides, oppositions
from claimgraph.analyses.impact import still_repeated
from claimgraph.analyses.lines import Lines, independent_lines, lines_against
from claimgraph.analyses.timeline import first_movers, impossible_times
from claimgraph.chains import denials, depth, has_few_paths, origins, relays
from claimgraph.cli.statement_values import NOT_SHOWN, location_json, statement_json
from claimgraph.graph import Graph, claim_nodes, link_between, statement_of
from claimgraph.model import RELATIONS, Assessment, Checked, Claim, Problem, Source, Verdict
from claimgraph.roles import is_withdrawn


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return a problem."""
    place = location_json(problem.location) or {}
    return {"code": problem.code, "severity": problem.severity, "message": problem.message, **place}


def source_json(source: Source) -> dict[str, Any]:
    """Return an entry of the registry."""
    values = {f.name: getattr(source, f.name) for f in fields(source) if f.name not in NOT_SHOWN}
    values["reliability"] = [_part(a) for a in source.reliability]
    return {**values, "location": location_json(source.location)}


def claim_json(claim: Claim, graph: Graph) -> dict[str, Any]:
    """Return a claim's own fields, its relations, and where it starts."""
    return {
        "id": claim.id,
        "text": claim.text,
        "chains": [str(chain) for chain in claim.chains],
        "said": claim.said,
        "when": claim.when,
        "as_of": claim.as_of,
        "due": claim.due,
        "review_by": claim.review_by,
        "tags": list(claim.tags),
        "note": claim.note,
        "silence": {s.code: s.because for s in claim.silence},
        **{kind: list(claim.related(kind)) for kind in RELATIONS},
        "assess": [_part(a) for a in claim.assess],
        "verdict": _part(claim.verdict) if claim.verdict else None,
        "checked": [_part(c) for c in claim.checked],
        "origins": list(origins(graph, claim.id)),
        "location": location_json(claim.location),
    }


def claim_report(claims: Sequence[Claim], graph: Graph, problems: list[Problem]) -> dict[str, Any]:
    """Return everything about the first of some claims, of which the others contradict it: `show --json`."""
    claim = claims[0]
    nodes = claim_nodes(graph, claim.id)
    statements = [statement_of(graph, node) for node in nodes]
    lengths, ways = depth(graph, claim.id), relays(graph, claim.id)
    lines = independent_lines(graph, claim.id)
    circled = circles(graph, claim.id)
    repeated = list(still_repeated(graph, claim.id))
    opposed = [found for found in oppositions(graph, claims) if claim.id in found.claims]
    return {
        **claim_json(claim, graph),
        "statements": [s.key for s in statements],
        "against": list(denials(graph, claim.id)),
        "withdrawn": [s.key for s in statements if is_withdrawn(s)],
        "lines": lines_json(lines, claim.id),
        "lines_against": lines_json(lines_against(graph, claim.id), claim.id),
        "single_points": [_in_claim(label, claim.id) for label in lines.single_points],
        "apparent": list(apparent(graph, claim.id)),
        "false_confirmation": has_false_confirmation(graph, claim.id),
        "unnamed_only": is_unnamed_only(graph, claim.id),
        "circular": [list(circle.sources) for circle in circled[:MAX_LISTED]],
        "circular_count": len(circled),
        "relays": list(ways),
        "relays_complete": has_few_paths(graph, claim.id),
        "depth": list(lengths) if lengths else None,
        "first": list(first_movers(graph, claim.id)),
        "impossible_times": [[t.upstream.key, t.downstream.key, t.severity] for t in impossible_times(graph, claim.id)],
        **conflicts_json(opposed),
        "both_sides": [b.source for b in both_sides(graph, claims, of=[claim.id])],
        "both_sides_count": count_both_sides(graph, claims, of=[claim.id]),
        "still_repeating": {found.statement.key: list(found.keys) for found in repeated},
        "still_repeating_count": {found.statement.key: found.count for found in repeated},
        "advice": _advice_json(advise(graph, claim.id), claim.id),
        "details": {s.key: statement_json(s) for s in statements},
        "links": [_link_json(graph, u, d) for n in nodes for u, d in graph.out_edges(n)],
        "problems": [problem_json(p) for p in problems],
    }


def conflicts_json(found: Sequence[Opposition]) -> dict[str, Any]:
    """Return the first conflicts of some, and how many there are."""
    listed = islice(chain.from_iterable(found), MAX_LISTED)
    return {"conflicts": [conflict_json(c) for c in listed], "conflicts_count": sum(one.count for one in found)}


def conflict_json(conflict: Conflict) -> dict[str, Any]:
    """Return a conflict between two statements."""
    return {
        "claims": list(conflict.claims),
        "first": conflict.first.node,
        "second": conflict.second.node,
        "own": conflict.is_own,
        "changed_account": conflict.changed_account,
    }


def _advice_json(advice: Advice | None, claim_id: str) -> dict[str, Any] | None:
    if advice is None:
        return None
    drops = [_in_claim(label, claim_id) for label in advice.drops]
    return {"open": advice.statement.key, "drops": drops, "lines": lines_json(advice.lines, claim_id)}


def _in_claim(label: str, claim_id: str) -> str:
    """Return a label as its claim names it: the scope of what nobody named goes without saying."""
    return label.removeprefix(f"{claim_id}#")


def lines_json(lines: Lines, claim_id: str) -> dict[str, Any]:
    """Return a number of lines with what explains it."""
    return {
        "floor": lines.floor,
        "ceiling": lines.ceiling,
        "exact": lines.exact,
        "cut": [_in_claim(label, claim_id) for label in lines.cut],
        "reason": lines.reason.replace(f"{claim_id}#", ""),
    }


def _link_json(graph: Graph, upstream: str, downstream: str) -> dict[str, Any]:
    link = link_between(graph, upstream=upstream, downstream=downstream)
    ends = {"upstream": statement_of(graph, upstream).key, "downstream": statement_of(graph, downstream).key}
    return {**ends, "inferred": link.inferred, "because": link.because}


def _part(part: Assessment | Checked | Verdict) -> dict[str, Any]:
    values = {f.name: getattr(part, f.name) for f in fields(part)}
    return {"is" if name == "value" else name: value for name, value in values.items()}
