"""Who speaks in a chain: a named source, somebody who is only described, or nobody who is given."""

from __future__ import annotations

from dataclasses import dataclass

from claimgraph.names import normalise
from claimgraph.registry import Registry


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, before dates tell statements apart: ``base`` is the key of a statement without its date."""

    base: str
    kind: str
    name: str
    source: str | None = None

    @property
    def citing(self) -> str:
        """What scopes those that this voice cites without a name."""
        return self.source or self.base


def named_voice(registry: Registry, name: str) -> Voice:
    """Return who is meant by a name; a group that is registered for an outlet stays unnamed."""
    source_id = registry.resolve(name)
    source = registry.get(source_id)
    if source and source.kind == "group" and source.via:
        return _group(source_id, registry.citing(source), source.label)
    return Voice(source_id, "named", source.label if source else name, source_id)


def described_voice(registry: Registry, description: str, *, citing: str) -> Voice:
    """Return who is meant by a description, which means somebody else with everybody who gives it."""
    group = registry.group(description, citing=citing)
    if group:
        return _group(group.id, citing, group.label)
    return Voice(f"{_quoted(description)}@{citing}", "unnamed", description)


def missing_voice(*, citing: str) -> Voice:
    """Return the voice that somebody should have given."""
    return Voice(f"?@{citing}", "missing", "?")


def _group(group_id: str, citing: str, name: str) -> Voice:
    return Voice(f"{_quoted(name)}@{citing}", "unnamed", name, group_id)


def _quoted(description: str) -> str:
    r"""Return a description as it stands in a key: a quote inside it cannot end it."""
    return '"' + normalise(description).replace("\\", "\\\\").replace('"', '\\"') + '"'
