"""Files of a record to rows: what the index stores of each, made here or by several processes at once."""

from __future__ import annotations

import gc
import marshal
import os
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from claimgraph.dates import parse_date
from claimgraph.filenames import holds_sources
from claimgraph.index.rows import (
    article_row,
    claim_row,
    reads_back,
    relation_rows,
    source_row,
    spoken_in_confidence,
)
from claimgraph.index.schema import DENYING, ORIGIN, RELIED_ON, RELYING, UNOPENED
from claimgraph.model import Article, Chain, Claim, Config, Mention, Stance
from claimgraph.names import normalise
from claimgraph.notation import MAX_TEXT, read_this
from claimgraph.registry import Registry
from claimgraph.roles import Role, roles_of
from claimgraph.statements import ClaimStatements, read_statements
from claimgraph.store.loading import FileContent, decoded
from claimgraph.store.texts import read_bytes, unreadable

SHARED_FROM = 1_000
"""So many files are read by several processes."""
_CHUNK = 100

FileRows = dict[str, Any]
"""What the index stores of a file, in values that `marshal` knows: ``digest`` (None where it cannot be read),
``problems``, ``articles``, ``claims`` (see `_claim_rows`) and ``sources``."""


def read_files(root: Path, paths: Sequence[str], config: Config, registry: Registry) -> Iterator[tuple[str, FileRows]]:
    """Yield the path and the rows of every file, in the order of the paths."""
    processes = os.cpu_count() or 1
    if len(paths) < SHARED_FROM or processes < 2:
        reader = FileReader(root, config, registry)
        yield from ((path, reader.rows(path)) for path in paths)
        return
    import multiprocessing

    chunks = [paths[i : i + _CHUNK] for i in range(0, len(paths), _CHUNK)]
    with multiprocessing.Pool(processes, _begin, (root, config, registry.sources)) as pool:
        for chunk, rows in zip(chunks, pool.imap(_read_chunk, chunks), strict=True):
            yield from zip(chunk, marshal.loads(rows), strict=True)


_reader: FileReader | None = None
"""The reader of a child process."""


def _begin(root: Path, config: Config, sources: tuple[Any, ...]) -> None:
    global _reader  # noqa: PLW0603
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and ends its children
    gc.disable()  # rows hold no circles, and looking for some takes a third of the time
    _reader = FileReader(root, config, Registry(sources))


def _read_chunk(paths: Iterable[str]) -> bytes:
    assert _reader is not None
    # Rows in the simplest form there is cost a fraction of what pickled claims do.
    return marshal.dumps([_reader.rows(path) for path in paths])


class FileReader:
    """Reads files of one record to rows."""

    def __init__(self, root: Path, config: Config, registry: Registry) -> None:
        self.root = root
        self.config = config
        self.verbs = config.all_verbs
        self.registry = registry

    def rows(self, path: str) -> FileRows:
        """Return the rows of a file, by its path below the record."""
        try:
            data = read_bytes(self.root / path)
            digest = digest_of(data)
            content = self.content(path, data)
        except OSError as error:
            digest = None
            content = FileContent(problems=(unreadable(Path(path), error),))
        article = content.article
        plain = article is None or _names_plainly(article, self.verbs)
        return {
            "digest": digest,
            "problems": [
                (
                    p.location.line,
                    p.location.column,
                    p.code,
                    p.severity,
                    p.message,
                    p.claim,
                    None if p.location.path == path else p.location.path,  # made printable
                )
                for p in content.problems
            ],
            "articles": [article_row(article)] if article else [],
            "claims": [
                self.claim_rows(claim, n, plain=plain, has_steps=content.has_steps)
                for n, claim in enumerate(content.claims)
            ],
            "sources": [source_row(source, n) for n, source in enumerate(content.sources)],
        }

    def content(self, path: str, data: bytes) -> FileContent:
        """Return what the bytes of a file hold."""
        return decoded(data, path, registry=holds_sources(path.split("/")), config=self.config)

    def claim_rows(self, claim: Claim, ordinal: int, *, plain: bool, has_steps: bool) -> dict[str, Any]:
        """Return what the index stores of a claim."""
        read = read_statements(claim, self.registry, self.verbs)
        roles = roles_of(read)
        texts = [str(chain) for chain in claim.chains]
        as_written = (
            not plain
            or (has_steps and not reads_back(claim.chains, self.verbs))
            or any(len(text) > MAX_TEXT for text in texts)
        )
        origins = [key for key, role in roles.items() if role.origin]
        return {
            "row": claim_row(claim, ordinal, texts, as_written=as_written, origins=origins),
            "article": claim.article is not None,
            "relations": relation_rows(claim),
            "tags": sorted({normalise(tag) for tag in claim.tags}),
            "parties": sorted(
                {
                    (m.party, m.kind == "unnamed")
                    for chain in claim.chains
                    for m in chain.mentions
                    if m.kind in ("named", "unnamed")
                }
            ),
            "confidential": sorted(spoken_in_confidence(claim)),
            **statement_rows(read, roles),
        }


def statement_rows(read: ClaimStatements, roles: Mapping[str, Role]) -> dict[str, Any]:
    """Return the statements of a claim as (source, label, form, role, earliest, latest), and its links.

    Whoever is not registered and not named has no label that anybody could ask for.
    """
    statements = []
    numbers: dict[str, int] = {}
    for key, statement in read.statements.items():
        numbers[key] = len(numbers)
        role = roles[key]
        unopened = statement.kind == "named" and not statement.seen
        unopened = unopened and not statement.withdrawn and statement.stance != "withdraws"
        statements.append(
            (
                statement.source,
                statement.label if statement.source else None,
                None if statement.kind == "missing" else normalise(statement.name),
                role.relying * RELYING
                + role.relied_on * RELIED_ON
                + role.origin * ORIGIN
                + unopened * UNOPENED
                + (statement.stance == "denies") * DENYING,
                *_bounds(statement.date),
            )
        )
    return {"statements": statements, "links": [(numbers[up], numbers[down]) for up, down in read.links]}


@lru_cache(maxsize=10_000)
def _bounds(date: str | None) -> tuple[str | None, str | None]:
    """Return the first and the last second that a date may mean."""
    if not date:
        return None, None
    when = parse_date(date)
    return when.start.isoformat(), when.end.isoformat()


def digest_of(data: bytes) -> bytes:
    """Return what tells one content from another."""
    return blake2b(data, digest_size=16).digest()


def _names_plainly(article: Article, verbs: Mapping[str, Stance]) -> bool:
    """Tell whether what ``this`` means can be written in a chain and read again."""
    chain = Chain(((Mention(kind="this"),),))
    return reads_back([read_this(chain, article)], verbs)
