"""Pictures as DOT text, the language of Graphviz."""

from __future__ import annotations

from claimgraph.dot.quoting import quote, quote_tooltip
from claimgraph.dot.writing import write_dot
from claimgraph.graph import Graph
from claimgraph.picture import Claims, draw_claims, draw_sources, layout_for

__all__ = ["layout_for", "quote", "quote_tooltip", "sources_to_dot", "to_dot", "write_dot"]


def to_dot(graph: Graph, *claim_ids: str, claims: Claims | None = None, internal: bool = False) -> str:
    """Return the provenance graph of one or several claims as DOT text.

    Parameters
    ----------
    graph : networkx.DiGraph
        From `build_graph`.
    *claim_ids : str
        The claims to draw; all of the graph without any. Their order changes nothing.
    claims : Mapping of str to Claim, or Ledger, optional
        What the claims say and how they relate; without it a claim is shown by its id.
    internal : bool, optional
        Name protected sources, stamped INTERNAL.

    Returns
    -------
    str
        DOT text; the same for the same record.

    Raises
    ------
    NotFoundError
        The graph holds no such claim.
    ProtectionError
        A text in the picture names a protected source, and the picture is not internal.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> ledger = Ledger((Claim("c", "It rains.", (parse_chain('A <- "officials" [told]'),)),))
    >>> print(to_dot(build_graph(ledger), "c", claims=ledger).splitlines()[0])
    digraph claimgraph {
    """
    return write_dot(draw_claims(graph, *claim_ids, claims=claims, internal=internal))


def sources_to_dot(graph: Graph, *, internal: bool = False) -> str:
    """Return the overview of sources as DOT text.

    Parameters
    ----------
    graph : networkx.DiGraph
        From `build_graph`.
    internal : bool, optional
        Name protected sources, stamped INTERNAL.

    Raises
    ------
    NotFoundError
        The graph is empty.
    ProtectionError
        A text in the picture names a protected source, and the picture is not internal.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> ledger = Ledger((Claim("c", "C.", (parse_chain("A <- B"),)),))
    >>> "n2 -> n1" in sources_to_dot(build_graph(ledger))
    True
    """
    return write_dot(draw_sources(graph, internal=internal))
