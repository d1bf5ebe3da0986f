"""What hangs together: the groups that pairs make."""

from __future__ import annotations

from collections.abc import Iterable


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return, for everything in some pairs that is not the first of its group, the first of all that it hangs with.

    Examples
    --------
    >>> joined([("c", "b"), ("b", "a"), ("x", "y")])
    {'c': 'a', 'b': 'a', 'y': 'x'}
    """
    parent: dict[str, str] = {}
    for one, other in pairs:
        first, second = sorted((_root(parent, one), _root(parent, other)))
        if first != second:
            parent[second] = first
    return {one: _root(parent, one) for one in parent}


def _root(parent: dict[str, str], one: str) -> str:
    way = []
    while one in parent:
        way.append(one)
        one = parent[one]
    parent |= dict.fromkeys(way, one)  # shortens the way for the next one
    return one
