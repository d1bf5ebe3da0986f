"""CG110: whatever git could not merge is one error at its first marker, whichever file of a record it stands in."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from claimgraph.errors import ProtectionError
from claimgraph.index import open_record
from claimgraph.store import load
from claimgraph.store.messages import git_conflict
from claimgraph.store.vault import load_vault

GOOD = "id: good\ntext: The bridge was closed.\nchain: Gazette\n"
ERROR = "CG110 error unresolved git conflict; resolve it (keep one side, delete the marker lines)"
CONFLICTS = {
    "mapping": ("id: a\n<<<<<<< ours\ntext: A.\n=======\ntext: B.\n>>>>>>> theirs\nchain: Ann\n", 2),
    "whole file": ("<<<<<<< HEAD\nid: a\ntext: A.\nchain: Ann\n=======\nid: b\ntext: B.\nchain: Bo\n>>>>>>> x\n", 1),
    "list": ("id: a\ntext: A.\nchain: Ann\ntags:\n<<<<<<< HEAD\n- one\n=======\n- two\n>>>>>>> x\n", 5),
    "flow list": ("id: a\ntext: A.\nchain: Ann\ntags: [one,\n<<<<<<< HEAD\ntwo\n=======\nthree\n>>>>>>> x\n]\n", 5),
    "block text": ("id: a\nchain: Ann\ntext: |\n  A.\n<<<<<<< HEAD\n  B.\n=======\n  C.\n>>>>>>> x\n", 5),
    "single quotes": ("id: a\nchain: Ann\ntext: 'A\n<<<<<<< HEAD\n  b.\n=======\n  c.\n>>>>>>> x\n  end.'\n", 4),
    "double quotes": ('id: a\nchain: Ann\ntext: "A\n<<<<<<< HEAD\n  b.\n=======\n  c.\n>>>>>>> x\n  end."\n', 4),
    "plain text": ("id: a\nchain: Ann\ntext: A\n<<<<<<< HEAD\n  b.\n=======\n  c.\n>>>>>>> x\n", 4),
    "comment": ("id: a # one\n<<<<<<< HEAD\n# b\n=======\n# c\n>>>>>>> x\ntext: A.\nchain: Ann\n", 2),
    "diff3": ("id: a\n<<<<<<< ours\ntext: A.\n||||||| base\ntext: O.\n=======\ntext: B.\n>>>>>>> x\nchain: Ann\n", 2),
    "without its top": ("id: a\ntext: A.\n=======\ntext: B.\n>>>>>>> theirs\nchain: Ann\n", 3),
    "diff3 without its top": ("id: a\n||||||| base\ntext: O.\n=======\ntext: B.\n>>>>>>> theirs\nchain: Ann\n", 2),
    "without its end": ("id: a\n<<<<<<< HEAD\ntext: A.\nchain: Ann\n", 2),
    "two": ("id: a\n<<<<<<< a\ntext: A.\n=======\n>>>>>>> x\n<<<<<<< a\nchain: Ann\n=======\n>>>>>>> x\n", 2),
    "not ours": ("on: push\n<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n", 2),
    "second document": (f"{GOOD}---\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n", 5),
    "with other errors": ("id: A B\nid: c\n<<<<<<< HEAD\nchian: [\n=======\n>>>>>>> x\n", 3),
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a record with one good claim, ``claims`` in the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMGRAPH_CLAIMS", raising=False)
    folder = Path("claims")
    folder.mkdir()
    (folder / "good.yaml").write_text(GOOD)
    return folder


def told(root: Path) -> list[str]:
    """Return the problems, which the index gives as well; the good claim is there all the same."""
    ledger = load(root)
    assert [claim.id for claim in ledger] == ["good"]
    with closing(open_record(root, use="always")) as indexed:
        assert indexed.problems == ledger.problems
        assert [claim.id for claim in indexed] == ["good"]
    return [str(problem) for problem in ledger.problems]


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("text", "line"), CONFLICTS.values(), ids=CONFLICTS)
def test_one_error_at_the_first_marker(root: Path, text: str, line: int, newline: str) -> None:
    (root / "a.yaml").write_bytes(text.replace("\n", newline).encode())
    assert told(root) == [f"claims/a.yaml:{line}:1: {ERROR}"]
    (root / "a.yaml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", newline).encode())
    assert told(root) == [f"claims/a.yaml:{line}:1: {ERROR}"]


SOURCES = "sources:\n<<<<<<< HEAD\n- {id: a, kind: outlet}\n=======\n- {id: b, kind: outlet}\n>>>>>>> x\n"
SETTINGS = "checks:\n<<<<<<< HEAD\n  CG204: off\n=======\n  CG204: error\n>>>>>>> x\n"


@pytest.mark.parametrize("name", ["sources.yaml", "sources/wires.yaml"])
def test_in_a_registry(root: Path, name: str) -> None:
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text(SOURCES)
    assert told(root) == [f"claims/{name}:2:1: {ERROR}"]


def test_in_the_settings(root: Path) -> None:
    Path(".claimgraph").mkdir()
    Path(".claimgraph/config.yaml").write_text(SETTINGS)
    assert told(root) == [f".claimgraph/config.yaml:2:1: {ERROR}"]


def test_a_vault_is_never_quoted(root: Path) -> None:
    Path(".claimgraph").mkdir()
    Path(".claimgraph/vault.yaml").write_text("heron:\n<<<<<<< Jane Doe\n  Jane Doe\n=======\n  J. Doe\n>>>>>>> x\n")
    with pytest.raises(ProtectionError) as caught:
        load_vault(root)
    wanted = "unresolved git conflict; resolve it (keep one side, delete the marker lines)"
    told = (
        f".claimgraph/vault.yaml: line 2: {wanted}; until it can be read, nothing is shown: fix it, or add --internal"
    )
    assert str(caught.value) == told


@pytest.mark.parametrize(
    "text",
    [
        "Heading\n=======\ntext\n",
        "Heading\n=======\n\n||||||| a table\n",
        "  <<<<<<< HEAD\n  =======\n  >>>>>>> x\n",
        "note: see <<<<<<< HEAD and >>>>>>> x\n=======\n",
        "<<<<<<<\n=======\n>>>>>>>\n",
        "<<<<<<<< HEAD\n========\n>>>>>>>> x\n",
        "",
    ],
)
def test_what_is_no_conflict(text: str) -> None:
    assert git_conflict(text, "x.yaml") is None


def test_an_underlined_heading_is_text(root: Path) -> None:
    (root / "good.yaml").write_text(GOOD + "note: 'Heading\n\n=======\n\n  text'\n")
    assert told(root) == []
    (root / "good.yaml").write_text(GOOD + "note: |\n  How git marks it:\n  <<<<<<< HEAD\n  =======\n  >>>>>>> x\n")
    assert told(root) == []
