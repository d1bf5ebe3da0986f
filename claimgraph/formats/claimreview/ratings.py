"""Verdicts and what fact-checkers call them."""

from __future__ import annotations

from collections.abc import Mapping

from claimgraph.names import normalise

WORST, BEST = 1, 5
"""The bounds of the numbers that are written, as Google's guidelines for fact checks have them."""

WRITTEN: Mapping[str, tuple[str, int | None]] = {
    "true": ("True", BEST),
    "partly": ("Partly true", 3),
    "false": ("False", WORST),
    "unresolvable": ("Unresolvable", None),
}
"""What a verdict is called, with its number on the scale; what cannot be known has no number."""

CALLED: Mapping[str, tuple[str, ...]] = {
    "true": ("true", "correct"),
    "false": ("false", "falso", "faux", "falsk", "fake", "incorrect", "not true", "pants on fire"),
    "partly": (
        "partly true", "partly false", "partlyfalse", "mostly true", "mostly false", "somewhat true", "somewhat false",
        "mixture", "mixed", "mixto", "partly",
    ),
    "unresolvable": ("unresolvable",),
}  # fmt: skip
"""What ratings are called that surely mean a verdict: no more than real data showed."""

_VERDICTS = {normalise(name): value for value, names in CALLED.items() for name in names}


def verdict_called(name: str) -> str | None:
    """Return the verdict that a rating surely means; None for the others: "misleading" may well be true.

    Examples
    --------
    >>> verdict_called("FAUX"), verdict_called("Pants on Fire"), verdict_called("Misleading")
    ('false', 'false', None)
    """
    return _VERDICTS.get(normalise(name).rstrip(" .!"))


def is_contradicted(value: str, *, number: str, worst: str, best: str) -> bool:
    """Tell whether the number of a rating says the opposite of its name, as in real markup.

    Examples
    --------
    >>> is_contradicted("false", number="5", worst="1", best="5"), is_contradicted("true", number="", worst="", best="")
    (True, False)
    """
    try:
        low, high, here = float(worst), float(best), float(number)
    except ValueError:
        return False
    return low != high and here == {"true": low, "false": high}.get(value)
