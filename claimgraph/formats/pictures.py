"""Pictures for other tools: DOT and Mermaid, the same texts that `claimgraph render` gives."""

from __future__ import annotations

from claimgraph.dot import to_dot
from claimgraph.mermaid import to_mermaid
from claimgraph.redaction import Released


def dumps(name: str, released: Released) -> str:
    """Return the picture of all claims as DOT (``dot``) or as a Mermaid flowchart (``mermaid``).

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> from claimgraph.redaction import release
    >>> record = Ledger((Claim("c", "C.", (parse_chain("A <- B"),)),))
    >>> dumps("dot", release(build_graph(record), record)).splitlines()[0]
    'digraph claimgraph {'
    """
    draw = to_mermaid if name == "mermaid" else to_dot
    return draw(released.graph, *released.claims, claims=released.claims, internal=released.internal)
