"""Writes docs/cli.md from --help, and the README's picture; `make docs`. A test says when they are old."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from claimgraph.cli import main as program

HERE = Path(__file__).parent
HEADER = """\
# Command line

Written from `--help` by `make docs`.

Exit status: 0 fine, or warnings only; 1 errors in the claims; 2 a wrong call, or something that is not there; 3 refused
to protect a source; 70 a bug. `NO_COLOR` switches colour off; output that is piped is plain.

Completion of commands, claim ids and source names: `eval "$(_CLAIMGRAPH_COMPLETE=bash_source claimgraph)"` in bash
(`zsh_source`, `fish_source` in the other shells).
"""


def cli_page() -> str:
    """Return docs/cli.md."""
    return HEADER + "".join(f"\n## {path}\n\n```text\n{text}\n```\n" for path, text in _helps(program, "claimgraph"))


def _helps(command: click.Command, path: str, parent: click.Context | None = None) -> Iterator[tuple[str, str]]:
    context = click.Context(command, info_name=path.rsplit(maxsplit=1)[-1], parent=parent, terminal_width=100)
    yield path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _helps(inner, f"{path} {name}", context)


def readme_picture() -> str:
    """Return docs/images/kataeb.svg: the two expectations of the Kataeb article."""
    from claimgraph import build_graph, load, to_dot, to_svg

    ledger = load(HERE.parent / "claims")
    ids = ("russian-air-action-within-hours", "russian-response-slow")
    graph = build_graph(ledger, [ledger[i] for i in ids])
    return to_svg(to_dot(graph, *ids, claims=ledger))


PAGES = {"cli.md": cli_page, "images/kataeb.svg": readme_picture}
"""Every file of docs/ that is generated, and what returns its text."""


def main() -> None:
    """Write all generated pages."""
    for name, page in PAGES.items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
