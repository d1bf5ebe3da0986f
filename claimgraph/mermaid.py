"""Pictures as Mermaid flowcharts, for places that draw Mermaid and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.graph import Graph
from claimgraph.picture import Claims, Edge, Node, Picture, draw_claims, draw_sources
from claimgraph.picture.lettering import ELLIPSIS
from claimgraph.picture.look import ROW_FILL, ROW_LINE, VERMILLION, ink_of, node_lines, stroke_of

_BRACKETS = {
    "outlet": ("(", ")"),
    "wire": ("[[", "]]"),
    "person": ("([", "])"),
    "org": ("[", "]"),
    "document": ("[/", "/]"),
    "account": ("([", "])"),
    "group": ("{{", "}}"),
    "unregistered": ("(", ")"),
    "unnamed": ("(", ")"),
    "missing": ("((", "))"),
    "claim": ("[", "]"),
}
_ARROWS = {"denies": "--x", "questions": "--o", "withdraws": "--o", "contradicts": "---", "tension": "-.-"}
_SPECIAL = re.compile(r"""["'`#&<>{}\[\]()|;%\\@*_~$]""")


def to_mermaid(graph: Graph, *claim_ids: str, claims: Claims | None = None, internal: bool = False) -> str:
    """Return the provenance graph of one or several claims as a Mermaid flowchart.

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
    >>> print(to_mermaid(build_graph(ledger), "c").splitlines()[4].strip())
    n1("A<br/>everything passes here"):::unregistered
    """
    return write_mermaid(draw_claims(graph, *claim_ids, claims=claims, internal=internal))


def sources_to_mermaid(graph: Graph, *, internal: bool = False) -> str:
    """Return the overview of sources as a Mermaid flowchart.

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
    >>> "n2 --> n1" in sources_to_mermaid(build_graph(ledger))
    True
    """
    return write_mermaid(draw_sources(graph, internal=internal))


def write_mermaid(picture: Picture) -> str:
    """Return any picture as a Mermaid flowchart.

    Examples
    --------
    >>> print(write_mermaid(Picture("Nothing.", "", (Node("n1", "person", "Ann", "Ann"),), ())))
    ---
    title: "Nothing."
    ---
    flowchart LR
      n1(["Ann"]):::person
      classDef person fill:#fbe5bd,stroke:#7a5200,color:#000000
    <BLANKLINE>
    """
    return "\n".join([*_statements(picture), ""])


def escape(text: str) -> str:
    """Return a text for the inside of a quoted Mermaid label: nothing in it is markup, an entity or an end.

    Examples
    --------
    >>> print(escape('a "b" <c> #quot;'))
    a #34;b#34; #60;c#62; #35;quot#59;
    """
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", text)


def _statements(picture: Picture) -> Iterator[str]:
    yield from ("---", f'title: "{_plain(picture.headline)}"', "---", "flowchart LR")
    yield from (f"  %% {_plain(note)}" for note in picture.notes)
    nodes = {node.id: node for node in picture.nodes}
    if len(picture.rows) > 1:
        for number, row in enumerate(picture.rows, start=1):
            yield f'  subgraph row{number} [" "]'
            yield from (f"    {_node(nodes[name])}" for name in row.nodes)
            yield "  end"
            yield f"  style row{number} fill:{ROW_FILL},stroke:{ROW_LINE}"
    else:
        yield from (f"  {_node(node)}" for node in picture.nodes)
    yield from (f"  {_edge(edge)}" for edge in picture.edges)
    yield from (f'  click {node.id} href "{node.url}" _blank' for node in picture.nodes if node.url)
    yield from _styles(picture)


def _plain(text: str) -> str:
    """Return a headline for the front matter, which is YAML."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _node(node: Node) -> str:
    start, end = _BRACKETS[node.shape]
    lines = node_lines(node)
    name = [escape(line.text) for line in lines if line.is_name]
    # Mermaid wraps between words by itself; what is one long word has to be broken for it.
    broken = " ".join(line.text for line in lines if line.is_name).rstrip(ELLIPSIS) not in node.text
    notes = [escape(line.text) for line in lines if not line.is_name]
    label = "<br/>".join([("<br/>" if broken else " ").join(name), *notes])
    return f'{node.id}{start}"{label}"{end}:::{_style_name(node)}'


def _style_name(node: Node) -> str:
    marks = {"unseen": node.unseen, "withdrawn": node.withdrawn}
    return "_".join([node.shape, *(mark for mark, holds in marks.items() if holds)])


def _edge(edge: Edge) -> str:
    arrow = _ARROWS.get(edge.kind, "-.->" if edge.inferred else "-->" if edge.arrow else "---")
    words = f'|"{escape(" · ".join(edge.words))}"|' if edge.words else ""
    return f"{edge.tail} {arrow}{words} {edge.head}"


def _styles(picture: Picture) -> Iterator[str]:
    styles = {}
    for node in picture.nodes:
        ink = ink_of(node)
        style = f"fill:{ink.fill},stroke:{ink.line},color:{ink.text}"
        style += ",stroke-dasharray:4 3" if node.shape in {"unnamed", "missing"} else ""
        style += ",text-decoration:line-through" if node.withdrawn else ""
        style += ",font-weight:bold,stroke-width:2px" if node.shape == "claim" else ""
        styles[_style_name(node)] = style
    yield from (f"  classDef {name} {style}" for name, style in sorted(styles.items()))
    for number, edge in enumerate(picture.edges):
        if stroke_of(edge).color == VERMILLION:
            yield f"  linkStyle {number} stroke:{VERMILLION}"
