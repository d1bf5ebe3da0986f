"""Finding the index of a record, bringing it up to date, or doing without it."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from claimgraph.disk_names import settings_file
from claimgraph.errors import StoreError
from claimgraph.filenames import PENDING, settings_folder
from claimgraph.index.schema import WRITTEN_BY
from claimgraph.index.state import is_untouched, known_folders, meta, outdated, stamp

if TYPE_CHECKING:
    from claimgraph.index.scanning import FolderState
    from claimgraph.model import Ledger

Use = Literal["auto", "always", "never"]
USES: tuple[Use, ...] = ("auto", "always", "never")
"""``auto`` takes an index where there is one, and makes one for a record of some size."""

NAME = "index.sqlite"
WORTHWHILE = 300_000
"""A record of so many bytes gets an index by itself; a smaller one is read as fast."""

WAIT_SECONDS = 20.0
"""So long another process may take to bring the index up to date before this one does without."""

_IGNORE = "# The index is disposable, and the vault nobody's business.\nindex.sqlite*\nvault.yaml\n.gitignore\n"

Tell = Callable[[str], None]
Progress = Callable[[int, int], None]


def open_record(
    root: Path,
    *,
    use: Use = "auto",
    refresh: bool = True,
    tell: Tell = lambda _: None,
    progress: Progress | None = None,
) -> Ledger:
    """Open a record: the ledger that `claimgraph.store.load` gives, from the index wherever that is possible.

    Close it when it is done with: an index that somebody reads cannot be brought up to date.

    Parameters
    ----------
    root : Path
        The folder of claims.
    use : {"auto", "always", "never"}
        Whether to use the index, and to make one where there is none.
    refresh : bool
        Look whether any file has changed; without it the index is taken as it is.
    tell : callable
        Told in one line why the index is not used.
    progress : callable, optional
        Told how many files have been read, of how many.

    Raises
    ------
    NotFoundError
        There is no such folder.
    StoreError
        An import was stopped half way and cannot be completed.
    """
    return ledger_of(root, connect(root, use=use, refresh=refresh, tell=tell, progress=progress))


def ledger_of(root: Path, connection: sqlite3.Connection | None) -> Ledger:
    """Return the ledger of an index, or without one of the files."""
    if connection is None:
        from claimgraph.store.loading import load

        return load(root)

    from claimgraph.index.ledger import IndexedLedger

    return IndexedLedger(connection, root)


def connect(
    root: Path, *, use: Use, refresh: bool, tell: Tell, progress: Progress | None = None
) -> sqlite3.Connection | None:
    """Return a connection to the index of a record, up to date, or None where there is none to be used.

    It is in a transaction, so that all answers are of one state. Parameters as of `open_record`.
    """
    if use == "never" or not root.is_dir() or not str(root).isprintable():
        return None
    if os.path.lexists(root / PENDING):
        from claimgraph.store.locking import settle

        settle(root)
    try:
        connection = _up_to_date(root, use, refresh, progress)
        if connection:
            connection.execute("BEGIN")
            connection.execute("SELECT value FROM meta").fetchone()
    except (sqlite3.Error, OSError, StoreError, UnicodeEncodeError, OverflowError) as error:
        tell(f"the index is not used ({_why(error)}); reading the files instead")
        return None
    return connection


def _up_to_date(root: Path, use: Use, refresh: bool, progress: Progress | None) -> sqlite3.Connection | None:
    path = index_path(root)
    connection = _connected(path)
    if connection and not refresh:
        return connection
    from claimgraph.index.scanning import scan  # with what it takes, a tenth of a query that does not look

    config = _config_digest(root)
    if connection:
        states = scan(str(root), expected=connection.execute("SELECT count(*) FROM files").fetchone()[0])
        if meta(connection, "config_digest") == config and not outdated(known_folders(connection), states):
            return connection
        connection.close()
    else:
        states = scan(str(root))
        if use == "auto" and sum(state.size for state in states.values()) < WORTHWHILE:
            return None
    _confirm_unlinked(path)
    _bring_up_to_date(path, root, states, config, progress)
    return _connected(path)


def index_path(root: Path) -> Path:
    """Return where the index of a record is: two records beside each other have one each."""
    name = os.path.basename(os.path.realpath(root))
    return settings_folder(root) / (NAME if name == "claims" else f"{NAME}.{name}")


def _connected(path: Path) -> sqlite3.Connection | None:
    """Return a connection to an index of ours, None where there is none, or somebody else wrote into it."""
    if not path.exists():
        return None
    _confirm_unlinked(path)
    if not is_untouched(path):
        return None
    connection = _connect(path)
    try:
        ours = meta(connection, "written_by") == WRITTEN_BY
    except sqlite3.DatabaseError as error:
        connection.close()
        if _is_temporary(error):
            raise
        return None
    if not ours:
        connection.close()
    return connection if ours else None


def _confirm_unlinked(path: Path) -> None:
    """Make sure that the index is where it seems to be: SQLite writes through links.

    Raises
    ------
    StoreError
        It is not.
    """
    for linked in (path.parent, path):
        if os.path.islink(linked):
            raise StoreError(f"{linked} is a symbolic link")


def _connect(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=WAIT_SECONDS)


def _bring_up_to_date(
    path: Path, root: Path, states: Mapping[str, FolderState], config: bytes, progress: Progress | None
) -> None:
    from claimgraph.index.refreshing import build, remove_unfinished

    with _alone(path.parent):
        remove_unfinished(path.parent)
        connection = _connected(path)  # another process may have been faster
        if connection:
            with contextlib.closing(connection):
                if meta(connection, "config_digest") == config and _refreshed(connection, root, states, progress):
                    connection.close()
                    stamp(path)
                    return
        for suffix in ("-journal", "-wal", "-shm", "-stamp"):  # of a writer that died: nobody writes now
            with contextlib.suppress(FileNotFoundError):
                os.unlink(f"{path}{suffix}")
        build(path, root, states, config, progress)
        stamp(path)


def _refreshed(
    connection: sqlite3.Connection, root: Path, states: Mapping[str, FolderState], progress: Progress | None
) -> bool:
    """Bring an index up to date where that is possible, and tell whether it was."""
    from claimgraph.index.refreshing import OutOfDateError, refresh

    try:
        if outdated(known_folders(connection), states):
            refresh(connection, root, states, progress)
    except OutOfDateError:
        return False
    except sqlite3.DatabaseError as error:
        if _is_temporary(error):
            raise
        return False
    return True


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other writers of the index out; the folder is made, and git told to leave the index alone."""
    from claimgraph.store.locking import locked

    if not folder.is_dir():
        if os.path.lexists(folder):
            raise StoreError(f"{folder.name} is not a folder")
        folder.mkdir()
        (folder / ".gitignore").write_text(_IGNORE, encoding="utf-8")
    with locked(folder, seconds=WAIT_SECONDS):
        yield


def _is_temporary(error: sqlite3.DatabaseError) -> bool:
    """Tell whether something keeps the index from being read or written that has nothing to do with what is in it."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
                    sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}  # fmt: skip


def _config_digest(root: Path) -> bytes:
    """Return what tells the settings from other ones; empty where there are none.

    Raises
    ------
    OSError
        They cannot be read, or are no file: then there is nothing to tell them by.
    """
    path = settings_file(root, "config")
    if not os.path.lexists(path):
        return b""
    if os.path.islink(path):
        raise OSError(errno.EINVAL, "the settings are a symbolic link")
    from hashlib import blake2b

    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "the settings are not a regular file")
        return blake2b(file.read(), digest_size=16).digest()


def _why(error: Exception) -> str:
    if isinstance(error, sqlite3.Error):
        return str(error)
    return getattr(error, "strerror", None) or str(error)
