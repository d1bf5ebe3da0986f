"""Following a claim by its id through the versions of a record, wherever it stands in them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimgraph.changes import Change, changes_between
from claimgraph.errors import NotFoundError
from claimgraph.filenames import SUFFIXES
from claimgraph.history.repository import Commit, Repository
from claimgraph.model import Claim, Ledger, Problem
from claimgraph.store.loading import is_registry, loads
from claimgraph.store.texts import MAX_BYTES, decode, read_bytes

_NOTHING = (None, "")
"""What a file holds of a claim that it does not mention."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit that changed a claim, and what it changed; without ``commit`` what is not committed yet."""

    changes: tuple[Change, ...]
    commit: Commit | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What happened to a claim, newest first; ``shallow`` tells that git has only a part of it here."""

    claim: str
    revisions: tuple[Revision, ...]
    shallow: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """A claim as one version of the record holds it: in which file, or why that cannot be read."""

    path: str
    claim: Claim | None = None
    problem: str = ""


def claim_history(
    root: Path, claim_id: str, ledger: Ledger, *, is_discreet: Callable[[str], bool] = lambda _: False
) -> History:
    """Return the history of a claim from git.

    A merge is told only where its outcome is that of none of its parents.

    Parameters
    ----------
    root : Path
        The folder of claims.
    claim_id : str
        The claim; it need not be in the record any more.
    ledger : Ledger
        The record as it stands in the folder now.
    is_discreet : callable, optional
        Tells of the text of a version that cannot be read whether its problem is reported by code and line alone, since
        the message may quote a protected source.

    Raises
    ------
    HistoryError
        There is no git, or no repository around the record, or it is a partial clone.
    NotFoundError
        Neither the record nor its history has such a claim.
    """
    with Repository(root) as repository:
        past = _Past(repository, claim_id, ledger, is_discreet)
        head = repository.head
        revisions = [r for commit in reversed(repository.commits()) if (r := past.revision(commit))]
        committed = past.at(head) if head else None
        now = past.step((committed,), past.now(root, committed))
        shallow = repository.shallow
    if now:
        revisions.append(Revision(now))
    if not revisions and claim_id not in ledger:
        raise NotFoundError(_never(claim_id, ledger))
    return History(claim_id, tuple(reversed(revisions)), shallow)


def _never(claim_id: str, ledger: Ledger) -> str:
    from claimgraph.names import hint

    near = hint(claim_id, [claim.id for claim in ledger]) or "; see `claimgraph query`"
    return f"no claim '{claim_id}' in this record, nor in its history{near}"


@dataclass(slots=True)
class _Past:
    """Finds a claim in the versions of a record, each tree and each file of which is read once."""

    repository: Repository
    claim_id: str
    ledger: Ledger
    is_discreet: Callable[[str], bool]
    trees: dict[tuple[str, str], Version | None] = field(default_factory=dict)
    files: dict[str, tuple[Claim | None, str]] = field(default_factory=dict)
    readable: Claim | None = None

    def revision(self, commit: Commit) -> Revision | None:
        """Return what a commit changed; to be asked from the oldest commit on."""
        after = self.at(commit.hash)
        if commit.boundary:
            text = after.claim.text if after and after.claim else None
            self.remember(after)
            return Revision((Change("claim", "was there already", after=text),), commit) if after else None
        changes = self.step([self.at(parent) for parent in commit.parents] or [None], after)
        return Revision(changes, commit) if changes else None

    def step(self, befores: Sequence[Version | None], after: Version | None) -> tuple[Change, ...]:
        """Return what is new in a version as against all of those before it."""
        last_read = self.readable
        self.remember(after)
        if any(before == after for before in befores):
            return ()
        before = befores[0]
        if after and after.problem:
            return (Change("file", "cannot be read in this version", after=f"{after.path}: {after.problem}"),)
        changes = []
        known = before.claim if before else None
        if before and before.problem:
            changes.append(Change("file", "can be read again", after=before.path))
            known = last_read
        changes += changes_between(before=known, after=after.claim if after else None)
        if before and after and before.path != after.path:
            changes.append(Change("file", "moved", before=before.path, after=after.path))
        return tuple(changes)

    def remember(self, version: Version | None) -> None:
        if version is None or version.claim:
            self.readable = version.claim if version else None

    def at(self, commit: str) -> Version | None:
        """Return the claim as of a commit, None where it is not there."""
        tree = self.repository.folder(commit)
        return self.in_tree(tree, "") if tree else None

    def now(self, root: Path, committed: Version | None) -> Version | None:
        """Return the claim as it stands in the folder now."""
        if self.claim_id in self.ledger:
            location = self.ledger[self.claim_id].location
            path = Path(os.path.relpath(location.path, root)).as_posix() if location else ""
        elif committed:
            path = committed.path
        else:
            return None
        try:
            claim, problem = self.read(read_bytes(root / path))
        except OSError:
            return None
        return Version(path, None if problem else claim, problem) if claim or problem else None

    def in_tree(self, tree: str, folder: str) -> Version | None:
        """Return the claim in a folder; of two the first by path, as when a record is loaded."""
        key = (tree, folder)
        if key not in self.trees:
            found = list(self.versions(tree, folder))
            self.trees[key] = next((v for v in found if v.claim), found[0] if found else None)
        return self.trees[key]

    def versions(self, tree: str, folder: str) -> Iterator[Version]:
        for entry in self.repository.entries(tree):
            if self.files.get(entry.hash) == _NOTHING:
                continue  # nearly all files of nearly all versions
            path = f"{folder}{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.kind == "folder":
                inner = self.in_tree(entry.hash, f"{path}/")
                if inner:
                    yield inner
            elif entry.name.lower().endswith(SUFFIXES) and not is_registry(Path(), Path(path)):
                claim, problem = self.in_file(entry.hash)
                if claim or problem:
                    yield Version(path, None if problem else claim, problem)

    def in_file(self, blob: str) -> tuple[Claim | None, str]:
        if blob not in self.files:
            self.files[blob] = self.read(self.repository.content(blob, most=MAX_BYTES))
        return self.files[blob]

    def read(self, data: bytes | None) -> tuple[Claim | None, str]:
        """Return the claim in a version of a file, or why it cannot be read although it is there."""
        if data is None or len(data) > MAX_BYTES:
            return None, f"larger than {MAX_BYTES // 1024 // 1024} MB"
        if self.claim_id.encode() not in data:
            return _NOTHING
        text, unreadable = decode(data, Path())
        if unreadable:
            return None, unreadable.message
        content = loads(text, path="", config=self.ledger.config)
        errors = [p for p in content.problems if p.severity == "error"]
        claim = next((c for c in content.claims if c.id == self.claim_id), None)
        if claim is None:
            # Another claim may merely refer to it; only under id: it was meant to stand here.
            meant = re.search(rf"id[\"']?\s*:\s*[\"']?{re.escape(self.claim_id)}(?![\w-])", text)
            return None, self.told(errors[0], text) if errors and meant else ""
        start = claim.location.line if claim.location else 1
        others = (c.location.line for c in content.claims if c.location and c.location.line > start)
        end = min(others, default=10**9)
        mine = [p for p in errors if start <= p.location.line < end]
        return claim, self.told(mine[0], text) if mine else ""

    def told(self, problem: Problem, text: str) -> str:
        """Return what is wrong with a version that has this text."""
        return f"line {problem.location.line}: {problem.code if self.is_discreet(text) else problem.message}"
