"""The lock of a record, and what a writer that was killed under it left."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

from claimgraph.errors import StoreError
from claimgraph.filenames import settings_folder
from claimgraph.store.pending import complete_import, pending_name
from claimgraph.store.temporaries import remove_leftovers

LOCK_SECONDS = 30.0


@contextlib.contextmanager
def locked(root: Path, *, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold a record so that no other process writes to it; readers are not held up.

    What killed writers left is put right first: an import that was ready takes its place, temporary files are removed.

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
        complete_import(root)
        remove_leftovers(root, below=True)
        for folder in (root.parent, settings_folder(root)):
            remove_leftovers(folder, below=False)
        yield
    finally:
        os.close(handle)  # gives the lock back


def settle(root: Path) -> None:
    """Complete an import that was stopped half way, so that nobody reads a half; where there is none this is quick.

    Raises
    ------
    StoreError
        There is one, and it cannot be completed.
    """
    if pending_name(root) is not None:
        with locked(root):
            pass


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
