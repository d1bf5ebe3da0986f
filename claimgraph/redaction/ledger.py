"""A record as it may leave."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from claimgraph.errors import NotFoundError
from claimgraph.filters import Filters
from claimgraph.graph import Graph, build_graph, statement_of
from claimgraph.model import Claim, Config, Ledger, Problem, Source, Topic
from claimgraph.names import hint, normalise
from claimgraph.protection import Secrets, confirm_read, secrets_of
from claimgraph.redaction.claims import redacted_claim
from claimgraph.redaction.graph import redact_graph
from claimgraph.redaction.registry import public_sources
from claimgraph.registry import registry_of_ledger, registry_of_sources


def redact(ledger: Ledger, secrets: Secrets | None = None) -> Ledger:
    """Return a ledger that may leave the tool; the same one where nobody in it must be protected.

    ``secrets`` are those of the record with what else must not be shown.

    Raises
    ------
    ProtectionError
        A file of the record, of which not all could be read, may say that a source is protected.

    Examples
    --------
    >>> from claimgraph.notation import parse_chain
    >>> record = Ledger((Claim("c", "C.", (parse_chain("A <- Rose [told 2024-05-01] (confidential)"),)),))
    >>> print(redact(record)["c"].chains[0])
    A <- Confidential source
    """
    if isinstance(ledger, RedactedLedger):
        return ledger
    confirm_read(ledger)
    secrets = secrets or secrets_of(ledger)
    return RedactedLedger(ledger, secrets) if secrets else ledger


class RedactedLedger(Ledger):
    """A ledger without whatever could identify a protected source; claims are redacted as they are asked for."""

    def __init__(self, base: Ledger, secrets: Secrets, *, record: Ledger | None = None) -> None:
        self.__dict__.update(_base=base, secrets=secrets, _record=record or base)

    _base: Ledger
    secrets: Secrets
    _record: Ledger
    """The whole record, of which ``_base`` may be a part: who is a secret may be said anywhere in it."""

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All claims."""
        return self._redacted(self._base.claims)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The entries of the registry that are nobody's secret."""
        registry = registry_of_ledger(self._base)
        return public_sources(self._base.sources, self.secrets.voices, registry)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files, as far as it may be told."""
        return tuple(map(self.secrets.censored, self._base.problems))

    @property
    def config(self) -> Config:
        """The record's settings."""
        return self._base.config

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Those of the problems that are errors."""
        return tuple(map(self.secrets.censored, self._base.errors))

    @property
    def concealing(self) -> Problem | None:
        """The first problem that may conceal who is protected."""
        return self._base.concealing

    def __getitem__(self, claim_id: str) -> Claim:
        if claim_id not in self._base:
            shown = (one for one in self.ids if not self.secrets.shown_in(one))
            raise NotFoundError(
                f"no claim '{claim_id}' in this record{hint(claim_id, shown) or '; see `claimgraph query`'}"
            )
        return self._redacted([self._base[claim_id]])[0]

    def __contains__(self, claim_id: object) -> bool:
        return claim_id in self._base

    def __len__(self) -> int:
        return len(self._base)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all claims, in their order."""
        return self._base.ids

    @property
    def confidential_names(self) -> frozenset[str]:
        """Nobody: whom a chain calls confidential has no name here."""
        return frozenset()

    @property
    def with_wordings(self) -> frozenset[str]:
        """The ids of the claims in which words are recorded, perhaps such as are left out."""
        return self._base.with_wordings

    @property
    def verdicts(self) -> Mapping[str, str]:
        """What the verdicts say, by the ids of the claims that have one."""
        return self._base.verdicts

    @property
    def spoken_names(self) -> frozenset[str]:
        """All names in chains of sources that are nobody's secret."""
        return frozenset(name for name in self._base.spoken_names if not self.secrets.shown_in(name))

    @property
    def descriptions(self) -> frozenset[str]:
        """All words in which chains describe somebody without a name, as far as some claim shows them."""
        words = (one for one in self._base.descriptions if not self.secrets.shown_in(one))
        return frozenset(one for one in words if not self._is_doubtful(one) or self._describes(one))

    def _is_doubtful(self, words: str) -> bool:
        """Tell whether somebody protected is described in these words somewhere, so that they may be shown nowhere."""
        registry = registry_of_ledger(self._base)
        groups = map(registry.label, registry.groups_called(words))
        hidden = {normalise(one) for one in self.secrets.described}
        return normalise(words) in hidden or not self.secrets.voices.isdisjoint(groups)

    def _describes(self, words: str) -> bool:
        narrowed = self._base.narrowed(Filters(source=words))
        claims = self._redacted(self._base.claims if narrowed is None else narrowed[0])
        return any(m.kind == "unnamed" and m.party == words for c in claims for way in c.chains for m in way.mentions)

    def part(self, claim_ids: Collection[str]) -> Ledger:
        """Return a ledger of these claims alone, in the order of this one, with all sources and settings."""
        return RedactedLedger(self._base.part(claim_ids), self.secrets, record=self._record)

    def about(self, topic: Topic) -> Ledger:
        """Return a ledger of all claims that have to do with something, and perhaps of more, with all sources."""
        return RedactedLedger(self._base.about(topic), self.secrets, record=self._record)

    def batches(self) -> Iterator[tuple[Claim, ...]]:
        """Yield all claims in their order, some at a time."""
        return map(self._redacted, self._base.batches())

    def pointing_at(self, claim_id: str) -> tuple[Claim, ...]:
        """Return the claims that name a claim in a relation of theirs."""
        return self._redacted(self._base.pointing_at(claim_id))

    def starting(self, prefix: str) -> tuple[Claim, ...]:
        """Return the claims whose ids begin so, but for ids that would show somebody."""
        found = (claim for claim in self._base.starting(prefix) if not self.secrets.shown_in(claim.id))
        return self._redacted([claim for claim in found if not self.secrets.shown_in(claim.text)])

    def saying(self, text: str) -> tuple[Claim, ...]:
        """Return the claims with the same text, compared as names are."""
        return self._redacted(self._base.saying(text))

    def with_claim(self, claim: Claim) -> Ledger:
        """Return a ledger that also holds this claim; one with the same id is replaced."""
        return redact(self._base.with_claim(claim))

    def narrowed(self, filters: Any, *, ignore_inferred: bool = False) -> tuple[tuple[Claim, ...], Any] | None:
        """Return the claims that may fulfil the filters, all of which are left to ask of what is shown.

        What only a secret fulfils so fulfils nothing, and the name of a protected source is one that nobody has.
        """
        names = (filters.source, filters.via, filters.through, filters.origin)
        if any(name and self._is_secret(name) for name in names):
            return None
        found = self._base.narrowed(filters, ignore_inferred=ignore_inferred)
        if found is None or not all(self._is_shown(name, found[0]) for name in names if name):
            return None  # then all of what is shown says whether anybody has that name
        return self._redacted(found[0]), filters

    def hides_in(self, claim_id: str) -> bool:
        """Tell whether a claim holds anything that is left out here."""
        return bool(self._holding([self._base[claim_id]]))

    @cached_property
    def holding(self) -> frozenset[str]:
        """The ids of the claims that hold anything that is left out here."""
        return frozenset(one for claims in self._base.batches() for one in self._holding(claims))

    @cached_property
    def holding_files(self) -> frozenset[str]:
        """The files in which anything stands that is left out here."""
        registry = registry_of_ledger(self._base)
        hidden = [s.location for s in self._base.sources if registry.label(s.id) in self.secrets.voices]
        places = (*hidden, *(self._base[claim_id].location for claim_id in self.holding))
        return frozenset(place.path for place in places if place)

    def _holding(self, claims: Iterable[Claim]) -> set[str]:
        listed = list(claims)
        graph, registry = build_graph(self._record, listed), registry_of_ledger(self._base)
        found = {statement_of(graph, node).claim for node in graph if statement_of(graph, node).confidential}
        articles = ((claim.id, claim.article.source) for claim in listed if claim.article)
        return found | {one for one, name in articles if registry.label(registry.resolve(name)) in self.secrets.voices}

    def voicing(self, labels: Collection[str]) -> Collection[str] | None:
        """Return the ids of the claims in which voices with these labels stand; None for one without a name."""
        return None if any("#" in label for label in labels) else self._base.voicing(labels)

    def problems_of(self, claim_id: str) -> tuple[Problem, ...]:
        """Return what was wrong with a claim when it was read."""
        return tuple(map(self.secrets.censored, self._base.problems_of(claim_id)))

    def own_graph(self, claims: Iterable[Claim] | None) -> Graph:
        """Return the graph of some claims, read before anything was left out."""
        originals = self._base if claims is None else [self._base[claim.id] for claim in claims]
        return redact_graph(build_graph(self._record, originals))

    @property
    def original(self) -> Ledger:
        """The record with nothing left out: for whoever finds out about it, and censors what is told."""
        return self._base

    def close(self) -> None:
        """Let go of whatever the ledger is read from."""
        self._base.close()

    def _redacted(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        originals = tuple(claims)
        graph, verbs = build_graph(self._record, originals), self.config.all_verbs
        return tuple(redacted_claim(claim, graph, self.secrets, verbs) for claim in originals)

    def _is_shown(self, name: str, claims: Iterable[Claim]) -> bool:
        """Tell whether somebody in the registry or in some claims has a name, as far as these are shown."""
        public = registry_of_sources(self.sources)
        if any(map(public.get, public.meant(name))):
            return True
        graph = self.own_graph(claims)
        return any(map(public.matcher(name), (statement_of(graph, node) for node in graph)))

    def _is_secret(self, name: str) -> bool:
        registry = registry_of_ledger(self._base)
        return self.secrets.shown_in(name) or any(
            registry.label(one) in self.secrets.voices for one in registry.meant(name)
        )
