"""A whole record in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from claimgraph.errors import NotFoundError
from claimgraph.model.claim import Claim
from claimgraph.model.problem import Location, Problem
from claimgraph.model.source import Source
from claimgraph.model.verbs import VERBS, Stance
from claimgraph.names import hint, normalise

Topic = Literal[
    "names", "relations", "judgements", "wordings", "dates", "silences", "bare", "disputes", "propositions"
]  # fmt: skip
"""What some claims of a record have to do with, and others not: `Ledger.about`."""

BATCH = 500
"""So many claims are worked on at a time, where not all have to be in memory at once."""


@dataclass(frozen=True, slots=True)
class Config:
    """What ``.claimgraph/config.yaml`` sets.

    ``verbs`` are known beside the built-in ones. ``checks`` maps a code to the severity that its
    problems take, or to ``off``; ``places`` tells where each of these codes is written.
    """

    verbs: Mapping[str, Stance] = field(default_factory=dict)
    checks: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)

    @property
    def all_verbs(self) -> Mapping[str, Stance]:
        """Built-in and own verbs."""
        return {**VERBS, **self.verbs}


@dataclass(frozen=True)
class Ledger:
    """A record as loaded: claims and sources in a fixed order, and what is wrong with them.

    Examples
    --------
    >>> ledger = Ledger(claims=(Claim("sky-is-blue", "The sky is blue."),))
    >>> ledger["sky-is-blue"].text, "grass" in ledger, len(ledger)
    ('The sky is blue.', False, 1)
    """

    claims: tuple[Claim, ...] = ()
    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()
    config: Config = field(default_factory=Config)

    @cached_property
    def _claims_by_id(self) -> Mapping[str, Claim]:
        return {claim.id: claim for claim in reversed(self.claims)}

    def __getitem__(self, claim_id: str) -> Claim:
        try:
            return self._claims_by_id[claim_id]
        except KeyError:
            near = hint(claim_id, self.ids)
            raise NotFoundError(f"no claim '{claim_id}' in this record{near or '; see `claimgraph query`'}") from None

    def __contains__(self, claim_id: object) -> bool:
        return claim_id in self._claims_by_id

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)

    def with_claim(self, claim: Claim) -> Ledger:
        """Return a ledger that also holds this claim; one with the same id is replaced."""
        others = tuple(c for c in self.claims if c.id != claim.id)
        return Ledger((*others, claim), self.sources, self.problems, self.config)

    def part(self, claim_ids: Collection[str]) -> Ledger:
        """Return a ledger of these claims alone, in the order of this one, with all sources and settings."""
        return Ledger(tuple(c for c in self if c.id in claim_ids), self.sources, (), self.config)

    def about(self, topic: Topic) -> Ledger:  # noqa: ARG002
        """Return a ledger of all claims that have to do with something, and perhaps of more, with all sources.

        ``names``: those that name somebody who is not registered; ``relations``: with a relation to another
        claim; ``judgements``: with a verdict, or joined to others by same_as, contradicts or based_on;
        ``wordings``: with somebody's words; ``dates``: with a day at which to look again; ``silences``: with a
        check not to be told; ``bare``: without a chain; ``disputes``: denied by somebody, or contradicted;
        ``propositions``: joined to others by same_as.
        """
        return self

    def batches(self) -> Iterator[tuple[Claim, ...]]:
        """Yield all claims in their order, `BATCH` at a time."""
        yield from (self.claims[i : i + BATCH] for i in range(0, len(self.claims), BATCH))

    def found_alone(
        self, find: Callable[[tuple[Claim, ...]], Iterable[Problem]], progress: Callable[[int, int], None] | None = None
    ) -> Iterator[Problem]:
        """Yield what is wrong with each claim by itself, in the order of the claims.

        Parameters
        ----------
        find : callable
            Tells what is wrong with some claims, each by itself; it may not be asked about claims of
            which the answer is known from before.
        progress : callable, optional
            Told how many claims are done, of how many.
        """
        done = 0
        for claims in self.batches():
            place = {claim.id: number for number, claim in enumerate(claims)}
            yield from sorted(find(claims), key=lambda problem: place[problem.claim or ""])
            done += len(claims)
            if progress:
                progress(done, len(self))

    def close(self) -> None:
        """Let go of whatever the ledger is read from; one in memory is read from nothing."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that are errors."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def concealing(self) -> Problem | None:
        """The problem that most likely conceals who is protected, so that nothing may leave until it is fixed."""
        found = (problem for problem in self.problems if problem.conceals)
        return min(found, key=lambda problem: (-problem.conceals, problem), default=None)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of all claims, in their order."""
        return tuple(claim.id for claim in self.claims)

    @cached_property
    def confidential_names(self) -> frozenset[str]:
        """Whom a chain of the record calls confidential, as it names them."""
        mentions = (m for claim in self for chain in claim.chains for m in chain.mentions if m.confidential)
        return frozenset(m.party for m in mentions if m.kind == "named")

    @cached_property
    def confidential_parties(self) -> frozenset[str]:
        """Whom a chain of the record calls confidential, named or only described, in its words."""
        mentions = (m for claim in self for chain in claim.chains for m in chain.mentions)
        return frozenset(m.party for m in mentions if m.confidential)

    @cached_property
    def with_wordings(self) -> frozenset[str]:
        """The ids of the claims in which somebody's words are recorded."""
        return frozenset(claim.id for claim in self if any(m.wording for chain in claim.chains for m in chain.mentions))

    @cached_property
    def verdicts(self) -> Mapping[str, str]:
        """What the verdicts say, by the ids of the claims that have one."""
        return {claim.id: claim.verdict.value for claim in self if claim.verdict}

    def pointing_at(self, claim_id: str) -> tuple[Claim, ...]:
        """Return the claims that name a claim in a relation of theirs."""
        return tuple(self._naming.get(claim_id, ()))

    @cached_property
    def _naming(self) -> Mapping[str, list[Claim]]:
        found: dict[str, list[Claim]] = {}
        for claim in self:
            for target in dict.fromkeys(relation.target for relation in claim.relations):
                found.setdefault(target, []).append(claim)
        return found

    @cached_property
    def spoken_names(self) -> frozenset[str]:
        """All names in chains, as they are written."""
        mentions = (m for claim in self for chain in claim.chains for m in chain.mentions)
        return frozenset(m.party for m in mentions if m.kind == "named")

    @cached_property
    def descriptions(self) -> frozenset[str]:
        """All words in which chains describe somebody without a name, as they are written."""
        mentions = (m for claim in self for chain in claim.chains for m in chain.mentions)
        return frozenset(m.party for m in mentions if m.kind == "unnamed")

    def starting(self, prefix: str) -> tuple[Claim, ...]:
        """Return the claims whose ids begin so."""
        return tuple(claim for claim in self if claim.id.startswith(prefix))

    def saying(self, text: str) -> tuple[Claim, ...]:
        """Return the claims with the same text, compared as names are."""
        form = normalise(text)
        return tuple(claim for claim in self if normalise(claim.text) == form)

    def narrowed(self, filters: Any, *, ignore_inferred: bool = False) -> tuple[tuple[Claim, ...], Any] | None:  # noqa: ARG002
        """Return the claims that fulfil some of the filters of a query, and those that are left to ask.

        None where the ledger has no faster way to tell than looking at every claim; one in memory has none.
        """
        return None

    def voicing(self, labels: Collection[str]) -> Collection[str] | None:  # noqa: ARG002
        """Return the ids of the claims in which voices with these labels stand.

        None where the ledger has no faster way to tell than looking at every claim; one in memory has none.
        """
        return None

    def registry(self, *, by_id: bool = False) -> Any:  # noqa: ARG002
        """Return the registry of the sources, ``by_id`` in the order of their ids.

        None where the ledger has no faster way to tell who is who than looking at every source; one in memory has none.
        """
        return None

    def own_graph(self, claims: Iterable[Claim] | None) -> Any | None:  # noqa: ARG002
        """Return the graph of some claims (of all without any), where it cannot be read from their chains any more."""
        return None

    def problems_of(self, claim_id: str) -> tuple[Problem, ...]:
        """Return what was wrong with a claim when it was read."""
        return tuple(problem for problem in self.problems if problem.claim == claim_id)
