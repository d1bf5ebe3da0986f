"""The short way for most claims: from the steps of plain chains to rows, without making values of them first.

Plain is a claim whose chains are simple, in which everybody says it, or passes it on, at one time at most.
All others take the way through their statements (`claimgraph.index.chain_rows`), which gives the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from claimgraph.index.chain_rows import ChainRows, StatementRow, bounds
from claimgraph.index.schema import ORIGIN, RELIED_ON, RELYING, UNOPENED
from claimgraph.model import Article, Chain, Mention, Stance
from claimgraph.names import normalise
from claimgraph.notation import read_this
from claimgraph.notation.simple import SimpleChain, SimpleStep
from claimgraph.registry import US, Registry
from claimgraph.voices import Voice, described_voice, missing_voice, named_voice

_KEPT = 20_000


def with_article(chain: SimpleChain, article: Article, known: dict[str, SimpleStep]) -> SimpleChain:
    """Return the chain with ``this`` replaced by the article, as `read_this` does.

    ``known`` holds what became of the steps of the same article before.
    """
    for step in chain.steps:
        if step.kind == "this" and step.text not in known:
            known[step.text] = _with_article(step, article)
    return chain._replace(steps=[known[s.text] if s.kind == "this" else s for s in chain.steps])


def _with_article(step: SimpleStep, article: Article) -> SimpleStep:
    mention = read_this(Chain(((Mention(kind="this", **step.attributes),),)), article).heads[0]
    given = {name: value for name in ("date", "url", "archive") if (value := getattr(mention, name))}
    attributes = {**step.attributes, **given}
    return step._replace(party=mention.party, kind="named", attributes=attributes, text=str(mention))


class _Speaker(NamedTuple):
    """A voice as the statements of the index know it, and how it is called in the chain."""

    base: str
    citing: str
    named: bool
    row: tuple[str | None, str | None, str | None]
    mention: tuple[str, bool] | None


class _Told(NamedTuple):
    """Who speaks, in the order of statements, when, in which role; who relies on whom; all mentions."""

    speakers: list[_Speaker]
    dates: list[str | None]
    roles: list[int]
    links: dict[tuple[int, int], None]
    mentions: dict[tuple[str, bool] | None, None]


class PlainClaims:
    """Makes rows of plain claims; who is meant by a name is looked up once."""

    def __init__(self, registry: Registry, verbs: Mapping[str, Stance]) -> None:
        self.registry = registry
        self.plain_verbs = {None, *(verb for verb, stance in verbs.items() if stance in ("asserts", "relays"))}
        self.named = lru_cache(maxsize=_KEPT)(self._named)
        self.unnamed = lru_cache(maxsize=_KEPT)(self._unnamed)

    def rows(self, chains: Sequence[SimpleChain], spots: str) -> ChainRows | None:
        """Return what the index stores of these chains, None where they are not plain."""
        told = self._told(chains)
        if told is None:
            return None
        statements: list[StatementRow] = []
        origins = []
        for speaker, date, role in zip(told.speakers, told.dates, told.roles, strict=True):
            # Who relies on nobody is heard: the head of a chain is what we have read, and the rest leads to it.
            origin = not role & RELYING
            if origin:
                origins.append(f"{speaker.base}@{date}" if date and speaker.named else speaker.base)
            statements.append((speaker.row, role | ORIGIN if origin else role, *bounds(date)))
        parties = [mention for mention in told.mentions if mention]
        return ChainRows([str(c) for c in chains], spots, [], parties, [], statements, list(told.links), origins)

    def _told(self, chains: Iterable[SimpleChain]) -> _Told | None:
        """Return what is told of who says it; None where somebody does more than to say it, or at two times."""
        numbers: dict[str, int] = {}
        told = speakers, dates, roles, links, mentions = _Told([], [], [], {}, {})
        for chain in chains:
            below, citing = -1, US
            for party, kind, attributes, _, _ in chain.steps:
                if kind == "this" or "seen" in attributes or attributes.get("verb") not in self.plain_verbs:
                    return None
                speaker = self.named(party) if kind == "named" else self.unnamed(party, kind, citing)
                mentions[speaker.mention] = None
                n = numbers.setdefault(speaker.base, len(speakers))
                date = attributes.get("date")
                if n == len(speakers):
                    speakers.append(speaker)
                    dates.append(date)
                    roles.append(UNOPENED if speaker.named else 0)
                elif date and date != dates[n]:
                    if dates[n]:
                        return None
                    dates[n] = date
                if below < 0 or "url" in attributes or "archive" in attributes:
                    roles[n] &= ~UNOPENED
                if below >= 0 and below != n:
                    links[n, below] = None
                    roles[n] |= RELIED_ON
                    roles[below] |= RELYING
                below, citing = n, speaker.citing
        return told

    def _named(self, name: str) -> _Speaker:
        return self._speaker(named_voice(self.registry, name), (name, False))

    def _unnamed(self, description: str, kind: str, citing: str) -> _Speaker:
        if kind == "missing":
            return self._speaker(missing_voice(citing=citing), None)
        return self._speaker(described_voice(self.registry, description, citing=citing), (description, True))

    def _speaker(self, voice: Voice, mention: tuple[str, bool] | None) -> _Speaker:
        label = self.registry.label(voice.source) if voice.source else None
        form = None if voice.kind == "missing" else normalise(voice.name)
        return _Speaker(voice.base, voice.citing, voice.kind == "named", (voice.source, label, form), mention)
