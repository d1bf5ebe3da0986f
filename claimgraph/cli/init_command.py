"""`claimgraph init`."""

from __future__ import annotations

from pathlib import Path

import click

IGNORED = (".claimgraph/vault.yaml", ".claimgraph/index.sqlite*", ".claimgraph-*.tmp")
_SOURCES = """\
# Who can say something: names, aliases in any script, owners.
# An unregistered name works everywhere; registering it makes its other spellings known.
sources: []
"""
_CONFIG = """\
# Verbs of attribution beside the built-in ones, by stance:
# verbs:
#   asserts: [berichtete]
#   denies: [dementierte]
"""


@click.command("init", short_help="Make an empty record.")
@click.argument("folder", type=click.Path(file_okay=False), default=".")
def command(folder: str) -> None:
    """Make an empty record.

    Makes claims/ with an empty registry, .claimgraph/ for settings, and the lines of .gitignore
    that keep the vault and the index out of git. What is there already stays as it is.
    """
    from claimgraph.cli.shared import say

    root = Path(folder)
    (root / "claims").mkdir(parents=True, exist_ok=True)
    made = [
        _made(root / "claims" / "sources.yaml", _SOURCES),
        _made(root / ".claimgraph" / "config.yaml", _CONFIG),
        _ignored(root / ".gitignore"),
    ]
    for path in filter(None, made):
        say(f"wrote {path}")
    say(f'{root / "claims"} is a record. Add a claim: claimgraph add "Water is wet." \'Kataeb <- "officials"\'')


def _made(path: Path, text: str) -> Path | None:
    from claimgraph.store import create_file

    try:
        create_file(path, text)
    except FileExistsError:
        return None
    return path


def _ignored(path: Path) -> Path | None:
    from claimgraph.store import replace_file

    before = path.read_text(encoding="utf-8") if path.exists() else ""
    missing = [line for line in IGNORED if line not in before.splitlines()]
    if not missing:
        return None
    glue = "" if not before or before.endswith("\n") else "\n"
    replace_file(path, before + glue + "\n".join(missing) + "\n")
    return path
