"""Boxes and curves, in the units of the drawing."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
STEP = 5.0
"""How far apart the points of a curve are taken, so that no line of text slips between them."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; y grows downward."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, center: Point, *, width: float, height: float) -> Box:
        """Return the box with this centre."""
        x, y = center
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @property
    def center(self) -> Point:
        """The middle of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def meets(self, other: Box) -> bool:
        """Tell whether two boxes have more than an edge in common."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies within."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


def numbers_in(text: str) -> list[float]:
    """Return the numbers of a ``points`` or ``d`` attribute.

    Examples
    --------
    >>> numbers_in("M1,-2C3.5,4 5,6 7,8")
    [1.0, -2.0, 3.5, 4.0, 5.0, 6.0, 7.0, 8.0]
    """
    return [float(number) for number in _NUMBER.findall(text)]


def box_of(points: str) -> Box | None:
    """Return the extent of the points of a closed shape, None if they are none.

    Examples
    --------
    >>> box_of("0,0 10,0 10,5 0,5")
    Box(left=0.0, top=0.0, right=10.0, bottom=5.0)
    """
    numbers = numbers_in(points)
    if len(numbers) < 4:
        return None
    return Box(min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2]))


def curve_points(path: str) -> list[Point]:
    """Return points along a path of cubic curves, as Graphviz draws edges, at most `STEP` apart.

    Examples
    --------
    >>> curve_points("M0,0C3,0 6,0 9,0")
    [(0.0, 0.0), (4.5, 0.0), (9.0, 0.0)]
    """
    numbers = numbers_in(path)
    knots = list(zip(numbers[::2], numbers[1::2], strict=False))
    points = knots[:1]
    for start in range(0, len(knots) - 3, 3):
        points += _cubic(*knots[start : start + 4])
    return points


def _cubic(a: Point, b: Point, c: Point, d: Point) -> list[Point]:
    length = math.dist(a, b) + math.dist(b, c) + math.dist(c, d)
    count = max(1, math.ceil(length / STEP))
    points = []
    for number in range(1, count + 1):
        t = number / count
        u = 1 - t
        first, second, third, fourth = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        x = first * a[0] + second * b[0] + third * c[0] + fourth * d[0]
        y = first * a[1] + second * b[1] + third * c[1] + fourth * d[1]
        points.append((round(x, 3), round(y, 3)))
    return points
