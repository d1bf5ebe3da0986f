"""Symbolic links in a record that others made: nothing is written through them."""

from __future__ import annotations

import os
from pathlib import Path

from claimgraph.errors import StoreError

_MOST = 64
"""So many links are followed on the way to one file; the system itself gives up earlier."""


def repository_of(folder: Path) -> Path:
    """Return the nearest folder at or above one that git keeps, or the folder itself where there is none."""
    here = Path(os.path.realpath(folder))
    return next((above for above in (here, *here.parents) if os.path.lexists(above / ".git")), here)


def confirm_unlinked(path: Path, *, below: Path) -> None:
    """Make sure that the way to a file passes no symbolic link that itself is in a folder.

    Links on the way to the folder are the user's own and are followed.

    Parameters
    ----------
    path : Path
        The file, which need not exist.
    below : Path
        The folder, such as a record that somebody else may have made.

    Raises
    ------
    StoreError
        There is such a link.
    """
    base = Path(os.path.realpath(below))
    link = next((link for link in _links_on(path) if link.parent.is_relative_to(base)), None)
    if link is not None:
        raise StoreError(
            f"{path}: {link.name} is a symbolic link, and links inside the record are not written through; "
            "put a file or folder of its own there, or name another"
        )


def _links_on(path: Path) -> list[Path]:
    """Return the links that the system follows on its way to a path, each where it really is."""
    links: list[Path] = []
    place, *parts = path.absolute().parts
    here = Path(place)
    waiting = parts[::-1]
    while waiting and len(links) < _MOST:
        part = waiting.pop()
        if part == "..":
            here = here.parent
        elif not os.path.islink(here / part):  # noqa: PTH114  # whatever cannot be looked at is no link
            here /= part
        else:
            links.append(here / part)
            target = (here / part).readlink()
            if target.is_absolute():
                here = Path(target.anchor)
            waiting += [part for part in target.parts if part != target.anchor][::-1]
    return links
