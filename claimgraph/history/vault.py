"""CG502: whether git knows the vault of a record."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from claimgraph.history.repository import environment
from claimgraph.model import Location, Problem
from claimgraph.store.vault import vault_path


def vault_problems(root: Path) -> list[Problem]:
    """Return what is wrong with how git treats the vault of a record; nothing where there is no vault, or no git."""
    path = vault_path(root)
    if not os.path.lexists(path) or not is_tracked(path):
        return []
    message = (
        f"the vault is tracked by git; take it out with `git rm --cached {path.name}` in its folder, list it in "
        ".gitignore, and where it was pushed, treat what is in it as known"
    )
    return [Problem(Location(str(path)), "CG502", "error", message)]


def is_tracked(path: Path) -> bool:
    """Tell whether a file stands in the index of the git repository around it."""
    command = ["git", "-c", "core.fsmonitor=false", "ls-files", "--error-unmatch", "--", path.name]
    try:
        found = subprocess.run(  # noqa: S603  # a fixed program; no argument of ours can be an option
            command, cwd=path.parent, env=environment(), capture_output=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return found.returncode == 0
