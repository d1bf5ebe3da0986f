"""`claimgraph archive list|merge`."""

from __future__ import annotations

import click

from claimgraph.cli.choosing import chosen_part, claim_choice
from claimgraph.cli.record import internal_option, is_internal, load_record, record_of
from claimgraph.cli.shared import counted, json_option, note, output_option, read_input, say, to_json, write_output
from claimgraph.errors import EXIT_OK, EXIT_PROBLEMS, STAMP

_SHOWN = 5


@click.group("archive", short_help="List pages without an archived copy; add the copies that were made.")
def command() -> None:
    """List pages without an archived copy, and add the copies that an archiver made of them.

    \b
    claimgraph archive list -o pages.csv
    auto-archiver --feeders csv_feeder --csv_feeder.files pages.csv --databases csv_db ...
    claimgraph archive merge db.csv
    """


@command.command("list")
@claim_choice()
@output_option("Write to a file; - is standard output, and so is no -o.")
@internal_option()
@json_option()
@click.pass_context
def list_pages(
    ctx: click.Context,
    claims: tuple[str, ...],
    source: str | None,
    tag: str | None,
    output: str | None,
    as_json: bool,
) -> None:
    """List the addresses of pages that have no archived copy, one a line, as Auto Archiver takes them.

    Pages of protected sources are not among them: whoever archives a page tells others of it.
    """
    from claimgraph.archiving import to_table, unarchived

    part = chosen_part(load_record(ctx), claims, source, tag)
    pages = unarchived(part)
    internal = is_internal(ctx)
    if as_json:
        stamp = {"internal": STAMP} if internal else {}
        text = to_json([{"url": url, "claims": list(ids), **stamp} for url, ids in pages.items()]) + "\n"
    else:
        text = to_table([url, *([STAMP] if internal else [])] for url in pages)
    write_output(text, output or "-")
    note(f"{_pages(len(pages))} without an archived copy")


@command.command("merge")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--dry-run", is_flag=True, help="Say what would be added; write nothing.")
@click.pass_context
def merge_copies(ctx: click.Context, files: tuple[str, ...], dry_run: bool) -> int:
    """Add the archived copies that an archiver made to the pages that have none.

    FILE is what Auto Archiver wrote: the table of its csv_db, or its sheet saved as CSV. Copies that are there stay.
    """
    from claimgraph.archiving import parse_answer
    from claimgraph.store import add_archives, load_config, locked

    answers = [parse_answer(read_input(file)) for file in files]
    copies = {page: copy for answer in reversed(answers) for page, copy in answer.copies.items()}
    root = record_of(ctx)
    with locked(root):
        done = add_archives(root, copies, config=load_config(root)[0], write=not dry_run)
    if done.pages:
        verb = "would add" if dry_run else "added"
        say(f"{verb} the copies of {_pages(len(done.pages))} to {counted(len(done.paths), 'file')}")
    else:
        say("nothing to add")
    used = {copies[page] for page in done.pages | done.left_pages.intersection(copies)}
    others = len({*copies.values()} - used)
    if others:
        say(f"{counted(others, 'other copy', 'other copies')}: the page is not in the record, or has one already")
    without = [page for page in dict.fromkeys(p for a in answers for p in a.without) if page not in copies]
    if without:
        more = ", ..." if len(without) > _SHOWN else ""
        say(f"{_pages(len(without))} without a copy at an address: {', '.join(without[:_SHOWN])}{more}")
    for file, answer in zip(files, answers, strict=True):
        if answer.unread:
            lines = ", ".join(map(str, answer.unread[:_SHOWN])) + (", ..." if len(answer.unread) > _SHOWN else "")
            note(f"{file}: nothing was read in {counted(len(answer.unread), 'row')} (line {lines})")
    for message in done.left:
        note(message)
    return EXIT_PROBLEMS if done.left else EXIT_OK


def _pages(number: int) -> str:
    return counted(number, "page")
