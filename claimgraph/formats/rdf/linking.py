"""Statements and links to chains: as few and as long ones as give the same statements and links again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from claimgraph.errors import FormatError
from claimgraph.model import VERBS, Chain, Link, Mention, Stance, join_steps

_MOST_STEPS = 60
_MOST_TEXT = 9_000
_MOST_NAMELESS = 60
_TOO_DEEP = f"more than {_MOST_NAMELESS} sources without a name cite each other in a row; name some of them"


@dataclass(frozen=True, slots=True)
class Heard:
    """Something somebody said: how a chain mentions it, and how it is to be understood in the end.

    ``stance`` and ``seen`` are None where nothing is told of them.
    """

    mention: Mention
    stance: Stance | None = None
    seen: bool | None = None


def chains_of(heard: Mapping[str, Heard], links: Mapping[tuple[str, str], Link]) -> tuple[Chain, ...]:
    """Return chains that hold exactly these statements and links.

    Parameters
    ----------
    heard : Mapping of str to Heard
        Statements by whatever names them.
    links : Mapping of (str, str) to Link
        Links by (upstream, downstream).

    Raises
    ------
    FormatError
        Too many sources without a name cite each other in a row.

    Examples
    --------
    >>> said = {name: Heard(Mention(name)) for name in "ABCD"}
    >>> [str(c) for c in chains_of(said, {("B", "A"): Link(), ("C", "B"): Link(), ("D", "A"): Link(True)})]
    ['A <- B <- C', 'A <~ D']
    """
    upstream: dict[str, list[str]] = {name: [] for name in heard}
    downstream: dict[str, list[str]] = {name: [] for name in heard}
    for up, down in links:
        upstream[down].append(up)
        downstream[up].append(down)
    left = {name: list(reversed(ups)) for name, ups in upstream.items()}
    paths = [_path([name], left, heard) for name in heard if not downstream[name]]
    for name in heard:
        while left[name]:
            paths.append(_path(_anchored(name, downstream, heard), left, heard))
    heads = {path[0] for path in paths}
    told: set[str] = set()
    chains = []
    for path in paths:
        steps = []
        for place, name in enumerate(path):
            whole = _settled(heard[name], relying=bool(upstream[name]), head=name in heads)
            mention = _again(whole) if name in told else whole
            told.add(name)
            because = links[name, path[place - 1]].because if place else None
            steps.append((replace(mention, because=because),))
        arrows = [links[up, down].inferred for down, up in pairwise(path)]
        chains.append(join_steps(steps, arrows))
    return tuple(chains)


def _path(path: list[str], left: dict[str, list[str]], heard: Mapping[str, Heard]) -> list[str]:
    """Go upstream by links that no chain has yet, until there are none or the chain is long enough."""
    room = _MOST_TEXT - sum(len(str(heard[name].mention)) for name in path)
    while left[path[-1]]:
        if heard[path[-1]].mention.kind == "named" and len(path) > 1 and (room < 0 or len(path) > _MOST_STEPS):
            break
        if len(path) > _MOST_NAMELESS + _MOST_STEPS:
            raise FormatError(_TOO_DEEP)
        path.append(left[path[-1]].pop())
        room -= len(str(heard[path[-1]].mention))
    return path


def _anchored(name: str, downstream: Mapping[str, list[str]], heard: Mapping[str, Heard]) -> list[str]:
    """Return the way to a statement from one with a name: who has none is known by whoever cites it."""
    way = [name]
    while heard[way[-1]].mention.kind != "named":
        following = next((down for down in downstream[way[-1]] if down not in way), None)
        if following is None:
            break
        if len(way) > _MOST_NAMELESS:
            raise FormatError(_TOO_DEEP)
        way.append(following)
    return way[::-1]


def _settled(heard: Heard, *, relying: bool, head: bool) -> Mention:
    """Return a mention that says no more than is needed for the statement to be what it is."""
    mention = heard.mention
    said = VERBS.get(mention.verb or "")
    usual = said if said and said != "relays" else "relays" if relying and not mention.own else "asserts"
    seen = head or bool(mention.url or mention.archive)
    return replace(
        mention,
        stance=heard.stance if heard.stance not in (None, usual) else None,
        seen=heard.seen if heard.seen not in (None, seen) else None,
    )


def _again(mention: Mention) -> Mention:
    """Return a mention of a statement that another chain tells of: no more than says which one it is."""
    taken_back = (mention.stance or VERBS.get(mention.verb or "")) == "withdraws"
    return Mention(mention.party, mention.kind, date=mention.date, stance="withdraws" if taken_back else None)
