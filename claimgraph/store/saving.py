"""Putting claims and sources into a record on disk; the caller holds the lock (`locked`)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from claimgraph.errors import NotFoundError, StoreError
from claimgraph.model import Claim, Config, Source
from claimgraph.notation import read_this
from claimgraph.store.dumping import claim_lines, dumps, dumps_sources, source_lines
from claimgraph.store.editing import append_item, extend_list, parse_root, remove_item, set_text
from claimgraph.store.files import FileText, create_file, read_file, rewrite_file
from claimgraph.store.loading import SUFFIXES, is_registry, loads
from claimgraph.store.nodes import Entries, Items


def save_claim(root: Path, claim: Claim, *, to: str | None = None, config: Config | None = None) -> Path:
    """Write a new claim and return its file.

    Parameters
    ----------
    root : Path
        The folder of claims.
    claim : Claim
        Its chains may hold ``this`` if ``to`` names a file with an article.
    to : str, optional
        A file of the record: the claim is appended to its ``claims:`` list, or the file is made.
        Without it the claim gets a file of its own.
    config : Config, optional
        The record's settings.

    Raises
    ------
    StoreError
        The file is outside the record, has no list to append to, or cannot be written.
    """
    if to is None:
        return _own_file(root, claim)
    path = _inside(root, to)
    if not path.exists():
        text = dumps([claim]).replace("\n", "\n    ").rstrip()
        create_file(path, f"claims:\n  - {text}\n")
        return path
    before = read_file(path)
    text = append_item(before.text, str(path), "claims", claim_lines(claim))
    _confirm_claim(before, text, claim, config or Config())
    rewrite_file(before, text)
    return path


def save_source(root: Path, source: Source) -> Path:
    """Add an entry to the registry, which is made where there is none; return its file."""
    path = root / "sources.yaml"
    if not path.exists():
        create_file(path, dumps_sources([source]))
        return path
    before = read_file(path)
    if _holds_nothing(before.text):
        glue = "" if not before.text or before.text.endswith("\n") else before.newline
        text = before.text + glue + dumps_sources([source]).replace("\n", before.newline)
    else:
        text = append_item(before.text, str(path), "sources", source_lines(source))
    _confirm_sources(before, text, {source.id: source}, dropped=None)
    rewrite_file(before, text)
    return path


def rename_source(source: Source, name: str) -> Path:
    """Give a registered source another name to show; the old one stays as an alias, the id as it is."""
    before, entries = _entry(source)
    text = set_text(before.text, entries, "name", name)
    changed = replace(source, name=name)
    if source.name and source.name != name and source.name not in source.aliases:
        entries = _find(parse_root(text, str(before.path)), source.id, str(before.path))[0]
        text = extend_list(text, entries, "aliases", [source.name])
        changed = replace(changed, aliases=(*source.aliases, source.name))
    _confirm_sources(before, text, {source.id: changed}, dropped=None)
    rewrite_file(before, text)
    return before.path


def merge_sources(*, keep: Source, drop: Source) -> Path:
    """Make two entries of one registry file one: names and ids of ``drop`` live on in ``keep``."""
    before, _ = _entry(keep)
    path = str(before.path)
    if drop.location is None or keep.location is None or drop.location.path != keep.location.path:
        raise StoreError(f"'{keep.id}' and '{drop.id}' stand in two files; move one entry over first")
    names = [n for n in (drop.name, *drop.aliases) if n and n not in (keep.name, *keep.aliases)]
    ids = [i for i in (drop.id, *drop.was) if i not in keep.was]
    text = before.text
    _, listed, index = _find(parse_root(text, path), drop.id, path)
    text = remove_item(text, path, listed, index)
    changed = replace(keep, aliases=keep.aliases + tuple(names), was=keep.was + tuple(ids))
    for key, values in (("aliases", names), ("was", ids)):
        if values:
            entries = _find(parse_root(text, path), keep.id, path)[0]
            text = extend_list(text, entries, key, values)
    _confirm_sources(before, text, {keep.id: changed}, dropped=drop.id)
    rewrite_file(before, text)
    return before.path


def _holds_nothing(text: str) -> bool:
    """Tell whether a text is nothing but comments and empty space."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines())


def _own_file(root: Path, claim: Claim) -> Path:
    number = 1
    while True:
        path = root / (f"{claim.id}.yaml" if number == 1 else f"{claim.id}-{number}.yaml")
        try:
            if is_registry(root, path):  # a claim called "sources" must not land in the registry
                raise FileExistsError
            create_file(path, dumps([claim]))
        except FileExistsError:
            number += 1
        else:
            return path


def _inside(root: Path, name: str) -> Path:
    """Return the path of a file of the record, named from the record or from the working directory."""
    given = Path(name)
    base = root.resolve()
    for candidate in (given.absolute(), base / given):
        resolved = candidate.resolve()
        if resolved.is_relative_to(base):
            if resolved.suffix.lower() not in SUFFIXES:
                raise StoreError(f"{name}: a file of the record ends in .yaml")
            inner = resolved.relative_to(base)
            if is_registry(root, root / inner) or any(part.startswith(".") for part in inner.parts):
                raise StoreError(f"{name}: claims cannot stand in this file; name another one")
            return root / inner
        if given.is_absolute():
            break
    raise StoreError(f"{name}: outside the record {root}; name a file in it")


def _entry(source: Source) -> tuple[FileText, Entries]:
    if source.location is None:
        raise NotFoundError(f"source '{source.id}' is not registered; add it with `claimgraph sources add`")
    path = source.location.path
    before = read_file(Path(path))
    return before, _find(parse_root(before.text, path), source.id, path)[0]


def _find(root: Entries, source_id: str, path: str) -> tuple[Entries, Items, int]:
    listed = root.entries.get("sources")
    for index, item in enumerate(listed.items if isinstance(listed, Items) else []):
        if isinstance(item, Entries) and getattr(item.entries.get("id"), "value", None) == source_id:
            assert isinstance(listed, Items)
            return item, listed, index
    raise StoreError(f"{path}: '{source_id}' does not stand in a sources: list there; edit the file by hand")


def _confirm_claim(before: FileText, text: str, claim: Claim, config: Config) -> None:
    """Make sure that an edited file holds the old claims and the new one, and nothing else changed."""
    old, new = (loads(t, path=str(before.path), config=config) for t in (before.text, text))
    article = new.claims[-1].article if new.claims else None
    chains = tuple(read_this(chain, article) for chain in claim.chains) if article else claim.chains
    if new.claims != (*old.claims, replace(claim, article=article, chains=chains)):
        raise StoreError(f"{before.path}: the claim cannot be added without changing others; nothing was written")


def _confirm_sources(before: FileText, text: str, changed: dict[str, Source], *, dropped: str | None) -> None:
    old = {s.id: s for s in loads(before.text, registry=True).sources} | changed
    old.pop(dropped or "", None)
    if {s.id: s for s in loads(text, registry=True).sources} != old:
        raise StoreError(f"{before.path}: cannot be edited safely; change it by hand. Nothing was written")
