"""Where the words beside an arrow stand: clear of shapes, of each other, and of other arrows.

Graphviz keeps room for them, but sets them where a long curve may not run, and other curves do. So
each that stands badly is tried along its own curve, above, below, beside, and at last upon it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claimgraph.svg.geometry import Box, Point, curve_points
from claimgraph.svg.reading import Line, Part

LINE_HEIGHT = 14.4
_CELL = 48.0
_GAP = 3.0
_RISE = 4.0
"""How far the middle of a line of small type is above its base line."""
_ON_SHAPE, _ON_WORDS, _ON_HEAD, _ON_OTHER, _ON_OWN, _UPON = 1000.0, 400.0, 60.0, 30.0, 20.0, 12.0


@dataclass(frozen=True, slots=True)
class Placed:
    """Words in their place; ``ground`` is what has to be painted under them, if they stand on a line."""

    lines: tuple[Line, ...]
    ground: Box | None = None


@dataclass(slots=True)
class _Obstacles:
    """What is in the way, found by the squares of a grid that it touches."""

    boxes: dict[tuple[int, int], list[tuple[Box, float]]] = field(default_factory=lambda: defaultdict(list))
    points: dict[tuple[int, int], list[tuple[str, Point]]] = field(default_factory=lambda: defaultdict(list))

    def add_box(self, box: Box, cost: float) -> None:
        for cell in _cells(box):
            self.boxes[cell].append((box, cost))

    def add_curve(self, owner: str, curve: Iterable[Point]) -> None:
        for point in curve:
            self.points[int(point[0] // _CELL), int(point[1] // _CELL)].append((owner, point))

    def cost(self, box: Box, owner: str) -> float:
        """Return how badly words would stand here; 0 is perfectly."""
        hit: dict[Box, float] = {}
        crossed: set[str] = set()
        for cell in _cells(box):
            hit.update((other, cost) for other, cost in self.boxes.get(cell, ()) if box.meets(other))
            crossed.update(name for name, point in self.points.get(cell, ()) if box.holds(point))
        own = _ON_OWN if owner in crossed else 0.0
        return sum(hit.values()) + own + _ON_OTHER * len(crossed - {owner})


def place_words(parts: Sequence[Part]) -> Mapping[str, Placed]:
    """Return the words of every edge that has some, by its id, in the best place found.

    Examples
    --------
    >>> place_words([])
    {}
    """
    obstacles = _Obstacles()
    for part in parts:
        for box in _filled(part):
            obstacles.add_box(box, _ON_SHAPE if part.kind == "node" else _ON_HEAD)
    curves = {part.id: _curve(part) for part in parts if part.kind == "edge"}
    for owner, curve in curves.items():
        obstacles.add_curve(owner, curve)
    placed = {}
    for part in parts:
        if part.kind == "edge" and part.lines:
            found, on_line = _best(part, curves[part.id], obstacles)
            obstacles.add_box(found, _ON_WORDS)
            placed[part.id] = Placed(_moved(part.lines, found), found if on_line else None)
    return placed


def _filled(part: Part) -> list[Box]:
    """Return what a part fills: a node its shape, an edge the heads of its arrow."""
    if part.kind == "node":
        return [part.box] if part.box else []
    heads = part.shapes if part.kind == "edge" else ()
    return [box for shape in heads if shape.name != "path" and (box := shape.box)]


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for x in range(int(box.left // _CELL), int(box.right // _CELL) + 1):
        for y in range(int(box.top // _CELL), int(box.bottom // _CELL) + 1):
            yield x, y


def _curve(part: Part) -> list[Point]:
    path = next((shape.attributes.get("d", "") for shape in part.shapes if shape.name == "path"), "")
    return curve_points(path)


def _extent(lines: Sequence[Line]) -> Box:
    """Return what lines that are centred on one another cover."""
    width = max(line.width for line in lines) + 2
    middle = (lines[0].y + lines[-1].y) / 2 - _RISE
    return Box.around((lines[0].x, middle), width=width, height=LINE_HEIGHT * len(lines))


def _best(part: Part, curve: Sequence[Point], obstacles: _Obstacles) -> tuple[Box, bool]:
    """Return the cheapest place, and whether a ground has to be painted there."""
    given = _extent(part.lines)
    best, on_line, least = given, False, obstacles.cost(given, part.id)
    for candidate, upon, far in _candidates(given, curve):
        if least == 0:
            break
        cost = obstacles.cost(candidate, part.id) + far
        if upon:
            cost += _UPON - _ON_OWN
        if cost < least:
            best, on_line, least = candidate, upon, cost
    # Nothing is painted over a shape, not even where words found no better place than upon it.
    return best, (on_line or least >= _ON_OWN) and least < _ON_SHAPE


def _candidates(given: Box, curve: Sequence[Point]) -> Iterator[tuple[Box, bool, float]]:
    """Yield places along the curve, from its middle outward, each with its cost for being far from there."""
    size = {"width": given.width, "height": given.height}
    middle = len(curve) // 2
    for number in sorted(range(len(curve)), key=lambda n: abs(n - middle)):
        share = abs(number - middle) / len(curve)
        if share > 0.36:
            break
        x, y = curve[number]
        off = given.height / 2 + _GAP
        aside = given.width / 2 + 2 * _GAP
        for place in ((x, y - off), (x, y + off), (x + aside, y), (x - aside, y)):
            yield Box.around(place, **size), False, 10 * share
        yield Box.around((x, y), **size), True, 10 * share


def _moved(lines: Sequence[Line], box: Box) -> tuple[Line, ...]:
    """Return lines centred in a box."""
    x, y = box.center
    first = y + _RISE - (len(lines) - 1) * LINE_HEIGHT / 2
    return tuple(
        Line(line.text, x, first + number * LINE_HEIGHT, "middle", line.size, line.attributes)
        for number, line in enumerate(lines)
    )
