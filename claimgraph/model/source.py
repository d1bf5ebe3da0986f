"""A source: whoever can say something, as the registry describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from claimgraph.model.claim import Assessment
from claimgraph.model.problem import Location

SOURCE_KINDS = ("outlet", "person", "org", "group", "document", "account")
ACCESS = ("direct", "indirect", "unknown")


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of the registry: whoever can say something.

    ``reliability`` is Admiralty A to F, dated or not. ``via``, ``pool``, ``access``, ``maybe`` and
    ``resolved_to`` are for groups that go without a name.
    """

    id: str
    kind: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    wire: bool = False
    owner: str | None = None
    speaks_for: str | None = None
    part_of: str | None = None
    same_as: tuple[str, ...] = ()
    role: str | None = None
    lang: str | None = None
    url: str | None = None
    reliability: tuple[Assessment, ...] = ()
    bias_note: str | None = None
    note: str | None = None
    confidential: bool = False
    quotable: bool = False
    via: str | None = None
    pool: str | None = None
    access: str | None = None
    maybe: tuple[str, ...] = ()
    resolved_to: str | None = None
    location: Location | None = field(default=None, compare=False, repr=False)
    places: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)

    @property
    def label(self) -> str:
        """The name, or the id where there is none."""
        return self.name or self.id

    def place(self, key: str) -> Location:
        """Return where a field is written, or where the source is."""
        return self.places.get(key) or self.location or Location(f"<{self.id}>")
