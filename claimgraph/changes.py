"""What changed between two versions of a claim, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from claimgraph.model import Article, Assessment, Chain, Checked, Claim, Verdict

_LEAST_ALIKE = 0.5
_MOST_PAIRS = 400
_MOST_LETTERS = 2_000_000
"""Past so many pairs of chains, or so many letters of the one side times those of the other, none are paired."""

_AFTER_FIRST = re.compile(r" \[| <[-~] ")
_DATES = ("when", "as_of", "due", "review_by")
_NAMES = {
    "said": "words",
    "as_of": "as of",
    "review_by": "review by",
    "assess": "assessment",
    "checked": "check that it was said",
    "tags": "tag",
}
"""How a field is called in a sentence where that is not its key."""

_BESIDE_CHAINS = ("title", "author", "note")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: ``what`` (a key of the record), ``how``, and what stood and stands there.

    Beside the keys of a claim ``what`` is ``claim`` itself, ``relation``, ``article`` or a field of it
    (``article.title``), or ``file``.

    Examples
    --------
    >>> print(Change("chain", "added", after="A <- B"))
    chain added: A <- B
    >>> print(Change("due", "changed", before="2024", after="2025"))
    due changed from 2024 to 2025
    """

    what: str
    how: str
    before: str | None = None
    after: str | None = None

    @property
    def name(self) -> str:
        """What changed, as part of a sentence."""
        whole, _, part = self.what.partition(".")
        return f"{part} of the {whole}" if part else _NAMES.get(self.what, self.what)

    def __str__(self) -> str:
        before, after = (" ".join(text.split()) if text else None for text in (self.before, self.after))
        if before and after:
            return f"{self.name} {self.how} from {before} to {after}"
        told = after or before
        return f"{self.name} {self.how}{f': {told}' if told else ''}"


def changes_between(*, before: Claim | None, after: Claim | None) -> tuple[Change, ...]:
    """Return what happened to a claim between two versions of it, None where it is not there.

    Chains are compared as they read with ``this`` replaced by the article, so that moving a claim
    into another file changes nothing by itself.

    Examples
    --------
    >>> from claimgraph.notation import parse_chain
    >>> first = Claim("c", "It rains.", (parse_chain("A"),))
    >>> later = Claim("c", "It rained.", (parse_chain("A <- Ann"),), verdict=Verdict("true", by="Bob"))
    >>> for change in changes_between(before=first, after=later):
    ...     print(change)
    text reworded from It rains. to It rained.
    chain changed from A to A <- Ann
    verdict given: true, by Bob
    """
    if before is None:
        return () if after is None else _recorded(after)
    if after is None:
        return (Change("claim", "deleted", before=before.text),)
    return tuple(_compared(before, after))


def _recorded(claim: Claim) -> tuple[Change, ...]:
    bare = Claim(claim.id, claim.text, article=claim.article)
    return (Change("claim", "recorded", after=claim.text), *_compared(bare, claim))


def _compared(before: Claim, after: Claim) -> Iterator[Change]:
    if before.text != after.text:
        yield Change("text", "reworded", before.text, after.text)
    yield from _value("said", before.said, after.said)
    yield from _chains(before.chains, after.chains)
    for key in _DATES:
        yield from _value(key, getattr(before, key), getattr(after, key))
    yield from _verdict(before.verdict, after.verdict)
    yield from _listed("assess", map(_told, before.assess), map(_told, after.assess))
    yield from _listed("checked", map(_told, before.checked), map(_told, after.checked))
    yield from _listed("silence", *([f"{s.code}: {s.because}" for s in c.silence] for c in (before, after)))
    yield from _listed("tags", before.tags, after.tags)
    yield from _listed("relation", *([_relation(r.kind, r.target) for r in c.relations] for c in (before, after)))
    yield from _value("note", before.note, after.note, added="added")
    yield from _article(before, after)


def _value(name: str, before: str | None, after: str | None, *, added: str = "set") -> Iterator[Change]:
    if before != after:
        how = "changed" if before and after else added if after else "removed"
        yield Change(name, how, before or None, after or None)


def _chains(before: tuple[Chain, ...], after: tuple[Chain, ...]) -> Iterator[Change]:
    stood, stands = [str(chain) for chain in before], [str(chain) for chain in after]
    gone, new = _without(stood, stands), _without(stands, stood)
    if stood != stands and not gone and not new:
        yield Change("chains", "put in another order")
    pairs = _alike(gone, new)
    yield from (Change("chain", "changed", one, other) for one, other in pairs)
    yield from (Change("chain", "removed", before=text) for text in _without(gone, [one for one, _ in pairs]))
    yield from (Change("chain", "added", after=text) for text in _without(new, [other for _, other in pairs]))


def _alike(gone: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Pair what is gone with what is new where both begin with the same party, or read much the same."""
    if len(gone) * len(new) > _MOST_PAIRS or sum(map(len, gone)) * sum(map(len, new)) > _MOST_LETTERS:
        return []
    pairs, free = [], list(new)
    for text in gone:
        ranked = [(_likeness(text, other), -number) for number, other in enumerate(free)]
        best, place = max(ranked, default=(0.0, 0))
        if best >= _LEAST_ALIKE:
            pairs.append((text, free.pop(-place)))
    return pairs


def _likeness(text: str, other: str) -> float:
    same_carrier = _AFTER_FIRST.split(text, 1)[0] == _AFTER_FIRST.split(other, 1)[0]
    return same_carrier + SequenceMatcher(None, text, other, autojunk=False).ratio()


def _verdict(before: Verdict | None, after: Verdict | None) -> Iterator[Change]:
    if before != after:
        how = "given" if before is None else "withdrawn" if after is None else "changed"
        yield Change("verdict", how, _told(before) if before else None, _told(after) if after else None)


def _listed(name: str, before: Iterable[str], after: Iterable[str]) -> Iterator[Change]:
    stood, stands = list(before), list(after)
    yield from (Change(name, "removed", before=text) for text in _without(stood, stands))
    yield from (Change(name, "added", after=text) for text in _without(stands, stood))


def _without(texts: list[str], others: list[str]) -> list[str]:
    """Return the texts that are not among the others, in their order; what stands twice counts twice."""
    left = Counter(others)
    kept = []
    for text in texts:
        if left[text]:
            left[text] -= 1
        else:
            kept.append(text)
    return kept


def _told(part: Verdict | Assessment | Checked) -> str:
    if isinstance(part, Checked):
        return ", ".join(filter(None, (f"by {part.by}", part.date)))
    value = part.value if isinstance(part, Verdict) else part.code
    because = f"because: {part.because}" if isinstance(part, Verdict) and part.because else None
    return ", ".join(filter(None, (value, f"by {part.by}" if part.by else None, part.date, because)))


def _relation(kind: str, target: str) -> str:
    return f"{kind.replace('_', ' ')} {target}"


def _article(before: Claim, after: Claim) -> Iterator[Change]:
    """Yield what changed about the article; what the chains show already is not told twice."""
    if before.article is None or after.article is None:
        stood, stands = (article.source if article else None for article in (before.article, after.article))
        yield from _value("article", stood, stands)
        return
    same_chains = before.chains == after.chains
    for field in (field for field in fields(Article) if field.compare):
        if same_chains or field.name in _BESIDE_CHAINS:
            values = (getattr(article, field.name) for article in (before.article, after.article))
            yield from _value(f"article.{field.name}", *values)
