"""Writing addresses of archived copies beside those of the pages, into articles, chains and steps."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from claimgraph.archiving import lacking, with_copies
from claimgraph.errors import StoreError
from claimgraph.model import Article, Chain, Claim, Config
from claimgraph.store.chain_texts import chain_edits
from claimgraph.store.comments import comments
from claimgraph.store.dumping import scalar
from claimgraph.store.editing import Edit, apply_edits, key_behind
from claimgraph.store.files import FileText, read_file, rewrite_file
from claimgraph.store.loading import FileContent, is_registry, loads
from claimgraph.store.nodes import Entries, Items, Node, Scalar, YamlError, children, parse_yaml
from claimgraph.store.temporaries import written
from claimgraph.store.upkeep import record_files

Copies = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Archived:
    """What became of some copies: the files that have them now and the pages in them, and what needs a hand."""

    paths: tuple[Path, ...] = ()
    pages: frozenset[str] = frozenset()
    left: tuple[str, ...] = ()
    left_pages: frozenset[str] = frozenset()


def add_archives(root: Path, copies: Copies, *, config: Config, write: bool = True) -> Archived:
    """Put the address of its copy beside every address of a page in a record that has none; the caller holds the lock.

    All files are read and compared first, and written then; an archived copy that is there stays. If writing
    fails or is stopped, the files that were written before get back what they held.

    Raises
    ------
    StoreError
        A file was changed in between, or cannot be written; nothing was changed.
    """
    wanted = _Pages(copies)
    changes: list[_Change] = []
    left: list[str] = []
    for path in record_files(root):
        if is_registry(root, path):
            continue
        try:
            before = read_file(path)
        except StoreError as error:
            left.append(str(error))
            continue
        if wanted.may_stand_in(before.text):
            change = _Change(before, config)
            change.add(copies)
            changes.append(change)
    if write:
        _write_all([change for change in changes if change.text != change.before.text])
    return Archived(
        tuple(change.before.path for change in changes if change.text != change.before.text),
        frozenset(page for change in changes for page in change.pages),
        (*left, *(message for change in changes for message in change.left)),
        frozenset(page for change in changes for page in change.left_pages),
    )


def _write_all(changes: Sequence[_Change]) -> None:
    try:
        for change in changes:
            rewrite_file(change.before, change.text)
    except BaseException:
        for change in changes:
            with contextlib.suppress(StoreError):  # somebody else changed it meanwhile, and has it as it is to be
                after = read_file(change.before.path)
                if after.text == change.text:
                    rewrite_file(after, change.before.text)
                    written[:] = [path for path in written if path != change.before.path]
        raise


_ADDRESSES = re.compile(r"https?://[^\\\"'\s\]]*", re.IGNORECASE)


class _Pages:
    """Tells whether a text may hold some addresses, which is faster than reading it."""

    def __init__(self, pages: Iterable[str]) -> None:
        self.begin = frozenset(self._plain(found.group()) for page in pages if (found := _ADDRESSES.match(page)))

    def may_stand_in(self, text: str) -> bool:
        """Tell whether one may stand in a text; where there are escapes, one always may."""
        if not self.begin:
            return False
        return "\\" in text or any(self._plain(found) in self.begin for found in _ADDRESSES.findall(text))

    @staticmethod
    def _plain(address: str) -> str:
        """Return as much of an address as is written the same everywhere: without what may be a sign of YAML."""
        return address.rstrip(",})")


class _Change:
    """A file, its text as it is to be, and what could not be put into it."""

    def __init__(self, before: FileText, config: Config) -> None:
        self.before, self.config = before, config
        self.text = before.text
        self.pages: set[str] = set()
        self.left: list[str] = []
        self.left_pages: set[str] = set()

    def add(self, copies: Copies) -> None:
        """Put the copies in: all at once, or where that would change anything else, claim by claim."""
        content = self._loads(self.text)
        if any(problem.severity == "error" for problem in content.problems):
            self.left.append(f"{self.before.path}: has errors, so nothing was added to it; see `claimgraph check`")
            self.left_pages.update(copies)
            return
        targets = self._targets(content, copies)
        if not targets or self._try(content, targets, copies):
            return
        for target in targets:
            content = self._loads(self.text)
            still = next((one for one in self._targets(content, copies) if one.claim == target.claim), None)
            if still and not self._try(content, [still], copies):
                self.left.append(f"{still.place}: cannot be edited safely; add the archived copy by hand")
                self.left_pages.update(still.pages)

    def _targets(self, content: FileContent, copies: Copies) -> list[_Target]:
        """Return the article and the claims that lack some of the copies."""
        claims = [
            (number, claim, frozenset(copies).intersection(lacking(claim)))
            for number, claim in enumerate(content.claims)
        ]
        found = [_Target(number, pages, str(claim.place("chain"))) for number, claim, pages in claims if pages]
        article = content.article
        if article and article.url and article.archive is None and any(article.url in one.pages for one in found):
            place = article.places.get("url") or self.before.path
            found.insert(0, _Target(None, frozenset({article.url}), str(place)))
        return found

    def _try(self, old: FileContent, targets: Sequence[_Target], copies: Copies) -> bool:
        """Edit the text for some targets; tell whether that gives what was wanted and nothing else."""
        root = parse_yaml(self.text, str(self.before.path))[0][0]
        edits = [edit for target in targets for edit in self._edits(root, target, copies)]
        text = apply_edits(self.text, edits)
        new = self._loads(text)
        if not edits or not _same_but_copies(self.text, text, old, new, targets, copies):
            return False
        self.text = text
        self.pages.update(page for target in targets for page in target.pages)
        return True

    def _edits(self, root: Node, target: _Target, copies: Copies) -> Iterator[Edit]:
        chosen = {page: copies[page] for page in target.pages}
        node = _node_of(root, target.claim)

        def archived(chain: Chain) -> Chain | None:
            changed = with_copies(chain, chosen)
            return None if changed == chain else changed

        for edit in chain_edits(self.text, node, self.config.all_verbs, archived):
            yield replace(edit, text=edit.text.replace("\n", self.before.newline))
        yield from _keys(self.text, node, chosen)

    def _loads(self, text: str) -> FileContent:
        return loads(text, path=str(self.before.path), config=self.config)


@dataclass(frozen=True, slots=True)
class _Target:
    """The article of a file (``claim`` is None) or one of its claims, and of which pages it lacks a copy."""

    claim: int | None
    pages: frozenset[str]
    place: str


def _node_of(root: Node, claim: int | None) -> Node:
    """Return the node of the article, or of a claim: one of a list, or the file itself."""
    entries = root.entries if isinstance(root, Entries) else {}
    listed = entries.get("claims")
    if claim is None:
        return entries.get("article", root)
    return listed.items[claim] if isinstance(listed, Items) else root


def _same_but_copies(
    before: str, after: str, old: FileContent, new: FileContent, targets: Sequence[_Target], copies: Copies
) -> bool:
    """Tell whether two contents differ in the copies of some targets only, and the texts in no comment."""
    chosen = {target.claim: {page: copies[page] for page in target.pages} for target in targets}
    article = _with_copy(old.article, chosen.get(None, {}))
    wanted = []
    for number, claim in enumerate(old.claims):
        own = {**(chosen.get(None, {}) if claim.article else {}), **chosen.get(number, {})}
        wanted.append(_archived(claim, own, article))
    try:
        told = [Counter(comments(text, parse_yaml(text, "")[0])) for text in (before, after)]
    except YamlError:
        return False
    messages = [Counter(problem.message for problem in content.problems) for content in (old, new)]
    return new.claims == tuple(wanted) and told[0] == told[1] and not messages[1] - messages[0]


def _archived(claim: Claim, copies: Copies, article: Article | None) -> Claim:
    chains = tuple(with_copies(chain, copies) for chain in claim.chains)
    return replace(claim, chains=chains, article=article if claim.article else None)


def _with_copy(article: Article | None, copies: Copies) -> Article | None:
    copy = copies.get(article.url or "") if article and article.archive is None else None
    return replace(article, archive=copy) if article and copy else article


def _keys(text: str, node: Node, copies: Copies) -> Iterator[Edit]:
    """Yield how to add a key to the article and to every step that has an address and no copy."""
    if node.alias:
        return
    url = node.entries.get("url") if isinstance(node, Entries) else None
    if isinstance(node, Entries) and isinstance(url, Scalar) and (copy := copies.get(url.value.rstrip("\n"))):
        there = node.entries.get("archive")
        if there is None:
            yield key_behind(text, node, "url", "archive", copy)
        elif isinstance(there, Scalar) and not there.value.strip() and not there.alias:
            space = "" if text[there.start - 1 : there.start].isspace() else " "
            yield Edit(there.start, there.end, space + scalar(copy, flow=node.flow))
    for inside in children(node):
        yield from _keys(text, inside, copies)
