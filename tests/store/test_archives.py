"""Copies are written beside the addresses of their pages, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.archiving import unarchived, with_copies
from claimgraph.errors import FileChangedError, StoreError
from claimgraph.model import Article, Chain, Claim, Config
from claimgraph.notation import read_this
from claimgraph.store import add_archives, archives, dumps, load
from claimgraph.store.files import FileText, rewrite_file
from tests.strategies import whole_chains

COPIES = {"https://k.org/1": "https://kept.org/k", "https://s.org/2": "https://kept.org/s,[1]"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "claims"
    folder.mkdir()
    return folder


def merged(root: Path, text: str, copies: dict[str, str] | None = None) -> str:
    path = root / "a.yaml"
    path.write_bytes(text.encode())
    done = add_archives(root, COPIES if copies is None else copies, config=Config())
    assert done.left == ()
    return path.read_bytes().decode()


HEAD = "id: a\ntext: A.\n"
ARTICLE = "article:\n  source: K\n  url: https://k.org/1\n"
CLAIMS = "claims:\n- id: a\n  text: A.\n"
STEP = "chain:\n- source: K\n  url: https://k.org/1"
SIDES = (
    "chain:\n- all:\n  - {source: K, url: 'https://k.org/1'%s}\n  - source: S\n    url: https://s.org/2\n"
    "%s- source: O\n"
)
EDITED: dict[str, list[str]] = {
    "a chain": [
        HEAD + "chain: K  [https://k.org/1]<-  S [said https://s.org/2] # why\nnote: https://k.org/1\n",
        HEAD + "chain: K [https://k.org/1 https://kept.org/k] <- S [said https://s.org/2"
        + ' archive="https://kept.org/s,[1]"] # why\nnote: https://k.org/1\n',
    ],
    "one that has a copy, and another page": [
        HEAD + "chain: K [https://k.org/1 https://other.org/] <- T [https://t.org/9]\n",
        HEAD + "chain: K [https://k.org/1 https://other.org/] <- T [https://t.org/9]\n",
    ],
    "lines that end as elsewhere": [
        (HEAD + STEP + " # x\n  date: 2024\n- missing: true\n").replace("\n", "\r\n"),
        (HEAD + STEP + " # x\n  archive: https://kept.org/k\n  date: 2024\n- missing: true\n").replace("\n", "\r\n"),
    ],
    "a chain of several lines that end as elsewhere": [
        (HEAD + f"chain: K [https://k.org/1]\n  <- {'S' * 70} [said]\n  <- T\n").replace("\n", "\r\n"),
        (HEAD + f"chain: K [https://k.org/1 https://kept.org/k]\n  <- {'S' * 70} [said] <- T\n").replace("\n", "\r\n"),
    ],
    "steps in braces": [
        HEAD + "chain: [{source: K, url: 'https://k.org/1', date: 2024}]\n",
        HEAD + "chain: [{source: K, url: 'https://k.org/1', archive: 'https://kept.org/k', date: 2024}]\n",
    ],
    "several side by side": [
        HEAD + SIDES % ("", ""),
        HEAD + SIDES % (", archive: 'https://kept.org/k'", "    archive: https://kept.org/s,[1]\n"),
    ],
    "an article": [
        "article: {source: K, url: https://k.org/1}\n" + CLAIMS + "  chain: this <- ?\n",
        "article: {source: K, url: https://k.org/1, archive: 'https://kept.org/k'}\n" + CLAIMS + "  chain: this <- ?\n",
    ],
    "this, with a page of its own": [
        ARTICLE + CLAIMS + "  chain: this [https://s.org/2]\n",
        ARTICLE + "  archive: https://kept.org/k\n" + CLAIMS
        + '  chain: this [https://s.org/2 archive="https://kept.org/s,[1]"]\n',
    ],
    "no line end at the end": [HEAD + STEP, HEAD + STEP + "\n  archive: https://kept.org/k"],
    "a placeholder": [
        HEAD + STEP + "\n  archive:  # soon\n- {source: S, url: 'https://s.org/2', archive: ''}\n",
        HEAD + STEP + "\n  archive: https://kept.org/k  # soon\n"
        + "- {source: S, url: 'https://s.org/2', archive: 'https://kept.org/s,[1]'}\n",
    ],
    "a block text as an address": [
        HEAD + "chain:\n- source: K\n  url: >-\n    https://k.org/1\n  date: 2024\n",
        HEAD + "chain:\n- source: K\n  url: >-\n    https://k.org/1\n  archive: https://kept.org/k\n  date: 2024\n",
    ],
    "escapes": [
        HEAD + 'chain:\n- source: K\n  url: "https:\\/\\/k.org\\/1"\n',
        HEAD + 'chain:\n- source: K\n  url: "https:\\/\\/k.org\\/1"\n  archive: https://kept.org/k\n',
    ],
    "a statement that has its copy": [
        HEAD + "chains:\n- K [2024 https://k.org/1 https://mine.org/] <- S\n- K [2024 https://k.org/1] <- T\n",
        HEAD + "chains:\n- K [2024 https://k.org/1 https://mine.org/] <- S\n- K [2024 https://k.org/1] <- T\n",
    ],
    "an article and its page in a chain": [
        ARTICLE + CLAIMS + "  chain: this <- K [2023 https://k.org/1]\n",
        ARTICLE + "  archive: https://kept.org/k\n" + CLAIMS
        + "  chain: this <- K [2023 https://k.org/1 https://kept.org/k]\n",
    ],
    "a block text": [
        HEAD + "chain: >-\n  K [https://k.org/1]\n  <- S\n",
        HEAD + "chain: K [https://k.org/1 https://kept.org/k] <- S\n",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), EDITED.values(), ids=list(EDITED))
def test_every_byte_outside_the_edit_stays(root: Path, before: str, after: str) -> None:
    assert merged(root, before) == after
    assert merged(root, after) == after


GOOD = "- id: g\n  text: G.\n  chain: G [https://k.org/1]\n"
LEFT = {
    "an anchor": (
        "claims:\n- id: a\n  text: A.\n  chain: &x K [https://k.org/1]\n" + GOOD,
        "a.yaml:4:10: cannot be edited safely; add the archived copy by hand",
        "claims:\n- id: a\n  text: A.\n  chain: &x K [https://k.org/1]\n"
        + GOOD.replace("/1]", "/1 https://kept.org/k]"),
    ),
    "errors": (
        HEAD + "chains: ['K [https://k.org/1]', 'K <-']\n",
        "a.yaml: has errors, so nothing was added to it; see `claimgraph check`",
        HEAD + "chains: ['K [https://k.org/1]', 'K <-']\n",
    ),
    "no YAML": (
        "text: Y: so\nid: a\nchain: K [https://k.org/1]\n",
        "a.yaml: has errors, so nothing was added to it; see `claimgraph check`",
        "text: Y: so\nid: a\nchain: K [https://k.org/1]\n",
    ),
}


@pytest.mark.parametrize(("before", "message", "after"), LEFT.values(), ids=list(LEFT))
def test_what_needs_a_hand_is_told_and_holds_up_nothing_else(root: Path, before: str, message: str, after: str) -> None:
    (root / "a.yaml").write_text(before, encoding="utf-8")
    (root / "b.yaml").write_text("id: b\ntext: B.\nchain: K [https://k.org/1]\n", encoding="utf-8")
    done = add_archives(root, COPIES, config=Config())
    assert done.left == (f"{root}/{message}",)
    assert (root / "a.yaml").read_text(encoding="utf-8") == after
    assert root / "b.yaml" in done.paths
    assert done.pages == {"https://k.org/1"} <= done.left_pages


@pytest.mark.parametrize("error", [KeyboardInterrupt(), StoreError("no room")])
def test_what_stops_in_between_leaves_the_record_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    text = "id: %s\ntext: A.\nchain: K [https://k.org/1]\n"
    for name in "abc":
        (root / f"{name}.yaml").write_text(text % name, encoding="utf-8")

    def failing(before: FileText, text: str) -> None:
        if before.path.name == "c.yaml":
            raise error
        rewrite_file(before, text)

    monkeypatch.setattr(archives, "rewrite_file", failing)
    with pytest.raises(type(error)):
        add_archives(root, COPIES, config=Config())
    assert [path.read_text(encoding="utf-8") for path in sorted(root.iterdir())] == [text % name for name in "abc"]


def test_one_that_was_changed_in_between_is_left_as_it_is(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = root / "a.yaml"
    path.write_text("id: a\ntext: A.\nchain: K [https://k.org/1]\n", encoding="utf-8")

    def late(before: FileText, text: str) -> None:
        path.write_text("id: a\ntext: Mine.\nchain: K [https://k.org/1]\n", encoding="utf-8")
        rewrite_file(before, text)

    monkeypatch.setattr(archives, "rewrite_file", late)
    with pytest.raises(FileChangedError):
        add_archives(root, COPIES, config=Config())
    assert "Mine." in path.read_text(encoding="utf-8")


@settings(max_examples=40)
@given(chains=st.lists(whole_chains(), min_size=1, max_size=3))
def test_whatever_is_read_afterwards_has_the_copies_and_nothing_else_new(
    tmp_path_factory: pytest.TempPathFactory, chains: list[Chain]
) -> None:
    root = tmp_path_factory.mktemp("record") / "claims"
    root.mkdir()
    claim = Claim("a", "A.", tuple(read_this(chain, Article("Paper")) for chain in chains))
    (root / "a.yaml").write_text(dumps([claim]), encoding="utf-8")
    copies = {page: f"https://kept.org/{number}" for number, page in enumerate(unarchived([claim]))}
    done = add_archives(root, copies, config=Config())
    after = load(root)["a"]
    assert (done.left, done.pages) == ((), frozenset(copies))
    assert after.chains == tuple(with_copies(chain, copies) for chain in claim.chains)
    assert unarchived([after]) == {}
