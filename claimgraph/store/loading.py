"""A folder of YAML to a Ledger and a list of problems; bad content never raises."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from claimgraph.errors import NotFoundError
from claimgraph.model import STANCES, Claim, Config, Ledger, Location, Problem, Source, Stance
from claimgraph.names import did_you_mean, hint
from claimgraph.store.nodes import MAX_BYTES, Entries, Node, YamlError, parse_yaml
from claimgraph.store.reading import Reader, looks_ours
from claimgraph.store.reading_chains import FieldReader

SUFFIXES = (".yaml", ".yml")
SETTINGS = ".claimgraph"


@dataclass(frozen=True, slots=True)
class FileContent:
    """What one file of the record holds."""

    claims: tuple[Claim, ...] = ()
    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()


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

    Examples
    --------
    >>> ledger = load("claims")
    >>> ledger["russian-response-slow"].related("tension")
    ('russian-air-action-within-hours',)
    """
    root = Path(record)
    if not root.is_dir():
        raise NotFoundError(f"no folder of claims at {root}; make one with `claimgraph init`")
    config, problems = load_config(root)
    contents = []
    for path, problem in walk(root):
        if problem:
            problems.append(problem)
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
    try:
        documents, problems = parse_yaml(text, path)
    except YamlError as error:
        return FileContent(problems=(error.problem,))
    reader = Reader(path, text, (config or Config()).all_verbs)
    reader.problems += problems
    claims: list[Claim] = []
    sources: list[Source] = []
    documents = [d for d in documents if getattr(d, "value", "-") != ""]
    ours = [d for d in documents if registry or looks_ours(d)]
    if len(ours) > 1:
        reader.error(ours[1], "several documents in one file; keep the first and write the others as claims: [...]")
    for document in ours[:1]:
        if registry:
            sources = reader.sources(document)
        else:
            claims = reader.claims(document)
    if documents and not ours:
        return FileContent(problems=(_foreign(documents[0], path),))
    located = sorted(set(reader.problems))
    return FileContent(tuple(claims), tuple(sources), tuple(located))


def load_file(path: Path, *, registry: bool, config: Config) -> FileContent:
    """Read one file of a record; whatever is wrong with it is a problem of the result."""
    text, problem = read_text(path)
    if problem:
        return FileContent(problems=(problem,))
    return loads(text, path=str(path), registry=registry, config=config)


def read_text(path: Path) -> tuple[str, Problem | None]:
    """Return a file's text without byte order mark, or the problem that it has none we can read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return "", _file_problem(path, f"larger than {MAX_BYTES // 1024 // 1024} MB; split it into several files")
        data = path.read_bytes()
    except OSError as error:
        return "", _file_problem(path, f"cannot be read ({error.strerror}); mend its permissions")
    return decode(data, path)


def decode(data: bytes, path: Path) -> tuple[str, Problem | None]:
    """Return UTF-8 text without byte order mark, or the problem with the place of the bad byte."""
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        return "", Problem(Location(str(path), line, column), "CG109", "error", message)


def walk(root: Path) -> Iterator[tuple[Path, Problem | None]]:
    """Yield the YAML files of a record in the order of their paths; what is skipped comes with its problem.

    Hidden files and folders are passed over in silence, symbolic links with an information.
    """
    try:
        entries = sorted(os.scandir(root), key=lambda e: e.name)
    except OSError as error:
        yield root, _file_problem(root, f"cannot be read ({error.strerror}); mend its permissions")
        return
    for entry in entries:
        path = root / entry.name
        if entry.name.startswith("."):
            continue
        wanted = entry.name.lower().endswith(SUFFIXES)
        if entry.is_symlink():
            if wanted or path.is_dir():
                message = "a symbolic link is not followed; put the file itself into the record"
                yield path, _file_problem(path, message, severity="info")
        elif entry.is_dir():
            yield from walk(path)
        elif wanted:
            regular = stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)
            yield path, None if regular else _file_problem(path, "is not a regular file; move it out of the record")


def is_registry(root: Path, path: Path) -> bool:
    """Tell whether a file of a record holds sources: ``sources.yaml`` or anything in ``sources/``."""
    parts = path.relative_to(root).parts
    return (parts[0] == "sources" and len(parts) > 1) or (len(parts) == 1 and path.stem == "sources")


def load_config(root: Path) -> tuple[Config, list[Problem]]:
    """Return the settings beside a record, and what is wrong with them.

    ``verbs:`` maps a stance to a list of verbs in any language.
    """
    path = root.parent / SETTINGS / "config.yaml"
    if not path.is_file():
        return Config(), []
    text, problem = read_text(path)
    if problem:
        return Config(), [problem]
    try:
        documents, problems = parse_yaml(text, str(path))
    except YamlError as error:
        return Config(), [error.problem]
    reader = FieldReader(str(path), text, {})
    reader.problems += problems
    root_node = documents[0] if documents else None
    verbs = _verbs(reader, root_node) if isinstance(root_node, Entries) else {}
    return Config(verbs), reader.problems


def _verbs(reader: FieldReader, root: Entries) -> dict[str, Stance]:
    verbs: dict[str, Stance] = {}
    for key, node in root.entries.items():
        if key != "verbs":
            reader.error(root.keys[key], f"unknown setting '{key}'{hint(key, ['verbs']) or '; known here: verbs'}")
        elif isinstance(node, Entries):
            for stance, listed in node.entries.items():
                known = next((s for s in STANCES if s == stance), None)
                if known is None:
                    near = hint(stance, STANCES) or f"; expected one of {', '.join(STANCES)}"
                    reader.error(node.keys[stance], f"'{stance}' is no stance{near}")
                else:
                    verbs |= dict.fromkeys(reader.texts(listed), known)
        else:
            reader.error(node, "verbs: maps a stance to verbs, as in verbs: {asserts: [berichtete]}")
    return verbs


def _assemble(contents: Iterable[FileContent], config: Config, problems: list[Problem]) -> Ledger:
    claims: dict[str, Claim] = {}
    sources: dict[str, Source] = {}
    for content in contents:
        problems += content.problems
        for claim in content.claims:
            first = claims.setdefault(claim.id, claim)
            if first is not claim:
                problems.append(_twice("claim", claim.id, first.place("id"), claim.place("id")))
        for source in content.sources:
            earlier = sources.setdefault(source.id, source)
            if earlier is not source:
                problems.append(_twice("source", source.id, earlier.place("id"), source.place("id")))
    return Ledger(tuple(claims.values()), tuple(sources.values()), tuple(sorted(set(problems))), config)


def _twice(noun: str, the_id: str, first: Location, second: Location) -> Problem:
    message = f"{noun} id '{the_id}' is taken by {first}; give this one another id (until then it is left out)"
    return Problem(second, "CG103", "error", message)


def _foreign(root: Node, path: str) -> Problem:
    near = " (a claim has id:, text: and chain:)"
    for key in root.entries if isinstance(root, Entries) else ():
        if meant := did_you_mean(key, ("id", "text", "chain", "chains", "claims", "article")):
            near = f"; is '{key}' meant to be {meant[0]}?"
            break
    return Problem(Location(path, root.line, root.column), "CG109", "info", f"not a claim file, left alone{near}")


def _file_problem(path: Path, message: str, *, severity: str = "error") -> Problem:
    return Problem(Location(str(path)), "CG109", "info" if severity == "info" else "error", message)
