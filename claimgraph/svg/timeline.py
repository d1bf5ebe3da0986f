"""The timeline of claims as SVG: a row per date, drawn as long as the time it may mean."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from claimgraph.analyses.timeline import Event, events
from claimgraph.errors import STAMP
from claimgraph.graph import Graph
from claimgraph.harmless import has_rtl
from claimgraph.model import Claim
from claimgraph.picture.lettering import (
    POP_ISOLATE,
    RIGHT_TO_LEFT_ISOLATE,
    clean_text,
    is_rtl,
    isolate,
    shorten,
    text_width,
    wrap_text,
)
from claimgraph.picture.look import BLACK, GREY, HEADLINE_SIZE, NAME_SIZE, PALE_TEXT, SMALL_SIZE, VERMILLION
from claimgraph.redaction import release
from claimgraph.svg.finish import FONTS, RTL_FONTS
from claimgraph.text import event_text

_WIDTH, _EDGE = 980.0, 20.0
_DATES, _NAMES = 125.0, 310.0
_AXIS_LEFT, _AXIS_RIGHT = _EDGE + _DATES + _NAMES + 12, _WIDTH - _EDGE - 12
_ROW, _HEAD = 26.0, 30.0
_MOST_TICKS = 7
_BROKEN = {"stroke-dasharray": "3,2"}
_AGAINST = frozenset({"denies", "questions", "withdraws"})
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)
_DAYS = (1, 2, 5, 10, 15)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Time from left to right: where a moment stands."""

    start: datetime
    end: datetime

    def x(self, moment: datetime) -> float:
        share = (moment - self.start) / (self.end - self.start)
        return _AXIS_LEFT + share * (_AXIS_RIGHT - _AXIS_LEFT)


def draw_timeline(graph: Graph, claims: Sequence[Claim], *, internal: bool = False) -> str:
    """Return the timeline of claims as one accessible ``<svg>`` element.

    Parameters
    ----------
    graph : networkx.DiGraph
        From `build_graph`.
    claims : sequence of Claim
        The claims, each with rows of its own, in their order.
    internal : bool
        Show the dates of protected sources, with a stamp.

    Raises
    ------
    ProtectionError
        A text in the picture names a protected source, and the picture is not internal.
    """
    released = release(graph, {claim.id: claim for claim in claims}, internal=internal)
    known = [released.claims[claim.id] for claim in claims]
    found = events(released.graph, known)
    dated = {event.claim for event in found}
    drawn = _drawn([claim for claim in known if claim.id in dated], found, internal=internal)
    released.confirm([claim.text for claim in known], drawn)
    return drawn


def _drawn(shown: Sequence[Claim], found: Sequence[Event], *, internal: bool) -> str:
    root = _root(_title(shown, found), found, internal=internal)
    scene = ET.SubElement(root, "g")
    top = _headline(scene, shown, found, internal=internal)
    axis = _axis(found)
    rows_top = top
    by_claim: dict[str, list[Event]] = {}
    for event in found:
        by_claim.setdefault(event.claim, []).append(event)
    for claim in shown:
        if len(shown) > 1:
            scene.append(_words(shorten(clean_text(claim.text), 62), _EDGE, top + 20, NAME_SIZE, weight="bold"))
            top += _HEAD
        for event in by_claim[claim.id]:
            scene.append(_row(event, axis, top))
            top += _ROW
    if axis:
        _ticks(scene, axis, rows_top, top)
    height = top + 34 if axis else top + 10
    _size(root, _legend(scene, found, height) if found else height)
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode") + "\n"


def _title(claims: Sequence[Claim], found: Sequence[Event]) -> str:
    what = clean_text(claims[0].text) if len(claims) == 1 else f"{len(claims)} dated claims"
    return f"{what} – {len(found)} date{'' if len(found) == 1 else 's'}" if found else "Nothing is dated here."


def _root(title: str, found: Sequence[Event], *, internal: bool) -> ET.Element:
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
    root.set("aria-labelledby", "claimgraph-title claimgraph-desc")
    ET.SubElement(root, "title", {"id": "claimgraph-title"}).text = f"{STAMP} {title}" if internal else title
    told = "; ".join(f"{event.when}: {clean_text(event_text(event))}" for event in found)
    ET.SubElement(root, "desc", {"id": "claimgraph-desc"}).text = told or title
    ET.SubElement(root, "rect", {"fill": "white"})
    return root


def _size(root: ET.Element, height: float) -> None:
    size = {"width": f"{_WIDTH:g}", "height": f"{height:g}"}
    root.attrib.update(size)
    root.set("viewBox", f"0 0 {_WIDTH:g} {height:g}")
    root[2].attrib.update(size)


def _headline(scene: ET.Element, claims: Sequence[Claim], found: Sequence[Event], *, internal: bool) -> float:
    """Write what the timeline shows above it; return where the rows begin."""
    text = clean_text(claims[0].text) if len(claims) == 1 else _title(claims, found)
    lines = wrap_text(text, width=(_WIDTH - 2 * _EDGE) / HEADLINE_SIZE / 1.09, most=3)
    for number, line in enumerate([STAMP, *lines] if internal else lines):
        scene.append(_words(line, _EDGE, 30 + 23 * number, HEADLINE_SIZE, weight="bold"))
    return 30 + 23 * (len(lines) - 1 + internal) + 18


def _axis(found: Sequence[Event]) -> _Axis | None:
    if not found:
        return None
    start, end = min(event.when.start for event in found), max(event.when.end for event in found)
    # A day before and after, or a little more over years, so that nothing sticks to the frame.
    room = max(timedelta(hours=12), (end - start) / 40)
    return _Axis(_moved(start, -room), _moved(end, room))


def _moved(moment: datetime, by: timedelta) -> datetime:
    """Return a moment later or earlier, at the ends of the calendar as far as it goes."""
    try:
        return moment + by
    except OverflowError:
        return datetime.max if by > timedelta() else datetime.min


def _row(event: Event, axis: _Axis | None, top: float) -> ET.Element:
    statement = event.statement
    row = ET.Element("g", {"class": event.kind.replace(" ", "-")})
    text = clean_text(event_text(event))
    ET.SubElement(row, "title").text = f"{event.when}: {isolate(text)}"
    row.append(_words(shorten(str(event.when), _DATES / SMALL_SIZE), _EDGE, top + 17.5, SMALL_SIZE, fill=GREY))
    withdrawn = statement is not None and statement.withdrawn
    fill = PALE_TEXT if withdrawn or (statement and not statement.seen) else BLACK
    name = _words(shorten(text, _NAMES / 13), _EDGE + _DATES, top + 17.5, 13, fill=fill)
    if withdrawn:
        name.set("text-decoration", "line-through")
    row.append(name)
    if axis:
        row.append(_mark(event, axis, top + _ROW / 2))
    return row


def _mark(event: Event, axis: _Axis, level: float) -> ET.Element:
    """Return the sign of a date: as long as the time it may mean, its form by what happened."""
    left, right = axis.x(event.when.start), axis.x(event.when.end)
    middle, statement = (left + right) / 2, event.statement
    against = statement is not None and statement.stance in _AGAINST
    color = VERMILLION if against else "#00507d" if statement else GREY
    hollow = statement is None or statement.withdrawn or against
    paint = {"fill": "white" if hollow else "#56b4e9", "stroke": color, "stroke-width": "1.6"}
    if event.when.approximate:
        paint |= _BROKEN
    if right - left > 14:
        size = {"x": f"{left:.2f}", "y": f"{level - 5.5:.2f}", "width": f"{right - left:.2f}", "height": "11"}
        return ET.Element("rect", {**size, "rx": "0" if statement is None else "5.5", **paint})
    if statement is None:
        return _diamond(middle, level, 7, paint)
    if against:
        return _cross(middle, level, color)
    return ET.Element("circle", {"cx": f"{middle:.2f}", "cy": f"{level:.2f}", "r": "5.5", **paint})


def _diamond(x: float, y: float, reach: float, paint: dict[str, str]) -> ET.Element:
    corners = ((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y))
    return ET.Element("polygon", {"points": " ".join(f"{a:.2f},{b:.2f}" for a, b in corners), **paint})


def _cross(x: float, y: float, color: str) -> ET.Element:
    path = f"M{x - 5:.2f} {y - 5:.2f}l10 10M{x - 5:.2f} {y + 5:.2f}l10 -10"
    return ET.Element("path", {"d": path, "fill": "none", "stroke": color, "stroke-width": "2.4"})


def _legend(scene: ET.Element, found: Sequence[Event], top: float) -> float:
    """Draw the signs that occur with their meaning below the axis; return the new height."""
    statements = [event.statement for event in found if event.statement]
    blue = {"fill": "#56b4e9", "stroke": "#00507d", "stroke-width": "1.6"}
    plain = {"fill": "white", "stroke": GREY, "stroke-width": "1.6"}
    long = {"x": "-9", "y": "-5.5", "width": "18", "height": "11"}
    signs = [
        (bool(statements), ET.Element("circle", {"r": "5.5", **blue}), "said; as long as the time it may mean"),
        (any(s.stance in _AGAINST for s in statements), _cross(0, 0, VERMILLION), "against the claim"),
        (len(statements) < len(found), _diamond(0, 0, 7, plain), "a date of the claim itself"),
        (any(e.when.approximate for e in found), ET.Element("rect", {**long, **plain, **_BROKEN}), "approximate"),
        (any(s.withdrawn for s in statements), ET.Element("circle", {"r": "5.5", **plain}), "withdrawn"),
    ]
    x = _EDGE + 9
    for occurs, sign, words in signs:
        if occurs:
            place = ET.SubElement(scene, "g", {"class": "legend", "transform": f"translate({x:.2f} {top + 8:.2f})"})
            place.append(sign)
            scene.append(_words(words, x + 15, top + 12.3, SMALL_SIZE, fill=GREY))
            x += 45 + text_width(words) * SMALL_SIZE
    return top + 28


def _ticks(scene: ET.Element, axis: _Axis, top: float, bottom: float) -> None:
    """Draw round dates as fine lines behind the rows, with their names below."""
    lines = ET.Element("g", {"class": "axis"})
    for moment, name in _round_dates(axis):
        x = axis.x(moment)
        ends = {"x1": f"{x:.2f}", "x2": f"{x:.2f}", "y1": f"{top:.2f}", "y2": f"{bottom + 6:.2f}"}
        ET.SubElement(lines, "line", {**ends, "stroke": "#e0e0e0", "stroke-width": "1"})
        lines.append(_words(name, x, bottom + 22, SMALL_SIZE, fill=GREY, anchor="middle"))
    scene.insert(0, lines)


def _round_dates(axis: _Axis) -> list[tuple[datetime, str]]:
    days = (axis.end - axis.start).days
    for step in _DAYS:
        if days / step <= _MOST_TICKS:
            first = axis.start.replace(hour=0, minute=0, second=0)
            moments = (_moved(first, timedelta(days=step * n)) for n in range(1, days // step + 2))
            return [(m, m.date().isoformat()) for m in moments if m <= axis.end and m != datetime.max]
    step = next((s for s in _MONTHS if days / (30.44 * s) <= _MOST_TICKS), _MONTHS[-1])
    first_month = axis.start.year * 12 + axis.start.month - 1
    months = range(-(-first_month // step) * step, axis.end.year * 12 + axis.end.month, step)
    moments = (datetime(month // 12, month % 12 + 1, 1) for month in months if month >= 12)
    width = 4 if step % 12 == 0 else 7
    return [(m, m.date().isoformat()[:width]) for m in moments if axis.start <= m <= axis.end]


def _words(
    text: str, x: float, y: float, size: float, *, fill: str = BLACK, weight: str = "", anchor: str = ""
) -> ET.Element:
    backwards = is_rtl(text)
    place = {"x": f"{x:.2f}", "y": f"{y:.2f}", "font-family": RTL_FONTS if has_rtl(text) else FONTS}
    extra = {name: value for name, value in (("font-weight", weight), ("text-anchor", anchor)) if value}
    element = ET.Element("text", {**place, "font-size": f"{size:g}", "fill": fill, **extra})
    element.text = f"{RIGHT_TO_LEFT_ISOLATE}{text}{POP_ISOLATE}" if backwards else isolate(text)
    return element
