"""What several commands need: the record, safe output, files, completion."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from json.encoder import encode_basestring
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from claimgraph.errors import SHOWN, STAMP, NotFoundError, ProtectionError, StoreError
from claimgraph.filenames import settings_folder
from claimgraph.harmless import plain

if TYPE_CHECKING:
    import sqlite3

    from click.shell_completion import CompletionItem

    from claimgraph.graph import Graph
    from claimgraph.model import Claim, Ledger

INDEX, REFRESH, INTERNAL, SECRETS = (f"claimgraph.{name}" for name in ("index", "refresh", "internal", "secrets"))
"""Where a call keeps whether to use the index, whether to look for changes, whether its output is for internal eyes
only, and whom nothing that it prints may name."""

Progress = Callable[[int, int], None]
"""Told how much of long work is done, of how much."""

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def find_record(given: str | None) -> Path:
    """Return the folder of claims: the one given, or the nearest ``claims`` here or upward.

    Raises
    ------
    NotFoundError
        There is none.
    """
    if given:
        if not Path(given).is_dir():
            raise NotFoundError(f"no folder of claims at {given}; make one with `claimgraph init`")
        return Path(given)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "claims").is_dir():
            return Path(os.path.relpath(folder / "claims", here))
    raise NotFoundError("no record here or above; make one with `claimgraph init`, or name one with --claims DIR")


def record_of(ctx: click.Context) -> Path:
    """Return the folder of claims of a call."""
    return find_record(ctx.find_root().obj)


def index_of(ctx: click.Context, *, refresh: bool | None = None) -> sqlite3.Connection | None:
    """Return the index of the record of a call, None where there is none to be used.

    Without ``refresh`` the options of the call say how much to look for changes.
    """
    from claimgraph.index import connect

    settings = ctx.find_root().meta
    with show_progress("reading the record") as progress:
        connection = connect(
            record_of(ctx),
            use=settings.get(INDEX, "auto"),
            refresh=settings.get(REFRESH, True) if refresh is None else refresh,
            tell=note,
            progress=progress,
        )
    if connection:
        ctx.call_on_close(connection.close)
    return connection


def open_record_of(ctx: click.Context, *, refresh: bool | None = None) -> Ledger:
    """Open the record of a call, through its index wherever that is possible."""
    from claimgraph.index import ledger_of

    ledger = ledger_of(record_of(ctx), index_of(ctx, refresh=refresh))
    ctx.call_on_close(ledger.close)
    return ledger


@contextlib.contextmanager
def show_progress(label: str) -> Iterator[Progress | None]:
    """Yield what shows on a terminal how far long work is."""
    if not sys.stderr.isatty():
        yield None
        return
    shown: dict[int, Any] = {}

    def show(done: int, of: int) -> None:
        if of >= _LONG:
            if of not in shown:
                shown[of] = click.progressbar(length=of, label=label, file=sys.stderr)
                shown[of].__enter__()
            shown[of].update(done - shown[of].pos)

    try:
        yield show
    finally:
        for bar in shown.values():
            bar.__exit__(None, None, None)


_LONG = 1_000


def load_record(ctx: click.Context, *, quiet: bool = False) -> Ledger:
    """Open the record of a call; say on standard error if files in it could not be read."""
    ledger = released_record(ctx, open_record_of(ctx))
    if not quiet:
        tell_errors(ledger)
    return ledger


def is_internal(ctx: click.Context) -> bool:
    """Tell whether the output of a call is for internal eyes only, so that it may name everybody."""
    return bool(ctx.find_root().meta.get(INTERNAL))


def released_record(ctx: click.Context, ledger: Ledger) -> Ledger:
    """Return what a call may show of a record; from then on nothing that it prints may name anybody protected."""
    from claimgraph.protection import secrets_of

    secrets = secrets_of(ledger, frozenset() if is_internal(ctx) else vault_terms(ctx))
    if not secrets:
        return ledger
    if is_internal(ctx):
        note(STAMP)
        return ledger
    from claimgraph.redaction import redact

    ctx.find_root().meta[SECRETS] = secrets
    return redact(ledger, secrets)


def vault_terms(ctx: click.Context) -> frozenset[str]:
    """Return what stands in the vault of the record of a call; nothing where there is none."""
    root = record_of(ctx)
    if not os.path.lexists(settings_folder(root) / "vault.yaml"):
        return frozenset()
    from claimgraph.store.vault import load_vault

    return load_vault(root)


def confirm_shown(*texts: str) -> None:
    """Make sure that texts which are about to be printed or written name nobody who must not be identified.

    Raises
    ------
    ProtectionError
        One of them does.
    """
    ctx = click.get_current_context(silent=True)
    secrets = ctx.find_root().meta.get(SECRETS) if ctx else None
    if secrets and any(map(secrets.shown_in, texts)):
        raise ProtectionError(SHOWN)


def tell_errors(ledger: Ledger) -> None:
    """Say on standard error if files of a record could not be read."""
    errors = ledger.errors
    if errors:
        more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
        note(f"the record has errors, so something may be missing here: {errors[0]}{more}; see `claimgraph check`")


def say(text: str = "", *, typed: str = "") -> None:
    """Print a text; what could steer a terminal is shown instead of obeyed. ``typed`` is a part that the user gave."""
    confirm_shown(text.replace(typed, "") if typed else text)
    click.echo("\n".join(plain(line) for line in text.split("\n")))


def say_wrapped(text: str, *, indent: int = 0) -> None:
    """Print a text, broken at the terminal's width with following lines indented."""
    confirm_shown(text)
    for line in wrapped(text, indent=indent):
        say(line)


def wrapped(text: str, *, indent: int = 0) -> list[str]:
    """Return a text as the lines in which a terminal has room for it; no break of its own begins one."""
    import textwrap

    width = terminal_width()
    flat = " ".join(text.splitlines())
    if not width:
        return [flat]
    return textwrap.wrap(flat, max(20, width), subsequent_indent=" " * min(indent, 16)) or [""]


def note(text: str, *, typed: str = "") -> None:
    """Print a remark on standard error; ``typed`` is a part of it that the user gave."""
    confirm_shown(text.replace(typed, "") if typed else text)
    click.echo(f"claimgraph: {plain(text)}", err=True)


def say_json(value: Any) -> None:
    """Print a value as JSON; direction and control characters are escaped."""
    text = to_json(value)
    confirm_shown(text)
    click.echo(text)


def to_json(value: Any) -> str:
    """Return a value as indented JSON text."""
    text = _indented(value, "\n")
    lines = (line if line.isprintable() else _escaped(line) for line in text.split("\n"))
    return "\n".join(lines)


def _indented(value: Any, line: str) -> str:
    """Return what `json.dumps` with an indent gives, which takes four times as long; ``line`` begins a line."""
    if isinstance(value, str):
        return encode_basestring(value)
    deeper = f"{line}  "
    if isinstance(value, dict) and value:
        inside = [
            f"{encode_basestring(key)}: "
            + (
                "null"
                if part is None
                else encode_basestring(part)
                if isinstance(part, str)
                else _indented(part, deeper)
            )
            for key, part in value.items()
        ]
        return f"{{{deeper}{f',{deeper}'.join(inside)}{line}}}"
    if isinstance(value, list | tuple) and value:
        return f"[{deeper}{f',{deeper}'.join([_indented(part, deeper) for part in value])}{line}]"
    return json.dumps(value)


def _escaped(line: str) -> str:
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)


def paint(kind: str, text: str) -> str:
    """Colour a piece of a trace on a terminal that shows colour."""
    if not _colourful():
        return text
    styles: dict[str, dict[str, Any]] = {"name": {"bold": True}, "mark": {"fg": "yellow"}, "tree": {"dim": True}}
    return click.style(text, **styles.get(kind, {}))


def _colourful() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def terminal_width() -> int | None:
    """Return the width of the terminal, None where output is piped."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def write_output(data: str | bytes, output: str) -> None:
    """Write to a file at one blow, or to standard output for ``-``."""
    if isinstance(data, str):
        confirm_shown(data)
    if output == "-":
        click.echo(data, nl=False)
        return
    from claimgraph.store import replace_file

    if not Path(output).parent.is_dir():
        raise StoreError(f"{output}: there is no folder {Path(output).parent}; make it first")
    replace_file(Path(output), data)


def output_option(help_text: str) -> Callable[[Decorated], Decorated]:
    """Add ``-o FILE``."""
    return click.option("-o", "--output", metavar="FILE", type=click.Path(allow_dash=True), help=help_text)


def ignore_inferred_option() -> Callable[[Decorated], Decorated]:
    """Add ``--ignore-inferred``."""
    return click.option("--ignore-inferred", is_flag=True, help="Leave out links that are only inferred by us.")


def today_option() -> Callable[[Decorated], Decorated]:
    """Add ``--today DATE``: the day from which to look back on what is due."""

    def read(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:  # noqa: ARG001
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise click.BadParameter(f"'{value}' is no day; write it as 2024-11-29") from None

    text = "Look at what is due as of this day, instead of the present one."
    return click.option("--today", metavar="DATE", callback=read, help=text)


def claims_graph(ledger: Ledger, claims: Iterable[Claim], *, ignore_inferred: bool) -> Graph:
    """Return the graph of some claims, on demand without the links that are only inferred."""
    from claimgraph.graph import build_graph, without_inferred

    graph = build_graph(ledger, claims)
    return without_inferred(graph) if ignore_inferred else graph


def refresh_option() -> Callable[[Decorated], Decorated]:
    """Add ``--no-refresh``, which is an option of the whole program as well."""

    def keep(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001
        if value:
            ctx.find_root().meta[REFRESH] = False

    text = "Take the index as it is; do not look for changed files."
    return click.option("--no-refresh", is_flag=True, expose_value=False, callback=keep, help=text)


def internal_option() -> Callable[[Decorated], Decorated]:
    """Add ``--internal``, which is an option of the whole program as well."""

    def keep(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001
        if value:
            ctx.find_root().meta[INTERNAL] = True

    text = "Name protected sources, stamped INTERNAL: for your own eyes."
    return click.option("--internal", is_flag=True, expose_value=False, callback=keep, help=text)


def json_option() -> Callable[[Decorated], Decorated]:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON (see docs/json.md).")


def complete_claims(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Offer the ids of claims."""
    from click.shell_completion import CompletionItem

    ledger = released_record(ctx, open_record_of(ctx))
    return [CompletionItem(c.id, help=plain(c.text)[:60]) for c in ledger.starting(incomplete)]


def complete_sources(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Offer sources by any of their names in any script, as the id, which needs no quotes."""
    from click.shell_completion import CompletionItem

    from claimgraph.names import normalise, slug

    ledger = released_record(ctx, open_record_of(ctx))
    registered = {s.id: (s.label, (s.id, s.label, *s.aliases)) for s in ledger.sources}
    spoken = ledger.spoken_names
    known = {name for _, names in registered.values() for name in map(normalise, names)}
    free = {slug(name): (name, (name,)) for name in spoken if normalise(name) not in known}
    wanted = normalise(incomplete)
    return [
        CompletionItem(source_id, help=plain(label))
        for source_id, (label, names) in sorted({**free, **registered}.items())
        if any(normalise(name).startswith(wanted) for name in names)
    ]
