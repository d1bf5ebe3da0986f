"""Files of a record to rows: what the index stores of each, made here or by several processes at once."""

from __future__ import annotations

import gc
import marshal
import os
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from claimgraph.filenames import holds_sources
from claimgraph.index.chain_rows import ChainRows, StatementRow, chain_rows
from claimgraph.index.plain import PlainClaims, with_article
from claimgraph.index.rows import StoredPlaces, article_row, claim_row, reads_back, relation_rows, source_row
from claimgraph.model import Article, Chain, Claim, Config, Location, Mention, Problem, Stance
from claimgraph.names import normalise
from claimgraph.notation import MAX_TEXT, read_this
from claimgraph.notation.simple import SimpleStep, split_simple
from claimgraph.registry import Registry
from claimgraph.store.loading import FileContent, read_content
from claimgraph.store.nodes import Items, Node, Scalar
from claimgraph.store.reading import MAX_MENTIONS, Reader, chain_nodes
from claimgraph.store.texts import decode, read_bytes, unreadable

SHARED_FROM = 1_000
"""So many files are read by several processes."""
_CHUNK = 100

ClaimRows = tuple[
    tuple[Any, ...],
    bool,
    list[tuple[Any, ...]],
    list[str],
    list[tuple[str, bool]],
    list[str],
    list[StatementRow],
    list[tuple[int, int]],
]
"""What the index stores of a claim: its own row, whether it was read in the article of its file, its relations,
the forms of its tags, whom it mentions, who speaks in confidence, its statements, and the links between them."""

FileRows = tuple[bytes | None, list[tuple[Any, ...]], list[tuple[str, str]], list[ClaimRows], list[tuple[Any, ...]]]
"""What the index stores of a file, in values that `marshal` knows: digest (None where it cannot be read),
problems, articles, claims and sources."""


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
        self.plain = PlainClaims(registry, self.verbs)

    def rows(self, path: str) -> FileRows:
        """Return the rows of a file, by its path below the record."""
        chains: list[ChainRows | None] = []
        try:
            data = read_bytes(os.path.join(self.root, path))
            digest = digest_of(data)
            content = self.content(path, data, chains)
        except OSError as error:
            digest = None
            content = FileContent(problems=(unreadable(Path(path), error),))
        article = content.article
        plain = article is None or _names_plainly(article, self.verbs)
        return (
            digest,
            [_problem_row(problem, path) for problem in content.problems],
            [article_row(article)] if article else [],
            [
                self.claim_rows(claim, n, known, plain=plain, has_steps=content.has_steps)
                for n, (claim, known) in enumerate(zip(content.claims, chains, strict=True))
            ],
            [source_row(source, n) for n, source in enumerate(content.sources)],
        )

    def content(self, path: str, data: bytes, chains: list[ChainRows | None]) -> FileContent:
        """Return what the bytes of a file hold; the rows of plain chains go into ``chains``."""
        text, problem = decode(data, path)
        if problem:
            return FileContent(problems=(problem,))
        reader = _RowReader(path, text, self.verbs, self.plain, chains)
        return read_content(reader, registry=holds_sources(path.split("/")))

    def claim_rows(
        self, claim: Claim, ordinal: int, known: ChainRows | None, *, plain: bool, has_steps: bool
    ) -> ClaimRows:
        """Return what the index stores of a claim, of whose chains the rows may be known."""
        chains = known or chain_rows(claim, self.registry, self.verbs)
        as_written = (
            not plain
            or (has_steps and not reads_back(claim.chains, self.verbs))
            or any(len(text) > MAX_TEXT for text in chains.texts)
        )
        return (
            claim_row(claim, ordinal, chains, as_written=as_written),
            claim.article is not None,
            relation_rows(claim),
            sorted({normalise(tag) for tag in claim.tags}),
            chains.parties,
            chains.confidential,
            chains.statements,
            chains.links,
        )


class _RowReader(Reader):
    """Reads the nodes of one file, but for plain chains, which become rows at once, and places, which stay texts."""

    def __init__(
        self, path: str, text: str, verbs: Mapping[str, Stance], plain: PlainClaims, chains: list[ChainRows | None]
    ) -> None:
        super().__init__(path, text, verbs)
        self.plain_claims = plain
        self.chain_rows = chains
        self.resolved: dict[str, SimpleStep] = {}
        """What `this` stands for, by the canonical texts of steps."""

    def restart(self) -> None:
        """Forget what was read of the file."""
        super().restart()
        self.chain_rows.clear()
        self.resolved.clear()

    def places(self, found: Mapping[str, Node]) -> Mapping[str, Location]:
        """Return where the fields of something stand, as their text."""
        return StoredPlaces(" ".join([f"{key}:{node.line}:{node.column}" for key, node in found.items()]), self.path)

    def all_chains(self, found: Mapping[str, Node], article: Article | None) -> tuple[Chain, ...] | None:
        """Return the chains of a claim, no chain where their rows are known; None if they are too much."""
        rows = self.plain_rows(found, article)
        chains = () if rows else super().all_chains(found, article)
        if chains is not None:
            self.chain_rows.append(rows)
        return chains

    def plain_rows(self, found: Mapping[str, Node], article: Article | None) -> ChainRows | None:
        """Return the rows of the chains of a claim where these are plain and right."""
        if not isinstance(found.get("chains", _NO_ITEMS), Items):
            return None
        chains = []
        spots: list[str] = []
        # A chain of n steps has n - 1 links, so that these are within their own bound, too.
        for node in chain_nodes(found):
            before = self.column_before(node) if isinstance(node, Scalar) and len(node.value) <= MAX_TEXT else None
            chain = split_simple(node.value, self.verbs) if isinstance(node, Scalar) and before is not None else None
            if chain is None or before is None or len(spots) + len(chain.columns) > MAX_MENTIONS:
                return None
            spots += [f"{node.line}:{before + column}" for column in chain.columns]
            chains.append(with_article(chain, article, self.resolved) if article else chain)
        return self.plain_claims.rows(chains, " ".join(spots))


_NO_ITEMS = Items(1, 1, 0)


def _problem_row(problem: Problem, path: str) -> tuple[Any, ...]:
    place = problem.location
    shown = None if place.path == path else place.path  # made printable
    told = problem.code, problem.severity, problem.message, problem.claim
    return place.line, place.column, *told, shown, problem.conceals


def digest_of(data: bytes) -> bytes:
    """Return what tells one content from another."""
    return blake2b(data, digest_size=16).digest()


def _names_plainly(article: Article, verbs: Mapping[str, Stance]) -> bool:
    """Tell whether what ``this`` means can be written in a chain and read again."""
    chain = Chain(((Mention(kind="this"),),))
    return reads_back([read_this(chain, article)], verbs)
