"""Writing a drawing as SVG that may be shown to anybody, anywhere."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from claimgraph.harmless import has_rtl
from claimgraph.picture.lettering import POP_ISOLATE, RIGHT_TO_LEFT_ISOLATE, is_rtl
from claimgraph.picture.look import ROW_FILL
from claimgraph.picture.values import LEGEND
from claimgraph.svg.geometry import Box
from claimgraph.svg.legend import draw_legend
from claimgraph.svg.placing import Placed, place_words
from claimgraph.svg.reading import Drawing, Line, Part, Shape

FONTS = "Arial, Helvetica, 'Liberation Sans', sans-serif"
RTL_FONTS = "Arial, 'Noto Sans Arabic', 'Noto Sans Hebrew', 'DejaVu Sans', sans-serif"
_CUT = 8.0
_INSET = 14.0
"""What a claim's text keeps from the left and the right edge of its note."""


def finish_svg(
    drawing: Drawing, *, title: str | None = None, description: str | None = None, prefix: str = "claimgraph"
) -> str:
    """Return a drawing as accessible SVG that is the same on every machine.

    Parameters
    ----------
    drawing : Drawing
        From `read_drawing`.
    title, description : str, optional
        In place of those that travel in the drawing.
    prefix : str
        What every id starts with.

    Examples
    --------
    >>> print(finish_svg(Drawing(10, 8, "", (Part("whole", "g", (), "Nothing"),))).splitlines()[1].strip())
    <title id="claimgraph-title">Nothing</title>
    """
    whole, parts = drawing.parts[0], drawing.parts[1:]
    headline, _, rest = whole.title.partition("\n")
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
    root.set("aria-labelledby", f"{prefix}-title {prefix}-desc")
    _text(root, "title", title or headline, id=f"{prefix}-title")
    _text(root, "desc", description or rest or headline, id=f"{prefix}-desc")
    ground = ET.SubElement(root, "rect", {"fill": "white"})
    scene = ET.SubElement(root, "g", {"transform": drawing.transform})
    scene.extend(_line(line) for line in whole.lines)
    words = place_words(parts)
    scene.extend(_group(part, prefix, with_lines=part.id not in words) for part in parts)
    # After everything else, so that no line is drawn across them.
    paper = ROW_FILL if any(part.kind == "cluster" for part in parts) else "white"
    scene.extend(_words(part, words[part.id], prefix, paper) for part in parts if part.id in words)
    signs = [word.removeprefix("sign-") for word in whole.words if word.startswith("sign-")]
    known = [sign for sign in signs if sign in LEGEND]
    _resize(root, ground, *draw_legend(root, known, width=drawing.width, top=drawing.height, font=FONTS))
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode") + "\n"


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text


def _resize(root: ET.Element, ground: ET.Element, width: float, height: float) -> None:
    size = {"width": f"{width:g}", "height": f"{height:g}"}
    ground.attrib.update(size)
    root.attrib.update({name: f"{value}pt" for name, value in size.items()})
    root.set("viewBox", f"0 0 {width:g} {height:g}")


def _group(part: Part, prefix: str, *, with_lines: bool) -> ET.Element:
    group = ET.Element("g", {"id": f"{prefix}-{part.id}", "class": " ".join(part.words)})
    _text(group, "title", part.title)
    inside = ET.SubElement(group, "a", _link(part.url)) if part.url else group
    inside.extend(_shapes(part))
    if with_lines:
        inside.extend(_lines(part))
    return group


def _link(url: str) -> dict[str, str]:
    return {"href": url, "target": "_blank", "rel": "noopener noreferrer"}


def _shapes(part: Part) -> Iterator[ET.Element]:
    """Yield what a part is drawn with; Graphviz has no shape that suits a person or a group."""
    if part.box and "pill" in part.words:
        yield _pill(part.shapes[0], part.box)
    elif part.box and "group" in part.words:
        yield _cut_corners(part.shapes[0], part.box)
    else:
        yield from (ET.Element(shape.name, dict(shape.attributes)) for shape in part.shapes)


def _paint(shape: Shape) -> dict[str, str]:
    return {name: value for name, value in shape.attributes.items() if name not in {"d", "points"}}


def _pill(shape: Shape, box: Box) -> ET.Element:
    place = {"x": box.left, "y": box.top, "width": box.width, "height": box.height, "rx": box.height / 2}
    return ET.Element("rect", {**{name: f"{value:.2f}" for name, value in place.items()}, **_paint(shape)})


def _cut_corners(shape: Shape, box: Box) -> ET.Element:
    xs = (box.left, box.left + _CUT, box.right - _CUT, box.right)
    ys = (box.top, box.top + _CUT, box.bottom - _CUT, box.bottom)
    corners = ((1, 0), (2, 0), (3, 1), (3, 2), (2, 3), (1, 3), (0, 2), (0, 1))
    points = " ".join(f"{xs[x]:.2f},{ys[y]:.2f}" for x, y in corners)
    return ET.Element("polygon", {"points": points, **_paint(shape)})


def _lines(part: Part) -> Iterator[ET.Element]:
    """Yield a part's text, placed so that it stays in its box whatever letters the viewer has."""
    box = part.box if part.kind == "node" and any(word in LEGEND for word in part.words) else None
    if box and "claim" in part.words:
        edge = (box.right - _INSET, "end") if "rtl" in part.words else (box.left + _INSET, "start")
        yield from (_line(line, at=edge, rtl="rtl" in part.words) for line in part.lines)
    else:
        yield from (_line(line, at=(box.center[0], "middle") if box else None) for line in part.lines)


def _line(line: Line, *, at: tuple[float, str] | None = None, rtl: bool = False) -> ET.Element:
    """Return a line of text; one that runs to the left in a form that all viewers agree on.

    Some viewers swap start and end by the ``direction`` of a text and some ignore it. So it is set
    only where a text is centred, and the order of words rests on an isolate within the text.
    """
    x, anchor = at or (line.x, line.anchor)
    backwards = is_rtl(line.text) or (rtl and has_rtl(line.text))
    families = RTL_FONTS if backwards or (has_rtl(line.text) and "font-weight" not in line.attributes) else FONTS
    place = {"x": f"{x:.2f}", "y": f"{line.y:.2f}", "text-anchor": anchor}
    face = {"font-family": families, "font-size": f"{line.size:g}"}
    direction = {"direction": "rtl", "unicode-bidi": "embed"} if backwards and anchor == "middle" else {}
    element = ET.Element("text", {**place, **face, **line.attributes, **direction})
    element.text = f"{RIGHT_TO_LEFT_ISOLATE}{line.text}{POP_ISOLATE}" if backwards else line.text
    return element


def _words(part: Part, placed: Placed, prefix: str, paper: str) -> ET.Element:
    group = ET.Element("g", {"id": f"{prefix}-{part.id}-words", "class": " ".join(part.words)})
    _text(group, "title", part.title)
    if placed.ground:
        group.append(_paper(placed.ground, paper))
    group.extend(_line(line) for line in placed.lines)
    return group


def _paper(box: Box, fill: str) -> ET.Element:
    size = {"x": box.left, "y": box.top, "width": box.width, "height": box.height}
    return ET.Element("rect", {**{name: f"{value:.2f}" for name, value in size.items()}, "fill": fill})
