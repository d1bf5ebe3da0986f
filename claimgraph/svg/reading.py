"""Graphviz' SVG as a few plain values: what is drawn, what it is called, where its text stands.

Only what is known here gets any further, so that no script, style sheet, image, foreign address or
reference to elsewhere can be in a finished picture.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from claimgraph.errors import PictureError
from claimgraph.picture.lettering import BOLD, text_width
from claimgraph.picture.look import SMALL_SIZE
from claimgraph.picture.words import safe_url
from claimgraph.svg.geometry import Box, box_of

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_SHAPES = {
    "path": ("d",),
    "polygon": ("points",),
    "polyline": ("points",),
    "ellipse": ("cx", "cy", "rx", "ry"),
}
_PAINT = ("fill", "stroke", "stroke-width", "stroke-dasharray")
_TYPE = ("fill", "font-weight", "font-style", "text-decoration")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_WORD = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Shape:
    """One element of a drawing with the attributes that are kept."""

    name: str
    attributes: Mapping[str, str]

    @property
    def box(self) -> Box | None:
        """The extent."""
        if self.name == "ellipse":
            cx, cy, rx, ry = (float(self.attributes.get(key, "0")) for key in _SHAPES["ellipse"])
            return Box.around((cx, cy), width=2 * rx, height=2 * ry)
        return box_of(self.attributes.get("points") or self.attributes.get("d") or "")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: where its base line is, how it is aligned there, how large and how painted."""

    text: str
    x: float
    y: float
    anchor: str
    size: float
    attributes: Mapping[str, str]

    @property
    def width(self) -> float:
        """About how wide it is."""
        return text_width(self.text) * self.size * (BOLD if self.attributes.get("font-weight") else 1)


@dataclass(frozen=True, slots=True)
class Part:
    """A node, an edge or a ground, or (``whole``) what belongs to the picture itself."""

    kind: Literal["node", "edge", "cluster", "whole"]
    id: str
    words: tuple[str, ...]
    title: str
    shapes: tuple[Shape, ...] = ()
    lines: tuple[Line, ...] = ()
    url: str | None = None

    @property
    def box(self) -> Box | None:
        """The extent of the first shape."""
        return self.shapes[0].box if self.shapes else None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing by Graphviz: its size, how it is moved into view, and its parts; the first is the whole."""

    width: float
    height: float
    transform: str
    parts: tuple[Part, ...]


def read_drawing(text: str) -> Drawing:
    """Return what Graphviz drew.

    Parameters
    ----------
    text : str
        SVG as any Graphviz writes it.

    Raises
    ------
    PictureError
        The text is not well-formed, or no drawing by Graphviz.

    Examples
    --------
    >>> from claimgraph.svg.engine import lay_out
    >>> drawing = read_drawing(lay_out('digraph { a [id="n1", tooltip="A says so", URL="javascript:x"] }'))
    >>> [(part.kind, part.id, part.title, part.url) for part in drawing.parts[1:]]
    [('node', 'n1', 'A says so', None)]
    """
    try:
        root = ET.fromstring(text)  # noqa: S314 - written by Graphviz, and expat loads nothing from elsewhere
    except ET.ParseError as error:
        raise PictureError(f"the layout engine wrote SVG that is not well-formed ({error}); use the wheel's") from None
    scene = root.find(f"{_SVG}g")
    if scene is None:
        raise PictureError("the layout engine wrote an SVG without a drawing; use the wheel's")
    _, _, width, height = (float(number) for number in root.get("viewBox", "0 0 0 0").split())
    groups = [group for group in scene.findall(f"{_SVG}g") if not _is_wrapper(group)]
    transform = scene.get("transform", "")
    parts = [_part(scene, 0), *(_part(group, number) for number, group in enumerate(groups, start=1))]
    return Drawing(width, height, transform if re.fullmatch(r"[a-z0-9 .()-]*", transform) else "", tuple(parts))


def _is_wrapper(element: ET.Element) -> bool:
    """Tell whether an element is only there to hold a link or a tooltip."""
    return element.tag == f"{_SVG}a" or (element.tag == f"{_SVG}g" and element.get("id", "").startswith("a_"))


def _part(group: ET.Element, number: int) -> Part:
    words = [word for word in group.get("class", "").split() if _WORD.fullmatch(word)]
    kinds: tuple[Literal["node", "edge", "cluster"], ...] = ("node", "edge", "cluster")
    kind = next((kind for kind in kinds if kind in words), None)
    own = list(_own(group))
    given = group.get("id", "")
    return Part(
        kind or "whole",
        given if _ID.fullmatch(given) else f"g{number}",
        tuple(words),
        _tooltip(group) or group.findtext(f"{_SVG}title", ""),
        tuple(_shape(e) for e in own if e.tag.removeprefix(_SVG) in _SHAPES),
        tuple(_line(e) for e in own if e.tag == f"{_SVG}text" and "".join(e.itertext()).strip()),
        safe_url(*(a.get(f"{_XLINK}href") for a in group.iter(f"{_SVG}a"))) if kind == "node" else None,
    )


def _own(group: ET.Element) -> Iterator[ET.Element]:
    """Yield what a group draws itself, out of the wrappers; parts of the whole stay out."""
    for element in group:
        if _is_wrapper(element):
            yield from _own(element)
        elif element.tag != f"{_SVG}g":
            yield element


def _tooltip(group: ET.Element) -> str:
    links = (link for wrapper in group if _is_wrapper(wrapper) for link in wrapper.iter(f"{_SVG}a"))
    return next((title for link in links if (title := link.get(f"{_XLINK}title"))), "")


def _shape(element: ET.Element) -> Shape:
    name = element.tag.removeprefix(_SVG)
    return Shape(name, _kept(element, (*_SHAPES[name], *_PAINT)))


def _kept(element: ET.Element, names: tuple[str, ...]) -> dict[str, str]:
    given = {name: value for name in names if (value := element.get(name)) is not None}
    return {k: "none" if v.startswith("url") or v == "transparent" else v for k, v in given.items()}


def _line(element: ET.Element) -> Line:
    size = max(float(element.get("font-size", SMALL_SIZE)), SMALL_SIZE)
    place = (float(element.get("x", "0")), float(element.get("y", "0")))
    return Line("".join(element.itertext()), *place, element.get("text-anchor", "start"), size, _kept(element, _TYPE))
