"""The records of a document, whatever its form, as they come: entities and agents, and what connects them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from claimgraph.dates import date_or_none
from claimgraph.errors import FormatError
from claimgraph.formats.base import Losses
from claimgraph.formats.rdf.terms import CG, PROV
from claimgraph.formats.rdf.things import BLANK, TYPE, Records, Thing

MAX_RECORDS = 200_000
_MAX_VALUES = 10 * MAX_RECORDS
OURS = frozenset({f"{CG}Statement", f"{CG}Withdrawal"})
"""Types of ours; what connects things of these types is known."""
GENERATED = f"{PROV}generatedAtTime"


@dataclass(slots=True)
class Gathering:
    """What one document or bundle holds so far. Records without an equivalent are counted as losses."""

    found: Records
    losses: Losses
    ours: set[str] = field(default_factory=set)
    """What bears a type of `OURS`."""
    shorts: dict[str, str] = field(default_factory=dict)
    """What the file itself writes in place of an address, where it is not the last part of it."""
    told: set[tuple[str, str]] = field(default_factory=set)
    count: int = 0
    values: int = 0

    def element(self, uri: str, said: Mapping[str, Collection[str]], *, agent: bool) -> None:
        """Take an entity or an agent, with what is said of it."""
        self._counted(said)
        thing = self.agent(uri) if agent else self.entity(uri)
        for attribute, values in said.items():
            thing.values.setdefault(attribute, []).extend(values)

    def connect(
        self,
        keyword: str,
        ends: tuple[str, str],
        said: Mapping[str, Collection[str]],
        *,
        shown: str,
        time: str | None = None,
        further: bool = False,
        named: str = "",
    ) -> None:
        """Take what connects two things, as PROV-N calls it; an end that is not named is empty.

        ``shown`` is the example of it; ``further`` says that it tells how a derivation came about; ``named`` is its
        own name.
        """
        self._counted(said)
        first, second = ends
        if keyword == "wasDerivedFrom" and first and second:
            down, up = self.entity(first), self.entity(second)
            known = self.found.derivations.setdefault((up.uri, down.uri), {})
            for attribute, values in said.items():
                known.setdefault(attribute, []).extend(values)
            if further:
                self.losses.add("wasDerivedFrom: activity, generation, usage", shown)
        elif keyword == "wasAttributedTo" and first and second:
            if self._is_new(first, second):
                self.entity(first).agents.append(self.agent(second).uri)
        elif keyword == "specializationOf" and first in self.ours and second:
            self.found.general.setdefault(first, second)
        elif keyword == "wasGeneratedBy" and first and time:
            self._generated(self.entity(first), time)
        elif self.ours.isdisjoint((named, *ends)):
            self.losses.add(keyword, shown)

    def done(self) -> Records:
        """Return what was found; an entity and an agent with one address share what is said of either."""
        for thing in (*self.found.agents.values(), *self.found.entities.values()):
            thing.values = {name: sorted(set(values)) for name, values in sorted(thing.values.items())}
        for uri in self.found.agents.keys() & self.found.entities.keys():
            agent, entity = self.found.agents[uri], self.found.entities[uri]
            agent.values = agent.values or dict(entity.values)
            entity.values = entity.values or dict(agent.values)
        for entity in self.found.entities.values():
            for text in entity.values.pop(GENERATED, ()):
                self._generated(entity, text)
        return self.found

    def entity(self, uri: str) -> Thing:
        """Return the entity with an address."""
        return self._thing(self.found.entities, uri, "unnamed entity")

    def agent(self, uri: str) -> Thing:
        """Return the agent with an address."""
        return self._thing(self.found.agents, uri, "unnamed agent")

    def _thing(self, side: dict[str, Thing], uri: str, unnamed: str) -> Thing:
        if uri not in side:
            side[uri] = Thing(uri, unnamed if uri.startswith(BLANK) else self.shorts.get(uri) or short_of(uri))
        return side[uri]

    def _generated(self, thing: Thing, text: str) -> None:
        date = date_or_none(re.sub(r"[+-]00:00\Z", "Z", text))  # the prov library writes UTC so, others do not
        if date is None:
            self.losses.add("entity prov:generatedAtTime: invalid time", text)
        elif self._is_new(thing.uri, date):
            thing.dates.append(date)

    def _is_new(self, uri: str, value: str) -> bool:
        """Tell whether an agent or a date is told of an entity for the first time."""
        before = len(self.told)
        self.told.add((uri, value))
        return len(self.told) > before

    def _counted(self, said: Mapping[str, Collection[str]]) -> None:
        self.count += 1
        self.values += sum(map(len, said.values()))
        if self.count > MAX_RECORDS or self.values > _MAX_VALUES:
            raise FormatError(f"more than {MAX_RECORDS:,} records, too many to be read at once; split the file")


def is_ours(said: Mapping[str, Collection[str]]) -> bool:
    """Tell whether attributes hold one of the types by which our records are known."""
    return not OURS.isdisjoint(said.get(TYPE, ()))


def short_of(uri: str) -> str:
    """Return the last part of an address, which stands for a label where there is none.

    Examples
    --------
    >>> short_of("https://e.org/a#b"), short_of("https://e.org/"), short_of("urn:isbn:1")
    ('b', 'e.org', '1')
    """
    bare = uri.rstrip("/#")
    last = re.split(r"[/#]", bare)[-1]
    return (last if last != bare else bare.rpartition(":")[2]) or uri
