"""The picture of the overview of sources: who passes on from whom, over all claims."""

from __future__ import annotations

from typing import Any

from claimgraph.errors import NotFoundError, ProtectionError
from claimgraph.graph import Graph
from claimgraph.picture.claims import PROTECTED, STAMP, shape_of
from claimgraph.picture.lettering import isolate
from claimgraph.picture.sizing import largest_piece, layout_for, layout_notes
from claimgraph.picture.values import Edge, Node, Picture
from claimgraph.picture.words import KINDS, source_text

CAUTION = "A way through several arrows need not be a chain that anybody reported."


def draw_sources(overview: Graph, *, internal: bool = False) -> Picture:
    """Return the picture of the overview of sources.

    Parameters
    ----------
    overview : networkx.DiGraph
        From `project_sources`.
    internal : bool, optional
        Draw protected sources, with a stamp.

    Raises
    ------
    NotFoundError
        The overview is empty.
    ProtectionError
        A source is confidential and the picture is not internal.

    Examples
    --------
    >>> from claimgraph.graph import build_graph, project_sources
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> ledger = Ledger((Claim("c", "C.", (parse_chain("A <- B"),)),))
    >>> draw_sources(project_sources(build_graph(ledger))).headline
    'Who passes on from whom: 2 sources, 1 claim.'
    """
    if not overview:
        raise NotFoundError("no source to draw; add a claim with `claimgraph add`")
    if not internal and any(data["confidential"] for _, data in overview.nodes(data=True)):
        raise ProtectionError(PROTECTED)
    names = {label: f"n{number}" for number, label in enumerate(sorted(overview), start=1)}
    nodes = tuple(_source_node(names[label], overview.nodes[label]) for label in names)
    edges = tuple(
        _source_edge(overview, up, down, tail=names[up], head=names[down]) for up, down in sorted(overview.edges)
    )
    claims = {claim for _, data in overview.nodes(data=True) for claim in data["claims"]}
    headline = f"Who passes on from whom: {_count(len(nodes), 'source')}, {_count(len(claims), 'claim')}."
    layout = layout_for(*largest_piece(overview))
    return Picture(
        headline=f"{STAMP} {headline}" if internal else headline,
        description="\n".join([f"{n.title}." for n in nodes] + [f"{e.title}." for e in edges]),
        nodes=nodes,
        edges=edges,
        notes=(CAUTION, *layout_notes(layout, sources=len(nodes))),
        layout=layout,
        internal=internal,
    )


def _source_node(name: str, data: dict[str, Any]) -> Node:
    kind = {"unnamed": "unnamed", "missing": "no source given"}.get(data["kind"])
    kind = kind or ("news agency" if data["wire"] else KINDS.get(data["source_kind"], KINDS[None]))
    text = source_text(data["name"], kind=data["kind"], source_kind=data["source_kind"])
    return Node(
        name,
        shape_of(data["kind"], data["source_kind"], wire=data["wire"]),
        text,
        title=f"{isolate(text)}: {kind}, in {_count(len(data['claims']), 'claim')}",
    )


def _source_edge(overview: Graph, upstream: str, downstream: str, *, tail: str, head: str) -> Edge:
    data = overview.edges[upstream, downstream]
    giver, taker = (_shown(overview.nodes[label]) for label in (upstream, downstream))
    claims = data["claims"]
    words = (_count(len(claims), "claim"),) if len(claims) > 1 else ()
    how = "we infer that" if data["inferred"] else "credited"
    return Edge(
        tail,
        head,
        "credited",
        title=f"{taker} passes on from {giver} ({how}) in {', '.join(claims)}",
        words=(*words, "inferred") if data["inferred"] else words,
        inferred=data["inferred"],
    )


def _shown(data: dict[str, Any]) -> str:
    return isolate(source_text(data["name"], kind=data["kind"], source_kind=data["source_kind"]))


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
