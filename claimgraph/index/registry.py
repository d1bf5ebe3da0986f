"""Who is who, of a record in its index: only the entries are read that somebody asks about."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from claimgraph.index.stored import StoredSources
from claimgraph.model import Source
from claimgraph.registry import Registry


class StoredRegistry(Registry):
    """Gives the answers of `Registry` of the same entries, and asks the index for those it takes.

    ``by_id`` puts them into the order of their ids.
    """

    def __init__(self, stored: StoredSources, *, by_id: bool = False) -> None:
        self.__dict__.update(stored=stored, ordered=by_id)

    stored: StoredSources
    ordered: bool

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The entries of the registry, all of them."""
        return tuple(sorted(self.stored.all, key=_id_of)) if self.ordered else self.stored.all

    def get(self, source_id: str) -> Source | None:
        """Return the entry of an id, today's or a former one."""
        if self.stored.complete:
            return super().get(source_id)
        return self.stored.entry(source_id) or self._former.get(source_id)

    def having(self, field: str) -> Iterable[Source]:
        """Return the entries that say something in a field, in their order."""
        if self.stored.complete:
            return super().having(field)
        found = self.stored.having(field)
        return sorted(found, key=_id_of) if self.ordered else found

    def _called(self, form: str) -> tuple[str, ...]:
        return super()._called(form) if self.stored.complete else self.stored.called(form)

    @cached_property
    def _former(self) -> dict[str, Source]:
        return {old: source for source in reversed(tuple(self.having("was"))) for old in source.was}


def _id_of(source: Source) -> str:
    return source.id
