"""The picture of the overview of sources: who passes on from whom, over all claims."""

from __future__ import annotations

from typing import Any

from claimgraph.errors import STAMP, NotFoundError
from claimgraph.graph import Graph, project_sources
from claimgraph.picture.claims import shape_of
from claimgraph.picture.lettering import isolate
from claimgraph.picture.sizing import largest_piece, layout_for, layout_notes
from claimgraph.picture.values import Edge, Node, Picture, texts_of
from claimgraph.picture.words import KINDS, source_text
from claimgraph.redaction import release

CAUTION = "A way through several arrows need not be a chain that anybody reported."


def draw_sources(graph: Graph, *, internal: bool = False) -> Picture:
    """Return the picture of the overview of sources.

    Parameters
    ----------
    graph : networkx.DiGraph
        From `build_graph`; `project_sources` makes the overview of what may be shown of it.
    internal : bool, optional
        Name protected sources, with a stamp.

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
    >>> draw_sources(build_graph(ledger)).headline
    'Who passes on from whom: 2 sources, 1 claim.'
    """
    released = release(graph, internal=internal)
    picture = _draw(project_sources(released.graph), internal=internal)
    released.confirm(*texts_of(picture))
    return picture


def _draw(overview: Graph, *, internal: bool) -> Picture:
    if not overview:
        raise NotFoundError("no source to draw; add a claim with `claimgraph add`")
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
    text = _text(data)
    return Node(
        name,
        shape_of(data["kind"], data["source_kind"], wire=data["wire"]),
        text,
        title=f"{isolate(text)}: {kind}, in {_count(len(data['claims']), 'claim')}",
    )


def _source_edge(overview: Graph, upstream: str, downstream: str, *, tail: str, head: str) -> Edge:
    data = overview.edges[upstream, downstream]
    giver, taker = (isolate(_text(overview.nodes[label])) for label in (upstream, downstream))
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


def _text(data: dict[str, Any]) -> str:
    return source_text(**{key: data[key] for key in ("name", "kind", "described", "source_kind")})


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
