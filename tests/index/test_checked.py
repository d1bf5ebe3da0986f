"""What is wrong with each claim by itself is found out once, and again when anything changes that it depends on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from claimgraph.checks import check_ledger, find_problems
from claimgraph.index import open_record
from claimgraph.index.state import stamp
from claimgraph.model import Claim, Ledger, Problem
from claimgraph.store import load

WORDS = "officials say that the bridge over the river was closed at dawn"
FILES = {
    "sources.yaml": "sources:\n  - {id: ann, kind: person, name: Ann}\n  - {id: owner, kind: org}\n",
    "a.yaml": "id: a\ntext: It rained today.\nchain: Ann <- Ben [https://example.org/1]\n",
    "b.yaml": f'id: b\ntext: B is so.\nchain: \'Ann ["{WORDS}" lang=en] <- Rose ["Rose says so" said lang=en]\'\n',
    "c.yaml": "id: c\ntext: C is so.\nchain: Ann <- Ben <- Cy <- Ben\nassess: A1\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "claims"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Check a record through its index, compare with its files, and return the ids of the claims looked at alone."""
    looked: list[str] = []

    def watched(
        self: Ledger,
        find: Callable[[tuple[Claim, ...]], Iterable[Problem]],
        progress: Callable[[int, int], None] | None = None,
    ) -> Iterator[Problem]:
        def noting(claims: tuple[Claim, ...]) -> Iterable[Problem]:
            looked.extend(claim.id for claim in claims)
            return find(claims)

        yield from original(self, noting, progress)

    with closing(open_record(root, use="always")) as ledger:
        original = type(ledger).found_alone
        with monkeypatch.context() as patch:
            patch.setattr(type(ledger), "found_alone", watched)
            found = check_ledger(ledger)
        assert found == check_ledger(load(root))
    return looked


def test_what_is_known_is_not_asked_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(root, monkeypatch) == ["a", "b", "c"]
    assert asked(root, monkeypatch) == []
    (root / "a.yaml").write_text("id: a\ntext: It rained on 3 May 2024.\nchain: Ann <- Ben\n", encoding="utf-8")
    assert asked(root, monkeypatch) == ["a"]
    (root / "c.yaml").rename(root / "0.yaml")
    assert asked(root, monkeypatch) == ["c"]


def test_a_change_of_the_registry_asks_all_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(root, monkeypatch)
    (root / "sources.yaml").write_text(FILES["sources.yaml"] + "  - {id: ben, kind: person, owner: Ann}\n", "utf-8")
    assert asked(root, monkeypatch) == ["a", "b", "c"]


def test_a_name_called_confidential_anywhere_asks_all_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def drifts() -> list[str]:
        return [problem.claim or "" for problem in check_ledger(load(root)) if problem.code == "CG205"]

    asked(root, monkeypatch)
    assert drifts() == ["b"]  # "officials" for Rose, whom the record names
    (root / "d.yaml").write_text("id: d\ntext: D is so.\nchain: Ann <- Rose (confidential)\n", encoding="utf-8")
    assert asked(root, monkeypatch) == ["a", "b", "c", "d"]
    assert drifts() == []


def test_whoever_stops_in_the_middle_keeps_what_was_found(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with closing(open_record(root, use="always")) as ledger, pytest.raises(KeyboardInterrupt):
        list(find_problems(ledger, progress=stop))
    assert asked(root, monkeypatch) == []


def test_many_problems_wait_on_the_disk(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimgraph.index.checked._IN_MEMORY", 10)
    assert asked(root, monkeypatch) == ["a", "b", "c"]
    assert asked(root, monkeypatch) == []


def test_what_is_damaged_is_asked_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(root, monkeypatch)
    path = root.parent / ".claimgraph" / "index.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE checked SET problems = x'00' WHERE claim = 1")
    stamp(path)
    assert asked(root, monkeypatch) == ["a"]
