"""Files and folders under the names that people type, whatever form of Unicode or case the disk has them in."""

from __future__ import annotations

import contextlib
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

from claimgraph.filenames import SUFFIXES, holds_sources, settings_folder


def on_disk(path: Path) -> Path:
    """Return a path by the names that its parts have on the disk: é may be one character there, or two.

    Parts that are not there stay as they are.
    """
    if os.path.lexists(path) or path == path.parent:
        return path
    parent = on_disk(path.parent)
    if path.name.isascii() or os.path.lexists(parent / path.name):
        return parent / path.name
    wanted = composed(path.name)
    return parent / (_first(parent, lambda name: composed(name) == wanted) or path.name)


def composed(name: str) -> str:
    r"""Return the form in which two names that look alike are equal.

    Examples
    --------
    >>> composed("Releve\u0301") == composed("Relev\u00e9")
    True
    """
    return unicodedata.normalize("NFC", name)


def settings_file(root: Path, name: str) -> Path:
    """Return the file ``config`` or ``vault`` beside a record, in any case; NAME.yaml if none is there.

    Where case counts, ``Vault.yaml`` would otherwise be no vault, and elsewhere one.
    """
    folder = settings_folder(root)
    usual = folder / f"{name}.yaml"
    if os.path.lexists(usual):
        return usual
    forms = {name + suffix for suffix in SUFFIXES}
    return folder / (_first(folder, lambda there: there.lower() in forms) or usual.name)


def registry_file(root: Path) -> Path:
    """Return the registry file of a record, which may have its name in any case; ``sources.yaml`` if there is none."""
    usual = root / "sources.yaml"
    return usual if os.path.lexists(usual) else root / (_first(root, lambda name: holds_sources([name])) or usual.name)


def registry_folder(root: Path) -> Path:
    """Return the folder of registry files of a record, in any case; ``sources`` if there is none."""
    return root / (_first(root, lambda name: name.lower() == "sources" and (root / name).is_dir()) or "sources")


def _first(folder: Path, fits: Callable[[str], bool]) -> str | None:
    """Return the first name in a folder that fits, None where there is none."""
    with contextlib.suppress(OSError):
        return next((name for name in sorted(path.name for path in folder.iterdir()) if fits(name)), None)
    return None
