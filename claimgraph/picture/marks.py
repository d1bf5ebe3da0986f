"""What the analyses mark in a picture: where everything passes, and what falls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from claimgraph.analyses.impact import ClaimImpact, Impact
from claimgraph.analyses.lines import independent_lines
from claimgraph.chains import supporting_paths
from claimgraph.graph import Graph, statement_of
from claimgraph.picture.values import Fallen, Node


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark for a node: its words, and how it looks."""

    note: str
    pivotal: bool = False
    fallen: Fallen | None = None

    def put_on(self, node: Node) -> Node:
        """Return the node with the mark on it."""
        title = f"{node.title}, {self.note}"
        return replace(node, notes=(*node.notes, self.note), title=title, pivotal=self.pivotal, fallen=self.fallen)


def pivotal_marks(graph: Graph, claim_ids: Sequence[str]) -> Mapping[str, Mark]:
    """Return the marks of the statements that every supporting path of their claim passes through, by node.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> record = Ledger((Claim("c", "C.", tuple(map(parse_chain, ("A <- SOHR", "B <- SOHR")))),))
    >>> list(pivotal_marks(build_graph(record), ["c"]))
    ['c#sohr']
    """
    marks: dict[str, Mark] = {}
    for claim_id in claim_ids:
        points = set(independent_lines(graph, claim_id).single_points)
        if points:
            passed = dict.fromkeys(node for path in supporting_paths(graph, claim_id) for node in path)
            mark = Mark("everything passes here", pivotal=True)
            marks |= {n: mark for n in passed if statement_of(graph, n).label in points}
    return marks


def impact_marks(impact: Impact) -> Mapping[str, Mark]:
    """Return the marks of what falls: statements by node, claims by id."""
    marks = {
        claim.claim: Mark(_outcome(claim), fallen="stranded" if claim.outcome == "lost" else None)
        for claim in impact.claims
    }
    marks |= {s.node: Mark("left without support", fallen="stranded") for s in impact.unsupported}
    return marks | {s.node: Mark("dropped", fallen="dropped") for s in impact.dropped}


def _outcome(claim: ClaimImpact) -> str:
    if claim.outcome == "unaffected":
        return "unaffected"
    before, after = (str(lines).replace(" to ", "–") for lines in (claim.before, claim.after))
    change = f": lines {before} → {after}" if before != after else ""
    return f"{claim.outcome}{change}"
