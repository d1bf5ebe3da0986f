"""A folder of YAML to a Ledger and a list of problems; bad content never raises."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from claimgraph.errors import NotFoundError
from claimgraph.filenames import has_hostile_name, holds_sources, is_wanted
from claimgraph.garbage import uncollected
from claimgraph.model import Article, Claim, Config, Ledger, Location, Problem, Source
from claimgraph.names import did_you_mean
from claimgraph.store.concealing import marked
from claimgraph.store.locking import settle
from claimgraph.store.messages import OTHER_DOCUMENT, one_line
from claimgraph.store.nodes import MAX_ENTRIES, Entries, Node, YamlError, parse_yaml
from claimgraph.store.reading import Reader, looks_like_registry, looks_ours
from claimgraph.store.settings import load_config
from claimgraph.store.texts import decode, file_problem, is_folder, read_bytes, unreadable


@dataclass(frozen=True, slots=True)
class FileContent:
    """What one file of the record holds."""

    claims: tuple[Claim, ...] = ()
    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()
    article: Article | None = None
    has_steps: bool = False
    """Whether some chain is written as a list of steps."""


def load(record: str | os.PathLike[str]) -> Ledger:
    """Load a record.

    Files are taken in the order of their paths. What cannot be read becomes a problem of the
    ledger and hides nothing else; of two claims or sources with one id the first is kept.

    Parameters
    ----------
    record : path
        The folder of claims. Its ``.claimgraph/config.yaml`` is looked for beside it.

    Raises
    ------
    NotFoundError
        There is no such folder.
    StoreError
        An import was stopped half way and cannot be completed, so that what is there is not what it says.

    Examples
    --------
    >>> ledger = load("claims")
    >>> ledger["russian-air-action-within-hours"].related("tension")
    ('russian-response-slow',)
    """
    root = Path(record)
    if not is_folder(root):
        raise NotFoundError(f"no folder of claims at {root}; make one with `claimgraph init`")
    settle(root)
    config, problems = load_config(root)
    contents = []
    with uncollected():
        for path, skipped in walk(root):
            if skipped:
                problems.append(skipped_problem(root, path, skipped))
            else:
                contents.append(load_file(path, registry=is_registry(root, path), config=config))
        return _assemble(contents, config, problems)


def loads(text: str, *, path: str = "<text>", registry: bool = False, config: Config | None = None) -> FileContent:
    """Read the text of one file of a record.

    Parameters
    ----------
    text : str
        YAML.
    path : str
        What problems call the file.
    registry : bool
        The text is a registry of sources, not claims.
    config : Config, optional
        The record's settings.

    Examples
    --------
    >>> loads("{id: a, text: A is so., chain: Ann <- ?}").claims[0].id
    'a'
    """
    return read_content(Reader(path, text, (config or Config()).all_verbs), registry=registry)


def read_content(reader: Reader, *, registry: bool) -> FileContent:
    """Return what the text of a reader holds, as it reads it."""
    take = None if registry else reader.take_claim
    try:
        documents, problems = parse_yaml(reader.text, reader.path, most=MAX_ENTRIES, take=take)
        if reader.taken is not None and _has_late_article(documents[0]):
            reader.restart()
            documents, problems = parse_yaml(reader.text, reader.path, most=MAX_ENTRIES)
    except YamlError as error:
        reader.restart()
        return FileContent(problems=tuple(marked([error.problem], reader.text, registry=registry, empty=True)))
    reader.problems += problems
    reader.errors += len(problems)
    claims: list[Claim] = []
    sources: list[Source] = []
    documents = [d for d in documents if getattr(d, "value", "-") != ""]
    looks = looks_like_registry if registry else looks_ours
    ours = [d for d in documents if looks(d)] or (documents[:1] if registry else [])
    if len(ours) > 1:
        key = "sources" if registry else "claims"
        reader.error(ours[1], f"several documents in one file; keep the first and write the others as {key}: [...]")
    read = set(map(id, ours))
    for document in documents if ours else ():
        if id(document) not in read:
            reader.remark(document, OTHER_DOCUMENT)
    for document in ours[:1]:
        if registry:
            sources = reader.sources(document)
        else:
            claims = reader.claims(document)
    if documents and not ours:
        return FileContent(problems=tuple(marked([_foreign(documents[0], reader.path)], reader.text)))
    found = marked(reader.bounded_problems(), reader.text, registry=registry, empty=not sources)
    return FileContent(tuple(claims), tuple(sources), tuple(found), reader.this, reader.has_steps)


def load_file(path: Path, *, registry: bool, config: Config) -> FileContent:
    """Read one file of a record; whatever is wrong with it is a problem of the result."""
    try:
        data = read_bytes(path)
    except OSError as error:
        return FileContent(problems=(unreadable(path, error),))
    text, problem = decode(data, path)
    if problem:
        return FileContent(problems=(problem,))
    return loads(text, path=str(path), registry=registry, config=config)


def skipped_problem(root: Path, path: Path, why: str) -> Problem:
    """Return the problem that something in a record is not read: ``link``, ``name``, ``kind``, or a system's error."""
    parts = path.relative_to(root).parts
    if why == "link" and ([part.lower() for part in parts] == ["sources"] or holds_sources(parts)):
        message = (
            "a registry that is a symbolic link is not followed, so who is protected is unknown; put the file here"
        )
        return file_problem(path, message)
    if why == "link":
        message = "a symbolic link is not followed; put the file itself into the record"
        return file_problem(path, message, severity="info")
    if why == "name":
        message = "the name holds a line break, a control character or bytes that are not UTF-8; rename it"
        return file_problem(path, message)
    if why == "kind":
        return file_problem(path, "is not a regular file; move it out of the record")
    return file_problem(path, f"cannot be read ({why}); mend its permissions")


def walk(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield the YAML files of a record in the order of their paths; what is skipped comes with the reason.

    Hidden files and folders are passed over in silence, symbolic links with an information.
    """
    waiting = [(root, "folder")]
    while waiting:
        path, kind = waiting.pop()
        wanted = is_wanted(path.name)
        if kind == "link":
            if wanted or is_folder(path) or (path.parent == root and path.name.lower() == "sources"):
                yield path, "link"
        elif path != root and (wanted or kind == "folder") and has_hostile_name(path.name):
            yield path, "name"
        elif kind == "folder":
            try:
                entries = sorted(os.scandir(path), key=lambda e: e.name, reverse=True)
            except OSError as error:
                yield path, str(error.strerror)
                continue
            waiting += [(path / e.name, _kind(e)) for e in entries if not e.name.startswith(".")]
        elif wanted:
            yield path, "" if kind == "file" else "kind"


def _kind(entry: os.DirEntry[str]) -> str:
    try:
        if entry.is_symlink():
            return "link"
        return "folder" if entry.is_dir() else "file" if entry.is_file() else "other"
    except OSError:
        return "other"


def is_registry(root: Path, path: Path) -> bool:
    """Tell whether a file of a record holds sources: ``sources.yaml`` or anything in ``sources/``."""
    return holds_sources(path.relative_to(root).parts)


def _assemble(contents: Iterable[FileContent], config: Config, problems: list[Problem]) -> Ledger:
    claims: dict[str, Claim] = {}
    sources: dict[str, Source] = {}
    for content in contents:
        problems += content.problems
        for claim in content.claims:
            first = claims.setdefault(claim.id, claim)
            if first is not claim:
                conceals = 2 if Ledger((claim,)).confidential_parties else 0
                problems.append(taken_twice("claim", claim.id, first.place("id"), claim.place("id"), conceals))
        for source in content.sources:
            earlier = sources.setdefault(source.id, source)
            if earlier is not source:
                places = earlier.place("id"), source.place("id")
                conceals = 2 if source.confidential else 1 if source.same_as or source.resolved_to else 0
                problems.append(taken_twice("source", source.id, *places, conceals))
    return Ledger(tuple(claims.values()), tuple(sources.values()), tuple(sorted(set(problems))), config)


def taken_twice(noun: str, the_id: str, first: Location, second: Location, conceals: int) -> Problem:
    """Return the problem that an id stands in a record for the second time, there perhaps with protection."""
    message = f"{noun} id '{the_id}' is taken by {first}; give this one another id (until then it is left out)"
    return Problem(second, "CG103", "error", message, conceals=conceals)


def _has_late_article(root: Node) -> bool:
    """Tell whether the article of a file stands below its claims, which so were read without it."""
    keys = list(root.entries) if isinstance(root, Entries) else []
    return "article" in keys and keys.index("article") > keys.index("claims")


def _foreign(root: Node, path: str) -> Problem:
    near = " (a claim has id:, text: and chain:)"
    for key in list(root.entries)[:20] if isinstance(root, Entries) else ():
        if meant := did_you_mean(key[:100], ("id", "text", "chain", "chains", "claims", "article")):
            if meant[0] == key:
                continue
            near = f" (is '{key[:100]}' meant to be {meant[0]}?)"
            break
    place = Location(path, root.line, root.column)
    return Problem(place, "CG109", "info", one_line(f"not a claim file, left alone{near}"))
