"""Writes docs/cli.md from --help, the README's picture, and what examples print; `make docs`.

A test says when they are old.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from claimgraph.cli import main as program

HERE = Path(__file__).parent
HEADER = """\
# Command line

Written from `--help` by `make docs`.

Exit status: 0 fine, or warnings only; 1 errors in the claims; 2 a wrong call, or something that is not there; 3 refused
to protect a source; 70 a bug; 130 stopped with Ctrl-C; 141 nobody reads the output any more. `NO_COLOR` switches colour
off; output that is piped is plain.

Completion of commands, claim ids and source names: `eval "$(_CLAIMGRAPH_COMPLETE=bash_source claimgraph)"` in bash
(`zsh_source`, `fish_source` in the other shells).
"""


def cli_page() -> str:
    """Return docs/cli.md."""
    paths = _paths(program, "claimgraph")
    return HEADER + "".join(f"\n## {' '.join(path)}\n\n```text\n{_help(path)}\n```\n" for path in paths)


def _help(path: tuple[str, ...]) -> str:
    asked = CliRunner().invoke(program, [*path[1:], "--help"], prog_name=path[0], terminal_width=100)
    return asked.output.rstrip("\n")


def _paths(command: click.Command, *path: str) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _paths(inner, *path, name)


def readme_picture() -> str:
    """Return docs/images/kataeb.svg: the two expectations of the Kataeb article."""
    return _picture("russian-air-action-within-hours", "russian-response-slow")


def case_picture() -> str:
    """Return docs/images/aardvark.svg: the case that docs/case.md walks through."""
    return _picture("coati-brazilian-aardvark")


def _picture(*ids: str) -> str:
    from claimgraph import build_graph, load, to_dot, to_svg

    ledger = load(HERE.parent / "claims")
    graph = build_graph(ledger, [ledger[i] for i in ids])
    return to_svg(to_dot(graph, *ids, claims=ledger))


PAGES = {"cli.md": cli_page, "images/kataeb.svg": readme_picture, "images/aardvark.svg": case_picture}
"""Every file of docs/ that is generated, and what returns its text."""


def main() -> None:
    """Write all generated pages."""
    for name, page in PAGES.items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(page(), encoding="utf-8")
    from examples import write_examples

    write_examples()


if __name__ == "__main__":
    main()
