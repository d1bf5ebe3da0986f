"""A registry that asks the index gives the answers of one that has all entries in memory."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from claimgraph.index import open_record
from claimgraph.index.stored import StoredRegistry
from claimgraph.registry import Registry, registry_of_ledger, registry_of_sources
from claimgraph.store import load
from tests.index.histories import NAMES, quoted

IDS = ("kataeb", "sky-news", "reuters", "rose", "holding", "group-1", "group-2", "x")
CALLED = (*NAMES, *IDS, "Officials", "old", "older", "Holding", "nobody", "us", "", "\ud800")
FIELDS = ("was", "same_as", "owner", "pool", "maybe", "via", "confidential", "wire", "reliability")


def entry(rng: random.Random, one: str) -> Iterator[str]:
    """Yield the lines of an entry that has to do with many others."""

    def some(values: Iterable[str]) -> str:
        return "[" + ", ".join(map(quoted, rng.sample(list(values), rng.randint(1, 2)))) + "]"

    kind = rng.choice(("outlet", "person", "group"))
    yield from (f"  - id: {one}", f"    kind: {kind}", f"    name: {quoted(rng.choice((one.title(), *NAMES)))}")
    likely = 0.35
    lists = {"aliases": (*NAMES, "Officials"), "was": ("old", "older", *IDS), "same_as": (*NAMES, "nobody", *IDS)}
    lists["maybe"] = (*IDS, "nobody")
    yield from (f"    {key}: {some(values)}" for key, values in lists.items() if rng.random() < likely)
    texts = {"owner": ("Holding", "Reuters", "x"), "pool": ("P", "Q"), "resolved_to": (*IDS, "nobody")}
    texts |= {"via": ("Kataeb", "us", "old", "nobody"), "reliability": ("B",)}
    yield from (f"    {key}: {rng.choice(values)}" for key, values in texts.items() if rng.random() < likely)
    yield from (f"    {key}: true" for key in ("confidential", "wire") if rng.random() < likely / 2)


def answers(registry: Registry) -> list[object]:
    """Return all that a registry can be asked."""
    asked: list[object] = [[list(registry.having(field)) for field in FIELDS]]
    for name in CALLED:
        source = registry.get(name)
        asked += [registry.resolve(name), source, registry.label(name), registry.groups_called(name)]
        asked += [registry.meant(name), source and registry.citing(source)]
        asked += [registry.group(name, citing=citing) for citing in (*IDS, "us", "nobody")]
    asked += [registry.nameless, registry.pools, registry.united, registry.owned, registry.clashes()]
    return [*asked, registry.sources, dict(registry.by_id)]


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("by_id", [False, True])
def test_same_answers_from_the_index(tmp_path: Path, seed: int, by_id: bool) -> None:
    rng = random.Random(seed)
    root = tmp_path / "claims"
    root.mkdir()
    lines = [line for one in rng.sample(IDS, rng.randint(1, len(IDS))) for line in entry(rng, one)]
    (root / "sources.yaml").write_text("sources:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    (root / "c.yaml").write_text("id: c\ntext: C.\nchain: Kataeb\n", encoding="utf-8")
    ledger = open_record(root, use="always")
    stored = registry_of_ledger(ledger, by_id=by_id)
    assert isinstance(stored, StoredRegistry)
    assert answers(stored) == answers(registry_of_sources(load(root).sources, by_id=by_id))
    assert list(ledger) == list(load(root))  # from here on everything is in memory
    assert answers(stored) == answers(registry_of_ledger(ledger, by_id=by_id))
    ledger.close()


def test_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    root = tmp_path / "claims"
    root.mkdir()
    (root / "sources.yaml").write_text("sources:\n  - {id: a, kind: outlet}\n  - {id: b, kind: outlet}\n")
    (root / "c.yaml").write_text("id: c\ntext: C.\nchain: A\n")
    ledger = open_record(root, use="always")
    stored = registry_of_ledger(ledger.part(["c"]), by_id=True)
    assert isinstance(stored, StoredRegistry)
    assert stored.resolve("A") == "a"
    assert stored.label("a") == "a"
    assert stored.get("b") is not None
    assert not stored.stored.complete
    ledger.close()
