"""The registry as it may leave: who belongs together, and not who that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from claimgraph.graph import Graph, registry_of
from claimgraph.model import Source
from claimgraph.redaction.naming import NAME, SLUG, numbered, numbers_of
from claimgraph.registry import Registry

_REFERENCES = ("owner", "speaks_for", "part_of", "via", "resolved_to")
_POOL = "pool:"
"""The pool of a protected source, where no other source has it."""


@dataclass(frozen=True)
class RedactedRegistry(Registry):
    """The public entries of a registry, with what counts alike under the names that redaction gave."""

    belonging: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unnamed: frozenset[str] = frozenset()

    @cached_property
    def by_id(self) -> dict[str, Source]:
        """The public entries by their ids, and whoever stands for all that are protected."""
        return {SLUG: Source(SLUG, "person", NAME), **Registry(self.sources).by_id}

    @property
    def nameless(self) -> frozenset[str]:
        """The voices that nobody has named."""
        return self.unnamed

    @property
    def pools(self) -> dict[str, str]:
        """The pool of every voice that travels with one."""
        return dict(self.belonging["pools"])

    @property
    def united(self) -> dict[str, str]:
        """What may be one voice."""
        return dict(self.belonging["united"])

    @property
    def owned(self) -> dict[str, str]:
        """What is one by owners and pools alone."""
        return dict(self.belonging["owned"])


def public_sources(sources: Iterable[Source], voices: frozenset[str], registry: Registry) -> tuple[Source, ...]:
    """Return the entries that are nobody's secret, with no reference to one that is.

    Whoever belongs to a protected owner belongs to somebody all the same.
    """

    def is_hidden(name: str) -> bool:
        return registry.label(registry.resolve(name)) in voices

    public = []
    for source in sources:
        if registry.label(source.id) in voices:
            continue
        single = {key: None for key in _REFERENCES if (name := getattr(source, key)) and is_hidden(name)}
        several = {key: tuple(n for n in getattr(source, key) if not is_hidden(n)) for key in ("same_as", "maybe")}
        changes: dict[str, Any] = {**single, **several, "location": None, "places": {}}
        if "owner" in single:
            changes["owner"] = NAME
        public.append(replace(source, **changes))
    return tuple(public)


def redacted_registry(graph: Graph) -> RedactedRegistry:
    """Return the registry of a graph as it may leave: numbers need to know who belongs together, and not who it is."""
    registry, voices = registry_of(graph), graph.graph["protected"]
    labels = {claim_id: numbers_of(graph, claim_id) for claim_id in graph.graph["claims"]}
    names = {
        f"{claim_id}#{numbered(SLUG, numbers, label, '-')}": label
        for claim_id, numbers in labels.items()
        for label in numbers
    }
    hidden = voices.union(names.values())
    open_pools = {pool for label, pool in registry.pools.items() if label not in hidden}

    def shown(joined: Mapping[str, str]) -> dict[str, str]:
        def root(label: str) -> str:
            found = joined.get(label, label)
            is_secret = found in hidden or (found.startswith("pool:") and found not in open_pools)
            return f"#{roots.setdefault(found, len(roots))}" if is_secret else found

        roots: dict[str, int] = {}
        return {
            **{label: root(label) for label in joined if label not in hidden and not label.startswith("pool:")},
            **{name: root(label) for name, label in names.items()},
        }

    pools = {name: registry.pools[label] for name, label in names.items() if label in registry.pools}
    return RedactedRegistry(
        public_sources(registry.sources, voices, registry),
        belonging={
            "united": shown(registry.united),
            "owned": shown(registry.owned),
            "pools": {label: pool for label, pool in registry.pools.items() if label not in hidden}
            | {name: pool if pool in open_pools else _POOL for name, pool in pools.items()},
        },
        unnamed=frozenset(label for label in registry.nameless if label not in hidden)
        # Whoever is only described, and by no group of the registry, is labelled by claim.
        | frozenset(name for name, label in names.items() if label in registry.nameless or "#" in label),
    )
