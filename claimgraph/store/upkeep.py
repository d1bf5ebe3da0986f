"""Work on single files of a record: which there are, what ``this`` means in one, canonical form, aliases."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from claimgraph.errors import StoreError
from claimgraph.model import Article, Config, Source
from claimgraph.store.editing import extend_list
from claimgraph.store.files import read_file, rewrite_file
from claimgraph.store.links import confirm_unlinked
from claimgraph.store.loading import is_registry, loads, walk
from claimgraph.store.messages import git_conflict
from claimgraph.store.saving import confirm_sources, find_entry, path_inside
from claimgraph.store.settings import load_config
from claimgraph.store.texts import read_text


def record_files(root: Path) -> list[Path]:
    """Return the YAML files of a record, in the order of their paths."""
    return [path for path, skipped in walk(root) if not skipped]


def article_of(root: Path, to: str, *, config: Config) -> Article | None:
    """Return what ``this`` means in a file of the record, None if it has no article or is not there yet.

    Raises
    ------
    StoreError
        The file is outside the record, or cannot be read.
    """
    path = path_inside(root, to)
    if not os.path.lexists(path):
        return None
    content = loads(read_file(path).text + "\n", path=str(path), config=config)
    return content.article


def format_record_file(root: Path, path: Path, *, write: bool) -> bool:
    """Bring a file of the record into canonical form; return whether that changes it.

    A file that cannot be read is left as it is, like one with errors: checking tells of both.

    Raises
    ------
    StoreError
        The file is outside the record, or was changed in between.
    """
    from claimgraph.store.formatting import format_text

    inner = path.resolve()
    if not inner.is_relative_to(root.resolve()):
        raise StoreError(f"{path}: outside the record {root}; name a file in it")
    confirm_unlinked(path, below=root)
    raw, problem = read_text(path)
    if problem or git_conflict(raw, str(path)):
        return False
    before = read_file(path)
    registry = is_registry(root, root / inner.relative_to(root.resolve()))
    text = format_text(before.text, str(path), registry=registry, config=load_config(root)[0])
    changed = text != before.text or before.bom
    if changed and write:
        rewrite_file(replace(before, bom=False), text)
    return changed


def add_alias(source: Source, name: str) -> Path:
    """Add another name to a registered source; return the file."""
    before, entries = find_entry(source)
    text = extend_list(before.text, entries, "aliases", [name])
    confirm_sources(before.text, text, before.path, {source.id: replace(source, aliases=(*source.aliases, name))})
    rewrite_file(before, text)
    return before.path
