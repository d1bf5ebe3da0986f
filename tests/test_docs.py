"""The docs cannot drift: every console example is run, every Python example too, every link leads somewhere."""

from __future__ import annotations

import doctest
import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

from claimgraph.checks import CHECKS
from claimgraph.cli import COMMANDS
from claimgraph.cli import main as program

ROOT = Path(__file__).parent.parent


def _script(name: str) -> Any:
    """Import a script of docs/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


EXAMPLES = _script("examples")
PAGES: list[Path] = EXAMPLES.PAGES
_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def _names(pages: list[Path]) -> list[str]:
    return [str(page.relative_to(ROOT)) for page in pages]


@pytest.mark.parametrize(
    "name", [n for n, p in zip(_names(PAGES), PAGES, strict=True) if EXAMPLES.CONSOLE.search(p.read_text())]
)
def test_console_examples(name: str, tmp_path: Path) -> None:
    """What the examples of a page print is what the page says; `make docs` writes it anew."""
    page = (ROOT / name).read_text(encoding="utf-8")
    for command, expected, printed in EXAMPLES.run_examples(page, tmp_path):
        assert printed == expected, command


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


def test_generated_pages_are_up_to_date() -> None:
    for name, page in _script("generate").PAGES.items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page(), f"docs/{name} is old; run `make docs`"


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = {p.name for p in (ROOT / "docs").glob("*.md")} - {"index.md"}
    assert {t for t in _LINK.findall(index) if t.endswith(".md")} == pages
