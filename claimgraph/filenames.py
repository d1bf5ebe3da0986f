"""What the name of a file in a record means: whether it is read, and as what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

SUFFIXES = (".yaml", ".yml")
PENDING = ".claimgraph-import.tmp"
"""A folder of this name in a record is an import that has been written and has yet to take its place."""
_HOSTILE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

_UNUSABLE = re.compile(
    r'[\\/:*?"<>|]|^(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)', re.IGNORECASE
)
"""Signs and names that some system keeps for itself."""
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
    )


def holds_sources(parts: Sequence[str]) -> bool:
    """Tell whether a file of a record holds sources: ``sources.yaml``, or anything in ``sources/``.

    Examples
    --------
    >>> holds_sources(["sources.yaml"]), holds_sources(["sources", "wires.yaml"]), holds_sources(["a", "sources.yaml"])
    (True, True, False)
    """
    return (parts[0] == "sources" and len(parts) > 1) or (len(parts) == 1 and parts[0].rpartition(".")[0] == "sources")


def settings_folder(root: Path) -> Path:
    """Return the folder ``.claimgraph`` beside a record, which may not exist.

    Examples
    --------
    >>> settings_folder(Path("story/claims")).as_posix()
    'story/.claimgraph'
    """
    return (root.parent if root.name not in {"", ".."} else root / "..") / ".claimgraph"
