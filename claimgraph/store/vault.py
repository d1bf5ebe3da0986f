"""The vault beside a record: who the protected sources are. It never enters git, and nothing in it is ever shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from claimgraph.disk_names import settings_file
from claimgraph.errors import ProtectionError
from claimgraph.filenames import settings_folder
from claimgraph.store.nodes import Node, Scalar, YamlError, children, parse_yaml
from claimgraph.store.texts import decode, read_bytes

_NAMES = frozenset({"vault.yaml", "vault.yml"})
LEAST = 3
"""Shorter texts are initials and numbers, which stand in everything."""


def vault_path(root: Path) -> Path:
    """Return where the vault of a record is, or would be."""
    return settings_file(root, "vault")


def load_vault(root: Path) -> frozenset[str]:
    """Return every text that stands as a value in the vault of a record; its keys are code names.

    Any YAML will do, such as ``heron: {name: ..., telephone: [...]}``. None where there is no vault.

    Raises
    ------
    ProtectionError
        There is one, or may be one, and it cannot be read: then nobody can tell what must not be shown. The error does
        not say what is in it.
    """
    folder = settings_folder(root)
    try:
        names = sorted(path.name for path in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        if folder.is_symlink():  # to a volume that is not mounted, say
            raise _unread(vault_path(root), "the folder is a link that leads nowhere") from None
        return frozenset()
    except OSError as error:
        raise _unread(vault_path(root), error.strerror or "no access") from None
    vaults = [name for name in names if name.lower() in _NAMES]
    return frozenset(term for name in vaults for term in _terms(folder / name))


def _terms(path: Path) -> Iterator[str]:
    try:
        text, problem = decode(read_bytes(path), path)
    except OSError as error:
        raise _unread(path, error.strerror or "no access") from None
    if problem is not None:
        raise _unread(path, f"line {problem.location.line} is not UTF-8, or the file is too large")
    try:
        documents, problems = parse_yaml(text, str(path))
    except YamlError as error:
        conflict = error.problem.code == "CG110"  # whose message quotes nothing
        why = error.problem.message if conflict else "not valid YAML"
        raise _unread(path, f"line {error.problem.location.line}: {why}") from None
    if problems:
        raise _unread(path, f"line {problems[0].location.line}: not valid YAML")
    yield from (term for document in documents for term in _values(document) if len(term) >= _least(term))


def _least(term: str) -> int:
    """Return how many characters a term has at least; a name in Chinese has two."""
    return LEAST if term.isascii() else LEAST - 1


def _unread(path: Path, why: str) -> ProtectionError:
    return ProtectionError(f"{path}: {why}; until it can be read, nothing is shown: fix it, or add --internal")


def _values(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield " ".join(node.value.split())
        if "\n" in node.value.strip():
            yield from (" ".join(line.split()) for line in node.value.splitlines())
    for inside in children(node):
        yield from _values(inside)
