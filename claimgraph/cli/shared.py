"""What several commands need: the record, safe output, files, completion."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from datetime import date
from json.encoder import encode_basestring
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from claimgraph.disk_names import on_disk
from claimgraph.errors import SHOWN, ClaimgraphError, FormatError, ProtectionError, StoreError
from claimgraph.harmless import plain

if TYPE_CHECKING:
    from claimgraph.graph import Graph
    from claimgraph.model import Claim, Ledger

INDEX, REFRESH, INTERNAL, SECRETS = (f"claimgraph.{name}" for name in ("index", "refresh", "internal", "secrets"))
"""Where a call keeps whether to use the index, whether to look for changes, whether its output is for internal eyes
only, and whom nothing that it prints may name."""

Progress = Callable[[int, int], None]
"""Told how much of long work is done, of how much."""

MAX_INPUT = 500_000_000
"""So many bytes of a file of others are read."""

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def confirm_shown(*values: Any) -> None:
    """Make sure that values which are about to be printed or written name no protected source.

    To be called before anything in them is escaped: an escape may hide where a word begins.

    Raises
    ------
    ProtectionError
        A text in one of them does.
    """
    ctx = click.get_current_context(silent=True)
    secrets = ctx.find_root().meta.get(SECRETS) if ctx else None
    if secrets and secrets.shown_anywhere(values):
        raise ProtectionError(SHOWN)


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
    """Return a value as indented JSON text.

    Raises
    ------
    ProtectionError
        A text in it names a protected source.
    """
    confirm_shown(value)
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


def write_output(data: str | bytes, output: str, *, named: bool = True, bom: bool | None = False) -> None:
    """Write to a file at one blow, or to standard output for ``-``.

    ``named`` if the user gave the name; ``bom``: begin with a byte order mark, None for files alone.

    Raises
    ------
    StoreError
        It cannot be written, or a link that is not the user's leads to it.
    """
    if isinstance(data, str):
        confirm_shown(data)
        if output != "-" if bom is None else bom:
            from claimgraph.delimited import BOM

            data = f"{BOM}{data}"
    if output == "-":
        click.echo(data, nl=False)
        return
    from claimgraph.store import replace_file

    if not Path(output).parent.is_dir():
        raise StoreError(f"{output}: there is no folder {Path(output).parent}; make it first")
    if not named and Path(output).is_symlink():
        raise StoreError(f"{output} is a symbolic link; name another file with -o")
    confirm_output(output)
    replace_file(Path(output), data)


def confirm_output(output: str) -> None:
    """Make sure that no link inside the repository of the record leads an output elsewhere.

    Raises
    ------
    StoreError
        One does.
    """
    from claimgraph.cli.record import find_record
    from claimgraph.store.links import confirm_unlinked, repository_of

    ctx = click.get_current_context(silent=True)
    try:
        folder = find_record(ctx.find_root().obj if ctx else None).resolve().parent
    except ClaimgraphError:  # a command that needs no record
        folder = Path()
    confirm_unlinked(Path(output), below=repository_of(folder))


def counted(number: int, noun: str, nouns: str = "") -> str:
    """Return a number of things in words, such as ``2 claims``.

    Examples
    --------
    >>> counted(1, "page"), counted(2, "copy", "copies")
    ('1 page', '2 copies')
    """
    return f"{number} {noun if number == 1 else nouns or f'{noun}s'}"


class FileOnDisk(click.Path):
    """A file that exists, found under its name whatever form of Unicode that is typed in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path by the name that the file has."""
        return super().convert(str(on_disk(Path(value))), param, ctx)


def read_input(file: str) -> bytes:
    """Return what a file holds, unpacked if its name ends in ``.gz``; ``-`` is standard input.

    Raises
    ------
    FormatError
        It is too large, or not packed as its name says.
    """
    import gzip
    import zlib

    found = on_disk(Path(file))
    if file == "-":
        data = sys.stdin.buffer.read(MAX_INPUT + 1)
    elif file.lower().endswith(".gz"):
        try:
            with gzip.open(found, "rb") as packed:
                data = packed.read(MAX_INPUT + 1)
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise FormatError(f"{file}: is not gzip, as its name says; rename it, or pack it anew") from None
    else:
        with found.open("rb") as stream:
            data = stream.read(MAX_INPUT + 1)
    if len(data) > MAX_INPUT:
        raise FormatError(f"{file}: larger than {MAX_INPUT // 1_000_000} MB; split it")
    return data


def output_option(help_text: str) -> Callable[[Decorated], Decorated]:
    """Add ``-o FILE``."""
    return click.option("-o", "--output", metavar="FILE", type=click.Path(allow_dash=True), help=help_text)


def bom_option() -> Callable[[Decorated], Decorated]:
    """Add ``--bom/--no-bom``: what a table of text begins with, None if the call does not say."""
    text = (
        "Begin CSV with a byte order mark, so that Excel reads it as UTF-8; a file has one, standard output has none."
    )
    return click.option("--bom/--no-bom", default=None, help=text)


def bom_of(form: str, *, bom: bool | None) -> bool | None:
    """Return whether a form begins with a byte order mark; only tables of text do.

    Raises
    ------
    UsageError
        It was asked for in a form that has none.
    """
    if form in ("csv", "tsv"):
        return bom
    if bom is not None:
        raise click.UsageError(f"--{'' if bom else 'no-'}bom is for csv and tsv; leave it out for {form}")
    return False


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


def json_option() -> Callable[[Decorated], Decorated]:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON (see docs/json.md).")
