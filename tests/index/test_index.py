"""What can happen to the index itself: it is rebuilt or left aside, and never gives a wrong answer."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimgraph.errors import NotFoundError
from claimgraph.filters import Filters
from claimgraph.index import open_record, opening
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
def opened(root: Path, *, told: list[str] | None = None, refresh: bool = True) -> Iterator[Ledger]:
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
        assert ledger.starting("b") == whole.starting("b") == (whole["b"],)
        assert ledger.starting("") == whole.claims
        assert ledger.spoken_names == whole.spoken_names == {"Kataeb", "Sky News", "الكتائب", "Rose", "Ann"}
        assert ledger.confidential_names == whole.confidential_names
        assert ledger.confidential_parties == whole.confidential_parties
        assert ledger.with_wordings == whole.with_wordings == frozenset()
        with pytest.raises(NotFoundError, match=r"no claim 'bb' in this record"):
            ledger["bb"]
        assert "claims" not in ledger.__dict__  # nothing above made every claim


def test_a_date_in_another_form_is_the_same_day_in_the_index(root: Path) -> None:
    text = "id: d\ntext: D is so.\nchain:\n  - {source: Kataeb, date: ' 29 November 2024'}\n"
    text += "  - {source: Ann}\ndue: 2024/12/1\n"
    (root / "d.yaml").write_text(text, encoding="utf-8")
    whole = load(root)
    assert whole["d"].chains[0].heads[0].date == "2024-11-29"
    assert whole["d"].due == "2024-12-01"
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
    assert told == ["the index is not used (.claimgraph is not a folder); reading the files instead"]


def test_without_a_refresh_the_index_is_taken_as_it_is(root: Path) -> None:
    with opened(root):
        pass
    (root / "a.yaml").unlink()
    with opened(root, refresh=False) as ledger:
        assert len(ledger) == 3
    with opened(root) as ledger:
        assert len(ledger) == 2


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


def test_an_index_is_for_nobody_but_whoever_made_it(root: Path) -> None:
    """It holds what its maker was allowed to read; others may not be."""
    with opened(root):
        pass
    assert (root.parent / ".claimgraph" / "index.sqlite").stat().st_mode & 0o777 == 0o600


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
    # On a disk that others keep busy somebody may wait too long, and reads the files.
    ledger = open_record(root, use="always", tell=lambda line: "has been writing" in line or sys.exit(line))
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


def test_two_records_beside_each_other_have_an_index_each(root: Path) -> None:
    other = root.parent / "other"
    other.mkdir()
    (other / "x.yaml").write_text("id: x\ntext: X is so.\nchain: Ann\n", encoding="utf-8")
    for _ in range(2):
        with opened(root) as one, opened(other) as two:
            assert (one.ids, two.ids) == (("a", "b", "c"), ("x",))


def test_half_characters_are_nowhere(root: Path) -> None:
    with opened(root) as ledger:
        assert "\udcff" not in ledger
        assert ledger.narrowed(Filters(text="\udcff")) is None
        with pytest.raises(NotFoundError):
            ledger["\udcff"]


@pytest.mark.parametrize("word", ["k" * 40_000 + "needle", "a" + "ж" * 20_000, "x\ufffey", "x\uffffy"])
def test_words_that_no_index_of_words_can_hold_are_found(root: Path, word: str) -> None:
    quoted = "".join(c if c.isalnum() and c < "\ufff0" else f"\\u{ord(c):04x}" for c in word)
    (root / "long.yaml").write_text(f'id: long\ntext: "{quoted} b"\nchain: Ann\n', encoding="utf-8")
    with opened(root) as ledger:
        for asked, ids in ((word[-6:], ["long"]), (word[:1] + word[1:9], ["long"]), ("bridge", ["a"])):
            found = ledger.narrowed(Filters(text=asked))
            assert found is not None
            assert [claim.id for claim in found[0]] == ids


def test_whoever_reads_an_answer_slowly_holds_up_nobody(root: Path) -> None:
    with opened(root) as slow:
        assert len(slow.claims) == 3  # all that there is, so that nothing more is asked of the index
        (root / "d.yaml").write_text("id: d\ntext: D is so.\nchain: Ann\n", encoding="utf-8")
        told: list[str] = []
        with opened(root, told=told) as ledger:
            assert (len(ledger), told) == (4, [])
        assert ("d" in slow, slow["b"].id, slow.ids) == (False, "b", ("a", "b", "c"))


def test_settings_that_cannot_be_read_are_left_to_who_reads_the_files(root: Path) -> None:
    with opened(root):
        pass
    (root.parent / ".claimgraph" / "config.yaml").symlink_to("nowhere")
    told: list[str] = []
    with opened(root, told=told) as ledger:
        assert len(ledger.problems) == 1
    assert told == ["the index is not used (the settings are a symbolic link); reading the files instead"]


def test_times_beyond_what_numbers_hold(root: Path) -> None:
    os.utime(root / "a.yaml", (10_413_792_000, 10_413_792_000))  # in the year 2300
    told: list[str] = []
    with opened(root, told=told) as ledger:
        assert (everything(ledger), told) == (everything(load(root)), [])


def test_what_a_killed_process_left_is_cleared_away(root: Path) -> None:
    with opened(root):
        pass
    folder = root.parent / ".claimgraph"
    (folder / "index.sqlite-abc.tmp").write_bytes(b"left")
    (folder / "index.sqlite").unlink()
    with opened(root):
        pass
    assert sorted(p.name for p in folder.iterdir()) == [".gitignore", "index.sqlite", "index.sqlite-stamp"]


def test_one_page_of_the_index_in_the_place_of_another(root: Path) -> None:
    """SQLite may take it for whole; the file is not as we left it."""
    with opened(root):
        pass
    path = root.parent / ".claimgraph" / "index.sqlite"
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 4] = data[4096 * 2 : 4096 * 3]
    path.write_bytes(bytes(data))
    with opened(root) as ledger:
        assert everything(ledger) == everything(load(root))


@pytest.mark.parametrize("how", ["refreshed", "made anew"])
def test_what_was_found_out_of_an_older_state_is_not_kept(root: Path, how: str) -> None:
    """The numbers of claims in one state of the index are those of others in the next."""
    with opened(root) as ledger:
        found = ledger.narrowed(Filters(unnamed_only=True))
        assert found is not None
        assert [claim.id for claim in found[0]] == ["a", "c"]
        if how == "refreshed":
            assert len(ledger.claims) == 3  # and so the index is let go
            (root / "a.yaml").rename(root / "z.yaml")
        else:
            (root.parent / ".claimgraph" / "config.yaml").write_text("checks: {CG204: off}\n", encoding="utf-8")
            (root / "0.yaml").write_text("id: n\ntext: N is so.\nchain: Ann\n", encoding="utf-8")
        with opened(root):
            pass
    with contextlib.closing(sqlite3.connect(root.parent / ".claimgraph" / "index.sqlite")) as connection:
        assert connection.execute("SELECT * FROM findings").fetchall() == []
