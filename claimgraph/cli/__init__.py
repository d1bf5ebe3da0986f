"""The command line: every command is a module of this package, loaded when it is called."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from claimgraph import __version__
from claimgraph.errors import EXIT_BUG, EXIT_PIPE, EXIT_STOPPED, EXIT_USAGE, ClaimgraphError

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS: Mapping[str, str] = {
    "init": "Make an empty record.",
    "add": "Add a claim with its chain of attribution.",
    "query": "Find claims by source, way, tag, words, date or verdict.",
    "trace": "Show where a claim comes from, as a tree.",
    "show": "Show everything about one claim.",
    "reach": "Show how far a source carries: who passes it on.",
    "impact": "Show what falls if a source, a statement or a link falls.",
    "conflicts": "Show who contradicts whom, and who changed its account.",
    "timeline": "Show who said what when, as text or as a picture.",
    "track": "Show how often sources were right, in this record.",
    "table": "Write the sourcing table of a story, a row per claim.",
    "log": "Tell the history of a claim from git, in words.",
    "render": "Draw the provenance graph of claims or sources.",
    "export": "Write the record, or some claims, in a format of others.",
    "import": "Add what a file of another format holds.",
    "archive": "List pages without an archived copy; add the copies that were made.",
    "check": "Say what is wrong with the record.",
    "fmt": "Bring files into canonical form; comments stay.",
    "sources": "List, show, add, merge and rename sources.",
    "watch": "Keep the index fresh while you work.",
    "schema": "Print the JSON Schema of the record's files.",
}
"""The commands and their first lines, so that help loads none of them; a test compares the lines."""


_MANY_VALUES = 50_000
"""So many new values are worth a look for circles among them: modules and claims stay until the end, and hold few."""


class CommandGroup(click.Group):
    """Finds commands by name, and is the one door through which every exception leaves."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"claimgraph.cli.{cmd_name}_command").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of these arguments; a misspelt one gets "did you mean"."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from claimgraph.names import hint

            near = hint(args[0], COMMANDS) or "; see claimgraph --help"
            ctx.fail(f"no command '{args[0]}'{near}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands from their first lines."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def __call__(self, *args: Any, **extra: Any) -> Any:
        """Run as a program of its own, which ends when this does."""
        gc.set_threshold(_MANY_VALUES)
        try:
            return super().__call__(*args, **extra)
        finally:
            gc.freeze()  # Python looks for circles once more on its way out, which takes longer than many a command

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and turn whatever is raised into one line and an exit status."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        _written().clear()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a terminal without UTF-8 still gets every line
                stream.reconfigure(errors="backslashreplace")
        try:
            status = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(EXIT_PIPE)
        except KeyboardInterrupt:
            sys.exit(_report(click.Abort()))
        except Exception as error:
            sys.exit(_report(error))
        sys.exit(status if isinstance(status, int) else 0)


def _report(error: Exception) -> int:
    from claimgraph.harmless import plain

    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, click.Abort):
        click.echo(plain(_stopped()), err=True)
        return EXIT_STOPPED
    if isinstance(error, ClaimgraphError):
        click.echo(f"claimgraph: {plain(str(error))}", err=True)
        return error.exit_code
    if isinstance(error, MemoryError):
        click.echo("claimgraph: there is not enough memory for this; take it in parts", err=True)
        return EXIT_USAGE
    if isinstance(error, OSError):
        name = f"{error.filename}: " if error.filename else ""
        click.echo(f"claimgraph: {plain(name)}{error.strerror or error}", err=True)
        return EXIT_USAGE
    sqlite = sys.modules.get("sqlite3")  # only where an index was asked
    if sqlite and isinstance(error, sqlite.DatabaseError):
        advice = "delete .claimgraph/index.sqlite, or call with --index never"
        click.echo(f"claimgraph: the index is damaged ({plain(str(error))}); {advice}", err=True)
        return EXIT_USAGE
    if os.environ.get("CLAIMGRAPH_TRACEBACK"):
        raise error
    click.echo(
        f"claimgraph: this is a bug in claimgraph {__version__}: {type(error).__name__}: {plain(str(error))}\n"
        "Please report it with the command you gave; CLAIMGRAPH_TRACEBACK=1 prints where it happened.",
        err=True,
    )
    return EXIT_BUG


def _stopped() -> str:
    """Return what is said of a call that was stopped: whether it has written anything by then."""
    written = _written()
    if not written:
        return "stopped; nothing was written"
    more = f" and {len(written) - 1} more" if len(written) > 1 else ""
    return f"stopped; by then {written[0]}{more} had been written"


def _written() -> list[Path]:
    """Return the list in which the store notes what it writes; it is loaded by the commands that write."""
    store = sys.modules.get("claimgraph.store.temporaries")
    return store.written if store else []


@click.command(
    cls=CommandGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `claimgraph init`, or see docs/tutorial.md.",
)
@click.option(
    "--claims",
    metavar="DIR",
    envvar="CLAIMGRAPH_CLAIMS",
    show_envvar=True,
    help="The folder of claims; without it `claims` is looked for here and upward.",
)
@click.option(
    "--index",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    envvar="CLAIMGRAPH_INDEX",
    show_envvar=True,
    help="Whether to use .claimgraph/index.sqlite; made by itself for a record of some size.",
)
@click.option("--no-refresh", is_flag=True, help="Take the index as it is; do not look for changed files.")
@click.option("--internal", is_flag=True, help="Name protected sources in the output, stamped INTERNAL.")
@click.version_option(__version__, prog_name="claimgraph")
@click.pass_context
def main(ctx: click.Context, claims: str | None, index: str, no_refresh: bool, internal: bool) -> None:
    """Who said what, through whom, and how many really say so."""
    ctx.obj = claims
    ctx.meta.update({"claimgraph.index": index, "claimgraph.refresh": not no_refresh, "claimgraph.internal": internal})
