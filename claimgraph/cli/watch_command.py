"""`claimgraph watch`."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import click

from claimgraph.cli.record import index_of
from claimgraph.cli.shared import INDEX, say
from claimgraph.errors import StoreError

if TYPE_CHECKING:
    import sqlite3


@click.command("watch", short_help="Keep the index fresh while you work.")
@click.option(
    "--every",
    type=click.FloatRange(min=0.1, max=86_400),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="How often to look.",
)
@click.option("--once", is_flag=True, help="Bring the index up to date and end, as a hook of git would.")
@click.pass_context
def command(ctx: click.Context, every: float, once: bool) -> None:
    """Keep the index fresh while you work, until Ctrl-C; every change is told in a line.

    Meanwhile other calls can spare themselves the look at all files: `claimgraph query --no-refresh ...`.
    """
    ctx.find_root().meta[INDEX] = "always"
    told: tuple[int, ...] = ()
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            index = index_of(ctx, refresh=True)
            if index is None:
                raise StoreError("there is no index to keep fresh; see the line above")
            state = _state(index)
            index.close()
            if state != told:
                told = state
                _, files, claims, errors = state
                wrong = f", {_counted(errors, 'error')}: see `claimgraph check`" if errors else ""
                say(f"{time.strftime('%H:%M:%S')} {_counted(claims, 'claim')} in {_counted(files, 'file')}{wrong}")
            if once:
                return
            time.sleep(every)


def _state(index: sqlite3.Connection) -> tuple[int, ...]:
    """Return how often the index changed, and how many files, claims and errors it has."""
    row: tuple[int, ...] = index.execute(
        "SELECT (SELECT value FROM meta WHERE key = 'generation'), (SELECT count(*) FROM files), "
        "(SELECT count(*) FROM claims WHERE kept), (SELECT count(*) FROM problems WHERE severity = 'error')"
    ).fetchone()
    return row


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
