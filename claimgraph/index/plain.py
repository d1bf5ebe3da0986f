"""The short way for most claims: from the steps of plain chains to rows, without making values of them first.

Plain is a claim whose chains are simple, in which everybody says it, or passes it on, at one time at most.
All others take the way through their statements (`claimgraph.index.chain_rows`), which gives the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from claimgraph.index.chain_rows import ChainRows, StatementRow, bounds, role_number
from claimgraph.model import Article, Chain, Mention, Stance
from claimgraph.names import normalise
from claimgraph.notation import read_this
from claimgraph.notation.simple import SimpleChain, SimpleStep
from claimgraph.registry import US, Registry
from claimgraph.voices import Voice, described_voice, missing_voice, named_voice

_KEPT = 20_000


def with_article(chain: SimpleChain, article: Article) -> SimpleChain:
    """Return the chain with ``this`` replaced by the article, as `read_this` does."""
    return chain._replace(steps=[_with_article(s, article) if s.kind == "this" else s for s in chain.steps])


def _with_article(step: SimpleStep, article: Article) -> SimpleStep:
    mention = read_this(Chain(((Mention(kind="this", **step.attributes),),)), article).heads[0]
    given = {name: value for name in ("date", "url", "archive") if (value := getattr(mention, name))}
    attributes = {**step.attributes, **given}
    return step._replace(party=mention.party, kind="named", attributes=attributes, text=str(mention))


class _Speaker(NamedTuple):
    """A voice as the statements of the index know it."""

    base: str
    citing: str
    named: bool
    row: tuple[str | None, str | None, str | None]


class PlainClaims:
    """Makes rows of plain claims; who is meant by a name is looked up once."""

    def __init__(self, registry: Registry, verbs: Mapping[str, Stance]) -> None:
        self.registry = registry
        self.plain_verbs = {None, *(verb for verb, stance in verbs.items() if stance in ("asserts", "relays"))}
        self.named = lru_cache(maxsize=_KEPT)(self._named)
        self.unnamed = lru_cache(maxsize=_KEPT)(self._unnamed)

    def rows(self, chains: Sequence[SimpleChain], spots: str) -> ChainRows | None:
        """Return what the index stores of these chains, None where they are not plain."""
        steps = [step for chain in chains for step in chain.steps]
        for step in steps:
            if step.kind == "this" or "seen" in step.attributes or step.attributes.get("verb") not in self.plain_verbs:
                return None
        told = self._told(chains)
        if told is None:
            return None
        speakers, dates, seen, links = told
        relying = {down for _, down in links}
        relied_on = {up for up, _ in links}
        statements: list[StatementRow] = []
        origins = []
        for n, (speaker, date) in enumerate(zip(speakers, dates, strict=True)):
            # Whoever starts a chain is heard: the head is what we have read, and everybody leads to it.
            origin = n not in relying
            unopened = speaker.named and n not in seen
            role = role_number(relying=not origin, relied_on=n in relied_on, origin=origin, unopened=unopened)
            statements.append((speaker.row, role, *bounds(date)))
            if origin:
                origins.append(f"{speaker.base}@{date}" if date and speaker.named else speaker.base)
        parties = dict.fromkeys((step.party, step.kind == "unnamed") for step in steps if step.kind != "missing")
        return ChainRows([str(c) for c in chains], spots, [], list(parties), [], statements, list(links), origins)

    def _told(
        self, chains: Iterable[SimpleChain]
    ) -> tuple[list[_Speaker], list[str | None], set[int], dict[tuple[int, int], None]] | None:
        """Return the speakers, when each of them spoke, who was read, and who relies on whom.

        None where somebody speaks at two times, which may be two statements.
        """
        numbers: dict[str, int] = {}
        speakers: list[_Speaker] = []
        dates: list[str | None] = []
        seen: set[int] = set()
        links: dict[tuple[int, int], None] = {}
        for chain in chains:
            below, citing = -1, US
            for party, kind, attributes, _, _ in chain.steps:
                speaker = self.named(party) if kind == "named" else self.unnamed(party, kind, citing)
                n = numbers.setdefault(speaker.base, len(speakers))
                date = attributes.get("date")
                if n == len(speakers):
                    speakers.append(speaker)
                    dates.append(date)
                elif date and date != dates[n]:
                    if dates[n]:
                        return None
                    dates[n] = date
                if below < 0 or "url" in attributes or "archive" in attributes:
                    seen.add(n)
                if below >= 0 and below != n:
                    links[n, below] = None
                below, citing = n, speaker.citing
        return speakers, dates, seen, links

    def _named(self, name: str) -> _Speaker:
        return self._speaker(named_voice(self.registry, name))

    def _unnamed(self, description: str, kind: str, citing: str) -> _Speaker:
        if kind == "missing":
            return self._speaker(missing_voice(citing=citing))
        return self._speaker(described_voice(self.registry, description, citing=citing))

    def _speaker(self, voice: Voice) -> _Speaker:
        label = self.registry.label(voice.source) if voice.source else None
        form = None if voice.kind == "missing" else normalise(voice.name)
        return _Speaker(voice.base, voice.citing, voice.kind == "named", (voice.source, label, form))
