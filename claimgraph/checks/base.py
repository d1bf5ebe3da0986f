"""What a check is, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from claimgraph import dates
from claimgraph.graph import Graph, build_graph
from claimgraph.model import Claim, Ledger, Mention, Problem, Severity, Topic
from claimgraph.parts import protected_voices
from claimgraph.protection import Secrets, secrets_of
from claimgraph.registry import Registry, registry_of_ledger


@dataclass(frozen=True)
class Record:
    """A ledger with what several checks need of it, made once.

    ``ledger`` holds the claims to check, ``whole`` all of the record; ``today`` is the day of the check, and
    ``terms`` is what stands in the vault.
    """

    ledger: Ledger
    whole: Ledger
    today: date = field(default_factory=dates.today)
    terms: frozenset[str] = frozenset()

    @cached_property
    def registry(self) -> Registry:
        """Who is who."""
        return registry_of_ledger(self.whole)

    @cached_property
    def secrets(self) -> Secrets:
        """Who must not be identified, by all names in the record; with ``terms``, by these alone."""
        return Secrets(names=self.terms) if self.terms else secrets_of(self.whole)

    @cached_property
    def protected(self) -> frozenset[str]:
        """The labels of the voices that must not be identified."""
        return protected_voices(self.whole, self.registry)

    @cached_property
    def graph(self) -> Graph:
        """The graph of the statements of ``ledger``; whose identity is protected is said anywhere in the record."""
        return build_graph(self.whole, self.ledger)

    def mentions(self) -> Iterator[tuple[Claim, Mention]]:
        """Yield every mention of every chain with its claim."""
        for claim in self.ledger:
            for chain in claim.chains:
                for mention in chain.mentions:
                    yield claim, mention


@dataclass(frozen=True, slots=True)
class Check:
    """A code, how severe it usually is, what it is called, and the functions that find it.

    ``alone`` finds what is wrong with a claim by itself: it looks at that claim, the registry and the
    settings, and at no other claim and no clock, so that what it found can be kept. ``across`` finds
    what takes more to see; of the claims it needs no others than those that have to do with ``topic``.
    ``registry`` finds what is wrong with the entries of sources, and looks at no claim.
    """

    code: str
    severity: Severity
    title: str
    alone: Callable[[Record], Iterator[Problem]] | None = None
    across: Callable[[Record], Iterator[Problem]] | None = None
    topic: Topic = "names"
    registry: Callable[[Record], Iterator[Problem]] | None = None

    @property
    def functions(self) -> tuple[Callable[[Record], Iterator[Problem]], ...]:
        """The functions that find it; none for what is found while a file is read."""
        return tuple(function for function in (self.alone, self.across, self.registry) if function)

    @property
    def adjustable(self) -> bool:
        """Whether a record may change its severity or silence it; what is lost or leaked is always told."""
        return self.code in _ADJUSTABLE or self.code[:3] in {"CG2", "CG3", "CG4"}


_ADJUSTABLE = ("CG105", "CG108")
"""The checks of the record itself that are matters of taste."""
