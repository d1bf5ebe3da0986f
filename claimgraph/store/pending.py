"""The end of an import: what is ready takes its place, all of it, also when the import is killed meanwhile.

An import is made in a folder of its own. Renaming that folder to `PENDING` is the moment from which it counts; what is
in it then moves to its place, and the next process that opens the record moves the rest.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from pathlib import Path

from claimgraph.disk_names import on_disk, registry_folder
from claimgraph.errors import StoreError
from claimgraph.filenames import PENDING, can_name_import
from claimgraph.store.links import confirm_unlinked
from claimgraph.store.temporaries import placing, sync_folder, temporary_name, written
from claimgraph.store.texts import read_bytes

SOURCES, CLAIMS, NAME = "sources.yaml", "claims", "name"
"""What the folder of an import holds: a registry, a file or a folder of claims, and what they are to be called."""


class HalfWayError(StoreError):
    """An import is in its place in part; the rest follows when the record is next opened."""


def pending_name(root: Path) -> str | None:
    """Return the name of an import that was stopped when everything was ready, None where there is none of ours."""
    folder = root / PENDING
    try:
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            return None
        name = read_bytes(folder / NAME).decode()
    except (OSError, UnicodeDecodeError):
        return None
    return name if can_name_import(name) else None


def begin_placing(root: Path, aside: Path) -> None:
    """Let an import count from here on; everything in its folder is on the disk.

    Raises
    ------
    OSError
        The folder cannot be renamed.
    """
    aside.rename(root / PENDING)
    sync_folder(root)


def complete_import(root: Path) -> None:
    """Complete an import that was stopped when everything was ready; the caller holds the lock.

    Raises
    ------
    StoreError
        It cannot be completed now.
    """
    try:
        place(root)
    except OSError as error:
        raise StoreError(
            f"{root}: an import was stopped half way and cannot be completed ({error.strerror}); "
            "call `claimgraph check` as a user who may write there"
        ) from None


def place(root: Path) -> list[Path]:
    """Move what is ready to its place and return where that is.

    Raises
    ------
    OSError, StoreError
        It cannot be moved; nothing of it has been.
    HalfWayError
        A part has been moved, and cannot be moved back.
    """
    name = pending_name(root)
    if name is None:
        return []
    moved: list[tuple[Path, Path]] = []
    try:
        for ready, parent in ((root / PENDING / SOURCES, registry_folder(root)), (root / PENDING / CLAIMS, root)):
            if _is_plain(ready):
                path = _free(parent, name, folder=ready.is_dir())
                confirm_unlinked(path, below=root)
                parent.mkdir(exist_ok=True)
                moved.append((ready, path))  # before it is: whoever stops this must find it
                with placing(ready, path):
                    ready.rename(path)
    except BaseException:
        _move_back(root, moved)
        raise
    for folder in (root, registry_folder(root)):
        sync_folder(folder)
    _remove(root)
    return [path for _, path in moved]


def _remove(root: Path) -> None:
    """Remove what is empty now; under another name, so that a part of it is not taken for an import."""
    with contextlib.suppress(OSError):
        shutil.rmtree((root / PENDING).rename(root / temporary_name("import-")))


def _move_back(root: Path, moved: list[tuple[Path, Path]]) -> None:
    try:
        for ready, path in reversed(moved):
            if not os.path.lexists(ready):
                path.rename(ready)
                written[:] = [one for one in written if one != path]
    except OSError as error:
        advice = "the rest follows when the record is next opened"
        raise HalfWayError(f"{root}: the import was stopped half way ({error.strerror}); {advice}") from None


def give_up(root: Path, aside: Path) -> None:
    """Take back that an import counts, if it does; nothing of it has been moved."""
    if os.path.lexists(aside):
        return
    with contextlib.suppress(OSError):
        (root / PENDING).rename(aside)
        sync_folder(root)


def _is_plain(path: Path) -> bool:
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return False
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


def _free(parent: Path, name: str, *, folder: bool) -> Path:
    """Return a path that nothing has yet."""
    end = "" if folder else ".yaml"
    number = 1
    while True:
        path = parent / f"{name}{'' if number == 1 else f'-{number}'}{end}"
        if not os.path.lexists(on_disk(path)):
            return path
        number += 1
