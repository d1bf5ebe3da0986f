"""What can be asked of claims: the filters of a query, without anything that answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from claimgraph.dates import Interval, parse_date

Role = Literal["origin", "relay", "carrier", "any"]
ROLES: tuple[Role, ...] = ("any", "origin", "relay", "carrier")
VERDICT_CHOICES = ("true", "false", "partly", "unresolvable", "none")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a claim has to fulfil; everything that is given, at once.

    Parameters
    ----------
    source : str, optional
        Any name of a source that said it, in the given ``role``: the claim starts with an
        *origin*, nobody relies on a *carrier*, a *relay* stands between.
    via : str, optional
        A source that passes it on from somebody else.
    through, origin : str, optional
        A way leads from a statement of ``origin`` through one of ``through``. Alone, ``through``
        is like ``via``, and ``origin`` like ``source`` in the role of origin.
    tags : tuple of str
        All of these tags.
    text : str, optional
        All of these words, in text, verbatim words, note or tags.
    since, until : str, optional
        A statement dated within; dates of the record's subset.
    unseen : bool
        A named source in it was never opened.
    verdict : str, optional
        The verdict, or ``none``.
    unnamed_only, single_origin, circular : bool
        All support starts unnamed or missing; two or more apparent sources trace back to at most one
        line; statements rely on each other in a circle.
    lines_max : int, optional
        At most so many independent lines, by the ceiling.
    conflicting : bool
        Somebody denies it, or says a claim that contradicts it.
    overdue : bool
        What it is due by, or to be looked at again by, has passed ``today`` without a verdict.
    today : date, optional
        The day from which to look back; the present one without it.
    """

    source: str | None = None
    role: Role = "any"
    via: str | None = None
    through: str | None = None
    origin: str | None = None
    tags: tuple[str, ...] = ()
    text: str | None = None
    since: str | None = None
    until: str | None = None
    unseen: bool = False
    verdict: str | None = None
    unnamed_only: bool = False
    single_origin: bool = False
    circular: bool = False
    lines_max: int | None = None
    conflicting: bool = False
    overdue: bool = False
    today: date | None = None


def said_span(since: str | None, until: str | None) -> Interval:
    """Return the time within which something was said, of which at least one end is given.

    Examples
    --------
    >>> str(said_span("2024-11", None).start), said_span("2024-11", None).end.year
    ('2024-11-01 00:00:00', 9999)
    """
    first, last = (parse_date(text) if text else None for text in (since, until))
    start = first or last
    end = last or first
    assert start is not None
    assert end is not None
    return Interval(
        start.start if first else start.start.min,
        end.end if last else end.end.max,
    )
