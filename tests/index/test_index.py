"""What can happen to the index itself: it is rebuilt or left aside, and never gives a wrong answer."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimgraph.errors import NotFoundError
from claimgraph.index import Refresh, open_record, opening, refreshing
from claimgraph.index.ledger import IndexedLedger
from claimgraph.model import Claim, Ledger
from claimgraph.store import load

CLAIMS = {
    "a.yaml": 'id: a\ntext: The bridge was closed.\nchain: Kataeb [2024-11-29] <- Sky News <- "officials"\n',
    "b/b.yaml": """\
article: {source: الكتائب, date: 2024-11-30, url: 'https://example.org/b'}
claims:
  - id: b
    text: Мост закрыт.
    chain: this [reported] <- (Rose + "a driver") <~ Ann
    contradicts: a
    verdict: {is: false, by: Desk, because: seen}
    silence: {CG204: known}
  - id: c
    text: C is so.
    chain:
      - {source: Kataeb}
      - {unnamed: two officials, verb: told}
""",
    "sources.yaml": "sources:\n  - {id: kataeb, kind: outlet, name: Kataeb, aliases: [الكتائب]}\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small record, with an old date on every file."""
    claims = tmp_path / "claims"
    for name, text in CLAIMS.items():
        path = claims / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return claims


@contextlib.contextmanager
def opened(root: Path, *, told: list[str] | None = None, refresh: Refresh = "all") -> Iterator[Ledger]:
    """Open a record through the index, and close it."""
    ledger = open_record(root, use="always", refresh=refresh, tell=(told if told is not None else []).append)
    try:
        yield ledger
    finally:
        ledger.close()


def everything(ledger: Ledger) -> tuple[object, ...]:
    """Return all values of a ledger with all their places, which equality leaves out."""
    return (ledger.claims, ledger.sources, ledger.problems, ledger.config, *map(_places, ledger))


def _places(claim: Claim) -> tuple[object, ...]:
    mentions = [m.location for chain in claim.chains for m in chain.mentions]
    relations = [r.location for r in claim.relations]
    silences = [s.location for s in claim.silence]
    article = claim.article.places if claim.article else None
    return (claim.id, claim.location, dict(claim.places), mentions, relations, silences, article)


def test_what_comes_back_is_what_the_files_hold(root: Path) -> None:
    for _ in ("made", "taken as it is"):
        with opened(root) as ledger:
            assert isinstance(ledger, IndexedLedger)
            assert everything(ledger) == everything(load(root))
            assert [claim.id for claim in ledger] == ["a", "b", "c"]


def test_every_single_question_has_the_answer_of_the_whole(root: Path) -> None:
    whole = load(root)
    with opened(root) as ledger:
        assert ledger["b"] == whole["b"]
        assert ("c" in ledger, "x" in ledger, len(ledger)) == (True, False, 3)
        assert ledger.ids == whole.ids == ("a", "b", "c")
        assert ledger.pointing_at("a") == whole.pointing_at("a") == (whole["b"],)
        assert ledger.part(["c", "a"]).claims == whole.part(["c", "a"]).claims == (whole["a"], whole["c"])
        assert ledger.confidential_names == whole.confidential_names
        assert ledger.with_wordings == whole.with_wordings == frozenset()
        with pytest.raises(NotFoundError, match=r"no claim 'bb' in this record"):
            ledger["bb"]
        assert "claims" not in ledger.__dict__  # nothing above made every claim


def test_steps_that_no_notation_can_say_are_read_from_the_file(root: Path) -> None:
    """A date with a space before it is kept as written in steps, while a chain in notation has no room for it."""
    text = "id: d\ntext: D is so.\nchain:\n  - {source: Kataeb, date: ' 2024-11-29'}\n"
    (root / "d.yaml").write_text(text, encoding="utf-8")
    whole = load(root)
    assert whole["d"].chains[0].heads[0].date == " 2024-11-29"
    with opened(root) as ledger:
        assert ledger["d"] == whole["d"]
        assert everything(ledger) == everything(whole)


def damaged(path: Path, how: str) -> None:
    """Damage an index."""
    data = path.read_bytes()
    if how == "garbage":
        path.write_bytes(b"not a database at all" * 500)
    elif how == "truncated":
        path.write_bytes(data[: len(data) // 2])
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "holes":
        path.write_bytes(data[:4096] + b"\x00" * (len(data) - 4096))
    else:
        with contextlib.closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE meta SET value = '99 9.9.9' WHERE key = 'written_by'")


@pytest.mark.parametrize("how", ["garbage", "truncated", "empty", "holes", "newer"])
def test_a_damaged_or_newer_index_is_made_anew(root: Path, how: str) -> None:
    whole = everything(load(root))
    with opened(root):
        pass
    damaged(root.parent / ".claimgraph" / "index.sqlite", how)
    told: list[str] = []
    with opened(root, told=told) as ledger:
        assert everything(ledger) == whole
    with opened(root, told=told) as ledger:
        assert isinstance(ledger, IndexedLedger)
        assert everything(ledger) == whole
    assert told == []


def test_a_locked_index_is_left_aside_with_a_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WAIT_SECONDS", 0.05)
    with opened(root):
        pass
    (root / "a.yaml").write_text("id: a\ntext: Another text.\nchain: Ann\n", encoding="utf-8")
    told: list[str] = []
    path = root.parent / ".claimgraph" / "index.sqlite"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with opened(root, told=told) as ledger:
            assert ledger["a"].text == "Another text."
    assert told == ["the index is not used (database is locked); reading the files instead"]


def test_where_no_index_can_be_written_the_files_are_read(root: Path) -> None:
    (root.parent / ".claimgraph").write_text("in the way", encoding="utf-8")
    told: list[str] = []
    with opened(root, told=told) as ledger:
        assert everything(ledger) == everything(load(root))
    assert told == ["the index is not used (Not a directory); reading the files instead"]


def test_without_a_refresh_the_index_is_taken_as_it_is(root: Path) -> None:
    with opened(root):
        pass
    (root / "a.yaml").unlink()
    with opened(root, refresh="none") as ledger:
        assert len(ledger) == 3
    with opened(root) as ledger:
        assert len(ledger) == 2


def test_names_that_come_and_go_are_seen_without_looking_into_every_file(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "COARSE_NS", 0)  # as if nobody had worked on the record for a while
    time.sleep(0.05)
    with opened(root):
        pass
    time.sleep(0.05)
    text = (root / "a.yaml").read_text(encoding="utf-8")
    with (root / "a.yaml").open("w", encoding="utf-8") as file:  # in place: no name comes or goes
        file.write(text.replace("id: a\n", "id: other\n"))
    with opened(root, refresh="names") as ledger:
        assert "other" not in ledger
    (root / "b" / "new.yaml").write_text("id: n\ntext: N is so.\nchain: Ann\n", encoding="utf-8")
    with opened(root, refresh="names") as ledger:
        assert ledger.ids == ("a", "b", "c", "n")
    registry = (root / "sources.yaml").read_text(encoding="utf-8")
    with (root / "sources.yaml").open("w", encoding="utf-8") as file:
        file.write(registry.replace("id: kataeb", "id: ketaeb"))
    with opened(root, refresh="names") as ledger:
        assert [source.id for source in ledger.sources] == ["ketaeb"]
    (root / "b" / "b.yaml").unlink()
    with opened(root, refresh="names") as ledger:
        assert set(ledger.ids) - {"a", "other"} == {"n"}
    with opened(root) as ledger:
        assert ledger.ids == ("other", "n")


def test_an_index_is_made_by_itself_for_a_record_of_some_size_only(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = root.parent / ".claimgraph" / "index.sqlite"
    assert isinstance(open_record(root), Ledger)
    assert not made.exists()
    monkeypatch.setattr(opening, "WORTHWHILE", 100)
    open_record(root, use="never")
    assert not made.exists()
    open_record(root).close()
    assert made.exists()


def test_git_leaves_the_index_alone(root: Path) -> None:
    run = ["git", "-C", str(root.parent)]
    subprocess.run([*run, "init", "-q"], check=True)
    with opened(root):
        pass
    told = subprocess.run([*run, "status", "--porcelain", "-uall"], check=True, capture_output=True, text=True).stdout
    assert ".claimgraph" not in told


def test_an_index_is_as_open_to_others_as_the_record(root: Path) -> None:
    root.chmod(0o750)
    with opened(root):
        pass
    assert (root.parent / ".claimgraph" / "index.sqlite").stat().st_mode & 0o777 == 0o640


def test_whoever_stops_in_the_middle_leaves_nothing_behind(root: Path) -> None:
    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_record(root, use="always", progress=stop)
    assert [p.name for p in (root.parent / ".claimgraph").iterdir()] == [".gitignore"]
    with opened(root) as ledger:
        assert len(ledger) == 3
    (root / "e.yaml").write_text("id: e\ntext: E is so.\nchain: Ann\n", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        open_record(root, use="always", progress=stop)
    with opened(root) as ledger:
        assert (len(ledger), everything(ledger)) == (4, everything(load(root)))


_WORK = """
import sys
from pathlib import Path
from claimgraph.index import open_record
root, own = Path(sys.argv[1]), sys.argv[2]
for n in range(12):
    (root / f"{own}{n}.yaml").write_text(f"id: {own}{n}\\ntext: T {n} is so.\\nchain: Ann <- Ben\\n")
    ledger = open_record(root, use="always", tell=lambda line: sys.exit(line))
    assert f"{own}{n}" in ledger and ledger[f"{own}{n}"].text == f"T {n} is so."
    ledger.close()
"""


def test_several_processes_write_and_ask_at_once(root: Path) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", _WORK, str(root), own], stderr=subprocess.PIPE, text=True)
        for own in ("x", "y", "z")
    ]
    for process in started:
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, errors) == (0, "")
    with opened(root) as ledger:
        assert isinstance(ledger, IndexedLedger)
        assert len(ledger) == 3 + 3 * 12
        assert everything(ledger) == everything(load(root))


def test_many_files_are_read_by_several_processes(tmp_path: Path) -> None:
    root = tmp_path / "claims"
    root.mkdir()
    for n in range(1_100):
        (root / f"c{n}.yaml").write_text(f"id: c{n % 1_090}\ntext: T {n} is so.\nchain: Ann <- Ben {n % 7}\n")
    with opened(root) as ledger:
        assert isinstance(ledger, IndexedLedger)
        assert everything(ledger) == everything(load(root))
        assert len(ledger.problems) == 10
