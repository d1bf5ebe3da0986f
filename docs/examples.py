"""The console examples of the pages: `make docs` runs them and writes what they print; a test compares."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EMPTY = "<!-- examples begin in an empty folder -->"


def steps(block: str) -> list[tuple[str, str]]:
    """Split a console block into commands and what they print."""
    found: list[tuple[str, str]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        elif line.startswith("> ") and found and not found[-1][1]:
            found[-1] = (found[-1][0] + "\n" + line[2:], "")
        else:
            command, printed = found[-1]
            found[-1] = (command, printed + line + "\n")
    return found


def run_examples(page: str, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Run a page's examples one after the other, yield each with what it should print and what it prints.

    They run in one folder, which begins with the shipped record, or with nothing where the page says
    so in a comment.
    """
    if _EMPTY not in page:
        shutil.copytree(ROOT / "claims", folder / "claims")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "COLUMNS": "100",
    }
    environment.pop("CLAIMGRAPH_CLAIMS", None)
    for block in CONSOLE.findall(page):
        for command, expected in steps(block):
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            yield command, expected.rstrip("\n"), done.stdout.rstrip("\n")


def refreshed(page: str) -> str:
    """Return a page with what its examples print now."""
    with tempfile.TemporaryDirectory() as folder:
        printed = iter([now for _, _, now in run_examples(page, Path(folder))])

    def block(found: re.Match[str]) -> str:
        lines = []
        for command, _ in steps(found[1]):
            first, *more = command.split("\n")
            lines += [f"$ {first}", *(f"> {line}" for line in more), *filter(None, [next(printed)])]
        return "```console\n" + "\n".join(lines) + "\n```"

    return CONSOLE.sub(block, page)


def write_examples() -> None:
    """Run the examples of all pages and write down what they print."""
    for path in PAGES:
        page = path.read_text(encoding="utf-8")
        if CONSOLE.search(page):
            path.write_text(refreshed(page), encoding="utf-8")
