"""Reading a git repository: commits, trees and files, without a work tree, a pager, a hook or the network."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal

from claimgraph.errors import HistoryError

_FIELDS = ("%H", "%h", "%P", "%aI", "%an", "%s")
_KINDS: dict[bytes, Literal["folder", "file"]] = {b"40000": "folder", b"100644": "file", b"100755": "file"}
# What a caller's own git commands and hooks set would lead away from the record.
_KEPT = ("GIT_CEILING_DIRECTORIES", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM", "GIT_EXEC_PATH")
_SET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what it lacks
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
_SETTINGS = (
    "core.fsmonitor=false",
    "log.follow=false",
    "log.showSignature=false",
    "safe.bareRepository=explicit",  # files in the record that look like a repository are none
)
_OPTIONS = ("--no-pager", *(part for setting in _SETTINGS for part in ("-c", setting)))


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit; ``date`` is the author's, as ISO 8601. At a ``boundary`` a shallow clone ends."""

    hash: str
    short: str
    parents: tuple[str, ...]
    date: str
    author: str
    subject: str
    boundary: bool = False


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """What stands under a name in a folder: a file or a folder; links and submodules are left out."""

    name: str
    kind: Literal["folder", "file"]
    hash: str


@dataclass(slots=True)
class Repository:
    """The repository around a folder, read through one ``git cat-file``; to be used in a ``with``.

    Parameters
    ----------
    root : Path
        A folder inside; `folder` finds the same one in every commit.
    """

    root: Path
    _reader: subprocess.Popen[bytes] | None = None
    _prefix: tuple[str, ...] = ()
    _trees: dict[str, tuple[TreeEntry, ...]] = field(default_factory=dict)
    shallow: bool = False
    head: str | None = None

    def __enter__(self) -> Repository:
        prefix = self._run("rev-parse", "--show-prefix").removesuffix(b"\n")
        self._prefix = tuple(part for part in _text(prefix).split("/") if part)
        self.shallow = self._run("rev-parse", "--is-shallow-repository").strip() == b"true"
        found = self._call("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        self.head = found.stdout.decode().strip() or None
        self._reader = subprocess.Popen(  # noqa: S603  # a fixed program; no argument of ours can be an option
            self._command("cat-file", "--batch"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reader is not None:
            self._reader.kill()  # it may still want to write what nobody reads
            self._reader.communicate()

    def commits(self) -> list[Commit]:
        """Return the commits that changed the folder, newest first; merges that took one side are left out."""
        if self.head is None:
            return []
        fields = "%x00".join(_FIELDS)
        told = self._run(
            "log", "-z", "--date-order", "--encoding=UTF-8", "--no-show-signature", "--no-color", "--no-patch",
            f"--format={fields}", self.head, "--", ".",
        )  # fmt: skip
        texts = told.decode(errors="replace").split("\0")
        found = (texts[i : i + len(_FIELDS)] for i in range(0, len(texts) - 1, len(_FIELDS)))
        return [self._commit(*values) for values in found]

    def _commit(self, name: str, short: str, parents: str, date: str, author: str, subject: str) -> Commit:
        # Where a shallow clone ends git tells of no parents, and the commit itself still names them.
        boundary = self.shallow and not parents and b"\nparent " in self._object(name)[1].partition(b"\n\n")[0]
        return Commit(name, short, tuple(parents.split()), date, author, subject, boundary)

    def folder(self, commit: str) -> str | None:
        """Return the tree of the folder in a commit, None where there is no such folder."""
        kind, data = self._object(commit)
        if kind != "commit":
            raise HistoryError(f"git has no commit {commit[:12]}, so the repository is damaged; see `git fsck`")
        tree: str | None = data.split(b"\n", 1)[0].removeprefix(b"tree ").decode()
        for part in self._prefix:
            tree = next((e.hash for e in self.entries(tree or "") if e.name == part and e.kind == "folder"), None)
            if tree is None:
                return None
        return tree

    def entries(self, tree: str) -> tuple[TreeEntry, ...]:
        """Return what a tree holds, by name."""
        if tree not in self._trees:
            _, data = self._object(tree)
            self._trees[tree] = tuple(sorted(_parsed(data, len(tree) // 2), key=lambda entry: entry.name))
        return self._trees[tree]

    def content(self, blob: str, *, most: int) -> bytes | None:
        """Return what a file holds, None if that is more than ``most`` bytes."""
        kind, data = self._object(blob, most=most)
        return data if kind == "blob" else None

    def _object(self, name: str, *, most: int | None = None) -> tuple[str, bytes]:
        """Return the kind of an object and what it holds; the kind is empty if that is more than ``most`` bytes."""
        assert self._reader is not None
        assert self._reader.stdin is not None
        assert self._reader.stdout is not None
        try:
            self._reader.stdin.write(name.encode() + b"\n")
            self._reader.stdin.flush()
        except BrokenPipeError:
            raise HistoryError("git stopped while it was read; see `git fsck`") from None
        words = self._reader.stdout.readline().decode().split()
        if len(words) != len(("name", "kind", "size")):
            advice = "if this is a partial clone, `git fetch --refetch --no-filter` brings it; else see `git fsck`"
            raise HistoryError(f"git does not have {name[:12]}, an old version of something in the record; {advice}")
        _, kind, size = words
        if most is not None and int(size) > most:
            self._skip(int(size) + 1)
            return "", b""
        return kind, self._reader.stdout.read(int(size) + 1)[:-1]

    def _skip(self, size: int) -> None:
        assert self._reader is not None
        assert self._reader.stdout is not None
        while size > 0 and (part := self._reader.stdout.read(min(size, 1 << 20))):
            size -= len(part)

    def _run(self, *arguments: str) -> bytes:
        """Return what a git command prints.

        Raises
        ------
        HistoryError
            There is no git, no repository, or the command failed.
        """
        done = self._call(*arguments)
        if done.returncode == 0:
            return done.stdout
        said = done.stderr.decode(errors="replace").strip()
        if "not a git repository" in said:
            raise HistoryError(f"{self.root} is not in a git repository; `git init` and a first commit begin a history")
        if "dubious ownership" in said:
            raise HistoryError(
                f"git does not trust the repository of {self.root}; see safe.directory in `git help config`"
            )
        if "cannot use bare repository" in said:
            raise HistoryError(
                f"{self.root} holds files that git takes for a repository of their own; remove HEAD, objects and refs"
            )
        raise HistoryError(f"git cannot tell the history: {said.partition(chr(10))[0] or f'status {done.returncode}'}")

    def _call(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(  # noqa: S603
                self._command(*arguments),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                env=environment(),
            )
        except FileNotFoundError:
            raise HistoryError("git is not installed, and the history of a record is kept by git; install it") from None

    def _command(self, *arguments: str) -> list[str]:
        return ["git", *_OPTIONS, "-C", os.fspath(self.root), *arguments]


def environment() -> dict[str, str]:
    """Return the environment for a call of git that nothing of the caller's, or of the repository's, leads astray."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    return kept | _SET


def _parsed(data: bytes, size: int) -> Iterator[TreeEntry]:
    """Yield the entries of a tree object: mode, space, name, NUL, and the hash in so many bytes."""
    place = 0
    while place < len(data):
        end = data.index(b"\0", place)
        mode, _, name = data[place:end].partition(b" ")
        place = end + 1 + size
        if mode in _KINDS:
            yield TreeEntry(_text(name), _KINDS[mode], data[end + 1 : place].hex())


def _text(name: bytes) -> str:
    return name.decode(errors="surrogateescape")
