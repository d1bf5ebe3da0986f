"""Adding many claims and sources at once: all of them or none, and never over what is there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from claimgraph.errors import InvalidClaimError, StoreError
from claimgraph.filenames import can_name_import, portable
from claimgraph.model import Article, Claim, Config, Ledger, Source
from claimgraph.registry import Registry
from claimgraph.store.dumping import dumps, dumps_sources
from claimgraph.store.loading import loads
from claimgraph.store.messages import one_line
from claimgraph.store.pending import CLAIMS, NAME, SOURCES, HalfWayError, begin_placing, give_up, place
from claimgraph.store.temporaries import sync_folder, temporary_folder

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

    Everything is written aside first and read back, and takes its place at the very end; if the process is killed while
    that goes on, the rest takes its place when the record is next opened.

    Raises
    ------
    InvalidClaimError
        A claim or source would not be read back as it is; nothing was written.
    StoreError
        It cannot be written; the record is as it was.
    """
    name = portable(name)
    if not can_name_import(name):
        raise StoreError(one_line(f"'{name}' cannot name the files of an import; choose another with --name"))
    if not addition.claims and not addition.sources:
        return []
    try:
        with temporary_folder(root, "import-") as aside:
            if addition.sources:
                _write_sources(aside / SOURCES, addition, config)
            if addition.claims:
                _write_claims(aside / CLAIMS, addition, config, progress)
            _write(aside / NAME, name)
            sync_folder(aside)
            try:
                begin_placing(root, aside)
                return place(root)
            except BaseException as error:
                if not isinstance(error, HalfWayError):
                    give_up(root, aside)
                raise
    except OSError as error:
        raise StoreError(f"{root}: cannot be written ({error.strerror}); nothing was changed") from None


def _write_sources(path: Path, addition: Addition, config: Config) -> None:
    text = dumps_sources(addition.sources)
    read = loads(text, registry=True, config=config)
    for source, back in zip(addition.sources, (*read.sources, *[None] * len(addition.sources)), strict=False):
        if back != source:
            raise InvalidClaimError(f"source '{source.id}' would not be read back as it is; nothing was written")
    _write(path, text)


def _write_claims(path: Path, addition: Addition, config: Config, progress: Progress | None) -> None:
    """Write one file, or a folder of several."""
    done = 0
    for number, (article, some) in enumerate(_shards(addition.claims), start=1):
        text = dumps(some, article=article)
        read = loads(text, config=config)
        back = {claim.id: claim for claim in read.claims}
        for claim in some:
            if back.get(claim.id) != claim:
                why = f" ({read.problems[0].message})" if read.problems else ""
                raise InvalidClaimError(f"claim '{claim.id}' would not be read back as it is{why}; nothing was written")
        done += len(some)
        if len(some) == len(addition.claims):
            _write(path, text)
        else:
            path.mkdir(exist_ok=True)
            _write(path / f"{number:04}.yaml", text)
        if progress:
            progress(done, len(addition.claims))
    if path.is_dir():
        sync_folder(path)


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
