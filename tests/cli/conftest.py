"""A record in a temporary folder, and a way to call the program on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimgraph.cli import main

ROOT = Path(__file__).parent.parent.parent

Run = Callable[..., Result]
MakeRecord = Callable[[dict[str, str]], Path]


@pytest.fixture
def run() -> Run:
    """Call the program in this process; the result has exit_code, stdout and stderr."""

    def call(*arguments: str, **extra: object) -> Result:
        return CliRunner().invoke(main, list(arguments), prog_name="claimgraph", **extra)  # type: ignore[arg-type]

    return call


@pytest.fixture
def make_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeRecord:
    """Write files into ``claims/`` of an empty folder and go there; returns the folder of claims."""

    def make(files: dict[str, str]) -> Path:
        claims = tmp_path / "claims"
        claims.mkdir(exist_ok=True)
        for name, text in files.items():
            path = claims / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("CLAIMGRAPH_CLAIMS", raising=False)
        return claims

    return make


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped record; the working directory is the folder around it."""
    shutil.copytree(ROOT / "claims", tmp_path / "claims")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMGRAPH_CLAIMS", raising=False)
    return tmp_path / "claims"
