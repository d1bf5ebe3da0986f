"""Writing files so that nothing is ever lost: locked, compared, atomic."""

from __future__ import annotations

import codecs
import contextlib
import errno
import hashlib
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from claimgraph.errors import FileChangedError, StoreError
from claimgraph.store.messages import git_conflict
from claimgraph.store.texts import MAX_BYTES, decode, read_bytes

LOCK_SECONDS = 30.0
_ADVICE = {
    errno.EACCES: "mend the permissions of the folder",
    errno.EPERM: "mend the permissions of the folder",
    errno.EROFS: "write to another place",
    errno.ENOSPC: "make room on the disk",
    errno.EDQUOT: "make room on the disk",
    errno.ENAMETOOLONG: "choose a shorter name",
}


@dataclass(frozen=True, slots=True)
class FileText:
    """A file as it was read: `rewrite_file` refuses if it is no longer that."""

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
        It cannot be read, is too large, is a symbolic link or no regular file, is not UTF-8,
        or holds an unresolved git conflict.
    """
    if os.path.islink(path):
        raise StoreError(f"{path}: a symbolic link is not written through; name the file itself")
    try:
        data = read_bytes(path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}); nothing was changed") from None
    if len(data) > MAX_BYTES:
        raise StoreError(f"{path}: larger than {MAX_BYTES // 1024 // 1024} MB; split it into several files first")
    text, problem = decode(data, path)
    problem = problem or git_conflict(text, str(path))
    if problem:
        raise StoreError(f"{problem.location}: {problem.message}")
    return FileText(path, text, hashlib.sha256(data).hexdigest(), data.startswith(codecs.BOM_UTF8))


def rewrite_file(before: FileText, text: str) -> None:
    """Replace a file's text at one blow.

    Raises
    ------
    FileChangedError
        Somebody changed it since it was read; it is left as it is.
    StoreError
        It cannot be written; it is left as it is.
    """
    data = (codecs.BOM_UTF8 if before.bom else b"") + text.encode()
    _confirm_unchanged(before)
    with _temporary(before.path, data) as temporary:
        _keep_mode(before.path, temporary)
        _confirm_unchanged(before)  # again, as late as can be: not everybody takes the lock
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
                raise FileExistsError(errno.EEXIST, "exists already", str(path)) from None
            os.replace(temporary, path)
        _sync_folder(path.parent)


def replace_file(path: Path, data: str | bytes) -> None:
    """Write a file at one blow, over whatever stands there; a link stays, what it leads to is replaced.

    A pipe or a device, such as ``/dev/stdout``, is written to as it is.

    Raises
    ------
    StoreError
        It cannot be written; what stood there is left as it is.
    """
    content = data.encode() if isinstance(data, str) else data
    try:
        mode = os.stat(path).st_mode
    except OSError:
        mode = stat.S_IFREG  # nothing there yet; what else is wrong comes to light in writing
    if stat.S_ISDIR(mode):
        raise StoreError(f"{path} is a folder; name a file")
    if not stat.S_ISREG(mode):
        _write_through(path, content)
        return
    target = Path(os.path.realpath(path))
    with _temporary(target, content) as temporary:
        _keep_mode(target, temporary)
        os.replace(temporary, target)
        _sync_folder(target.parent)


def replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, which is made if it is not there; other files in it stay.

    All are written aside before the first takes its place.

    Raises
    ------
    StoreError
        They cannot be written; a new folder is not left behind.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        raise StoreError(f"{folder} is a file; name a folder for {', '.join(files)}")
    if not folder.parent.is_dir():
        raise StoreError(f"{folder}: there is no folder {folder.parent}; make it first")
    taken = next((name for name in files if (folder / name).is_dir()), None)
    if taken is not None:
        raise StoreError(f"{folder / taken} is a folder, where a file is to be; name another folder")
    aside = folder.parent / f".{folder.name}-{os.getpid()}-{secrets.token_hex(4)}.tmp"
    try:
        aside.mkdir()
        for name, content in files.items():
            replace_file(aside / name, content)
        if not folder.exists():
            aside.rename(folder)
            return
        for name in files:
            os.replace(aside / name, folder / name)
    except StoreError as error:
        raise StoreError(str(error).replace(str(aside), str(folder))) from None
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror})") from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextlib.contextmanager
def locked(root: Path, *, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold a record so that no other process writes to it; readers are not held up.

    Not to be nested: whoever holds the record waits for himself.

    Raises
    ------
    StoreError
        Another process kept the record for longer than ``seconds``, or it cannot be locked.
    """
    try:
        handle = os.open(_lock_target(root), os.O_RDONLY if os.name == "posix" else os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise StoreError(f"{root}: cannot be locked for writing ({error.strerror}); name a folder of claims") from None
    deadline = time.monotonic() + seconds
    try:
        while not _try_lock(handle, root):
            if time.monotonic() > deadline:
                raise StoreError(f"{root}: another process has been writing for {seconds:g} s; try again when it ends")
            time.sleep(0.01)
        yield
    finally:
        os.close(handle)  # gives the lock back


def _lock_target(root: Path) -> Path:
    # A folder itself can be locked where flock exists, so that no lock file litters the record.
    return root if os.name == "posix" else root.parent / ".claimgraph.lock"


def _try_lock(handle: int, root: Path) -> bool:
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError as error:
        if error.errno in {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK, errno.EINTR}:
            return False
        raise StoreError(
            f"{root}: this file system has no locks ({error.strerror}); keep the record on another"
        ) from None
    return True


def _confirm_unchanged(before: FileText) -> None:
    try:
        now = hashlib.sha256(read_bytes(before.path)).hexdigest()
    except OSError:
        now = ""
    if now != before.digest:
        raise FileChangedError(f"{before.path} was changed by somebody else in between; nothing was written, try again")


def _keep_mode(path: Path, temporary: Path) -> None:
    with contextlib.suppress(OSError):
        os.chmod(temporary, os.stat(path).st_mode & 0o777)


def _write_through(path: Path, data: bytes) -> None:
    try:
        with open(path, "wb") as file:
            file.write(data)
    except OSError as error:
        raise _unwritable(path, error, "it may hold a part") from None


@contextlib.contextmanager
def _temporary(path: Path, data: bytes) -> Iterator[Path]:
    """Write data to a hidden file beside ``path`` and see it onto the disk; it is gone afterwards."""
    temporary = path.with_name(f".claimgraph-{os.getpid()}-{secrets.token_hex(8)}.tmp")
    try:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(temporary, "xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError as error:  # a file where a folder should be: not what `create_file` means by it
            raise _unwritable(path, error) from None
        yield temporary
    except FileExistsError:
        raise
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _unwritable(path: Path, error: OSError, left: str = "nothing was changed") -> StoreError:
    advice = _ADVICE.get(error.errno or 0, "see whether there is a folder for it")
    return StoreError(f"{path}: cannot be written ({error.strerror}), {left}; {advice}")


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
