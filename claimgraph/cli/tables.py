"""Tables for people: plain columns where output is piped, fitted to a terminal, as blocks on a narrow one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from claimgraph.cli.shared import confirm_shown, paint, terminal_width
from claimgraph.harmless import cell_width, plain

Cell = str | tuple[str, ...]
"""What stands in a field of a table; several texts stand below each other where there is room."""


def say_table(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print a table: plain columns where output is piped, fitted to a terminal, as blocks on a narrow one."""
    listed = [[(cell,) if isinstance(cell, str) else cell for cell in row] for row in rows]
    confirm_shown(listed, [" ".join(cell) for row in listed for cell in row])
    cells = [[tuple(map(plain, cell)) for cell in row] for row in listed]
    width = terminal_width()
    if width is None:
        _say_columns([list(headings), *(["; ".join(cell) for cell in row] for row in cells)])
    elif width < 2 * max((len(row[0][0]) for row in cells), default=0) + 20:
        _say_blocks(cells, width)
    else:
        _say_grid(headings, cells)


def _say_columns(lines: Sequence[Sequence[str]]) -> None:
    widths = [max(map(cell_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = (cell + " " * (width - cell_width(cell)) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def _say_blocks(rows: Iterable[Sequence[tuple[str, ...]]], width: int) -> None:
    import textwrap

    for first, *others in rows:
        click.echo(paint("name", first[0]))
        for text in (text for cell in others for text in cell):
            for line in textwrap.wrap(text, max(16, width - 2), initial_indent="  ", subsequent_indent="    "):
                click.echo(line)


def _say_grid(headings: Sequence[str], rows: Iterable[Sequence[tuple[str, ...]]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=number == 0)  # the first column is there to be copied
    for row in rows:
        table.add_row(*(Text("\n".join(cell)) for cell in row))
    Console(highlight=False).print(table)
