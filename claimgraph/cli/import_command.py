"""`claimgraph import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimgraph.cli.export_command import FormatChoice
from claimgraph.cli.record import open_record_of, record_of, show_progress
from claimgraph.cli.shared import counted, note, read_input, say
from claimgraph.errors import FormatError

if TYPE_CHECKING:
    from claimgraph.formats import Imported
    from claimgraph.store.importing import Addition

_SHOWN = 5


@click.command("import", short_help="Add what a file of another format holds.")
@click.argument("form", metavar="FORMAT", type=FormatChoice(reading=True))
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--aliases", metavar="FILE", type=click.Path(), help="YAML that maps a source to its other spellings.")
@click.option("--map", "mapping", metavar="FILE", type=click.Path(), help="YAML that says what the columns mean.")
@click.option(
    "--set", "settings", multiple=True, metavar="KEY=VALUE", help="One line of it; may be given several times."
)
@click.option("--name", metavar="NAME", help="Name of the files that are made; that of FILE without it.")
@click.option("--dry-run", is_flag=True, help="Say what would be added; write nothing.")
@click.pass_context
def command(
    ctx: click.Context,
    form: str,
    file: str,
    mapping: str | None,
    aliases: str | None,
    settings: tuple[str, ...],
    name: str | None,
    dry_run: bool,
) -> None:
    """Add what a file of another format holds to the record: all of it or, if anything fails, nothing.

    \b
    claimgraph import csv events.csv --map events.map.yaml --dry-run

    Nothing in the record is changed: what it has already is passed over, so that an import can be called again, and
    what has an id that the record uses for something else is told and left out. What had no place is told by field.
    """
    from claimgraph.formats import loads
    from claimgraph.names import slug
    from claimgraph.store import load_config, locked
    from claimgraph.store.importing import new_in, save_addition

    data, options = read_input(file), _options({"map": mapping, "aliases": aliases}, settings)
    try:
        found = loads(form, data, options)
    except FormatError as error:
        raise FormatError(f"{file}: {error}") from None
    root = record_of(ctx)
    made = name or slug(Path(file).name.split(".")[0])[:60] or "imported"
    with locked(root):
        ledger = open_record_of(ctx, refresh=True)
        addition = new_in(ledger, found.claims, found.sources)
        paths: list[Path] = []
        if not dry_run:
            with show_progress("writing") as progress:
                paths = save_addition(root, addition, made, config=load_config(root)[0], progress=progress)
    _tell(found, addition, paths, dry_run=dry_run)


def _options(files: dict[str, str | None], settings: tuple[str, ...]) -> dict[str, str]:
    options = {}
    for key, file in files.items():
        if file:
            try:
                options[key] = read_input(file).decode("utf-8-sig")
            except UnicodeDecodeError:
                raise FormatError(f"{file}: no UTF-8; save it as UTF-8 first") from None
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key.strip():
            raise click.UsageError(f"--set {setting}: write KEY=VALUE, as in --set 'text={{headline}}'")
        options[key.strip()] = value
    return options


def _tell(found: Imported, addition: Addition, paths: list[Path], *, dry_run: bool) -> None:
    verb = "would add" if dry_run else "added"
    where = f" to {', '.join(map(str, paths))}" if paths else ""
    added = f"{counted(len(addition.claims), 'claim')} and {counted(len(addition.sources), 'source')}"
    say(f"{verb} {added}{where}")
    if addition.known:
        say(f"{counted(addition.known, 'claim')} {'is' if addition.known == 1 else 'are'} in the record already")
    for taken in addition.taken[:_SHOWN]:
        note(f"{taken} is in the record with something else and was left as it is")
    if len(addition.taken) > _SHOWN:
        note(f"and {len(addition.taken) - _SHOWN} more")
    lines = list(found.losses.lines())
    if lines:
        say("without a place here:")
        for line in lines:
            say(f"  {line}")
