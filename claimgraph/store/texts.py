"""Bytes on disk to text: never waits on a pipe, never reads more than the bound, never raises on content."""

from __future__ import annotations

import codecs
import errno
import os
import stat
from pathlib import Path

from claimgraph.model import Location, Problem
from claimgraph.store.messages import one_line
from claimgraph.store.offsets import place_of

MAX_BYTES = 16 * 1024 * 1024
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Return what a regular file holds, at most one byte more than `MAX_BYTES`.

    Raises
    ------
    OSError
        It cannot be read, or is a folder, a pipe or a device.
    """
    handle = os.open(path, _FLAGS)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        data = os.read(handle, min(status.st_size, MAX_BYTES) + 1)
        while len(data) <= MAX_BYTES and (more := os.read(handle, 65536)):  # once more, to see the end
            data += more
        return data[: MAX_BYTES + 1]
    finally:
        os.close(handle)


def read_text(path: Path) -> tuple[str, Problem | None]:
    """Return a file's text without byte order mark, or the problem that it has none we can read."""
    try:
        data = read_bytes(path)
    except OSError as error:
        return "", unreadable(path, error)
    return decode(data, path)


def unreadable(path: Path, error: OSError) -> Problem:
    """Return the problem that a file cannot be read."""
    return file_problem(path, f"cannot be read ({error.strerror}); mend its permissions or move it away")


def decode(data: bytes, path: str | os.PathLike[str]) -> tuple[str, Problem | None]:
    """Return UTF-8 text without byte order mark, or the problem: too much of it, or the place of the bad byte."""
    if len(data) > MAX_BYTES:
        return "", file_problem(Path(path), f"larger than {MAX_BYTES // 1024 // 1024} MB; split it into several files")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(), None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(errors="replace")
        place = Location(str(Path(path)), *place_of(before, len(before), line=1, column=1))
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        return "", Problem(place, "CG109", "error", message, conceals=2)


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder at a path, links followed; False where it may not be looked at."""
    try:
        return path.is_dir()
    except OSError:
        return False


def file_problem(path: Path, message: str, *, severity: str = "error") -> Problem:
    """Return a problem with a file as a whole; its path is made printable. An error may conceal who is protected."""
    place = Location(one_line(str(path)))
    if severity == "info":
        return Problem(place, "CG109", "info", message)
    return Problem(place, "CG109", "error", message, conceals=2)
