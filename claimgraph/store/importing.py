"""Adding many claims and sources at once: all of them or none, and never over what is there."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from claimgraph.disk_names import on_disk, registry_folder
from claimgraph.errors import InvalidClaimError, StoreError
from claimgraph.filenames import has_hostile_name, portable
from claimgraph.model import Article, Claim, Config, Ledger, Source
from claimgraph.registry import Registry
from claimgraph.store.dumping import dumps, dumps_sources
from claimgraph.store.loading import loads

SHARD = 500
"""So many claims stand in one file."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Addition:
    """What an import adds to a record: only what is new in it.

    ``known`` are in the record already as they are in the file; ``taken`` have an id that the record has for something
    else, and stay out.
    """

    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    known: int
    taken: tuple[str, ...]


def new_in(ledger: Ledger, claims: Sequence[Claim], sources: Sequence[Source]) -> Addition:
    """Return what of some claims and sources a record does not have yet."""
    fresh: dict[str, Claim] = {}
    known, taken = 0, []
    for claim in claims:
        there = ledger[claim.id] if claim.id in ledger else fresh.get(claim.id)
        if there is None:
            fresh[claim.id] = claim
        elif replace(there, article=None) == replace(claim, article=None):
            known += 1
        else:
            taken.append(claim.id)
    registry = Registry(ledger.sources)
    added: dict[str, Source] = {}
    for source in sources:
        before = registry.get(source.id) or added.get(source.id)
        if before is not None:
            taken += [f"source {source.id}"] if before != source else []
        elif any(registry.get(registry.resolve(name)) for name in (source.name, *source.aliases) if name):
            taken.append(f"source {source.id}")
        else:
            added[source.id] = source
    return Addition(tuple(fresh.values()), tuple(added.values()), known, tuple(taken))


def save_addition(
    root: Path, addition: Addition, name: str, *, config: Config, progress: Progress | None = None
) -> list[Path]:
    """Write what is new into files of its own, named after the import; the caller holds the lock.

    Everything is written aside first and read back, and takes its place at the very end.

    Raises
    ------
    InvalidClaimError
        A claim or source would not be read back as it is; nothing was written.
    StoreError
        It cannot be written; the record is as it was.
    """
    if has_hostile_name(name) or "/" in name or os.sep in name or name.lower() in {"", "sources"}:
        raise StoreError(f"'{name}' cannot name the files of an import; choose another with --name")
    aside = root / f".claimgraph-import-{os.getpid()}-{secrets.token_hex(4)}.tmp"
    placed: list[Path] = []
    try:
        aside.mkdir()
        made = [*_source_files(aside, addition, config), *_claim_files(aside, addition, config, progress)]
        for made_in, folder in made:
            target = _free(registry_folder(root) if folder else root, portable(name), folder=made_in.is_dir())
            target.parent.mkdir(exist_ok=True)
            made_in.rename(target)
            placed.append(target)
    except BaseException as error:
        for path in placed:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if isinstance(error, OSError):
            raise StoreError(f"{root}: cannot be written ({error.strerror}); nothing was changed") from None
        raise
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(aside)
    return placed


def _source_files(aside: Path, addition: Addition, config: Config) -> list[tuple[Path, str]]:
    if not addition.sources:
        return []
    text = dumps_sources(addition.sources)
    read = loads(text, registry=True, config=config)
    for source, back in zip(addition.sources, (*read.sources, *[None] * len(addition.sources)), strict=False):
        if back != source:
            raise InvalidClaimError(f"source '{source.id}' would not be read back as it is; nothing was written")
    path = aside / "sources.yaml"
    _write(path, text)
    return [(path, "sources")]


def _claim_files(aside: Path, addition: Addition, config: Config, progress: Progress | None) -> list[tuple[Path, str]]:
    if not addition.claims:
        return []
    folder = aside / "claims"
    folder.mkdir()
    done = 0
    for number, (article, some) in enumerate(_shards(addition.claims), start=1):
        text = dumps(some, article=article)
        read = loads(text, config=config)
        back = {claim.id: claim for claim in read.claims}
        for claim in some:
            if back.get(claim.id) != claim:
                why = f" ({read.problems[0].message})" if read.problems else ""
                raise InvalidClaimError(f"claim '{claim.id}' would not be read back as it is{why}; nothing was written")
        _write(folder / f"{number:04}.yaml", text)
        done += len(some)
        if progress:
            progress(done, len(addition.claims))
    if done == len(some):
        return [(folder / "0001.yaml", "")]
    return [(folder, "")]


def _shards(claims: Sequence[Claim]) -> Iterator[tuple[Article | None, Sequence[Claim]]]:
    """Yield what stands in one file each: claims of one article, or without any, in their order."""
    by_article: dict[str, list[Claim]] = {}
    for claim in claims:
        by_article.setdefault(repr(claim.article), []).append(claim)
    for group in by_article.values():
        for start in range(0, len(group), SHARD):
            yield group[0].article, group[start : start + SHARD]


def _write(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _free(parent: Path, name: str, *, folder: bool) -> Path:
    """Return a path that nothing has yet."""
    end = "" if folder else ".yaml"
    number = 1
    while True:
        path = parent / f"{name}{'' if number == 1 else f'-{number}'}{end}"
        if not os.path.lexists(on_disk(path)):
            return path
        number += 1
