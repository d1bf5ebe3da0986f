"""The picture of one claim or of several: every statement, who relies on whom, and what we read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import networkx as nx

from claimgraph.analyses.impact import Impact
from claimgraph.errors import STAMP, NotFoundError
from claimgraph.graph import Graph, claim_nodes, link_between, statement_of
from claimgraph.model import SYMMETRIC, Claim, Ledger, Statement
from claimgraph.picture.headline import carriers_of_denial, claim_headline, impact_headline, recorded_headline
from claimgraph.picture.lettering import clean_text, isolate, shorten
from claimgraph.picture.marks import Mark, impact_marks, pivotal_marks
from claimgraph.picture.sizing import layout_for, layout_notes
from claimgraph.picture.values import Edge, EdgeKind, Layout, Node, Picture, Row, Shape, texts_of
from claimgraph.picture.words import (
    act_text,
    claim_text,
    link_title,
    party_text,
    safe_url,
    spoken_name,
    statement_title,
    trace_sentences,
)
from claimgraph.redaction import Released, release

Claims: TypeAlias = "Mapping[str, Claim] | Ledger"
_TITLE_WIDTH = 45
_STANCE_EDGES: Mapping[str, EdgeKind] = {"denies": "denies", "questions": "questions", "withdraws": "withdraws"}
_RELATION_WORDS = {"contradicts": "contradicts", "tension": "is in tension with", "same_as": "is the same as"}


def draw_claims(
    graph: Graph,
    *claim_ids: str,
    claims: Claims | None = None,
    internal: bool = False,
    impact: Impact | None = None,
    without: str = "",
) -> Picture:
    """Return the picture of one or several claims, each with statements of its own: paths are never joined.

    Parameters
    ----------
    graph : networkx.DiGraph
        From `build_graph`.
    *claim_ids : str
        The claims to draw; all of the graph without any. Their order changes nothing.
    claims : Mapping of str to Claim, or Ledger, optional
        What the claims say and how they relate; without it a claim is shown by its id.
    internal : bool
        Name protected sources, with a stamp.
    impact, without : Impact and str, optional
        Show what falls, instead of what everything passes; and the name of what it falls with.

    Raises
    ------
    NotFoundError
        The graph holds no such claim, or none at all.
    ProtectionError
        A text in the picture names a protected source, and the picture is not internal.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.notation import parse_chain
    >>> ledger = Ledger((Claim("c", "It rains.", (parse_chain('A <- "officials" [told]'),)),))
    >>> picture = draw_claims(build_graph(ledger), "c", claims=ledger)
    >>> [(node.id, node.text) for node in picture.nodes]
    [('n1', 'A'), ('n2', '"officials"'), ('c1', 'It rains.')]
    """
    released = release(graph, claims, internal=internal)
    picture = _draw(released, sorted(set(claim_ids or graph.graph["claims"])), impact, without)
    released.confirm(*texts_of(picture))
    return picture


def _draw(released: Released, ids: Sequence[str], impact: Impact | None, without: str) -> Picture:
    graph, internal = released.graph, released.internal
    if not ids:
        raise NotFoundError("no claim to draw; add one with `claimgraph add`")
    drawn = [n for claim_id in ids for n in claim_nodes(graph, claim_id)]
    names = {node: f"n{number}" for number, node in enumerate(drawn, start=1)}
    names |= {claim_id: f"c{number}" for number, claim_id in enumerate(ids, start=1)}
    known = {claim_id: released.claims[claim_id] for claim_id in ids if claim_id in released.claims}
    layout = _layout(graph, ids)
    marks = impact_marks(impact) if impact else pivotal_marks(graph, ids)
    rows, nodes, edges = [], [], []
    for claim_id in ids:
        note = _claim_node(names[claim_id], claim_id, known.get(claim_id), marks.get(claim_id))
        statements = [_statement_node(graph, n, names[n], layout, marks.get(n)) for n in claim_nodes(graph, claim_id)]
        nodes += [*statements, note]
        edges += list(_claim_edges(graph, claim_id, names, layout))
        start, columns = _longest_chain(graph, claim_id)
        ids_drawn = tuple(node.id for node in (*statements, note))
        rows.append(Row(note.title, ids_drawn, names[start or claim_id], columns))
    edges += _relation_edges(known, names)
    headline = impact_headline(impact, without) if impact else _headline(graph, ids, known)
    return Picture(
        headline=f"{STAMP} {headline}" if internal else headline,
        description="\n".join(_description(graph, ids, known)),
        nodes=tuple(nodes),
        edges=tuple(edges),
        rows=tuple(rows),
        notes=layout_notes(layout, statements=len(drawn), claims=len(ids)),
        layout=layout,
        internal=internal,
    )


def _headline(graph: Graph, ids: Sequence[str], known: Mapping[str, Claim]) -> str:
    claim = known.get(ids[0])
    bases = claim.related("based_on") if claim and not claim.chains else ()
    if len(ids) == 1 and bases:
        return f"No chain of its own: based on {len(bases)} other claim{'' if len(bases) == 1 else 's'}."
    return claim_headline(graph, ids[0]) if len(ids) == 1 else recorded_headline(graph, ids)


def _claim_node(name: str, claim_id: str, claim: Claim | None, mark: Mark | None) -> Node:
    text = claim_text(claim_id, claim)
    node = Node(name, "claim", text, title=f"Claim: {isolate(text)}")
    return mark.put_on(node) if mark else node


def _layout(graph: Graph, claim_ids: Sequence[str]) -> Layout:
    """Return the layout that the largest claim needs; relations are drawn beside the columns and cost nothing."""
    sizes = []
    for claim_id in claim_ids:
        nodes = claim_nodes(graph, claim_id)
        sizes.append((len(nodes) + 1, sum(_arrows_leaving(graph, n) for n in nodes)))
    return "dot" if all(layout_for(*size) == "dot" for size in sizes) else "sfdp"


def _statement_node(graph: Graph, node: str, name: str, layout: Layout, mark: Mark | None) -> Node:
    statement = statement_of(graph, node)
    act = "" if _act_on_arrow(graph, node, layout) else act_text(statement)
    pale = statement.kind == "named" and not statement.seen
    voice = f"is {shorten(clean_text(statement.voice), 14)}" if statement.voice else ""
    notes = (act, voice, "withdrawn" if statement.withdrawn else "", "not opened" if pale else "")
    drawn = Node(
        name,
        shape_of(statement.kind, statement.source_kind, wire=statement.wire),
        party_text(statement),
        title=statement_title(statement),
        notes=tuple(note for note in notes if note),
        unseen=pale,
        withdrawn=statement.withdrawn,
        url=safe_url(statement.url, statement.archive),
    )
    return mark.put_on(drawn) if mark else drawn


def shape_of(kind: str, source_kind: str | None, *, wire: bool) -> Shape:
    """Return the shape that stands for a kind of source.

    Examples
    --------
    >>> shape_of("named", "outlet", wire=True), shape_of("unnamed", "group", wire=False)
    ('wire', 'unnamed')
    """
    if kind in {"unnamed", "missing"}:
        return "unnamed" if kind == "unnamed" else "missing"
    if wire:
        return "wire"
    kinds: dict[str | None, Shape] = {k: k for k in ("outlet", "person", "org", "document", "account", "group")}
    return kinds.get(source_kind, "unregistered")


def _act_on_arrow(graph: Graph, node: str, layout: Layout) -> bool:
    """Tell whether what was said when stands on the arrow that leaves.

    Where several leave, it stands once, under the name; and so where there are no columns, because
    then there is no room between shapes.
    """
    return layout == "dot" and _arrows_leaving(graph, node) == 1


def _arrows_leaving(graph: Graph, node: str) -> int:
    onward: int = graph.out_degree(node)
    return onward + _carries(graph, node)


def _carries(graph: Graph, node: str) -> bool:
    """Tell whether a statement reaches us: we read it, or nobody further on relies on it."""
    return statement_of(graph, node).seen or graph.out_degree(node) == 0


def _claim_edges(graph: Graph, claim_id: str, names: Mapping[str, str], layout: Layout) -> Iterator[Edge]:
    doubters = carriers_of_denial(graph, claim_id)
    for node in claim_nodes(graph, claim_id):
        statement = statement_of(graph, node)
        kind = _STANCE_EDGES.get(statement.stance)
        act = act_text(statement, of=kind) if _act_on_arrow(graph, node, layout) else ""
        words = tuple(word for word in (kind, act) if word)
        for below in graph.successors(node):
            link = link_between(graph, upstream=node, downstream=below)
            yield Edge(
                names[node],
                names[below],
                "against" if kind else "credited",
                title=link_title(upstream=statement, downstream=statement_of(graph, below), link=link),
                words=(*words, "inferred") if link.inferred else words,
                inferred=link.inferred,
            )
        if _carries(graph, node):
            passing = kind is None and node in doubters
            yield Edge(
                names[node],
                names[claim_id],
                "denies" if passing else kind or "read",
                title=_carrying_title(statement, passing=passing),
                words=("passes on a denial", *words) if passing else words,
            )


def _carrying_title(statement: Statement, *, passing: bool) -> str:
    name = spoken_name(statement)
    if passing:
        return f"{name} passes on a denial of this claim"
    how = {"denies": "denies this claim", "questions": "questions this claim", "withdraws": "takes this claim back"}
    act = act_text(statement)
    return f"{name} {how.get(statement.stance, 'says this claim or passes it on')}" + (f": {act}" if act else "")


def _relation_edges(known: Mapping[str, Claim], names: Mapping[str, str]) -> list[Edge]:
    edges: dict[tuple[str, str, str], Edge] = {}
    for claim_id, claim in known.items():
        for relation in claim.relations:
            if relation.target not in known or relation.target == claim_id:
                continue
            mutual = relation.kind in SYMMETRIC
            first, second = sorted((claim_id, relation.target)) if mutual else (claim_id, relation.target)
            kind: EdgeKind = relation.kind if relation.kind in {"contradicts", "tension"} else "related"  # type: ignore[assignment]
            title = _relation_sentence(relation.kind, known[first], known[second])
            words = (relation.kind.replace("_", " "),)
            edges[relation.kind, first, second] = Edge(
                names[first], names[second], kind, title, words=words, arrow=not mutual
            )
    return list(edges.values())


def _relation_sentence(kind: str, first: Claim, second: Claim) -> str:
    one, other = (isolate(shorten(claim_text(c.id, c).rstrip("."), _TITLE_WIDTH)) for c in (first, second))
    return f'"{one}" {_RELATION_WORDS.get(kind, kind.replace("_", " "))} "{other}"'


def _description(graph: Graph, ids: Sequence[str], known: Mapping[str, Claim]) -> Iterator[str]:
    for claim_id in ids:
        yield f"Claim: {isolate(claim_text(claim_id, known.get(claim_id)))}"
        yield from trace_sentences(graph, claim_id)
    for edge in _relation_edges(known, {claim_id: claim_id for claim_id in ids}):
        yield f"{edge.title}."


def _longest_chain(graph: Graph, claim_id: str) -> tuple[str | None, int]:
    """Return where the longest way to a claim starts and how many links it has; loops count as if cut open."""
    nodes = claim_nodes(graph, claim_id)
    # A view of networkx goes through its nodes as a set does, so that of several longest ways any might be taken.
    claim_graph: nx.DiGraph[str] = nx.DiGraph()
    claim_graph.add_nodes_from(nodes)
    claim_graph.add_edges_from((u, d) for u in nodes for d in graph.successors(u))
    if not claim_graph:
        return None, 0
    folded = nx.condensation(claim_graph)
    path = nx.dag_longest_path(folded)
    members = folded.nodes[path[0]]["members"]
    in_loops = len(claim_graph) - len(folded)
    return next(n for n in claim_nodes(graph, claim_id) if n in members), len(path) + in_loops
