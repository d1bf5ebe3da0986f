"""Writing addresses of archived copies beside those of the pages, into articles, chains and steps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from claimgraph.archiving import unarchived, with_copies
from claimgraph.errors import StoreError
from claimgraph.model import Article, Chain, Claim, Config
from claimgraph.store.chain_texts import chain_edits
from claimgraph.store.comments import comments
from claimgraph.store.editing import Edit, apply_edits, key_behind
from claimgraph.store.files import FileText, read_file, rewrite_file
from claimgraph.store.loading import FileContent, is_registry, loads
from claimgraph.store.nodes import Entries, Node, Scalar, YamlError, children, parse_yaml
from claimgraph.store.upkeep import record_files


@dataclass(frozen=True, slots=True)
class Archived:
    """What became of some copies: the files that have them now, those that need a hand, and the pages in them."""

    paths: tuple[Path, ...] = ()
    left: tuple[str, ...] = ()
    pages: frozenset[str] = frozenset()


def add_archives(root: Path, copies: Mapping[str, str], *, config: Config, write: bool = True) -> Archived:
    """Put the address of its copy beside every address of a page in a record that has none; the caller holds the lock.

    All files are read and compared first, and written then; an archived copy that is there stays.

    Raises
    ------
    StoreError
        A file was changed in between, or cannot be written; those before it have their copies.
    """
    changed: list[tuple[FileText, str]] = []
    left: list[str] = []
    pages: set[str] = set()
    for path in record_files(root):
        if is_registry(root, path):
            continue
        try:
            found = _change(path, copies, config)
        except StoreError as error:
            left.append(str(error))
            continue
        if found is not None:
            before, text, of_file = found
            changed.append((before, text))
            pages |= of_file
    for before, text in changed if write else ():
        rewrite_file(before, text)
    return Archived(tuple(before.path for before, _ in changed), tuple(left), frozenset(pages))


def _change(path: Path, copies: Mapping[str, str], config: Config) -> tuple[FileText, str, set[str]] | None:
    """Return a file with its text as it is to be, and of which pages; None if there is nothing to do in it.

    Raises
    ------
    StoreError
        It has errors, or cannot be edited without changing something else.
    """
    before = read_file(path)
    if not _may_name(before.text, copies):
        return None
    old = loads(before.text, path=str(path), config=config)
    wanted = tuple(_archived(claim, copies) for claim in old.claims)
    if wanted == old.claims:
        return None
    if any(problem.severity == "error" for problem in old.problems):
        raise StoreError(f"{path}: has errors, so nothing was added to it; mend what `claimgraph check` tells first")
    text = _edited(before, copies, config)
    new = loads(text, path=str(path), config=config)
    if new.claims != wanted or not _differ_in_copies_only(before.text, text, old, new):
        raise StoreError(f"{path}: cannot be edited safely, nothing was added to it; add the copies by hand")
    return before, text, set(unarchived(old.claims)).intersection(copies)


def _archived(claim: Claim, copies: Mapping[str, str]) -> Claim:
    chains = tuple(with_copies(chain, copies) for chain in claim.chains)
    return replace(claim, chains=chains, article=_with_copy(claim.article, copies))


def _with_copy(article: Article | None, copies: Mapping[str, str]) -> Article | None:
    copy = copies.get(article.url or "") if article and article.archive is None else None
    return replace(article, archive=copy) if article and copy else article


_AS_IT_IS = re.compile(r"[^\\\"'\s]*")
"""So much of an address is written the same in a chain, in quotes and without."""


def _may_name(text: str, copies: Mapping[str, str]) -> bool:
    """Tell whether a text may hold one of the pages, which is faster than reading it."""
    return any(found.group() in text for page in copies if (found := _AS_IT_IS.match(page)))


def _differ_in_copies_only(before: str, after: str, old: FileContent, new: FileContent) -> bool:
    try:
        told = [Counter(comments(text, parse_yaml(text, "")[0])) for text in (before, after)]
    except YamlError:
        return False
    messages = [Counter(problem.message for problem in content.problems) for content in (old, new)]
    return told[0] == told[1] and not messages[1] - messages[0]


def _edited(before: FileText, copies: Mapping[str, str], config: Config) -> str:
    def archived(chain: Chain) -> Chain | None:
        changed = with_copies(chain, copies)
        return None if changed == chain else changed

    root = parse_yaml(before.text, str(before.path))[0][0]
    chains = chain_edits(before.text, root, config.all_verbs, archived)
    edits = [replace(edit, text=edit.text.replace("\n", before.newline)) for edit in chains]
    return apply_edits(before.text, [*edits, *_keys(before.text, root, copies)])


def _keys(text: str, node: Node, copies: Mapping[str, str]) -> Iterator[Edit]:
    """Yield how to add a key to the article and to every step that has an address and no copy."""
    if node.alias:
        return
    url = node.entries.get("url") if isinstance(node, Entries) else None
    if isinstance(node, Entries) and isinstance(url, Scalar) and "archive" not in node.entries and url.value in copies:
        yield key_behind(text, node, "url", "archive", copies[url.value])
    for inside in children(node):
        yield from _keys(text, inside, copies)
