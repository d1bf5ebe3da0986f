"""A folder to a ledger: whatever lies in it, loading goes through and tells."""

from __future__ import annotations

import os
import random
import socket
from pathlib import Path

import pytest

from claimgraph.errors import NotFoundError
from claimgraph.model import Claim
from claimgraph.store import load, loads
from claimgraph.store import texts as module
from claimgraph.store.loading import walk
from claimgraph.store.messages import OTHER_DOCUMENT
from claimgraph.store.settings import load_config

GOOD = "id: {0}\ntext: The text of {0}.\nchain: A <- B\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a record with one good claim, ``claims`` in the working directory."""
    monkeypatch.chdir(tmp_path)
    folder = Path("claims")
    folder.mkdir()
    (folder / "good.yaml").write_text(GOOD.format("good"))
    return folder


def told(root: Path) -> list[str]:
    """Return the problems, after making sure that the good claim is there all the same."""
    ledger = load(root)
    assert "good" in ledger
    return [str(problem) for problem in ledger.problems]


def test_only_yaml_is_read(root: Path) -> None:
    for name in ("notes.txt", "x.yaml~", ".hidden.yaml", "x.yaml.tmp", "yaml", ".claimgraph-1-ab.tmp"):
        (root / name).write_text("[")
    (root / ".git").mkdir()
    (root / ".git" / "x.yaml").write_text("[")
    assert told(root) == []
    (root / "deep").mkdir()
    (root / "deep" / "X.YML").write_text(GOOD.format("deep"))
    assert [claim.id for claim in load(root)] == ["deep", "good"]


def test_what_is_no_file_of_ours(root: Path) -> None:
    os.mkfifo(root / "fifo.yaml")
    (root / "folder.yaml").mkdir()
    (root / "folder.yaml" / "inner.yaml").write_text(GOOD.format("inner"))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(root / "socket.yaml"))
    assert told(root) == [
        "claims/fifo.yaml:1:1: CG109 error is not a regular file; move it out of the record",
        "claims/socket.yaml:1:1: CG109 error is not a regular file; move it out of the record",
    ]
    assert "inner" in load(root)


def test_links_are_not_followed(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text(GOOD.format("secret"))
    (root / "inside.yaml").symlink_to("good.yaml")
    (root / "file.yaml").symlink_to(outside / "secret.yaml")
    (root / "folder").symlink_to(outside)
    (root / "dangling.yaml").symlink_to("nowhere.yaml")
    (root / "loop.yaml").symlink_to("loop.yaml")
    (root / "up").symlink_to("..")
    (root / "device.yaml").symlink_to("/dev/zero")
    (root / "other.txt").symlink_to("good.yaml")
    (root / "dangling").symlink_to("nowhere")
    names = ["dangling.yaml", "device.yaml", "file.yaml", "folder", "inside.yaml", "loop.yaml", "up"]
    message = "1:1: CG109 info a symbolic link is not followed; put the file itself into the record"
    assert told(root) == [f"claims/{name}:{message}" for name in names]
    assert [claim.id for claim in load(root)] == ["good"]


def test_hostile_names(root: Path) -> None:
    for name in (b"a\nclaims/b.yaml", b"\x1b[31mred.yaml", b"\xff.yaml", b"new\x85line.yaml", b"notes\n.txt"):
        Path(os.fsdecode(bytes(root) + b"/" + name.replace(b"/", b"-"))).write_text(GOOD.format("hostile"))
    (root / "fol\nder").mkdir()
    (root / "fol\nder" / "x.yaml").write_text(GOOD.format("hostile"))
    (root / "الكتائب.yaml").write_text(GOOD.format("arabic"))
    problems = told(root)
    assert len(problems) == 5
    assert all(line.isprintable() and line.endswith("UTF-8; rename it") for line in problems), problems
    assert {claim.id for claim in load(root)} == {"good", "arabic"}


def test_files_that_cannot_be_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so that the refusals of the system are played."""
    (root / "private.yaml").write_text(GOOD.format("private"))
    (root / "closed").mkdir()
    opened, scanned = os.open, os.scandir

    def open_(path: object, *rest: object, **more: object) -> int:
        if str(path).endswith("private.yaml"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *rest, **more)  # type: ignore[arg-type]

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scanned(path)

    monkeypatch.setattr(os, "open", open_)
    monkeypatch.setattr(os, "scandir", scandir)
    assert told(root) == [
        "claims/closed:1:1: CG109 error cannot be read (Permission denied); mend its permissions",
        "claims/private.yaml:1:1: CG109 error cannot be read (Permission denied); mend its permissions or move it away",
    ]


def test_files_that_vanish_or_change_while_loading(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("gone", "pipe", "folder"):
        (root / f"{name}.yaml").write_text(GOOD.format(name))
    real = os.open

    def open_(path: object, *rest: object, **more: object) -> int:
        name = Path(str(path)).name
        if name in {"gone.yaml", "pipe.yaml", "folder.yaml"} and Path(str(path)).is_file():
            Path(str(path)).unlink()
            {"pipe.yaml": os.mkfifo, "folder.yaml": os.mkdir}.get(name, str)(str(path))
        return real(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", open_)
    assert [line.split("; mend")[0] for line in told(root)] == [
        "claims/folder.yaml:1:1: CG109 error cannot be read (not a regular file)",
        "claims/gone.yaml:1:1: CG109 error cannot be read (No such file or directory)",
        "claims/pipe.yaml:1:1: CG109 error cannot be read (not a regular file)",
    ]


def test_large_files(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (root / "large.yaml").open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    assert told(root) == ["claims/large.yaml:1:1: CG109 error larger than 16 MB; split it into several files"]
    monkeypatch.setattr(module, "MAX_BYTES", 200)
    (root / "large.yaml").write_text(GOOD.format("large") + "#" * (200 - len(GOOD.format("large"))))
    assert told(root) == []
    (root / "large.yaml").write_text(GOOD.format("large") + "#" * (201 - len(GOOD.format("large"))))
    assert len(told(root)) == 1


def test_deep_folders(root: Path) -> None:
    """More folders in each other than Python nests calls."""
    for _ in range(1200):
        (root / "outer").mkdir()
        if (root / "d").exists():
            (root / "d").rename(root / "outer" / "d")
        (root / "outer").rename(root / "d")
    assert told(root) == []
    while (root / "d" / "d").exists():  # or nobody can clean up
        (root / "d" / "d").rename(root / "inner")
        (root / "d").rmdir()
        (root / "inner").rename(root / "d")


def test_the_order_of_the_folder_changes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b", "a", "a-b", "c"):
        (root / name).mkdir()
        (root / name / "x.yaml").write_text(GOOD.format("same"))
        (root / f"{name}.yaml").write_text(GOOD.format("same"))
    expected = load(root)
    assert expected["same"].location is not None
    assert expected["same"].location.path == "claims/a/x.yaml"
    real = os.scandir
    for seed in range(5):
        chance = random.Random(seed)
        monkeypatch.setattr(os, "scandir", lambda path, chance=chance: chance.sample(e := list(real(path)), len(e)))
        again = load(root)
        assert (again.claims, again.problems) == (expected.claims, expected.problems)
        assert again["same"].location == expected["same"].location


def test_ids_are_unique_in_the_record(root: Path) -> None:
    (root / "z.yaml").write_text(GOOD.format("good"))
    assert told(root) == [
        (
            "claims/z.yaml:1:5: CG103 error claim id 'good' is taken by claims/good.yaml:1:5; "
            "give this one another id (until then it is left out)"
        )
    ]


def test_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "nowhere", tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(NotFoundError, match="claimgraph init"):
            load(path)

    def refuse(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_dir", refuse)
    with pytest.raises(NotFoundError):
        load(tmp_path)


# ---- Settings


@pytest.mark.parametrize("record", ["claims", "./claims/", "../{0}/claims"])
def test_settings_stand_beside_the_record(root: Path, record: str) -> None:
    Path(".claimgraph").mkdir()
    Path(".claimgraph/config.yaml").write_text("verbs: {asserts: [berichtete, a dit]}\n")
    assert load(record.format(Path.cwd().name)).config.verbs == {"berichtete": "asserts", "a dit": "asserts"}


def test_settings_are_found_from_within(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".claimgraph").mkdir()
    Path(".claimgraph/config.yaml").write_text("verbs: {asserts: berichtete}\n")
    monkeypatch.chdir(root)
    assert load(".").config.verbs == {"berichtete": "asserts"}


SETTINGS = {
    "verbs: [a]": "1:8: CG109 error verbs: maps a stance to verbs, as in verbs: {asserts: [berichtete]}",
    "verbs: {assert: [a]}": "1:9: CG109 error 'assert' is no stance; did you mean asserts?",
    "verb: {}": "1:1: CG109 error unknown setting 'verb'; did you mean verbs?",
    "- verbs": "1:1: CG109 error the settings are one mapping, as in verbs: {asserts: [berichtete]}",
    'verbs: {asserts: ["a\\nb"]}': "1:19: CG109 error a verb is a word or a few, on one line and at most 80 characters",
    "a: [": "2:1: CG109 error the file ends before this is complete; close what is open, with ] or }",
    "a: [b": "1:4: CG109 error this list in brackets is never closed, or lacks a comma; end it with ]",
    "checks: CG303": "1:9: CG109 error checks: maps a code to a severity or off, as in checks: {CG204: off}",
    "checks: {CG303: no}": "1:17: CG109 error CG303: 'no' is no severity; expected one of error, warning, info, off",
    "checks: {CG303: eror}": "1:17: CG109 error CG303: 'eror' is no severity; did you mean error?",
    "checks: {CG3: off}": "1:10: CG109 error 'CG3' is no code of a check; codes are in docs/checks.md",
    "{}\n---\nverbs: {}": "3:1: CG109 error the settings are one mapping, as in verbs: {asserts: [berichtete]}",
    "{}\n---\na: b": f"3:1: CG109 info {OTHER_DOCUMENT}",
    "checks: {}\n---\n- a": f"3:1: CG109 info {OTHER_DOCUMENT}",
    "checks: {}\n---\na": f"3:1: CG109 info {OTHER_DOCUMENT}",
}


@pytest.mark.parametrize(("text", "message"), SETTINGS.items(), ids=SETTINGS)
def test_broken_settings(root: Path, text: str, message: str) -> None:
    Path(".claimgraph").mkdir()
    Path(".claimgraph/config.yaml").write_text(text)
    assert told(root) == [f".claimgraph/config.yaml:{message}"]


def test_severities(root: Path) -> None:
    Path(".claimgraph").mkdir()
    Path(".claimgraph/config.yaml").write_text("checks:\n  CG204: off\n  CG303: error\n")
    config, problems = load_config(root)
    assert (config.checks, problems) == ({"CG204": "off", "CG303": "error"}, [])
    assert str(config.places["CG303"]) == ".claimgraph/config.yaml:3:3"


def test_settings_that_are_no_file(root: Path) -> None:
    Path(".claimgraph/config.yaml").mkdir(parents=True)
    assert "not a regular file" in told(root)[0]
    Path(".claimgraph/config.yaml").rmdir()
    os.mkfifo(".claimgraph/config.yaml")
    assert "not a regular file" in told(root)[0]
    for nothing in ("", "# later\n", "---\n"):
        Path(".claimgraph/config.yaml").unlink()
        Path(".claimgraph/config.yaml").write_text(nothing)
        assert load_config(root)[1] == []


# ---- What a reader may meet in a text


def claim_of(text: str) -> Claim:
    content = loads(text)
    assert content.problems == ()
    (claim,) = content.claims
    return claim


def test_everything_is_a_text() -> None:
    claim = claim_of("id: no\ntext: 1.50\nsaid: 2024-11-29\nchain: A\ntags: [no, 0x1F, null, ~, 1e3]\nnote: '  x '\n")
    assert (claim.id, claim.text, claim.said, claim.note) == ("no", "1.50", "2024-11-29", "  x ")
    assert claim.tags == ("no", "0x1F", "null", "~", "1e3")


def test_block_texts() -> None:
    claim = claim_of("id: a\ntext: >\n  A text\n  in two.\nsaid: |\n  a\n\n    b\n\nnote: |+\n  c\n\nchain: A\n")
    assert (claim.text, claim.said, claim.note) == ("A text in two.", "a\n\n  b", "c")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_all_line_breaks(newline: str) -> None:
    text = "id: a\ntext: A\n  b.\nchain: A <-\n  [tolled]\n".replace("\n", newline)
    (problem,) = loads(text).problems
    assert (problem.location.line, problem.location.column) == (5, 3)
    if newline != "\u2028":  # which YAML takes for a character, too
        assert loads(text).claims[0].text == "A b."


def test_byte_order_mark(root: Path) -> None:
    (root / "bom.yaml").write_bytes(b"\xef\xbb\xbf" + GOOD.format("bom").encode())
    (root / "bad.yaml").write_bytes(b"\xef\xbb\xbfid: \xff")
    assert told(root) == ["claims/bad.yaml:1:5: CG109 error byte 0xff is not UTF-8; save the file as UTF-8"]
    assert "bom" in load(root)


def test_foreign_yaml_is_left_alone(root: Path) -> None:
    (root / "ci.yaml").write_text("on: push\n")
    (root / "list.yaml").write_text("- a\n- b\n")
    (root / "twice.yaml").write_text("a: 1\na: 2\n")
    (root / "merge.yaml").write_text("a: &a {x: y}\nb: {<<: *a}\n")
    assert all(" CG109 info not a claim file, left alone" in line for line in told(root))
    assert len(told(root)) == 4


def test_one_entry_may_be_used_twice() -> None:
    """A shared mapping is not written into: each key stays its own id."""
    content = loads("sources:\n  a: &x {kind: org}\n  b: *x\n", registry=True)
    assert ([source.id for source in content.sources], content.problems) == (["a", "b"], ())


def test_walk_goes_on_where_it_cannot_look(root: Path) -> None:
    assert [(path.name, skipped) for path, skipped in walk(root)] == [("good.yaml", "")]
    assert list(walk(root / "nowhere")) == [(root / "nowhere", "No such file or directory")]
