"""A file dropped into tests/examples/good or bad is a test; what is said of a bad one stands beside it in NAME.txt.

Files called ``sources-...`` are registries. The texts are written by ``pytest --update-snapshots``.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from claimgraph.model import Ledger
from claimgraph.store import FileContent, dumps, dumps_sources, load, loads

EXAMPLES = Path(__file__).parent.parent / "examples"
GOOD = sorted((EXAMPLES / "good").glob("*.yaml"))
BAD = sorted((EXAMPLES / "bad").glob("*.yaml"))


def is_registry(path: Path) -> bool:
    return path.name.startswith("sources-")


def loaded(path: Path, folder: Path) -> Ledger:
    """Return a record in which the example is the only file."""
    inside = folder / "claims" / "sources" if is_registry(path) else folder / "claims"
    inside.mkdir(parents=True)
    shutil.copy(path, inside)
    return load("claims")


def read(path: Path) -> FileContent:
    return loads(path.read_text(encoding="utf-8"), registry=is_registry(path))


def test_there_are_many() -> None:
    assert len(GOOD) >= 15
    assert len(BAD) >= 25


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ledger = loaded(path, tmp_path)
    assert ledger.problems == ()
    content = read(path)
    assert (ledger.claims, ledger.sources) == (content.claims, content.sources)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_survives_writing(path: Path) -> None:
    content = read(path)
    if is_registry(path):
        assert loads(dumps_sources(content.sources), registry=True).sources == content.sources
    else:
        assert loads(dumps(content.claims, article=content.article)).claims == content.claims


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(tmp_path)
    told = "".join(f"{problem}\n" for problem in loaded(path, tmp_path).problems)
    beside = path.with_suffix(".txt")
    if request.config.getoption("--update-snapshots"):
        beside.write_text(told, encoding="utf-8")
    assert told == beside.read_text(encoding="utf-8")
    assert told
    assert all(line.startswith("claims/") for line in told.splitlines())


def test_no_text_without_an_example() -> None:
    assert sorted((EXAMPLES / "bad").glob("*.txt")) == [path.with_suffix(".txt") for path in BAD]


def test_one_broken_file_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All examples in one record: the claims and problems of each are there, as if it stood alone."""
    monkeypatch.chdir(tmp_path)
    together = tmp_path / "all" / "claims"
    (together / "sources").mkdir(parents=True)
    expected = set()
    for number, path in enumerate([*GOOD, *BAD]):
        alone = tmp_path / str(number)
        alone.mkdir()
        monkeypatch.chdir(alone)
        expected |= {str(problem) for problem in loaded(path, alone).problems}
        shutil.copy(path, together / "sources" if is_registry(path) else together)
    monkeypatch.chdir(tmp_path / "all")
    found = {str(problem) for problem in load("claims").problems}
    assert {line for line in expected if "is taken by" not in line} <= found
    assert all("is taken by" in line for line in found - expected)
