"""A claim: the proposition, its chains, and what people made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from claimgraph.model.chain import Chain
from claimgraph.model.problem import Location

VERDICTS = ("true", "false", "partly", "unresolvable")
RELATIONS = (
    "contradicts", "tension", "supports", "based_on", "part_of", "same_as", "supersedes", "corrects",
)  # fmt: skip
SYMMETRIC = frozenset({"contradicts", "tension", "same_as"})


@dataclass(frozen=True, slots=True)
class Relation:
    """What one claim says about another: ``contradicts``, ``supports`` and so on."""

    kind: str
    target: str
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Somebody's Admiralty code: a letter for a source, a letter with a number for a claim."""

    code: str
    by: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Somebody's answer to "is it so?"; ``value`` is written ``is:``."""

    value: str
    date: str | None = None
    by: str | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """Somebody made sure that it was said; says nothing about whether it is so."""

    by: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """A check that is not to be told of a claim, and why; written under ``silence:``."""

    code: str
    because: str
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Article:
    """What ``this`` means in a file: the text that its claims were read in."""

    source: str
    date: str | None = None
    url: str | None = None
    archive: str | None = None
    accessed: str | None = None
    lang: str | None = None
    title: str | None = None
    author: str | None = None
    note: str | None = None
    places: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable proposition with the chains through which it reached the reader."""

    id: str
    text: str
    chains: tuple[Chain, ...] = ()
    said: str | None = None
    when: str | None = None
    as_of: str | None = None
    due: str | None = None
    review_by: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    assess: tuple[Assessment, ...] = ()
    verdict: Verdict | None = None
    checked: tuple[Checked, ...] = ()
    relations: tuple[Relation, ...] = ()
    silence: tuple[Silence, ...] = ()
    article: Article | None = None
    location: Location | None = field(default=None, compare=False, repr=False)
    places: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)

    def related(self, kind: str) -> tuple[str, ...]:
        """Return the ids this claim names under one kind of relation."""
        return tuple(relation.target for relation in self.relations if relation.kind == kind)

    def place(self, key: str) -> Location:
        """Return where a field is written, or where the claim is."""
        return self.places.get(key) or self.location or Location(f"<{self.id}>")
