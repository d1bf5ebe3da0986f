"""A chain of attribution and the mentions in it; printing one is `str`, parsing one is `notation`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, Literal

from claimgraph.model.problem import Location
from claimgraph.model.verbs import Stance

PartyKind = Literal["named", "unnamed", "missing", "us", "this"]
ATTRIBUTE_KEYS = {
    "lang": "lang", "as": "certainty", "stance": "stance", "p": "p", "likelihood": "likelihood",
    "accessed": "accessed", "page": "page", "because": "because", "checked": "checked", "tag": "tag",
}  # fmt: skip
"""The keys written ``key=value``, in their order, and the fields of a mention they fill."""

FLAG_WORDS: Mapping[str, tuple[str, Any]] = {
    "own": ("own", True),
    "seen": ("seen", True),
    "unseen": ("seen", False),
    "firsthand": ("access", "firsthand"),
    "hearsay": ("access", "hearsay"),
}
"""The words that stand in brackets by themselves, with the field of a mention and the value they mean."""

_attribute_values = attrgetter(*ATTRIBUTE_KEYS.values())
_NO_VALUES = (None,) * len(ATTRIBUTE_KEYS)

CERTAINTIES = ("certain", "probable", "possible", "unknown")


@dataclass(frozen=True, slots=True)
class Mention:
    """One party in a chain, with what the chain says about its statement.

    ``party`` is the name, or the description of an unnamed one, or empty. ``certainty`` is written
    ``as=``; ``because`` explains an inferred link to this mention; ``access`` is ``firsthand`` or
    ``hearsay``; ``seen`` is None unless the chain says it.
    """

    party: str = ""
    kind: PartyKind = "named"
    verb: str | None = None
    date: str | None = None
    url: str | None = None
    archive: str | None = None
    wording: str | None = None
    lang: str | None = None
    certainty: str | None = None
    stance: Stance | None = None
    p: str | None = None
    likelihood: str | None = None
    accessed: str | None = None
    page: str | None = None
    because: str | None = None
    checked: str | None = None
    tag: str | None = None
    access: str | None = None
    own: bool = False
    seen: bool | None = None
    confidential: bool = False
    location: Location | None = field(default=None, compare=False, repr=False)

    @property
    def attributes(self) -> str:
        """What stands between the brackets, in its fixed order; empty if nothing does."""
        parts = [part for part in (_verb(self.verb), self.date) if part]
        if self.url is not None or self.archive is not None:
            parts += _urls(self)
        if self.wording is not None:
            parts.append(quote_text(self.wording))
        values = _attribute_values(self)
        if values != _NO_VALUES:
            parts += [_pair(key, value) for key, value in zip(ATTRIBUTE_KEYS, values, strict=True) if value is not None]
        if self.own:
            parts.append("own")
        if self.seen is not None:
            parts.append("seen" if self.seen else "unseen")
        if self.access:
            parts.append(self.access)
        return " ".join(parts)

    def __str__(self) -> str:
        if self.kind == "named":
            who = self.party
        else:
            who = quote_text(self.party) if self.kind == "unnamed" else "?" if self.kind == "missing" else self.kind
        attributes = self.attributes
        flag = " (confidential)" if self.confidential else ""
        return f"{who} [{attributes}]{flag}" if attributes else f"{who}{flag}"


@dataclass(frozen=True, slots=True)
class Chain:
    """Statements from where we read it back to where it starts.

    ``steps`` run from the reader to the origin; a step is one or more items that stand side by
    side (``+``), each a `Mention` or, in a step of several, a `Chain` of at least two steps.
    ``inferred[i]`` tells whether the arrow between steps i and i + 1 is ours (``<~``).
    Every last mention of a step relies on every first mention of the next.
    """

    steps: tuple[tuple[Mention | Chain, ...], ...]
    inferred: tuple[bool, ...] = ()

    @property
    def heads(self) -> tuple[Mention, ...]:
        """The mentions nearest to the reader."""
        return _heads(self.steps[0])

    @property
    def tails(self) -> tuple[Mention, ...]:
        """The mentions farthest from the reader."""
        return _tails(self.steps[-1])

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, in the order in which they are written."""
        return tuple(
            m for step in self.steps for item in step for m in (item.mentions if isinstance(item, Chain) else (item,))
        )

    @property
    def pairs(self) -> tuple[tuple[Mention, Mention, bool], ...]:
        """Every direct link as (downstream, upstream, inferred)."""
        inner = tuple(p for step in self.steps for item in step if isinstance(item, Chain) for p in item.pairs)
        between = []
        for (left, right), inferred in zip(zip(self.steps, self.steps[1:], strict=False), self.inferred, strict=True):
            downstream, upstream = _tails(left), _heads(right)
            between += [(d, u, inferred) for d in downstream for u in upstream]
        return inner + tuple(between)

    def mapped(self, change: Callable[[Mention], Mention]) -> Chain:
        """Return the chain with every mention changed.

        Examples
        --------
        >>> chain = Chain(((Mention("A"),), (Mention("B"),)), (False,))
        >>> print(chain.mapped(lambda mention: Mention(mention.party.lower())))
        a <- b
        """
        steps = tuple(
            tuple(item.mapped(change) if isinstance(item, Chain) else change(item) for item in step)
            for step in self.steps
        )
        return replace(self, steps=steps)

    def count_links(self) -> int:
        """Return how many links the chain stands for at most, without making them.

        Whoever goes without a name is somebody else for everybody who cites them, so that
        descriptions side by side multiply from step to step.
        """
        return _count(self, 0)[1]

    def __str__(self) -> str:
        parts = [_step_text(self.steps[0], last=len(self.steps) == 1)]
        for number, (step, inferred) in enumerate(zip(self.steps[1:], self.inferred, strict=True), start=2):
            parts += ["<~" if inferred else "<-", _step_text(step, last=number == len(self.steps))]
        return " ".join(parts)


def _heads(step: tuple[Mention | Chain, ...]) -> tuple[Mention, ...]:
    if len(step) == 1 and isinstance(step[0], Mention):
        return (step[0],)
    return tuple(m for item in step for m in (item.heads if isinstance(item, Chain) else (item,)))


def _tails(step: tuple[Mention | Chain, ...]) -> tuple[Mention, ...]:
    return tuple(m for item in step for m in (item.tails if isinstance(item, Chain) else (item,)))


def join_steps(steps: Iterable[tuple[Mention | Chain, ...]], inferred: Iterable[bool]) -> Chain:
    """Return the chain of these steps with needless brackets resolved, so that equal chains compare equal.

    A step that is nothing but a bracketed chain becomes steps of its own; brackets that only hold
    things side by side, among things side by side, vanish.

    Examples
    --------
    >>> a, b, c = Mention("A"), Mention("B"), Mention("C")
    >>> print(join_steps([(a,), (join_steps([(b,), (c,)], [False]),)], [True]))
    A <~ B <- C
    """
    flat: list[tuple[Mention | Chain, ...]] = []
    arrows: list[bool] = []
    for step, arrow in zip(steps, (None, *inferred), strict=True):
        if arrow is not None:
            arrows.append(arrow)
        if len(step) == 1 and isinstance(step[0], Chain):
            flat += step[0].steps
            arrows += step[0].inferred
        else:
            flat.append(tuple(i for item in step for i in _side_by_side(item)))
    return Chain(tuple(flat), tuple(arrows))


def _count(chain: Chain, downstream: int) -> tuple[int, int]:
    """Return how many statements end a chain behind so many others, and how many links that makes."""
    links = 0
    for step in chain.steps:
        following = 0
        for item in step:
            if isinstance(item, Chain):
                ends, inner = _count(item, downstream)
            else:
                ends, inner = max(1, downstream) if item.kind == "unnamed" else 1, downstream
            following, links = following + ends, links + inner
        downstream = following
    return downstream, links


def _side_by_side(item: Mention | Chain) -> tuple[Mention | Chain, ...]:
    return item.steps[0] if isinstance(item, Chain) and len(item.steps) == 1 else (item,)


def _step_text(step: tuple[Mention | Chain, ...], *, last: bool) -> str:
    if len(step) == 1:
        return f"({step[0]})" if isinstance(step[0], Chain) else str(step[0])
    text = " + ".join(f"({item})" if isinstance(item, Chain) else str(item) for item in step)
    return text if last or len(step) == 1 else f"({text})"


_BARE_VALUE = re.compile(r"[^\s\"\[\]“”„«»]+")
_BARE_URL = re.compile(r"https?://[^\s\"\[\]“”„«»]+")
_BARE_VERB = re.compile(r"(?!\d)[^\s\"\[\]“”„«»=:]+")


def quote_text(text: str) -> str:
    r"""Return a text in the quotes of the chain notation.

    Examples
    --------
    >>> print(quote_text('he said "no"'))
    "he said \"no\""
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _pair(key: str, value: str) -> str:
    return f"{key}={value if _BARE_VALUE.fullmatch(value) else quote_text(value)}"


def _verb(verb: str | None) -> str:
    """Return a verb as it stands in brackets; one of a record's own that reads as something else gets its key."""
    if not verb or (_BARE_VERB.fullmatch(verb) and verb not in FLAG_WORDS):
        return verb or ""
    return _pair("verb", verb)


def _urls(mention: Mention) -> list[str]:
    url, archive = mention.url, mention.archive
    plain_url = url is not None and _BARE_URL.fullmatch(url) is not None
    parts = [] if url is None else [url if plain_url else _pair("url", url)]
    if archive is not None:
        plain = plain_url and _BARE_URL.fullmatch(archive) is not None
        parts.append(archive if plain else _pair("archive", archive))
    return parts
