"""`log`: the words on the screen, JSON, and one clear line for everything that is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.test_history import Story, one


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMGRAPH_CLAIMS", raising=False)
    return Story(tmp_path)


def test_words(run: Run, story: Story) -> None:
    story.commit("First", a=one())
    story.commit("Reword", a=one("C, as everybody who was there that evening says, was so from the beginning."))
    story.write(a=one("C."))
    first, second = (story.git("rev-parse", "--short", name).strip() for name in ("HEAD~1", "HEAD"))
    result = run("log", "c")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "not committed yet\n"
        "  text reworded\n"
        "    before: C, as everybody who was there that evening says, was so from the beginning.\n"
        "    after: C.\n"
        "\n"
        f"2024-11-29 12:02  Ann  {second}  Reword\n"
        "  text reworded\n"
        "    before: C.\n"
        "    after: C, as everybody who was there that evening says, was so from the beginning.\n"
        "\n"
        f"2024-11-29 12:01  Ann  {first}  First\n"
        "  claim recorded: C.\n"
        "  chain added: A\n"
    )


def test_json(run: Run, story: Story) -> None:
    story.commit("First", a=one())
    story.write(a=one(more="due: 2025\n"))
    value = json.loads(run("log", "c", "--json").stdout)
    assert (value["claim"], value["shallow"]) == ("c", False)
    now, first = value["history"]
    assert now == {
        "committed": False,
        "hash": None,
        "short": None,
        "date": None,
        "author": None,
        "subject": None,
        "changes": [{"what": "due", "how": "set", "before": None, "after": "2025", "words": "due set: 2025"}],
    }
    assert (first["committed"], first["date"], first["author"]) == (True, "2024-11-29T12:01:00+00:00", "Ann")
    assert first["hash"] == story.git("rev-parse", "HEAD").strip()


def test_a_deleted_claim_has_a_history(run: Run, story: Story) -> None:
    story.commit("First", a=one())
    story.commit("Drop", a=None)
    assert "  claim deleted: C.\n" in run("log", "c").stdout


def test_hostile_words_are_shown_and_not_obeyed(run: Run, story: Story) -> None:
    story.write(a='id: c\ntext: "C \\e[31m\\u202e."\nchain: A\n')
    story.git("add", "-A")
    story.git("commit", "-q", "--author", "B\x1b[31m <b@example.org>", "-m", "\x1b]0;t\x07")
    for arguments in ([], ["--json"]):
        result = run("log", "c", *arguments)
        assert result.exit_code == 0, result.output
        assert not {"\x1b", "\x07", "\u202e"} & set(result.output)
    assert "B\\x1b[31m" in run("log", "c").stdout


def test_a_shallow_clone_says_so(run: Run, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.commit("First", a=one())
    story.commit("Second", a=one("C2."))
    story.git("clone", "-q", "--depth", "1", f"file://{story.root}", "clone")
    monkeypatch.chdir(story.root / "clone")
    result = run("log", "c")
    assert result.stdout.endswith("  Second\n  claim was there already: C2.\n")
    assert result.stderr == (
        "claimgraph: this is a shallow clone, so older history may be missing; `git fetch --unshallow` brings it\n"
    )


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("nope", "claimgraph: no claim 'nope' in this record, nor in its history; see `claimgraph query`\n"),
        ("--all", "claimgraph: '--all' cannot be the id of a claim; see `claimgraph query`\n"),
    ],
)
def test_a_claim_that_never_was(run: Run, story: Story, claim: str, message: str) -> None:
    story.commit("First", a=one())
    result = run("log", "--", claim)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


def test_no_repository_is_one_line(run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(shipped.parent.parent))
    result = run("log", "niger-uranium")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "claimgraph: claims is not in a git repository; `git init` and a first commit begin a history\n"
    )
