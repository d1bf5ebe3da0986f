"""A ledger with one claim more, as `add` asks about it before anything is written, and a part of one."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any

from claimgraph.model import Claim, Config, Ledger, Problem, Source


class ExtendedLedger(Ledger):
    """A ledger with one claim more, without every claim of it being made."""

    def __init__(self, base: Ledger, claim: Claim) -> None:
        self.__dict__.update(base=base, claim=claim)

    base: Ledger
    claim: Claim

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, the new one last."""
        return (*(c for c in self.base if c.id != self.claim.id), self.claim)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The entries of the registry."""
        return self.base.sources

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files."""
        return self.base.problems

    @property
    def concealing(self) -> Problem | None:
        """The first problem that may conceal who is protected."""
        return self.base.concealing

    @property
    def config(self) -> Config:
        """The record's settings."""
        return self.base.config

    def __getitem__(self, claim_id: str) -> Claim:
        return self.claim if claim_id == self.claim.id else self.base[claim_id]

    def __contains__(self, claim_id: object) -> bool:
        return claim_id == self.claim.id or claim_id in self.base

    def part(self, claim_ids: Collection[str]) -> Ledger:
        """Return a ledger of these claims alone."""
        own = (self.claim,) if self.claim.id in claim_ids else ()
        others = self.base.part([one for one in claim_ids if one != self.claim.id])
        return PartLedger(self, (*others.claims, *own))

    def registry(self, *, by_id: bool = False) -> Any:
        """Return the registry of the sources, None where all of them have to be looked at."""
        return self.base.registry(by_id=by_id)

    @cached_property
    def confidential_names(self) -> frozenset[str]:
        """Whom a chain of the record calls confidential."""
        return self.base.confidential_names | Ledger((self.claim,)).confidential_names

    @cached_property
    def confidential_parties(self) -> frozenset[str]:
        """Whom a chain of the record calls confidential, named or only described, in its words."""
        return self.base.confidential_parties | Ledger((self.claim,)).confidential_parties

    @cached_property
    def with_wordings(self) -> frozenset[str]:
        """The ids of the claims in which somebody's words are recorded."""
        return self.base.with_wordings - {self.claim.id} | Ledger((self.claim,)).with_wordings

    def pointing_at(self, claim_id: str) -> tuple[Claim, ...]:
        """Return the claims that name a claim in a relation of theirs."""
        found = tuple(c for c in self.base.pointing_at(claim_id) if c.id != self.claim.id)
        return (*found, *Ledger((self.claim,)).pointing_at(claim_id))

    def problems_of(self, claim_id: str) -> tuple[Problem, ...]:
        """Return what was wrong with a claim when it was read."""
        return self.base.problems_of(claim_id)


class PartLedger(Ledger):
    """Some claims of a ledger with all of its sources, which are not read before somebody asks for them."""

    def __init__(self, base: Ledger, claims: tuple[Claim, ...]) -> None:
        self.__dict__.update(base=base, claims=claims, problems=())

    base: Ledger

    @property
    def sources(self) -> tuple[Source, ...]:
        """The entries of the registry."""
        return self.base.sources

    @property
    def config(self) -> Config:
        """The record's settings."""
        return self.base.config

    def registry(self, *, by_id: bool = False) -> Any:
        """Return the registry of the sources, None where all of them have to be looked at."""
        return self.base.registry(by_id=by_id)
