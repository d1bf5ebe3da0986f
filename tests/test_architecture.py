"""The shape of the house: layers, public names, documented functions, small files."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import claimgraph

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "claimgraph").rglob("*.py"))


def test_imports_point_down_only() -> None:
    """The contracts of setup.cfg hold: layers, and a core without input and output."""
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [program, "--config", "setup.cfg", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_public_names_are_exact() -> None:
    homes = claimgraph._HOME_OF
    assert sorted(homes) == sorted(claimgraph.__all__) == claimgraph.__all__
    for name in claimgraph.__all__:
        assert getattr(claimgraph, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = claimgraph.nothing


@pytest.mark.parametrize("path", MODULES, ids=[str(m.relative_to(ROOT)) for m in MODULES])
def test_every_public_function_says_what_it_does(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    holders: list[ast.Module | ast.ClassDef] = [tree]
    holders += [n for n in tree.body if isinstance(n, ast.ClassDef) and not n.name.startswith("_")]
    named = [n for holder in holders for n in holder.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    open_ones = [n for n in named if not n.name.startswith("_")]
    assert [f.name for f in open_ones if not ast.get_docstring(f)] == []


def test_no_file_and_no_function_grows_too_long() -> None:
    long_files = {
        str(path.relative_to(ROOT)): lines
        for path in MODULES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 450
    }
    assert long_files == {}
    functions = [
        (f.name, (f.end_lineno or 0) - f.lineno)
        for path in MODULES
        for f in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(f, ast.FunctionDef)
    ]
    assert [f for f in functions if f[1] > 70] == []


def test_the_core_never_touches_the_network() -> None:
    banned = re.compile(r"^\s*(?:import|from) (?:socket|urllib\.request|http|requests|httpx|aiohttp)\b", re.MULTILINE)
    assert [str(p) for p in MODULES if banned.search(p.read_text(encoding="utf-8"))] == []
