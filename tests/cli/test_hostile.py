"""A record that somebody else made: its links lead no write and no message out of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CLAIM = "id: a\ntext: A is so.\nchain: Kataeb [2024-11-29 https://k.org/1] <- Ann\n"
SECRET = "secret-key: hunter2\nid: hidden\n"
LINKED = (
    "is a symbolic link, and links inside the record are not written through; put a file or folder of its own there, "
    "or name another\n"
)
OUTSIDE = "outside the record claims; name a file in it\n"


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cloned record in ``clone``, the working directory, and what is the user's own in ``home``."""
    for name, text in {
        "home/bashrc": "alias ll='ls -l'\n",
        "home/x.yaml": SECRET,
        "home/.keep": "",
        "clone/.git/HEAD": "ref: refs/heads/main\n",
        "clone/claims/a.yaml": CLAIM,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "clone")
    monkeypatch.delenv("CLAIMGRAPH_CLAIMS", raising=False)
    other = tmp_path / "other" / "claims"
    other.mkdir(parents=True)
    (other / "sources.yaml").write_text("sources:\n  - {id: new-wire, name: New Wire, kind: org}\n")
    (other / "y.yaml").write_text("id: y\ntext: Y is so.\nchain: New Wire\n")
    (tmp_path / "copies.csv").write_text(
        "link,archive status,archive location\nhttps://k.org/1,success,https://kept.org/1\n"
    )
    return tmp_path / "clone"


def home(clone: Path) -> dict[str, str]:
    """Return what stands outside the record."""
    folder = clone.parent / "home"
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


def link(clone: Path, name: str, target: str) -> Path:
    path = clone / name
    if path.is_dir() and not path.is_symlink():
        os.rename(path, clone / "moved")  # noqa: PTH104
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(os.path.relpath(clone.parent / "home" / target, path.parent))
    return path


REFUSED = {
    "render": ("a.svg", "bashrc", ["render", "a"], "a.svg is a symbolic link; name another file with -o\n"),
    "render-new": ("a.svg", "new.svg", ["render", "a"], "a.svg is a symbolic link; name another file with -o\n"),
    "output": ("o.mmd", "bashrc", ["render", "a", "-o", "o.mmd"], f"o.mmd: o.mmd {LINKED}"),
    "output-below": ("o", "", ["render", "a", "-o", "o/x.mmd"], f"o/x.mmd: o {LINKED}"),
    "schema": ("s.json", "new", ["schema", "-o", "s.json"], f"s.json: s.json {LINKED}"),
    "export": ("o.csv", "bashrc", ["export", "csv", "-o", "o.csv"], f"o.csv: o.csv {LINKED}"),
    "tables": ("t", "", ["export", "parquet", "-o", "t"], f"t: t {LINKED}"),
    "ignore": (".gitignore", "bashrc", ["init"], f".gitignore: .gitignore {LINKED}"),
    "settings": (".claimgraph", "", ["init"], f".claimgraph/config.yaml: .claimgraph {LINKED}"),
    "settings-file": (
        ".claimgraph/config.yaml", "bashrc", ["init"],
        f".claimgraph/config.yaml: config.yaml {LINKED}",
    ),
    "init": ("claims", "", ["init"], f"claims: claims {LINKED}"),
    "record": (
        "claims", "", ["add", "B is so.", "Ann"],
        "claims: a symbolic link is not followed; name the folder itself with --claims DIR\n",
    ),
    "to": (
        "claims/b.yaml", "x.yaml", ["add", "B is so.", "Ann", "--to", "b.yaml"],
        "{clone}/claims/b.yaml: b.yaml " + LINKED,
    ),
    "to-folder": (
        "claims/deep", "", ["add", "B is so.", "Ann", "--to", "claims/deep/new.yaml"],
        "{clone}/claims/deep/new.yaml: deep " + LINKED,
    ),
    "to-inside": (
        "claims/b.yaml", "../clone/claims/a.yaml", ["add", "B is so.", "Ann", "--to", "b.yaml"],
        "{clone}/claims/b.yaml: b.yaml " + LINKED,
    ),
    "fmt": ("claims/f.yaml", "x.yaml", ["fmt", "claims/f.yaml"], f"claims/f.yaml: {OUTSIDE}"),
    "fmt-inside": (
        "claims/f.yaml", "../clone/claims/a.yaml", ["fmt", "claims/f.yaml"],
        f"claims/f.yaml: f.yaml {LINKED}",
    ),
    "registry": (
        "claims/sources.yaml", "x.yaml", ["sources", "add", "Bob", "--kind", "person"],
        "claims/sources.yaml: a symbolic link is not written through; name the file itself\n",
    ),
    "registry-new": (
        "claims/sources.yaml", "new.yaml", ["sources", "add", "Bob", "--kind", "person"],
        "claims/sources.yaml: a symbolic link is not written through; name the file itself\n",
    ),
    "import": (
        "claims/sources", "", ["import", "json", "../other.json"],
        f"claims/sources/other.yaml: sources {LINKED}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_link_is_refused(run: Run, clone: Path, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, target, call, message = REFUSED[case]
    with monkeypatch.context() as patch:
        patch.chdir(clone.parent / "other")
        run("export", "json", "-o", "../other.json")
    before, mine = home(clone), [path.name for path in (clone.parent / "home").iterdir()]
    path = link(clone, name, target)
    result = run(*call)
    assert (result.exit_code, result.stderr) == (2, "claimgraph: " + message.replace("{clone}", str(clone)))
    assert path.is_symlink()
    assert home(clone) == before
    assert list(clone.rglob(".claimgraph-*")) == []
    assert [p.name for p in (clone / "claims").iterdir() if not p.is_symlink()] == (
        ["a.yaml"] if name != "claims" else mine
    )


@pytest.mark.parametrize(
    ("name", "target", "call"),
    [
        (".claimgraph", "", ["--index", "always", "query"]),
        (".claimgraph/index.sqlite", "bashrc", ["--index", "always", "query"]),
        (".claimgraph/index.sqlite-stamp", "bashrc", ["--index", "always", "query"]),
        (".claimgraph/index.sqlite-stamp", "new", ["--index", "always", "query"]),
        (".claimgraph/index.sqlite-journal", "bashrc", ["--index", "always", "query"]),
        (".claimgraph/index.sqlite-x.tmp", "bashrc", ["--index", "always", "query"]),
        (".claimgraph/.gitignore", "bashrc", ["--index", "always", "query"]),
        ("claims/sources.yaml", "bashrc", ["init"]),
        ("claims/b.yaml", "x.yaml", ["fmt"]),
        ("claims/b.yaml", "x.yaml", ["archive", "merge", "../copies.csv"]),
        ("claims/deep", "", ["fmt"]),
        ("claims/b-so.yaml", "new.yaml", ["add", "B is so.", "Ann"]),
        ("claims/.claimgraph-import.tmp", "", ["query"]),
        ("claims/.claimgraph-99999999-0123456789abcdef.tmp", "bashrc", ["add", "B is so.", "Ann"]),
        ("claims/.claimgraph-import-99999999-0123456789abcdef.tmp", "", ["add", "B is so.", "Ann"]),
    ],
)
def test_a_link_is_passed_over(run: Run, clone: Path, name: str, target: str, call: list[str]) -> None:
    before = home(clone)
    link(clone, name, target)
    for _ in range(2):
        result = run(*call)
        assert (result.exit_code, home(clone)) == (0, before), result.output


def test_the_users_own_links_are_followed(run: Run, clone: Path) -> None:
    own = clone.parent / "own"
    own.mkdir()
    (own / "o.mmd").symlink_to(clone.parent / "home" / "bashrc")
    (own / "clone").symlink_to(clone)
    assert run("render", "a", "-o", "../own/o.mmd").exit_code == 0
    assert (own / "o.mmd").is_symlink()
    assert (clone.parent / "home" / "bashrc").read_text().startswith("---\n")
    added = run("--claims", str(own / "clone" / "claims"), "add", "B is so.", "Ann")
    assert (added.exit_code, sorted(p.name for p in (clone / "claims").iterdir())) == (0, ["a.yaml", "b-so.yaml"])
    through = link(clone, "back", "bashrc")
    refused = run("render", "a", "-o", str(own / "clone" / "back"))
    assert (refused.exit_code, through.is_symlink()) == (2, True)


@pytest.mark.parametrize(
    "name", ["claims/x.yaml", "claims/sources.yaml", ".claimgraph/config.yaml", ".claimgraph", "claims/deep"]
)
@pytest.mark.parametrize(
    "call", [["check"], ["query"], ["fmt"], ["sources", "list"], ["show", "a"], ["--index", "always", "check"]]
)
def test_nothing_outside_is_quoted(run: Run, clone: Path, name: str, call: list[str]) -> None:
    folder = clone.parent / "home"
    (folder / "config.yaml").write_text(SECRET)
    link(clone, name, "" if name in {".claimgraph", "claims/deep"} else "x.yaml")
    result = run(*call)
    assert "hunter2" not in result.output
    assert "secret-key" not in result.output
    assert "hidden" not in result.output


def test_what_is_said_of_settings_that_are_a_link(run: Run, clone: Path) -> None:
    link(clone, ".claimgraph/config.yaml", "x.yaml")
    assert run("check").stdout.splitlines()[0] == (
        ".claimgraph/config.yaml:1:1: CG109 error a symbolic link is not followed; "
        "put the file itself beside the record"
    )


@pytest.mark.parametrize("text", ["../../home/x", "/etc/x", ".hidden", "a/b", "", "sources", "con", "x" * 300])
def test_a_planted_import_moves_nothing_out(run: Run, clone: Path, text: str) -> None:
    before = home(clone)
    planted = clone / "claims" / ".claimgraph-import.tmp"
    planted.mkdir()
    (planted / "name").write_text(text)
    (planted / "claims").write_text("id: z\ntext: Z is so.\nchain: Ann\n")
    assert run("query").exit_code == 0
    assert home(clone) == before
    assert sorted(p.name for p in (clone / "claims").iterdir()) == [".claimgraph-import.tmp", "a.yaml"]


def test_a_pipe_among_the_files_is_not_waited_for(run: Run, clone: Path) -> None:
    os.mkfifo(clone / "claims" / "p.yaml")
    result = run("query")
    assert (result.exit_code, "claims/p.yaml: line 1 cannot be read (CG109)" in result.stderr) == (3, True)
    told = run("--internal", "query")
    assert (told.exit_code, "p.yaml:1:1: CG109 error is not a regular file" in told.stderr) == (0, True)
