"""The vault beside a record: who the protected sources are. It never enters git, and nothing in it is ever shown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from claimgraph.disk_names import settings_file
from claimgraph.errors import ProtectionError
from claimgraph.store.nodes import Node, Scalar, YamlError, children, parse_yaml
from claimgraph.store.texts import decode, read_bytes

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
    path = vault_path(root)
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return frozenset()
    except OSError:
        pass  # there may be one; reading it says what is wrong
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
    return frozenset(term for document in documents for term in _values(document) if len(term) >= LEAST)


def _unread(path: Path, why: str) -> ProtectionError:
    return ProtectionError(f"{path}: {why}; until it can be read, nothing is shown: fix it, or add --internal")


def _values(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield " ".join(node.value.split())
    for inside in children(node):
        yield from _values(inside)
