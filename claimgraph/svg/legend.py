"""The legend under a picture: the signs that occur in it, each drawn small, with its meaning."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from claimgraph.picture.lettering import text_width
from claimgraph.picture.look import GREY, INKS, SMALL_SIZE, STROKES, VERMILLION, Ink, Stroke, mix_with_white
from claimgraph.picture.values import LEGEND

EDGE = 16.0
SIGN_WIDTH, SIGN_HEIGHT = 30.0, 15.0
GAP, LINE_HEIGHT = 20.0, 22.0
_DASHES = {"dotted": "1.5,3", "dashed": "5,3"}


def draw_legend(root: ET.Element, signs: Sequence[str], *, width: float, top: float, font: str) -> tuple[float, float]:
    """Draw the legend of some signs into an SVG below what is there; return the new width and height.

    Parameters
    ----------
    root : Element
        The SVG; one group is added to it.
    signs : sequence of str
        Keys of `LEGEND`.
    width, top : float
        The extent of the picture so far.
    font : str
        The families to set the words in.

    Examples
    --------
    >>> svg = ET.Element("svg")
    >>> draw_legend(svg, ["outlet", "person"], width=100, top=50, font="Arial")
    (129.7, 102.0)
    """
    if not signs:
        return width, top
    group = ET.SubElement(root, "g", {"class": "legend"})
    ET.SubElement(group, "title").text = "Legend"
    wide = max(width, 2 * EDGE + max(_item_width(sign) for sign in signs))
    x, y = EDGE, top
    for sign in signs:
        if x > EDGE and x + _item_width(sign) > wide - EDGE:
            x, y = EDGE, y + LINE_HEIGHT
        group.append(_sign(sign, x, y))
        place = {"x": f"{x + SIGN_WIDTH + 7:.2f}", "y": f"{y + SIGN_HEIGHT / 2 + 4.3:.2f}"}
        ET.SubElement(
            group, "text", {**place, "font-family": font, "font-size": str(SMALL_SIZE), "fill": GREY}
        ).text = LEGEND[sign]
        x += _item_width(sign) + GAP
    return round(wide, 2), round(y + LINE_HEIGHT + EDGE / 2, 2)


def _item_width(sign: str) -> float:
    return SIGN_WIDTH + 7 + text_width(LEGEND[sign]) * SMALL_SIZE


def _sign(sign: str, x: float, y: float) -> ET.Element:
    group = ET.Element("g", {"transform": f"translate({x:.2f} {y:.2f})"})
    group.extend(_strokes(sign) if sign in STROKES or sign == "inferred" else _shape(sign))
    return group


def _shape(sign: str) -> list[ET.Element]:
    ink = _ink(sign)
    paint = {"fill": ink.fill, "stroke": ink.line, "stroke-width": "1"}
    if sign in {"pivotal", "dropped", "stranded"}:
        color = VERMILLION if sign != "pivotal" else "#333333"
        paint |= {"stroke": color, "stroke-width": "3" if sign == "pivotal" else "2"}
    if sign in {"unnamed", "missing", "stranded"}:
        paint["stroke-dasharray"] = "4,2.5"
    if sign in {"document", "claim"}:
        return _note(paint)
    if sign == "missing":
        circle = {"cx": f"{SIGN_WIDTH / 2:g}", "cy": f"{SIGN_HEIGHT / 2:g}", "r": f"{SIGN_HEIGHT / 2:g}"}
        return [ET.Element("circle", {**circle, **paint}), _letters("?", ink)]
    if sign == "group":
        corners = "8,0 22,0 30,4.5 30,10.5 22,15 8,15 0,10.5 0,4.5"
        return [ET.Element("polygon", {"points": corners, **paint})]
    radius = {"org": 0.0, "person": SIGN_HEIGHT / 2, "account": SIGN_HEIGHT / 2}.get(sign, 4.5)
    shapes = [_rect(0, radius, paint)]
    if sign == "wire":
        shapes.append(_rect(2.5, 2.5, {**paint, "fill": "none"}))
    if sign == "account":
        shapes.append(_letters("@", ink))
    if sign in {"withdrawn", "dropped"}:
        shapes += [_letters("abc", ink), _segment("#333333", 1.2, start=6.0, end=24.0)]
    return shapes


def _ink(sign: str) -> Ink:
    if sign == "unseen":
        known = INKS["outlet"]
        return Ink(mix_with_white(known.fill, 0.7), mix_with_white(known.line, 0.25))
    return next((ink for shape, ink in INKS.items() if shape == sign), INKS["unregistered"])


def _rect(inset: float, radius: float, paint: dict[str, str]) -> ET.Element:
    size = {"width": f"{SIGN_WIDTH - 2 * inset:g}", "height": f"{SIGN_HEIGHT - 2 * inset:g}", "rx": f"{radius:g}"}
    return ET.Element("rect", {"x": f"{inset:g}", "y": f"{inset:g}", **size, **paint})


def _note(paint: dict[str, str]) -> list[ET.Element]:
    sheet = "0,0 24,0 30,6 30,15 0,15"
    fold = {"points": "24,0 24,6 30,6", "fill": "none", "stroke": paint["stroke"], "stroke-width": "1"}
    return [ET.Element("polygon", {"points": sheet, **paint}), ET.Element("polyline", fold)]


def _letters(text: str, ink: Ink) -> ET.Element:
    place = {"x": f"{SIGN_WIDTH / 2:g}", "y": f"{SIGN_HEIGHT / 2 + 4.3:g}", "text-anchor": "middle"}
    element = ET.Element(
        "text",
        {
            **place,
            "font-family": "Arial, Helvetica, 'Liberation Sans', sans-serif",
            "font-size": "12",
            "fill": ink.text,
        },
    )
    element.text = text
    return element


def _strokes(sign: str) -> list[ET.Element]:
    stroke = STROKES["credited"] if sign == "inferred" else next(s for kind, s in STROKES.items() if kind == sign)
    style = "dotted" if sign == "inferred" else stroke.style
    headless = stroke.head == "none"
    line = _segment(stroke.color, stroke.width, end=SIGN_WIDTH if headless else SIGN_WIDTH - 7, style=style)
    return [line] if headless else [line, _head(stroke)]


def _segment(color: str, width: float, *, start: float = 0.0, end: float, style: str = "solid") -> ET.Element:
    level = f"{SIGN_HEIGHT / 2:g}"
    line = {
        "x1": f"{start:g}",
        "y1": level,
        "x2": f"{end:g}",
        "y2": level,
        "stroke": color,
        "stroke-width": f"{width:g}",
    }
    return ET.Element("line", {**line, **({"stroke-dasharray": _DASHES[style]} if style in _DASHES else {})})


def _head(stroke: Stroke) -> ET.Element:
    paint = {"fill": stroke.color, "stroke": stroke.color}
    hollow = {"fill": "white", "stroke": stroke.color, "stroke-width": "1.2"}
    if stroke.head == "nonetee":
        return ET.Element("rect", {"x": "23", "y": "2.5", "width": "2.5", "height": "10", **paint})
    if stroke.head == "odot":
        return ET.Element("circle", {"cx": "26.5", "cy": "7.5", "r": "3.2", **hollow})
    if stroke.head == "odiamond":
        return ET.Element("polygon", {"points": "22.5,7.5 26.2,4.2 30,7.5 26.2,10.8", **hollow})
    return ET.Element("polygon", {"points": "22,4.2 30,7.5 22,10.8", **paint})
