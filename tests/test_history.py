"""The history of a claim, from real repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from claimgraph.errors import HistoryError, NotFoundError
from claimgraph.history import History, claim_history
from claimgraph.store import load

GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Ann",
    "GIT_AUTHOR_EMAIL": "ann@example.org",
    "GIT_COMMITTER_NAME": "Ann",
    "GIT_COMMITTER_EMAIL": "ann@example.org",
}


class Story:
    """A repository that grows by commits, a minute apart."""

    def __init__(self, root: Path, record: str = "claims") -> None:
        self.root = root
        self.claims = root / record
        self.minute = 0
        self.claims.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        stamp = f"2024-11-29T12:{self.minute:02}:00+00:00"
        environment = {**os.environ, **GIT, "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
        command = ["git", *arguments]
        done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0 or arguments[0] == "merge", done.stderr
        return done.stdout

    def write(self, **files: str | None) -> None:
        for name, text in files.items():
            path = self.claims / name.replace("__", "/")
            path = path.with_name(f"{path.name}.yaml")
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def commit(self, subject: str, **files: str | None) -> None:
        self.minute += 1
        self.write(**files)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", subject)

    def history(self, claim: str = "c") -> History:
        return claim_history(self.claims, claim, load(self.claims))

    def told(self, claim: str = "c") -> list[tuple[str, list[str]]]:
        """What happened: the subject of every commit with its changes in words, newest first."""
        return [
            (r.commit.subject if r.commit else "-", [str(change) for change in r.changes])
            for r in self.history(claim).revisions
        ]


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def one(text: str = "C.", chain: str = "A", more: str = "") -> str:
    return f"id: c\ntext: {text}\nchain: {chain}\n{more}"


def test_a_claim_through_its_life(story: Story) -> None:
    story.commit("First", a=one())
    story.commit("Another", b="id: d\ntext: D.\nchain: A\n")
    story.commit("Reword", a=one("C was so."))
    story.commit("Judge", a=one("C was so.", more="verdict: {is: false, by: Ann}\n"))
    story.commit("Comment only", a="# why\n" + one("C was so.", more="verdict: {is: false, by: Ann}\n"))
    story.commit("Drop", a=None)
    assert story.told() == [
        ("Drop", ["claim deleted: C was so."]),
        ("Judge", ["verdict given: false, by Ann"]),
        ("Reword", ["text reworded from C. to C was so."]),
        ("First", ["claim recorded: C.", "chain added: A"]),
    ]


def test_the_commit_is_told_with_date_author_and_hashes(story: Story) -> None:
    story.commit("First", a=one())
    commit = story.history().revisions[0].commit
    assert commit is not None
    assert (commit.date, commit.author, commit.subject) == ("2024-11-29T12:01:00+00:00", "Ann", "First")
    assert commit.hash == story.git("rev-parse", "HEAD").strip()
    assert commit.hash.startswith(commit.short)


def test_a_claim_is_followed_from_file_to_file(story: Story) -> None:
    article = "article: {source: A, date: 2024, url: https://a.example}\nclaims:\n  - id: c\n    text: C.\n"
    story.commit("In an article", a=article + "    chain: this <- B\n")
    story.commit("On its own", a=None, x__b=one("C.", "A [2024 https://a.example] <- B"))
    story.commit("Renamed", x__b=None, z=one("C.", "A [2024 https://a.example] <- B"))
    assert story.told() == [
        ("Renamed", ["file moved from x/b.yaml to z.yaml"]),
        ("On its own", ["article removed: A", "file moved from a.yaml to x/b.yaml"]),
        ("In an article", ["claim recorded: C.", "chain added: A [2024 https://a.example] <- B"]),
    ]


def test_a_second_claim_with_the_same_id_changes_nothing(story: Story) -> None:
    story.commit("First", a=one())
    story.commit("Twice", b=one("Something else."))
    story.commit("Once again", b=None)
    assert [subject for subject, _ in story.told()] == ["First"]


def test_what_is_not_committed_comes_first(story: Story) -> None:
    story.commit("First", a=one())
    story.write(a=one(more="tags: [x]\n"))
    assert story.told()[0] == ("-", ["tag added: x"])
    story.git("add", "-A")
    assert story.told()[0] == ("-", ["tag added: x"])
    story.write(a=None)
    assert story.told()[0] == ("-", ["claim deleted: C."])


def test_a_repository_without_commits(story: Story) -> None:
    story.write(a=one())
    assert story.told() == [("-", ["claim recorded: C.", "chain added: A"])]


def test_an_unreadable_version_is_told_and_does_not_end_the_history(story: Story) -> None:
    story.commit("First", a=one())
    story.commit("Broken", a="id: c\ntext: [C.\nchain: A\n")
    story.commit("Mended", a=one("C indeed."))
    story.commit("No chain", a="id: c\ntext: C indeed.\nchain: A <- <- B\n")
    told = story.told()
    assert [subject for subject, _ in told] == ["No chain", "Mended", "Broken", "First"]
    assert told[0][1][0].startswith("file cannot be read in this version: a.yaml: line 3: expected a source")
    assert told[1][1] == ["file can be read again: a.yaml", "text reworded from C. to C indeed."]
    assert told[2][1][0].startswith("file cannot be read in this version: a.yaml: line 2: this list in brackets")


def test_an_unreadable_file_of_today(story: Story) -> None:
    story.commit("First", a=one())
    story.write(a="id: c\ntext: [C.\n")
    subject, words = story.told()[0]
    assert subject == "-"
    assert words[0].startswith("file cannot be read in this version: a.yaml: line ")


def test_a_broken_neighbour_is_no_matter(story: Story) -> None:
    good = "claims:\n  - {id: c, text: C., chain: A}\n"
    story.commit("First", a=good)
    story.commit("Neighbour", a=good + "  - {id: d, text: D., chain: A <- <- B}\n")
    story.commit("It refers", a=good, b="id: e\ntext: E.\nchain: A\ntension: c\nwhen: never\n")
    assert [subject for subject, _ in story.told()] == ["First"]


def test_a_broken_file_that_only_refers_to_it_is_no_matter(story: Story) -> None:
    story.commit("Refers", b="id: e\ntext: [E.\nchain: A\ntension: c\n")
    story.commit("First", a=one())
    assert [subject for subject, _ in story.told()] == ["First"]


def test_bytes_that_are_not_text(story: Story) -> None:
    story.commit("First", a=one())
    (story.claims / "a.yaml").write_bytes(b"id: c\ntext: \xff\nchain: A\n")
    story.commit("Latin")
    assert story.told()[0] == (
        "Latin",
        ["file cannot be read in this version: a.yaml: byte 0xff is not UTF-8; save the file as UTF-8"],
    )


def test_a_merge_is_told_only_for_what_it_adds(story: Story) -> None:
    story.commit("First", a=one())
    story.git("checkout", "-q", "-b", "side")
    story.commit("Tag on the side", a=one(more="tags: [x]\n"))
    story.git("checkout", "-q", "main")
    story.commit("Note on main", b="id: d\ntext: D.\nchain: A\n")
    story.minute += 1
    story.git("merge", "-q", "--no-edit", "side")
    assert [subject for subject, _ in story.told()] == ["Tag on the side", "First"]
    story.git("checkout", "-q", "-b", "other")
    story.commit("Reword there", a=one("C there.", more="tags: [x]\n"))
    story.git("checkout", "-q", "main")
    story.commit("Reword here", a=one("C here.", more="tags: [x]\n"))
    story.minute += 1
    story.git("merge", "-q", "other")
    story.commit("Settle", a=one("C both.", more="tags: [x]\n"))
    assert story.told()[0] == ("Settle", ["text reworded from C here. to C both."])
    assert {subject for subject, _ in story.told()[1:3]} == {"Reword here", "Reword there"}


def test_a_record_deep_in_a_repository(tmp_path: Path) -> None:
    story = Story(tmp_path, "desk/ملف :x/claims")
    story.commit("First", a=one())
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "a.yaml").write_text(one("Another record."), encoding="utf-8")
    story.commit("Elsewhere")
    assert story.told() == [("First", ["claim recorded: C.", "chain added: A"])]


def test_a_record_that_is_the_whole_repository(tmp_path: Path) -> None:
    story = Story(tmp_path, ".")
    story.commit("First", a=one())
    assert [subject for subject, _ in story.told()] == ["First"]


@pytest.mark.parametrize("name", ["a\nb", "--output=x", ":(glob)*", "a\x1b[31m", "ا", 'q"\\'])
def test_hostile_names_of_files(story: Story, name: str) -> None:
    story.commit("First", a=one())
    (story.claims / "a.yaml").rename(story.claims / f"{name}.yaml")
    story.commit("Rename")
    assert ("Rename", [f"file moved from a.yaml to {' '.join(f'{name}.yaml'.split())}"]) in story.told()


def test_hostile_authors_and_subjects(story: Story) -> None:
    story.write(a=one())
    story.git("add", "-A")
    story.git(
        "-c", "user.name=x", "commit", "-q", "--author", "B\x1fob\x1b[31m <b@example.org>", "-m", "--all\x1e\x1b]0;t"
    )
    commit = story.history().revisions[0].commit
    assert commit is not None
    assert (commit.author, commit.subject) == ("B\x1fob\x1b[31m", "--all\x1e\x1b]0;t")


def test_links_hidden_files_and_the_registry_are_no_claims(story: Story) -> None:
    story.commit("First", m=one())
    (story.claims / "a.yaml").symlink_to("m.yaml")
    story.commit("Not ours", sources="- {id: c, kind: person, name: C}\n", **{".hidden": one("Hidden.")})
    (story.claims / "notes.txt").write_text(one("Text."), encoding="utf-8")
    story.commit("Text")
    assert [subject for subject, _ in story.told()] == ["First"]


def test_a_shallow_clone_says_where_it_begins(story: Story, tmp_path: Path) -> None:
    story.commit("First", a=one())
    story.commit("Second", a=one("C2."))
    story.commit("Third", a=one("C3."))
    clone = tmp_path / "clone"
    story.git("clone", "-q", "--depth", "2", f"file://{story.root}", str(clone))
    history = claim_history(clone / "claims", "c", load(clone / "claims"))
    assert history.shallow
    assert [[str(change) for change in revision.changes] for revision in history.revisions] == [
        ["text reworded from C2. to C3."],
        ["claim was there already: C2."],
    ]


def test_a_partial_clone_is_refused_without_a_fetch(story: Story, tmp_path: Path) -> None:
    story.commit("First", a=one())
    story.commit("Second", a=one("C2."))
    story.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    story.git("clone", "-q", "--filter=blob:none", f"file://{story.root}", str(clone))
    with pytest.raises(HistoryError, match=r"git does not have .*`git fetch --refetch --no-filter` brings it"):
        claim_history(clone / "claims", "c", load(clone / "claims"))


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "claims").mkdir()
    with pytest.raises(HistoryError, match=r"claims is not in a git repository; `git init` and a first commit begin"):
        claim_history(tmp_path / "claims", "c", load(tmp_path / "claims"))


def test_no_git(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.commit("First", a=one())
    monkeypatch.setenv("PATH", str(story.root))
    with pytest.raises(HistoryError, match=r"^git is not installed, and the history of a record is kept by git"):
        story.history()


def test_a_claim_that_never_was(story: Story) -> None:
    story.commit("First", a=one())
    with pytest.raises(NotFoundError, match=r"^no claim 'nope' in this record, nor in its history; see"):
        story.history("nope")


def test_a_callers_own_git_settings_lead_nowhere_else(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.commit("First", a=one())
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.setenv("GIT_TRACE", "1")
    assert claim_history(story.claims, "c", load(story.claims)).revisions[0].commit is not None


def test_nothing_in_the_repository_is_run_or_changed(story: Story, tmp_path: Path) -> None:
    story.commit("First", a=one())
    trap = tmp_path / "trap"
    script = tmp_path / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch {trap}\n", encoding="utf-8")
    script.chmod(0o755)
    keys = ("core.pager", "core.fsmonitor", "diff.external", "diff.x.textconv", "gpg.program", "core.sshCommand")
    for key in keys:
        story.git("config", key, str(script))
    story.git("config", "log.showSignature", "true")
    (story.root / ".gitattributes").write_text("* diff=x\n", encoding="utf-8")
    before = {p: p.stat().st_mtime_ns for p in story.root.rglob("*")}
    assert len(story.history().revisions) == 1
    assert not trap.exists()
    assert {p: p.stat().st_mtime_ns for p in story.root.rglob("*")} == before


def test_what_looks_like_a_repository_in_a_record_is_not_taken_for_one(story: Story, tmp_path: Path) -> None:
    """A clone brings such files along, with settings of its own that git would follow."""
    story.commit("First", a=one())
    trap = tmp_path / "trap"
    subprocess.run(["git", "init", "-q", "--bare", str(story.claims)], check=True, env={**os.environ, **GIT})
    story.git("--git-dir", str(story.claims), "config", "core.fsmonitor", f"touch {trap}")
    with pytest.raises(HistoryError) as caught:
        story.history()
    assert str(caught.value) == (
        f"{story.claims} holds files that git takes for a repository of their own; remove HEAD, objects and refs"
    )
    assert not trap.exists()
