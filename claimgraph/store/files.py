"""Writing files so that nothing is ever lost: locked, compared, atomic."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from claimgraph.errors import FileChangedError, StoreError
from claimgraph.store.loading import decode

LOCK_SECONDS = 30.0
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class FileText:
    """A file as it was read: ``write_text`` refuses if it is no longer that."""

    path: Path
    text: str
    digest: str
    bom: bool = False

    @property
    def newline(self) -> str:
        """The line ending of the file, that of its first line."""
        return "\r\n" if self.text.partition("\n")[0].endswith("\r") else "\n"


def read_file(path: Path) -> FileText:
    """Read a file to change it.

    Raises
    ------
    StoreError
        It cannot be read, is a symbolic link, or is not UTF-8.
    """
    if path.is_symlink():
        raise StoreError(f"{path}: a symbolic link is not written through; name the file itself")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror})") from None
    text, problem = decode(data, path)
    if problem:
        raise StoreError(f"{problem.location}: {problem.message}")
    return FileText(path, text, hashlib.sha256(data).hexdigest(), data.startswith(_BOM))


def rewrite_file(before: FileText, text: str) -> None:
    """Replace a file's text at one blow.

    Raises
    ------
    FileChangedError
        Somebody changed it since it was read; it is left as it is.
    StoreError
        It cannot be written; it is left as it is.
    """
    try:
        now = hashlib.sha256(before.path.read_bytes()).hexdigest()
    except OSError:
        now = ""
    if now != before.digest:
        raise FileChangedError(f"{before.path} was changed by somebody else in between; nothing was written, try again")
    data = (_BOM if before.bom else b"") + text.encode()
    with _temporary(before.path, data) as temporary:
        with contextlib.suppress(OSError):
            os.chmod(temporary, os.stat(before.path).st_mode & 0o777)
        os.replace(temporary, before.path)
        _sync_folder(before.path.parent)


def create_file(path: Path, data: str | bytes) -> None:
    """Write a new file at one blow.

    Raises
    ------
    FileExistsError
        There is one already; it is left as it is.
    StoreError
        It cannot be written; nothing is left behind.
    """
    with _temporary(path, data.encode() if isinstance(data, str) else data) as temporary:
        try:
            os.link(temporary, path)  # unlike rename, fails where a file stands
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if os.path.lexists(path):
                raise FileExistsError(str(path)) from None
            os.replace(temporary, path)
        _sync_folder(path.parent)


def replace_file(path: Path, data: str | bytes) -> None:
    """Write a file at one blow, over whatever stands there.

    Raises
    ------
    StoreError
        It cannot be written; what stood there is left as it is.
    """
    if path.is_dir():
        raise StoreError(f"{path} is a folder; name a file")
    with _temporary(path, data.encode() if isinstance(data, str) else data) as temporary:
        with contextlib.suppress(OSError):
            os.chmod(temporary, os.stat(path).st_mode & 0o777)
        os.replace(temporary, path)
        _sync_folder(path.parent)


@contextlib.contextmanager
def locked(root: Path, *, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold a record so that no other process writes to it; readers are not held up.

    Raises
    ------
    StoreError
        Another process kept the record for longer than ``seconds``, or it cannot be locked.
    """
    try:
        handle = os.open(_lock_target(root), os.O_RDONLY if os.name == "posix" else os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise StoreError(f"{root}: cannot be locked for writing ({error.strerror})") from None
    deadline = time.monotonic() + seconds
    try:
        while not _try_lock(handle):
            if time.monotonic() > deadline:
                raise StoreError(f"{root}: another process has been writing for {seconds:g} s; try again when it ends")
            time.sleep(0.01)
        yield
    finally:
        os.close(handle)  # gives the lock back


def _lock_target(root: Path) -> Path:
    # A folder itself can be locked where flock exists, so that no lock file litters the record.
    return root if os.name == "posix" else root.parent / ".claimgraph.lock"


def _try_lock(handle: int) -> bool:
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True


@contextlib.contextmanager
def _temporary(path: Path, data: bytes) -> Iterator[Path]:
    """Write data to a hidden file beside ``path`` and see it onto the disk; it is gone afterwards."""
    temporary = path.with_name(f".{path.name[:80]}.{os.getpid()}.{time.monotonic_ns():x}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield temporary
    except FileExistsError:
        raise
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}); nothing was changed") from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
