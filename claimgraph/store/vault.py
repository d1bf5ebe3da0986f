"""The vault beside a record: who the protected sources are. It never enters git, and nothing in it is ever shown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from claimgraph.disk_names import settings_file
from claimgraph.errors import StoreError
from claimgraph.store.nodes import Node, Scalar, YamlError, children, parse_yaml
from claimgraph.store.texts import read_text

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
    StoreError
        There is one, and it cannot be read: then nobody can tell what must not be shown. It does not say what is in it.
    """
    path = vault_path(root)
    if not os.path.lexists(path):
        return frozenset()
    text, problem = read_text(path)
    if problem is not None:
        raise StoreError(f"{path}: cannot be read, so what must not be shown is not known; mend it, or call --internal")
    try:
        documents, _ = parse_yaml(text, str(path))
    except YamlError as error:
        place = error.problem.location
        conflict = error.problem.code == "CG110"  # its message quotes nothing
        why = error.problem.message if conflict else "this is no YAML that is read here; mend it"
        raise StoreError(f"{path}:{place.line}:{place.column}: {why}") from None
    return frozenset(term for document in documents for term in _values(document) if len(term) >= LEAST)


def _values(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield " ".join(node.value.split())
    for inside in children(node):
        yield from _values(inside)
