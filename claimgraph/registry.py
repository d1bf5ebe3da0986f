"""Who is meant by a name: the registry's entries, looked up by any name in any script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from claimgraph.joining import joined
from claimgraph.model import Ledger, Location, Source, Statement
from claimgraph.names import normalise, slug

US = "us"
"""The reader, where somebody else would be the one who cites."""


@dataclass(frozen=True)
class Registry:
    """The registered sources of a record, indexed by everything they are called.

    A group with ``via`` goes without a name: it is found by its description together with the
    outlet that cites it, never by the description alone.

    Examples
    --------
    >>> registry = Registry((Source("kataeb", "outlet", "Kataeb", aliases=("الكتائب", "kataeb.org")),))
    >>> registry.resolve("KATAEB.ORG"), registry.resolve("الكتائب"), registry.resolve("Some Blog")
    ('kataeb', 'kataeb', 'some-blog')
    """

    sources: tuple[Source, ...] = ()

    # All that is asked of the entries themselves is `get`, `having` and `_called`; an index answers these
    # without reading all of them, and has everything else from here.

    @cached_property
    def by_id(self) -> dict[str, Source]:
        """The entries by their ids, and by the ids they had before where nothing else has them."""
        former = {old: source for source in reversed(self.sources) for old in source.was}
        return former | {source.id: source for source in reversed(self.sources)}

    @cached_property
    def _owners_of_names(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for source in self.sources:
            for name in () if source.via else (source.name, *source.aliases):
                found.setdefault(normalise(name), set()).add(source.id)
            for old in (source.id, *source.was):
                found.setdefault(normalise(old), set()).add(source.id)
        found.pop("", None)
        return {form: tuple(sorted(ids)) for form, ids in found.items()}

    @cached_property
    def _groups(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for group in sorted(self.having("via"), key=lambda s: s.id):
            if group.kind == "group":
                for name in (group.name, *group.aliases, group.id):
                    found.setdefault((normalise(name), self.citing(group)), group.id)
        return found

    @cached_property
    def _voices(self) -> dict[str, str]:
        """Every id that is the same voice as others, with the first of them."""
        pairs = ((source.id, self.resolve(name)) for source in self.having("same_as") for name in source.same_as)
        return joined((self._resolved(one), self._resolved(other)) for one, other in pairs)

    @cached_property
    def tying(self) -> dict[str, tuple[str, ...]]:
        """The ids of the entries that name somebody as the same or perhaps the same, by whom they name."""
        found: dict[str, list[str]] = {}
        for source in self.sources:
            for named in sorted(self.tied(source)) if source.same_as or source.maybe else ():
                found.setdefault(named, []).append(source.id)
        return {named: tuple(ids) for named, ids in found.items()}

    @cached_property
    def nameless(self) -> frozenset[str]:
        """The voices that nobody has named: all their entries are groups of some outlet."""
        groups = (s for s in self.having("via") if s.kind == "group" and not s.resolved_to)
        unnamed = {self.label(group.id) for group in groups}
        return frozenset(
            label for label in unnamed if all(s.kind == "group" and s.via for s in self._entries_of(label))
        )

    def _entries_of(self, label: str) -> Iterator[Source]:
        """Yield the entries of a voice, without those that were resolved to it."""
        for one in (label, *self._others.get(label, ())):
            source = self.get(one)
            if source and source.id == one and not source.resolved_to:
                yield source

    @cached_property
    def _others(self) -> dict[str, list[str]]:
        """The ids that are the same voice as one of them, by that one."""
        found: dict[str, list[str]] = {}
        for one, first in self._voices.items():
            found.setdefault(first, []).append(one)
        return found

    @cached_property
    def pools(self) -> dict[str, str]:
        """The pool of every voice that travels with one, by the voice's label."""
        found: dict[str, str] = {}
        for source in self.having("pool"):
            if not source.resolved_to:
                found.setdefault(self.label(source.id), f"pool:{normalise(source.pool)}")
        return found

    @cached_property
    def united(self) -> dict[str, str]:
        """What may be one voice, by label: everybody with whoever owns them, pools, and ``maybe`` pairs.

        A source has one owner, so whoever is united by owners alone has the same ultimate one, or
        stands in or below the same circle of owners. All entries of one voice count, whichever gives
        its id. A label that is missing here is united with nobody.
        """
        maybe = (
            (self.label(s.id), self.label(self.resolve(name)))
            for s in self.having("maybe")
            if not s.resolved_to
            for name in s.maybe
        )
        return joined([*self._belonging, *maybe])

    @cached_property
    def owned(self) -> dict[str, str]:
        """What is one by owners and pools alone, by label; as `united` without the ``maybe`` pairs."""
        return joined(self._belonging)

    @cached_property
    def _belonging(self) -> list[tuple[str, str]]:
        """Every voice with its pool, or with whoever owns it."""
        pairs = list(self.pools.items())
        for source in self.having("owner"):
            label = self.label(source.id)
            if source.owner and not source.resolved_to and label not in self.pools:
                pairs.append((label, self.label(self.resolve(source.owner))))
        return pairs

    def get(self, source_id: str) -> Source | None:
        """Return the entry of an id, today's or a former one."""
        return self.by_id.get(source_id)

    def having(self, field: str) -> Iterable[Source]:
        """Return the entries that say something in a field, in their order."""
        return (source for source in self.sources if getattr(source, field))

    def _called(self, form: str) -> tuple[str, ...]:
        """Return the ids of all entries with a name or an id of this form."""
        return self._owners_of_names.get(form, ())

    def resolve(self, name: str) -> str:
        """Return the id of the source that a name means; for an unregistered one its slug.

        A name that two sources claim (CG107) means the one with that very id, else the first.
        """
        known = self._resolutions.get(name)
        if known is None:
            known = self._resolutions[name] = self._resolve(name)
        return known

    def _resolve(self, name: str) -> str:
        ids = self._called(normalise(name))
        if not ids:
            made = slug(name)
            source = self.get(made)
            return source.id if source else made
        return next((i for i in ids if i == slug(name)), ids[0])

    @cached_property
    def _resolutions(self) -> dict[str, str]:
        """What was resolved already: the same names come again and again."""
        return {}

    def group(self, description: str, *, citing: str) -> Source | None:
        """Return the group that an outlet means by a description, if it is registered."""
        found = self._groups.get((normalise(description), citing))
        return self.get(found) if found else None

    def groups_called(self, description: str) -> frozenset[str]:
        """Return the ids of all groups that some outlet means by a description."""
        form = normalise(description)
        return frozenset(group for (name, _), group in self._groups.items() if name == form)

    def meant(self, name: str) -> frozenset[str]:
        """Return the ids of all that a name means: a source, the groups that are called so, and their voices."""
        ids = {self.resolve(name), *self.groups_called(name)}
        # A group that turned out to be somebody is not all that this somebody said.
        voices = (source for source_id in ids if (source := self.get(source_id)) and not source.resolved_to)
        return frozenset(ids.union(self.label(source.id) for source in voices))

    def matcher(self, name: str) -> Callable[[Statement], bool]:
        """Return what tells whether a statement is of somebody that a name means, by entry, voice or the words used."""
        ids, form = self.meant(name), normalise(name)

        def matches(statement: Statement) -> bool:
            if statement.source in ids or statement.label in ids:
                return True
            return statement.kind != "missing" and normalise(statement.name) == form

        return matches

    def citing(self, group: Source) -> str:
        """Return the id of the outlet whose unnamed source a group is; ``us`` for our own."""
        return group.via if group.via == US else self.resolve(group.via or group.id)

    def tied(self, source: Source) -> frozenset[str]:
        """Return whom an entry names as the same or perhaps the same."""
        return frozenset(self.resolve(name) for name in (*source.same_as, *source.maybe))

    def label(self, source_id: str) -> str:
        """Return the id of the one voice a source is, after ``resolved_to`` and ``same_as``."""
        known = self._labels.get(source_id)
        if known is None:
            resolved = self._resolved(source_id)
            known = self._labels[source_id] = self._voices.get(resolved, resolved)
        return known

    @cached_property
    def _labels(self) -> dict[str, str]:
        """What was looked up already, as with `_resolutions`."""
        return {}

    def _resolved(self, source_id: str) -> str:
        """Follow ``resolved_to``; entries that are resolved in a circle are all the first of them."""
        way: dict[str, None] = {}
        while source_id not in way:
            way[source_id] = None
            source = self.get(source_id)
            if source:
                source_id = self.resolve(source.resolved_to) if source.resolved_to else source.id
        followed = list(way)
        return min(followed[followed.index(source_id) :])

    def clashes(self) -> list[tuple[Location, str, tuple[str, ...]]]:
        """Return every name that means several sources, once: where the second one claims it, the name, the ids."""
        clashes = []
        told = set()
        for source in self.sources:
            called = {"name": (source.name,), "aliases": source.aliases, "was": source.was, "id": (source.id,)}
            for key, name in ((key, name) for key, names in called.items() for name in names):
                ids = self._claimants(source, key, name)
                if len(ids) > 1 and source.id != ids[0] and (normalise(name), ids) not in told:
                    told.add((normalise(name), ids))
                    clashes.append((source.place(key), name, ids))
        return clashes

    def _claimants(self, source: Source, key: str, name: str) -> tuple[str, ...]:
        """Return the ids of all that a name means in the field of a source that it stands in."""
        if not source.via or key in {"was", "id"}:
            return self._called(normalise(name))
        group = self.group(name, citing=self.citing(source))
        return (source.id,) if group is None or group.id == source.id else (group.id, source.id)

    @property
    def owners(self) -> Iterable[tuple[str, str]]:
        """Every form in which a name is looked up, with the id of each source that has it."""
        return ((form, source_id) for form, ids in self._owners_of_names.items() for source_id in ids)

    @property
    def described_groups(self) -> Iterable[tuple[str, str]]:
        """Every form of a description by which some outlet means a group, with the group's id."""
        return ((form, group) for (form, _), group in self._groups.items())

    def names(self) -> Iterable[str]:
        """Return every id, name and alias."""
        return (n for s in self.sources for n in (s.id, s.name, *s.aliases) if n)


def registry_of_ledger(ledger: Ledger, *, by_id: bool = False) -> Registry:
    """Return the registry of a record, on demand in the order of the ids of its sources; always the same one."""
    own: Registry | None = ledger.registry(by_id=by_id)
    return registry_of_sources(ledger.sources, by_id=by_id) if own is None else own


def registry_of_sources(sources: tuple[Source, ...], *, by_id: bool = False) -> Registry:
    """Return the registry of these sources, on demand in the order of their ids; of the same tuple the same one.

    Whoever asks about several claims of a record one after the other would else index its sources every time.
    """
    for known, as_given, ordered in _kept:
        if known is sources:
            return ordered if by_id else as_given
    ordered = Registry(tuple(sorted(sources, key=lambda source: source.id)))
    _kept.insert(0, (sources, Registry(sources), ordered))
    del _kept[2:]
    return ordered if by_id else _kept[0][1]


_kept: list[tuple[tuple[Source, ...], Registry, Registry]] = []
