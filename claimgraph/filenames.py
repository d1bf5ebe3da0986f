"""What the name of a file in a record means, whether it is read and as what, and which names every system can hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

SUFFIXES = (".yaml", ".yml")
PENDING = ".claimgraph-import.tmp"
"""A folder of this name in a record is an import that has been written and has yet to take its place."""
_RESERVED = re.compile("con|prn|aux|nul|conin[$]|conout[$]|(?:com|lpt)[1-9\u00b9\u00b2\u00b3]", re.IGNORECASE)
_HOSTILE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

_UNUSABLE = re.compile(r'[\\/:*?"<>|]')
"""Signs that some system keeps for itself."""
_LONGEST = 200
"""So many bytes a name may have, so that a number and an ending have room in the 255 of a file system."""


def is_wanted(name: str) -> bool:
    """Tell whether a file of this name may hold claims.

    Examples
    --------
    >>> is_wanted("niger.yaml"), is_wanted("NIGER.YML"), is_wanted("niger.yaml.bak")
    (True, True, False)
    """
    return name.lower().endswith(SUFFIXES)


def has_hostile_name(name: str) -> bool:
    r"""Tell whether a file's name holds line breaks, escape sequences or bytes that are not UTF-8.

    Examples
    --------
    >>> has_hostile_name("الكتائب.yaml"), has_hostile_name("a\nb.yaml")
    (False, True)
    """
    return not name.isprintable() and _HOSTILE.search(name) is not None


def can_name_import(name: str) -> bool:
    r"""Tell whether a name can be that of the files of an import, on any system.

    Examples
    --------
    >>> can_name_import("الكتائب 2024"), can_name_import(".hidden"), can_name_import("a/b"), can_name_import("con")
    (True, False, False, False)
    """
    return (
        0 < len(name.encode("utf-8", "replace")) <= _LONGEST
        and not name.startswith((".", " "))
        and not name.endswith((".", " "))
        and name.casefold() not in {"sources", "sources.yaml", "sources.yml"}
        and not has_hostile_name(name)
        and _UNUSABLE.search(name) is None
        and not is_reserved(name)
    )


def holds_sources(parts: Sequence[str]) -> bool:
    """Tell whether a file of a record holds sources: ``sources.yaml``, or anything in ``sources/``, in any case.

    Case does not count, since on some systems it cannot.

    Examples
    --------
    >>> holds_sources(["Sources.yaml"]), holds_sources(["sources", "wires.yaml"]), holds_sources(["a", "sources.yaml"])
    (True, True, False)
    """
    first = parts[0].lower()
    return first == "sources" if len(parts) > 1 else is_wanted(first) and first.rpartition(".")[0] == "sources"


def is_reserved(name: str) -> bool:
    """Tell whether Windows takes a name for a device, with any ending, so that no file there can have it.

    Examples
    --------
    >>> is_reserved("aux"), is_reserved("COM1.yaml"), is_reserved("Lpt\u00b2.tar.gz"), is_reserved("auxiliary")
    (True, True, True, False)
    """
    return _RESERVED.fullmatch(name.partition(".")[0].rstrip(" ")) is not None


def portable(name: str) -> str:
    """Return the name for a new file that every system can hold: a reserved one gets a number.

    Examples
    --------
    >>> portable("aux"), portable("con.v2"), portable("niger")
    ('aux-2', 'con-2.v2', 'niger')
    """
    if not is_reserved(name):
        return name
    first, dot, rest = name.partition(".")
    return f"{first.rstrip(' ')}-2{dot}{rest}"


def settings_folder(root: Path) -> Path:
    """Return the folder ``.claimgraph`` beside a record, which may not exist.

    Examples
    --------
    >>> settings_folder(Path("story/claims")).as_posix()
    'story/.claimgraph'
    """
    return (root.parent if root.name not in {"", ".."} else root / "..") / ".claimgraph"
