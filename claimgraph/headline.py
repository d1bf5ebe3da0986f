"""What a claim looks like, and what it comes down to, in a sentence."""

from __future__ import annotations

from collections.abc import Callable

from claimgraph.analyses.circularity import apparent
from claimgraph.analyses.lines import independent_lines
from claimgraph.graph import Graph, claim_nodes, statement_of
from claimgraph.model import Statement
from claimgraph.text import statement_name

_NAMED_IN_SENTENCE = 4


def looks_like(graph: Graph, claim_id: str, *, name: Callable[[Statement], str] | None = None) -> str:
    """Return how many sources a claim looks like and how many lines it traces back to, in a sentence or two.

    ``name`` gives the words for a statement's source, as `statement_name` without it.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> chains = tuple(map(parse_chain, ("A <- SOHR", "B <- SOHR", "C <- SOHR")))
    >>> looks_like(build_graph(Ledger((Claim("c", "C.", chains),))), "c")
    'Looks like 3 sources. Traces back to 1: SOHR.'
    """
    lines, seen = independent_lines(graph, claim_id), apparent(graph, claim_id)
    looks = f"Looks like {len(seen)} source{'' if len(seen) == 1 else 's'}."
    if not lines.ceiling:
        return f"{looks} Traces back to nobody who stands by it."
    statements = [statement_of(graph, node) for node in claim_nodes(graph, claim_id)]
    names = {s.label: (name or statement_name)(s) for s in reversed(statements)}
    who = f": {', '.join(names[label] for label in lines.cut)}" if 0 < len(lines.cut) <= _NAMED_IN_SENTENCE else ""
    return f"{looks} Traces back to {lines}{who}."
