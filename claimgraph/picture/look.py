"""Colours and lines: hues after Okabe and Ito (2008), told apart by everybody and in grey print.

Shapes and words carry the meaning; colour only repeats it. No colour means that a claim is true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from claimgraph.picture.lettering import BOLD, text_width, wrap_text
from claimgraph.picture.values import Edge, EdgeKind, Node, Shape

FONT = "Arial"
NAME_SIZE, CLAIM_SIZE, HEADLINE_SIZE, SMALL_SIZE = 14, 15, 17, 12
BLACK, GREY, PALE_TEXT, VERMILLION, DARK_VERMILLION = "#000000", "#4d4d4d", "#5c5c5c", "#d55e00", "#ad4700"


@dataclass(frozen=True, slots=True)
class Ink:
    """How a shape is painted: its ground, its outline and its letters."""

    fill: str
    line: str
    text: str = BLACK


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line in a shape, with its type size; ``is_name`` tells the name, or the claim, from the smaller notes."""

    text: str
    size: float
    is_name: bool

    @property
    def width(self) -> float:
        """About how wide it is, in points."""
        return text_width(self.text) * self.size * (BOLD if self.size == CLAIM_SIZE else 1)


@dataclass(frozen=True, slots=True)
class Stroke:
    """How an arrow is painted: its colour and that of its words, width, style, and the DOT name of its head."""

    color: str
    text: str
    width: float
    style: str = "solid"
    head: str = "normal"


INKS: Mapping[Shape, Ink] = {
    "outlet": Ink("#d9edf8", "#00507d"),
    "wire": Ink("#d9edf8", "#00507d"),
    "person": Ink("#fbe5bd", "#7a5200"),
    "org": Ink("#cdebe0", "#00593f"),
    "document": Ink("#f3dce8", "#86406a"),
    "account": Ink("#e3e1f4", "#4a4180"),
    "group": Ink("#ececec", "#404040"),
    "unregistered": Ink("#ffffff", "#404040"),
    "unnamed": Ink("#ffffff", "#333333"),
    "missing": Ink("#ffffff", "#333333"),
    "claim": Ink("#fdf6bf", "#4d4700"),
}
STROKES: Mapping[EdgeKind, Stroke] = {
    "credited": Stroke("#333333", GREY, 1.4),
    "against": Stroke(VERMILLION, DARK_VERMILLION, 1.4),
    "read": Stroke("#666666", GREY, 0.9),
    "denies": Stroke(VERMILLION, DARK_VERMILLION, 1.8, head="nonetee"),
    "questions": Stroke(VERMILLION, DARK_VERMILLION, 1.4, head="odot"),
    "withdraws": Stroke(VERMILLION, DARK_VERMILLION, 1.4, head="odiamond"),
    "contradicts": Stroke(VERMILLION, DARK_VERMILLION, 1.8, head="none"),
    "tension": Stroke("#333333", GREY, 1.0, "dashed", head="none"),
    "related": Stroke("#808080", GREY, 0.9),
}
ROW_FILL, ROW_LINE = "#f6f6f6", "#e6e6e6"


def ink_of(node: Node) -> Ink:
    """Return how a node is painted: paler if nobody opened it.

    Examples
    --------
    >>> ink_of(Node("n1", "outlet", "A", "A", unseen=True))
    Ink(fill='#f4fafd', line='#407c9e', text='#5c5c5c')
    """
    ink = INKS[node.shape]
    if node.unseen:
        ink = Ink(mix_with_white(ink.fill, 0.7), mix_with_white(ink.line, 0.25), PALE_TEXT)
    if node.pivotal:  # a pale thick line would not stand out
        ink = replace(ink, line=INKS[node.shape].line)
    return replace(ink, fill="#ffffff", line=VERMILLION) if node.fallen else ink


def node_lines(node: Node) -> tuple[TextLine, ...]:
    """Return what stands in a node, in lines: the name in up to four, a claim in up to six, and the notes.

    Examples
    --------
    >>> [line.text for line in node_lines(Node("n1", "outlet", "Kataeb", "Kataeb", notes=("not opened",)))]
    ['Kataeb', 'not opened']
    """
    if node.shape == "claim":
        names = wrap_text(node.text, width=17, most=6)
        claim = tuple(TextLine(line, CLAIM_SIZE, is_name=True) for line in names)
        return (*claim, *(TextLine(note, SMALL_SIZE, is_name=False) for note in node.notes))
    lines = [TextLine(line, NAME_SIZE, is_name=True) for line in wrap_text(node.text, width=13.5, most=4)]
    return (*lines, *(TextLine(note, SMALL_SIZE, is_name=False) for note in node.notes))


def stroke_of(edge: Edge) -> Stroke:
    """Return how an edge is painted: dotted if it is inferred, with its own head if it has one.

    Examples
    --------
    >>> stroke_of(Edge("n1", "n2", "credited", "B credits A", inferred=True)).style
    'dotted'
    """
    stroke = STROKES[edge.kind]
    return replace(
        stroke, style="dotted" if edge.inferred else stroke.style, head=stroke.head if edge.arrow else "none"
    )


def mix_with_white(color: str, share: float) -> str:
    """Return a colour with a share of white in it.

    Examples
    --------
    >>> mix_with_white("#000000", 0.5)
    '#808080'
    """
    parts = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * share):02x}" for part in parts)
