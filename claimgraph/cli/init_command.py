"""`claimgraph init`."""

from __future__ import annotations

from pathlib import Path

import click

from claimgraph.disk_names import registry_file, settings_file
from claimgraph.errors import StoreError

IGNORED = (".claimgraph/[Vv][Aa][Uu][Ll][Tt].*", ".claimgraph/index.sqlite*", ".claimgraph-*.tmp")
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
# How severe checks are (docs/checks.md), or that one is off:
# checks:
#   CG303: error
"""


@click.command("init", short_help="Make an empty record.")
@click.argument("folder", type=click.Path(file_okay=False), default=".")
@click.pass_context
def command(ctx: click.Context, folder: str) -> None:
    """Make an empty record.

    Makes claims/ with an empty registry, .claimgraph/ for settings, and the lines of .gitignore
    that keep the vault and the index out of git. What is there already stays as it is.
    """
    from claimgraph.cli.shared import note, say
    from claimgraph.store import locked
    from claimgraph.store.links import confirm_unlinked

    named = ctx.find_root().obj  # --claims
    claims = Path(named) if named else Path(folder) / "claims"
    root = claims.parent
    if claims.exists() and not claims.is_dir():
        raise StoreError(f"{claims} is a file; move it away, or name another folder")
    above = next((p / "claims" for p in root.absolute().parents if (p / "claims").is_dir()), None)
    if above and not claims.is_dir():
        note(f"there is a record further up, at {above}; from here on this one is taken instead")
    config, ignore = settings_file(claims, "config"), root / ".gitignore"
    for path in (*([] if named else [claims]), config, ignore):
        confirm_unlinked(path, below=root)
    claims.mkdir(parents=True, exist_ok=True)
    with locked(claims):
        made = [_made(registry_file(claims), _SOURCES), _made(config, _CONFIG), _ignored(ignore)]
    for path in filter(None, made):
        say(f"wrote {path}")
    say(f'{claims} is a record. Add a claim: claimgraph add "Water is wet." \'Kataeb <- "officials"\'')


def _made(path: Path, text: str) -> Path | None:
    from claimgraph.store import create_file

    try:
        create_file(path, text)
    except FileExistsError:
        return None
    return path


def _ignored(path: Path) -> Path | None:
    from claimgraph.store.files import create_file, read_file, rewrite_file

    if not path.exists():
        create_file(path, "\n".join(IGNORED) + "\n")
        return path
    before = read_file(path)
    missing = [line for line in IGNORED if line not in before.text.splitlines()]
    if not missing:
        return None
    glue = "" if not before.text or before.text.endswith("\n") else before.newline
    rewrite_file(before, before.text + glue + before.newline.join(missing) + before.newline)
    return path
