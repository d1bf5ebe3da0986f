"""Putting claims and sources into a record on disk; the caller holds the lock (`locked`)."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

from claimgraph.disk_names import on_disk, registry_file
from claimgraph.errors import InvalidClaimError, NotFoundError, StoreError
from claimgraph.filenames import has_hostile_name, is_reserved, is_wanted
from claimgraph.model import Claim, Config, Source
from claimgraph.names import ID_MAX, is_id
from claimgraph.notation import read_this
from claimgraph.store.dumping import as_item, claim_lines, dumps, dumps_sources, source_lines
from claimgraph.store.editing import (
    append_item,
    append_lines,
    extend_list,
    holds_nothing,
    parse_root,
    remove_item,
    set_text,
)
from claimgraph.store.files import FileText, create_file, read_file, rewrite_file
from claimgraph.store.links import confirm_unlinked
from claimgraph.store.loading import is_registry, loads
from claimgraph.store.messages import one_line
from claimgraph.store.nodes import Entries, Items


def save_claim(
    root: Path, claim: Claim, *, to: str | None = None, config: Config | None = None, text: str | None = None
) -> Path:
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
    text : str, optional
        The claim as somebody wrote it, for a file of its own: comments and order are kept.

    Raises
    ------
    StoreError
        The file is outside the record, has no list to append to, or cannot be written.
    InvalidClaimError
        The claim would not be read back as it is.
    """
    settings = config or Config()
    if not is_id(claim.id):
        rule = f"use small letters a-z, digits and single hyphens, at most {ID_MAX} characters"
        raise InvalidClaimError(one_line(f"'{claim.id}' cannot be an id; {rule}"))
    if to is None:
        return _own_file(root, claim, settings, text or dumps([claim]))
    path = path_inside(root, to)
    fresh = ["claims:", *as_item(claim_lines(claim), 2)]
    if not os.path.lexists(path):
        text = append_lines("", fresh)
        _confirm_claim("", text, claim, path, settings)
        _create(path, text)
        return path
    before = read_file(path)
    if holds_nothing(before.text):
        text = append_lines(before.text, fresh)
    else:
        text = append_item(before.text, str(path), "claims", claim_lines(claim))
    _confirm_claim(before.text, text, claim, path, settings)
    rewrite_file(before, text)
    return path


def save_source(root: Path, source: Source) -> Path:
    """Add an entry to the registry, which is made where there is none; return its file.

    Raises
    ------
    StoreError
        There is an entry with this id, the registry has no ``sources:`` list, or it cannot be written.
    """
    path = registry_file(root)
    fresh = dumps_sources([source]).splitlines()
    if not os.path.lexists(path):
        text = append_lines("", fresh)
        confirm_sources("", text, path, {source.id: source})
        _create(path, text)
        return path
    before = read_file(path)
    if any(source.id in (known.id, *known.was) for known in loads(before.text, registry=True).sources):
        raise StoreError(f"{path}: '{source.id}' is registered already; choose another id, or add an alias")
    if holds_nothing(before.text):
        text = append_lines(before.text, fresh)
    else:
        text = append_item(before.text, str(path), "sources", source_lines(source))
    confirm_sources(before.text, text, path, {source.id: source})
    rewrite_file(before, text)
    return path


def rename_source(source: Source, name: str) -> Path:
    """Give a registered source another name to show; the old one stays as an alias, the id as it is."""
    before, entries = find_entry(source)
    text = set_text(before.text, entries, "name", name)
    changed = replace(source, name=name)
    if source.name and source.name != name and source.name not in source.aliases:
        entries = _find(parse_root(text, str(before.path)), source.id, str(before.path))[0]
        text = extend_list(text, entries, "aliases", [source.name])
        changed = replace(changed, aliases=(*source.aliases, source.name))
    confirm_sources(before.text, text, before.path, {source.id: changed})
    rewrite_file(before, text)
    return before.path


def merge_sources(*, keep: Source, drop: Source) -> Path:
    """Make two entries of one registry file one: names and ids of ``drop`` live on in ``keep``.

    Raises
    ------
    StoreError
        They are one entry already, stand in two files, or cannot be edited where they stand.
    """
    if keep.id == drop.id:
        raise StoreError(f"'{keep.id}' cannot be merged with itself; name two sources")
    before, _ = find_entry(keep)
    path = str(before.path)
    if drop.location is None or keep.location is None or drop.location.path != keep.location.path:
        raise StoreError(f"'{keep.id}' and '{drop.id}' stand in two files; move one entry over first")
    called = dict.fromkeys((drop.name, *drop.aliases))
    names = [name for name in called if name and name not in (keep.name, *keep.aliases)]
    ids = [i for i in dict.fromkeys((drop.id, *drop.was)) if i not in (keep.id, *keep.was)]
    text = before.text
    _, listed, index = _find(parse_root(text, path), drop.id, path)
    text = remove_item(text, path, listed, index)
    changed = replace(keep, aliases=keep.aliases + tuple(names), was=keep.was + tuple(ids))
    for key, values in (("aliases", names), ("was", ids)):
        if values:
            entries = _find(parse_root(text, path), keep.id, path)[0]
            text = extend_list(text, entries, key, values)
    confirm_sources(before.text, text, before.path, {keep.id: changed}, dropped=drop.id)
    rewrite_file(before, text)
    return before.path


def _create(path: Path, text: str) -> None:
    try:
        create_file(path, text)
    except FileExistsError:  # a link that leads nowhere, or somebody was faster
        raise StoreError(f"{path}: something of this name is there already; name another file") from None


def _own_file(root: Path, claim: Claim, config: Config, text: str) -> Path:
    _confirm_claim("", text, replace(claim, article=None), root / f"{claim.id}.yaml", config)
    for number in itertools.count(1):
        path = root / (f"{claim.id}.yaml" if number == 1 else f"{claim.id}-{number}.yaml")
        if is_registry(root, path) or is_reserved(path.name):  # a claim called "sources" must not land in the registry
            continue
        with contextlib.suppress(FileExistsError):
            create_file(path, text)
            break
    return path


def path_inside(root: Path, name: str) -> Path:
    """Return the path of a file of the record, named from the record or from the working directory.

    Raises
    ------
    StoreError
        It is outside the record, hidden, a registry, reached by a link, or new and of a name that Windows cannot hold.
    """
    given = Path(name)
    if any(has_hostile_name(part) for part in given.parts):
        raise StoreError(one_line(f"{name}: the name holds a line break or a control character; name another file"))
    try:
        base = root.resolve()
        candidates = [(path, path.resolve()) for path in (on_disk(given.absolute()), on_disk(base / given))]
    except (OSError, RuntimeError):  # a folder that may not be looked at; links that lead to themselves
        raise StoreError(f"{name}: cannot be found, as its folders or links lead nowhere; name another file") from None
    for path, resolved in candidates:
        confirm_unlinked(path, below=base)
        if resolved.is_relative_to(base):
            if not is_wanted(resolved.name):
                raise StoreError(f"{name}: a file of the record ends in .yaml")
            inner = resolved.relative_to(base)
            if is_registry(root, root / inner) or any(part.startswith(".") for part in inner.parts):
                raise StoreError(f"{name}: claims cannot stand in this file; name another one")
            if any(map(is_reserved, inner.parts)) and not os.path.lexists(resolved):
                raise StoreError(f"{name}: Windows cannot hold a file of this name; name another one")
            return root / inner
    raise StoreError(f"{name}: outside the record {root}; name a file in it")


def find_entry(source: Source) -> tuple[FileText, Entries]:
    """Return the file of a registered source as it is now, and the entry's mapping in it.

    Raises
    ------
    NotFoundError
        The source is not registered.
    StoreError
        The entry cannot be edited where it stands.
    """
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


def _confirm_claim(before: str, text: str, claim: Claim, path: Path, config: Config) -> None:
    """Make sure that an edited file holds the old claims and the new one, and nothing else changed."""
    old, new = (loads(t, path=str(path), config=config) for t in (before, text))
    if any(known.id == claim.id for known in old.claims):
        raise StoreError(f"{path}: has a claim '{claim.id}' already; choose another id")
    article = new.claims[-1].article if new.claims else None
    chains = tuple(read_this(chain, article) for chain in claim.chains) if article else claim.chains
    added = list(Counter(p.message for p in new.problems) - Counter(p.message for p in old.problems))
    if added and new.claims[: len(old.claims)] == old.claims:
        raise InvalidClaimError(f"{path}: '{claim.id}' cannot be written ({added[0]}); nothing was written")
    if new.claims != (*old.claims, replace(claim, article=article, chains=chains)):
        raise StoreError(
            f"{path}: the claim cannot be added without changing others, nothing was written; edit by hand"
        )


def confirm_sources(
    before: str, text: str, path: Path, changed: dict[str, Source], *, dropped: str | None = None
) -> None:
    """Make sure that an edited registry holds the old sources with these changes, and nothing else.

    Raises
    ------
    StoreError
        It does not; nothing is to be written.
    """
    old, new = loads(before, registry=True), loads(text, registry=True)
    wanted = {s.id: s for s in old.sources} | changed
    wanted.pop(dropped or "", None)
    if {s.id: s for s in new.sources} != wanted or len(new.problems) > len(old.problems):
        raise StoreError(f"{path}: cannot be edited safely, nothing was written; change it by hand")
