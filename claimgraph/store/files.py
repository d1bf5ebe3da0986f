"""Writing files so that nothing is ever lost: compared and atomic."""

from __future__ import annotations

import codecs
import contextlib
import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from claimgraph.errors import FileChangedError, StoreError
from claimgraph.store.messages import git_conflict
from claimgraph.store.temporaries import (
    hold,
    placing,
    remove_leftovers,
    sync_folder,
    temporary_folder,
    temporary_name,
)
from claimgraph.store.texts import MAX_BYTES, decode, read_bytes

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
        _confirm_unchanged(before)  # again, as late as can be: not everybody takes the lock
        with placing(temporary, before.path):
            os.replace(temporary, before.path)
        sync_folder(before.path.parent)


def create_file(path: Path, data: str | bytes) -> None:
    """Write a new file at one blow.

    Raises
    ------
    FileExistsError
        There is one already; it is left as it is.
    StoreError
        It cannot be written; nothing is left behind.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, "exists already", str(path))
    with _temporary(path, data.encode() if isinstance(data, str) else data) as temporary:
        with placing(temporary, path):
            try:
                os.link(temporary, path)  # unlike rename, fails where a file stands
            except FileExistsError:
                raise
            except OSError:  # a file system without hard links
                if os.path.lexists(path):
                    raise FileExistsError(errno.EEXIST, "exists already", str(path)) from None
                os.replace(temporary, path)
        sync_folder(path.parent)


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
    remove_leftovers(target.parent, below=False)
    with _temporary(target, content) as temporary:
        with placing(temporary, target):
            os.replace(temporary, target)
        sync_folder(target.parent)


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
    remove_leftovers(folder.parent, below=False)
    try:
        with temporary_folder(folder.parent, "export-") as aside:
            made = aside / "made"  # with the mode of all new folders, unlike the one around it
            made.mkdir()
            for name, content in files.items():
                replace_file(made / name, content)
            if not folder.exists():
                with placing(made, folder):
                    made.rename(folder)
                sync_folder(folder.parent)
                return
            for name in files:
                with placing(made / name, folder / name):
                    os.replace(made / name, folder / name)
            sync_folder(folder)
    except StoreError as error:
        raise StoreError(re.sub(f"{re.escape(str(folder.parent))}/[^/]*/made", str(folder), str(error))) from None
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror})") from None


def _confirm_unchanged(before: FileText) -> None:
    try:
        now = hashlib.sha256(read_bytes(before.path)).hexdigest()
    except OSError:
        now = ""
    if now != before.digest:
        raise FileChangedError(f"{before.path} was changed by somebody else in between; nothing was written, try again")


def _write_through(path: Path, data: bytes) -> None:
    try:
        with open(path, "wb") as file:
            file.write(data)
    except OSError as error:
        raise _unwritable(path, error, "it may hold a part") from None


@contextlib.contextmanager
def _temporary(path: Path, data: bytes) -> Iterator[Path]:
    """Write data to a hidden file beside ``path`` and see it onto the disk; it is gone afterwards."""
    temporary = path.with_name(temporary_name())
    try:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            mode = _mode_of(path)
            with open(temporary, "xb", opener=_open_private if mode is not None else None) as file:
                hold(file.fileno())
                mode = os.fstat(file.fileno()).st_mode & 0o777 if mode is None else mode
                _set_mode(temporary, 0o600)  # nobody reads along, whatever the file is to become
                file.write(data)
                file.flush()
                _set_mode(temporary, mode)
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


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _mode_of(path: Path) -> int | None:
    """Return the permissions of the file that is replaced, None where there is none."""
    try:
        return os.stat(path).st_mode & 0o777
    except OSError:
        return None


def _set_mode(path: Path, mode: int) -> None:
    with contextlib.suppress(OSError):  # a file system without permissions
        os.chmod(path, mode)
