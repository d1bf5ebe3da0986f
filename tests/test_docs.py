"""The docs cannot drift: every console example is run, every Python example too, every link leads somewhere."""

from __future__ import annotations

import doctest
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from claimgraph.checks import CHECKS
from claimgraph.cli import COMMANDS
from claimgraph.cli import main as program

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def _names(pages: list[Path]) -> list[str]:
    return [str(page.relative_to(ROOT)) for page in pages]


def _steps(block: str) -> list[tuple[str, str]]:
    """Split a console block into commands and what they print."""
    steps: list[tuple[str, str]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], ""))
        elif line.startswith("> ") and steps and not steps[-1][1]:
            steps[-1] = (steps[-1][0] + "\n" + line[2:], "")
        else:
            command, printed = steps[-1]
            steps[-1] = (command, printed + line + "\n")
    return steps


@pytest.mark.parametrize(
    "name", [n for n, p in zip(_names(PAGES), PAGES, strict=True) if _CONSOLE.search(p.read_text())]
)
def test_console_examples(name: str, tmp_path: Path) -> None:
    """Run the examples of a page one after the other, in one folder that begins with the shipped record.

    A page with the comment ``<!-- examples begin in an empty folder -->`` begins with nothing.
    """
    page = (ROOT / name).read_text(encoding="utf-8")
    if "<!-- examples begin in an empty folder -->" not in page:
        shutil.copytree(ROOT / "claims", tmp_path / "claims")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "COLUMNS": "100",
    }
    environment.pop("CLAIMGRAPH_CLAIMS", None)
    for block in _CONSOLE.findall(page):
        for command, expected in _steps(block):
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=tmp_path,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            assert done.stdout.rstrip("\n") == expected.rstrip("\n"), command


@pytest.mark.parametrize(
    "name", [n for n, p in zip(_names(PAGES), PAGES, strict=True) if _PYTHON.search(p.read_text())]
)
def test_python_examples(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    code = "\n".join(_PYTHON.findall((ROOT / name).read_text(encoding="utf-8")))
    assert ">>>" in code, "examples are written as a session"
    test = doctest.DocTestParser().get_doctest(code, {}, name, name, 0)
    report: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=report.append)
    assert not report, "".join(report)


@pytest.mark.parametrize("name", _names(PAGES))
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    targets = [t for t in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in t]
    missing = [t for t in targets if not (page.parent / t).exists()]
    assert missing == []


def test_every_check_has_its_page() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (\w+)\n\n\*\*(\w+): (.+?)\.\*\*", page, re.MULTILINE)
    titles = {"error": "Error", "warning": "Warning", "info": "Information"}
    assert headings == [(check.code, titles[check.severity], check.title) for check in CHECKS]


def test_help_lines_are_those_of_the_commands() -> None:
    import click

    context = click.Context(program)
    found = {name: program.get_command(context, name) for name in COMMANDS}
    assert {name: command.short_help for name, command in found.items() if command} == dict(COMMANDS)


def _generator() -> object:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_up_to_date() -> None:
    pages = _generator().PAGES  # type: ignore[attr-defined]
    for name, page in pages.items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page(), f"docs/{name} is old; run `make docs`"


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = {p.name for p in (ROOT / "docs").glob("*.md")} - {"index.md"}
    assert {t for t in _LINK.findall(index) if t.endswith(".md")} == pages
