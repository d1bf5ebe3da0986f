"""Writing a picture as DOT text.

The text stands for itself: any Graphviz draws it, headline and tooltips included. It is built from
names that say nothing (``n1``, ``c1``), so no source's name can be taken for a port, a keyword or
markup; names appear in labels and tooltips only, and there they are escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from claimgraph.dot.quoting import escape, quote, quote_tooltip
from claimgraph.harmless import has_rtl
from claimgraph.picture import Edge, Node, Picture
from claimgraph.picture.lettering import BOLD, is_rtl, wrap_text
from claimgraph.picture.look import (
    CLAIM_SIZE,
    FONT,
    GREY,
    HEADLINE_SIZE,
    NAME_SIZE,
    ROW_FILL,
    ROW_LINE,
    SMALL_SIZE,
    TextLine,
    ink_of,
    node_lines,
    stroke_of,
)

POINTS_PER_INCH = 72
_PILL = {"person", "account"}
_SHAPES = {"document": "note", "claim": "note", "org": "box", "group": "box", "missing": "circle"}
_STYLES = {
    "org": "filled", "document": "filled", "claim": "filled", "group": '"filled,diagonals"',
    "unnamed": '"filled,rounded,dashed"', "missing": '"filled,dashed"',
}  # fmt: skip
_MARGIN = {"claim": (14, 9), "missing": (2, 2)}
_DEFAULT_MARGIN = (11, 6)


def write_dot(picture: Picture) -> str:
    """Return any picture as DOT text.

    Examples
    --------
    >>> picture = Picture("Nothing.", "", (Node("n1", "outlet", "A", "A: news outlet"),), ())
    >>> print(write_dot(picture).splitlines()[-1])
    }
    """
    return "\n".join(("digraph claimgraph {", *(f"  {line}" for line in _statements(picture)), "}", ""))


def _statements(picture: Picture) -> Iterator[str]:
    yield f"graph {_attributes(_graph_attributes(picture))}"
    yield f"node [fontname={FONT}, fontsize={NAME_SIZE}]"
    yield f"edge [fontname={FONT}, fontsize={SMALL_SIZE}, arrowsize=0.8]"
    nodes = {node.id: node for node in picture.nodes}
    in_rows = len(picture.rows) > 1 and picture.layout == "dot"
    if in_rows:
        yield from _rows(picture, nodes)
    else:
        yield from map(_node, picture.nodes)
    leaving = Counter(edge.tail for edge in picture.edges)
    for number, edge in enumerate(picture.edges, start=1):
        if in_rows and nodes[edge.tail].shape == "claim":
            yield from _joint(number, edge)
        else:
            # What we read and nobody relies on stands straight before its claim.
            last = nodes[edge.head].shape == "claim" and leaving[edge.tail] == 1
            yield _edge(number, edge, weight="8" if last else None)
    # After everything else, because clusters would take these as their own.
    yield f"label={_headline(picture)}"
    told = f"{picture.headline}\n{picture.description}"
    yield f"tooltip={quote_tooltip(told)}"


def _attributes(given: Mapping[str, str | None]) -> str:
    return "[" + ", ".join(f"{name}={value}" for name, value in given.items() if value is not None) + "]"


def _graph_attributes(picture: Picture) -> dict[str, str | None]:
    layouts: dict[str, dict[str, str | None]] = {
        "dot": {"rankdir": "LR", "nodesep": "0.28", "ranksep": "0.5"},
        "sfdp": {
            "overlap": _moving_apart(len(picture.nodes)),
            "sep": '"+6"',
            "splines": "line",
            "outputorder": "edgesfirst",
        },
    }
    signs = " ".join(f"sign-{sign}" for sign in picture.legend)
    return {
        "layout": picture.layout,
        **layouts[picture.layout],
        "charset": '"UTF-8"',
        "class": quote(signs),
        "bgcolor": "white",
        "fontname": FONT,
        "fontsize": str(HEADLINE_SIZE),
        "labelloc": "t",
        "labeljust": "l",
        "pad": "0.2",
    }


def _moving_apart(number: int) -> str:
    """Return how shapes are moved apart: the more there are, the fewer steps, so that it ends; a few still touch."""
    if number <= 300:
        return "prism"
    return "prism20" if number <= 1500 else "prism10"


def _headline(picture: Picture) -> str:
    columns = max((row.columns for row in picture.rows), default=3)
    width = max(30.0, (190 + 165 * columns) / HEADLINE_SIZE / BOLD)
    lines = wrap_text(picture.headline, width=width, most=6)
    small = [line for note in picture.notes for line in wrap_text(note, width=width * 1.4, most=3)]
    parts = [f"<B>{escape(line)}</B>{_strut(HEADLINE_SIZE + 3)}" for line in lines]
    parts += [f'<FONT POINT-SIZE="{SMALL_SIZE}" COLOR="{GREY}">{escape(line)}</FONT>' for line in small]
    # The last, empty line keeps the drawing at a distance.
    return "<" + "".join(f'{part}<BR ALIGN="LEFT"/>' for part in [*parts, _strut(SMALL_SIZE)]) + ">"


def _rows(picture: Picture, nodes: Mapping[str, Node]) -> Iterator[str]:
    """Every claim on a light ground of its own; all grounds alike, all claims in one column at the right."""
    last = max(_least_width(node) for node in picture.nodes if node.shape == "claim")
    columns = max(row.columns for row in picture.rows)
    for number, row in enumerate(picture.rows, start=1):
        ground = {"label": '""', "class": "row", "style": '"filled,rounded"', "tooltip": quote_tooltip(row.title)}
        yield f"subgraph cluster_{number} {{"
        yield f"  graph {_attributes({**ground, 'color': quote(ROW_LINE), 'fillcolor': quote(ROW_FILL)})}"
        yield from (f"  {_node(nodes[name], least=last * (nodes[name].shape == 'claim'))}" for name in row.nodes)
        # What keeps short chains to the right stands in line with them, so that they stay straight.
        yield f'  a{number} [shape=point, style=invis, width=0.01, height=0.01, label=""]'
        yield "}"
        yield f"a{number} -> {row.start} [style=invis, weight=8, minlen={columns - row.columns + 1}]"


def _inches(points: float) -> str:
    return f"{points / POINTS_PER_INCH:.3f}"


def _least_width(node: Node) -> float:
    """Return what a node needs whatever the engine thinks of its letters."""
    margin, _ = _MARGIN.get(node.shape, _DEFAULT_MARGIN)
    return max(line.width for line in node_lines(node)) + 2 * margin


def _node(node: Node, *, least: float = 0.0) -> str:
    ink = ink_of(node)
    width, height = _MARGIN.get(node.shape, _DEFAULT_MARGIN)
    traits = {"pill": node.shape in _PILL, "unseen": node.unseen, "rtl": is_rtl(node.text)}
    attributes = {
        "id": quote(node.id),
        "class": quote(" ".join([node.shape, *(word for word, holds in traits.items() if holds)])),
        "label": f"<{''.join(_line(node, line) for line in node_lines(node))}>",
        "shape": _SHAPES.get(node.shape, "box"),
        "style": _style(node),
        "penwidth": "3" if node.pivotal else "2" if node.fallen else None,
        "peripheries": "2" if node.shape == "wire" else None,
        "fillcolor": quote(ink.fill),
        "color": quote(ink.line),
        "fontcolor": quote(ink.text),
        "fontsize": str(CLAIM_SIZE) if node.shape == "claim" else None,
        "width": _inches(max(least, _least_width(node))),
        "margin": f'"{_inches(width)},{_inches(height)}"',
        "tooltip": quote_tooltip(node.title),
        "URL": quote(node.url) if node.url else None,
        "target": '"_blank"' if node.url else None,
    }
    return f"{node.id} {_attributes(attributes)}"


def _style(node: Node) -> str:
    style = _STYLES.get(node.shape, '"filled,rounded"')
    if node.fallen != "stranded" or "dashed" in style:
        return style
    return '"' + style.strip('"') + ',dashed"'


def _line(node: Node, line: TextLine) -> str:
    align = ("RIGHT" if is_rtl(node.text) else "LEFT") if node.shape == "claim" else "CENTER"
    end = f'<BR ALIGN="{align}"/>'
    if not line.is_name:
        color = ink_of(node).text if node.unseen else GREY
        return f'<FONT POINT-SIZE="{line.size:g}" COLOR="{color}">{escape(line.text)}</FONT>{end}'
    tag = "B" if node.shape == "claim" else "S" if node.withdrawn or node.fallen == "dropped" else None
    words = f"<{tag}>{escape(line.text)}</{tag}>" if tag else escape(line.text)
    # Arabic letters reach higher and lower than the line that Latin ones need.
    return f"{words}{_strut(line.size + 5) if has_rtl(line.text) else ''}{end}"


def _strut(size: float) -> str:
    """Return an invisible letter that makes its line as high as this type size would."""
    return f'<FONT POINT-SIZE="{size:g}">&#160;</FONT>'


def _edge(number: int, edge: Edge, **more: str | None) -> str:
    return f"{edge.tail} -> {edge.head} {_attributes({'id': quote(f'e{number}'), **_edge_attributes(edge), **more})}"


def _edge_attributes(edge: Edge) -> dict[str, str | None]:
    stroke = stroke_of(edge)
    return {
        "class": quote(edge.kind),
        "label": quote("\n".join(edge.words)) if edge.words else None,
        "style": stroke.style if stroke.style != "solid" else None,
        "color": quote(stroke.color),
        "fontcolor": quote(stroke.text),
        "penwidth": f"{stroke.width}",
        "arrowhead": stroke.head if stroke.head != "normal" else None,
        "tooltip": quote_tooltip(edge.title),
        "labeltooltip": quote_tooltip(edge.title) if edge.words else None,
    }


def _joint(number: int, edge: Edge) -> Iterator[str]:
    """Write a relation as a word to the right of both claims, with a line to either, so that it crosses nothing."""
    attributes = _edge_attributes(edge)
    word = {"label": attributes["label"], "tooltip": attributes["tooltip"], "fontcolor": attributes["fontcolor"]}
    line: dict[str, str | None] = {**attributes, "label": None, "labeltooltip": None, "arrowhead": None}
    head = stroke_of(edge).head
    yield f"r{number} " + _attributes(
        {
            "id": quote(f"r{number}"),
            "class": quote(f"word {edge.kind}"),
            **word,
            "shape": "plaintext",
            "margin": '"0.04,0.02"',
            "width": "0",
            "height": "0",
            "fontsize": str(SMALL_SIZE),
        }
    )
    line |= {"tailport": "e", "headport": "w"}
    yield f"{edge.tail} -> r{number} " + _attributes({"id": quote(f"e{number}"), **line, "dir": "none"})
    end = {"dir": "none"} if head == "none" else {"dir": "back"}
    yield f"{edge.head} -> r{number} " + _attributes({"id": quote(f"e{number}b"), **line, **end})
