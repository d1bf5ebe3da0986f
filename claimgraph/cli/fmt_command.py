"""`claimgraph fmt`."""

from __future__ import annotations

from pathlib import Path

import click

from claimgraph.cli.record import open_record_of, record_of
from claimgraph.cli.shared import FileOnDisk, note, say
from claimgraph.errors import EXIT_OK, EXIT_PROBLEMS


@click.command("fmt", short_help="Bring files into canonical form; comments stay.")
@click.argument("files", nargs=-1, type=FileOnDisk(exists=True, dir_okay=False))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; fail if a file would change.")
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], only_check: bool) -> int:
    """Bring files into canonical form: chains, order of keys, spacing. Comments and meaning stay.

    Without FILES the whole record. A file with errors is left as it is.
    """
    from claimgraph.store import format_record_file, locked, record_files

    root = record_of(ctx)
    paths = [Path(f) for f in files] or record_files(root)
    changed = 0
    with locked(root):
        for path in paths:
            if format_record_file(root, path, write=not only_check):
                changed += 1
                say(f"{'would change' if only_check else 'wrote'} {path}")
    broken = {p.location.path: p for p in reversed(open_record_of(ctx).problems) if p.severity == "error"}
    for path in paths:
        first = broken.get(str(path))
        if first and first.code == "CG110":
            note(f"left {path} as it is: line {first.location.line}: {first.message}")
        elif first:
            note(f"left {path} as it is, because it has errors; see `claimgraph check`")
    note(f"{changed} of {len(paths)} files {'would change' if only_check else 'changed'}")
    return EXIT_PROBLEMS if only_check and changed else EXIT_OK
