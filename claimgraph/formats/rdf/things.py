"""What a document says of claims, statements and sources, whatever its form: values of strangers, sorted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from claimgraph.formats.rdf.terms import CG, PROV

TYPE, LABEL, VALUE = f"{PROV}type", f"{PROV}label", f"{PROV}value"
LABELS = (
    LABEL,
    "http://xmlns.com/foaf/0.1/name",
    "http://purl.org/dc/terms/title",
    "http://purl.org/dc/elements/1.1/title",
)
"""What others call a thing by, the best first."""
BLANK = "urn:claimgraph:blank:"
"""What the names of blank nodes begin with, which nobody is shown."""


@dataclass(slots=True)
class Thing:
    """An entity or an agent: its address, its short name, and what is said of it, by attribute."""

    uri: str
    short: str
    values: dict[str, list[str]] = field(default_factory=dict)
    """The values of every attribute as texts, in an order that depends on nothing but them."""
    agents: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)

    def first(self, attribute: str) -> str | None:
        """Return the first value of an attribute, if it has one."""
        values = self.values.get(attribute)
        return values[0] if values else None

    def own(self, term: str) -> str | None:
        """Return the first value of a term of ours."""
        return self.first(f"{CG}{term}")

    def owns(self, term: str) -> bool:
        """Tell whether a flag of ours is set."""
        return self.own(term) in ("true", "True", "1")

    def is_a(self, term: str) -> bool:
        """Tell whether it has a type of ours."""
        return f"{CG}{term}" in self.values.get(TYPE, ())

    @property
    def label(self) -> str:
        """Its label, name or title, or the last part of its address."""
        said = (" ".join((self.first(attribute) or "").split()) for attribute in LABELS)
        return next(filter(None, said), self.short or self.uri)

    @property
    def nameless(self) -> bool:
        """Whether it has neither an address nor a label."""
        return self.uri.startswith(BLANK) and self.label == self.short

    @property
    def shown(self) -> str:
        """What people are shown of it: its address, or its label if it has none."""
        return self.label if self.uri.startswith(BLANK) else self.uri

    @property
    def value(self) -> str | None:
        """What it holds, if it says so."""
        return self.first(VALUE)


@dataclass(slots=True)
class Records:
    """The records of a document, or of one of its bundles, without those that have no place here."""

    bundle: str = ""
    entities: dict[str, Thing] = field(default_factory=dict)
    agents: dict[str, Thing] = field(default_factory=dict)
    derivations: dict[tuple[str, str], dict[str, list[str]]] = field(default_factory=dict)
    """By (upstream, downstream), with the attributes that any of them has."""
    general: dict[str, str] = field(default_factory=dict)


def unmapped(thing: Thing, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the attributes of a thing that have no place here, with an example."""
    for attribute, values in thing.values.items():
        if attribute not in known:
            yield attribute.replace(PROV, "prov:"), values[0]
