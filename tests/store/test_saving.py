"""Adding and changing: the rest of the file stays byte for byte, and nothing is written elsewhere."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.errors import ClaimgraphError, FileChangedError, InvalidClaimError, NotFoundError, StoreError
from claimgraph.model import Article, Chain, Claim, Config, Source
from claimgraph.notation import parse_chain, read_this
from claimgraph.store import load, loads, merge_sources, rename_source, save_claim, save_source, saving
from claimgraph.store.editing import append_item
from claimgraph.store.upkeep import add_alias, article_of
from tests.strategies import whole_chains

NEW = Claim("new", "A new claim: said by A.", (parse_chain('"Two men" <- ?'), parse_chain("B")), note="a\n\nb")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "claims"
    folder.mkdir()
    return folder


def stays_around(before: bytes, after: bytes) -> bool:
    """Tell whether ``after`` is ``before`` with something put in at one place."""
    same = next((n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), len(before))
    return after.endswith(before[same:]) and len(after) >= len(before)


# ---- Claims: files to append to

ITEM = "  text: One.\n  chain: A\n"
FILES = {
    "indented by two": "claims:\n  - id: one\n    text: One.\n    chain: A\n",
    "indented by four": "claims:\n    - id: one\n      text: One.\n      chain: A\n",
    "not indented": "claims:\n- id: one\n" + ITEM,
    "wide dash": "claims:\n  -   id: one\n      text: One.\n      chain: A\n",
    "dash on its own line": "claims:\n  -\n    id: one\n    text: One.\n    chain: A\n",
    "comments behind": "claims:\n- id: one\n" + ITEM + "# behind\n\n# far behind\n",
    "comment beside": "claims: # c\n- id: one # c\n  text: One.\n  chain: A # c",
    "literal text at the end": "claims:\n- id: one\n" + ITEM + "  note: |\n    a\n\n    b\n\n\n# end\n",
    "literal text, kept breaks": "claims:\n- id: one\n" + ITEM + "  note: |+\n    a\n\n\n",
    "folded text at the end": "claims:\n- id: one\n" + ITEM + "  note: >-\n    a\n    b",
    "empty literal text": "claims:\n- id: one\n" + ITEM + "  note: |\n",
    "several lines at the end": "claims:\n- id: one\n  text: One.\n  chain: A\n    <- B\n    [told]\n",
    "quoted lines at the end": "claims:\n- id: one\n" + ITEM + "  note: 'a\n\n    b'\n",
    "list at the end": "claims:\n- id: one\n" + ITEM + "  tags:\n  - x\n  - y\n",
    "brackets at the end": "claims:\n- id: one\n" + ITEM + "  tags: [x,\n    y] # c\n",
    "empty value at the end": "claims:\n- id: one\n" + ITEM + "  note:\n",
    "flow item": "claims:\n- {id: one, text: One., chain: A}\n",
    "no newline at the end": "claims:\n- id: one\n  text: One.\n  chain: A",
    "other keys behind": "claims:\n- id: one\n" + ITEM + "\narticle: {source: A}\n",
    "end of document": "---\nclaims:\n- id: one\n" + ITEM + "...\n",
    "nothing yet": "claims:\n",
    "nothing yet, comment": "claims:   # none yet\n# later\n",
    "nothing yet, not last": "claims:\narticle: {source: A}\n",
    "empty file": "",
    "only a comment": "# Claims to come.",
    "quoted key": '"claims":\n- id: one\n' + ITEM,
    "alias at the end": "claims:\n- id: one\n  text: One.\n  chain: A\n  tags: &t [x]\n- id: two\n"
    + ITEM
    + "  tags: *t\n",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "bom"])
def test_append(root: Path, text: str, newline: str, mark: bytes) -> None:
    before = mark + text.replace("\n", newline).encode()
    (root / "x.yaml").write_bytes(before)
    old = load(root)
    assert all("claims: is empty" in problem.message for problem in old.problems)
    assert save_claim(root, NEW, to="x.yaml") == root / "x.yaml"
    after = (root / "x.yaml").read_bytes()
    assert stays_around(before, after)
    assert after.startswith(mark)
    if newline == "\r\n" and "\n" in text:
        assert b"\n" not in after.replace(b"\r\n", b"")
    new = load(root)
    assert new.problems == ()
    assert new.claims[:-1] == old.claims
    assert (new["new"].text, new["new"].chains, new["new"].note) == (NEW.text, NEW.chains, NEW.note)


@pytest.mark.parametrize("empty", ["[]", "[ ]", "[\n]"])
@pytest.mark.parametrize("behind", ["", "\n", "  # none yet\n", "\n\n# later\nnothing: x\n"])
def test_append_to_empty_brackets(root: Path, empty: str, behind: str) -> None:
    (root / "x.yaml").write_text(f"claims: {empty}{behind}".replace("nothing: x\n", ""))
    save_claim(root, NEW, to="x.yaml")
    after = (root / "x.yaml").read_text()
    assert load(root)["new"].note == NEW.note
    assert load(root).problems == ()
    assert all(comment in after for comment in ("# none yet", "# later") if comment in behind)


REFUSED = {
    "a single claim": "id: one\ntext: One.\nchain: A\n",
    "brackets": "claims: [{id: one, text: One., chain: A}]\n",
    "braces": "{claims: []}\n",
    "a comment in the brackets": "claims: [ # none\n]\n",
    "by id": "claims: {one: {text: One.}}\n",
    "a word": "claims: ~\n",
    "a list": "- a\n",
    "two documents": "claims: []\n---\nclaims: []\n",
    "a syntax error": "claims:\n- id: [\n",
    "a duplicate key": "claims: []\nclaims: []\n",
    "the same id": "claims:\n- id: new\n  text: One.\n  chain: A\n",
    "an alias": "x: &x []\nclaims: *x\n",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_refused(root: Path, text: str) -> None:
    path = root / "x.yaml"
    path.write_text(text)
    with pytest.raises(StoreError) as caught:
        save_claim(root, NEW, to="x.yaml")
    assert path.read_text() == text
    assert str(path) in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert sorted(p.name for p in root.iterdir()) == ["x.yaml"]


def test_not_utf_8(root: Path) -> None:
    (root / "x.yaml").write_bytes(b"claims: [] # caf\xe9\n")
    with pytest.raises(StoreError, match=r"x\.yaml:1:17: byte 0xe9 is not UTF-8"):
        save_claim(root, NEW, to="x.yaml")


def test_claims_in_a_file_with_an_article(root: Path) -> None:
    (root / "x.yaml").write_text("article: {source: Kataeb, date: 2024-11-29}\nclaims: []\n")
    claim = Claim("new", "N.", (parse_chain("this <- A"),))
    save_claim(root, claim, to="x.yaml")
    article = Article("Kataeb", date="2024-11-29")
    assert load(root)["new"] == replace(claim, article=article, chains=(read_this(claim.chains[0], article),))
    assert "chain: this <- A" in (root / "x.yaml").read_text()
    assert article_of(root, "x.yaml", config=Config()) == article
    assert article_of(root, "none.yaml", config=Config()) is None


def test_own_file(root: Path) -> None:
    assert save_claim(root, NEW) == root / "new.yaml"
    assert load(root)["new"] == NEW
    assert save_claim(root, NEW) == root / "new-2.yaml"
    assert save_claim(root, replace(NEW, id="sources")) == root / "sources-2.yaml"
    assert {claim.id for claim in load(root)} == {"new", "sources"}


def test_new_file(root: Path) -> None:
    assert save_claim(root, NEW, to="deep/er/x.yaml") == root / "deep" / "er" / "x.yaml"
    text = (root / "deep" / "er" / "x.yaml").read_text()
    assert text.startswith("claims:\n  - id: new\n    text: ")
    assert not any(line.endswith(" ") for line in text.splitlines())
    assert load(root)["new"] == NEW


def test_own_verbs(root: Path) -> None:
    config = Config({"berichtete": "asserts"})
    claim = Claim("new", "N.", (parse_chain("A [berichtete]", verbs=config.all_verbs),))
    with pytest.raises(InvalidClaimError, match="unknown verb"):
        save_claim(root, claim)
    save_claim(root, claim, config=config)
    save_claim(root, replace(claim, id="newer"), to="x.yaml", config=config)
    save_claim(root, replace(claim, id="newest"), to="x.yaml", config=config)
    assert len(list(root.iterdir())) == 2


@pytest.mark.parametrize(
    "claim",
    [
        Claim("../../evil", "N.", NEW.chains),
        Claim("a\nb", "N.", NEW.chains),
        Claim("", "N.", NEW.chains),
        Claim("UPPER", "N.", NEW.chains),
        Claim("this", "N.", (parse_chain("this <- A"),)),
        Claim("no-chain", "N."),
        Claim("no-text", "", NEW.chains),
        Claim("bad-date", "N.", NEW.chains, when="soon"),
    ],
    ids=lambda claim: repr(claim.id),
)
def test_claims_that_could_not_be_read_back(root: Path, claim: Claim) -> None:
    (root / "x.yaml").write_text("claims: []\n")
    for to in (None, "x.yaml", "y.yaml"):
        with pytest.raises(InvalidClaimError) as caught:
            save_claim(root, claim, to=to)
        assert len(str(caught.value).splitlines()) == 1
    assert {p.name for p in root.parent.rglob("*")} == {"claims", "x.yaml"}
    assert (root / "x.yaml").read_text() == "claims: []\n"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chains=st.lists(whole_chains(), min_size=1, max_size=2), name=st.sampled_from(sorted(FILES)), note=st.text())
def test_any_claim_can_be_appended(root: Path, chains: list[Chain], name: str, note: str) -> None:
    """What is written is read back equal, or refused with the file as it was."""
    claim = Claim("new", "N.", tuple(chains), note=note or None)
    path = root / "x.yaml"
    path.write_text(FILES[name])
    try:
        save_claim(root, claim, to="x.yaml")
    except ClaimgraphError:
        assert path.read_text() == FILES[name]
        assert any(m.kind == "this" for chain in chains for m in chain.mentions) or not note.strip()
    else:
        content = loads(path.read_text())
        assert content.claims[-1] == claim or content.article
        assert content.problems == ()


# ---- Where nothing may be written


def test_nothing_outside_the_record(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.yaml").write_text("claims: []\n")
    (root / "link").symlink_to(outside)
    (root / "link.yaml").symlink_to(outside / "x.yaml")
    (root / "new-link.yaml").symlink_to(outside / "new.yaml")
    (root / ".hidden").mkdir()
    (root / "to-hidden").symlink_to(".hidden")
    (root / "loop.yaml").symlink_to("loop.yaml")
    (root / "sources").mkdir()
    (root / "to-registry.yaml").symlink_to("sources.yaml")
    for to in (
        "../x.yaml", "../outside/x.yaml", str(outside / "x.yaml"), "/etc/x.yaml", "link/x.yaml", "link/new.yaml",
        "link.yaml", "new-link.yaml", "loop.yaml", ".hidden.yaml", ".hidden/x.yaml", "to-hidden/x.yaml", "sources.yaml",
        "sources/x.yaml", "to-registry.yaml", "x.txt", "x", "", ".", "a\nb.yaml", "a\0b.yaml", "\x1b[31m.yaml",
        "deep/../../x.yaml",
    ):  # fmt: skip
        with pytest.raises(StoreError) as caught:
            save_claim(root, NEW, to=to)
        assert str(caught.value).isprintable()
    assert (outside / "x.yaml").read_text() == "claims: []\n"
    assert {p.name for p in outside.iterdir()} == {"x.yaml"}
    assert {p.name for p in root.iterdir()} == {
        "link", "link.yaml", "new-link.yaml", "loop.yaml", ".hidden", "to-hidden", "sources", "to-registry.yaml",
    }  # fmt: skip
    assert list((root / ".hidden").iterdir()) == []


def test_files_that_are_none(root: Path) -> None:
    (root / "folder.yaml").mkdir()
    os.mkfifo(root / "fifo.yaml")
    for to in ("folder.yaml", "fifo.yaml"):
        with pytest.raises(StoreError, match="cannot be read"):
            save_claim(root, NEW, to=to)


def test_links_within_the_record_are_not_written_through(root: Path) -> None:
    (root / "real.yaml").write_text("claims: []\n")
    (root / "link.yaml").symlink_to("real.yaml")
    for to in ("link.yaml", str(root / "link.yaml")):
        with pytest.raises(StoreError) as caught:
            save_claim(root, NEW, to=to)
        assert str(caught.value) == (
            f"{root}/link.yaml: link.yaml is a symbolic link, and links inside the record are not written through; "
            "put a file or folder of its own there, or name another"
        )
    assert (root / "link.yaml").is_symlink()
    assert (root / "real.yaml").read_text() == "claims: []\n"


def test_a_record_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "claims").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        save_claim(tmp_path / "claims", NEW)


def test_changed_in_between(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "x.yaml").write_text("claims: []\n")
    real = append_item

    def append(text: str, path: str, key: str, lines: list[str]) -> str:
        (root / "x.yaml").write_text("claims: []  # somebody else\n")
        return real(text, path, key, lines)

    monkeypatch.setattr(saving, "append_item", append)
    with pytest.raises(FileChangedError, match="try again"):
        save_claim(root, NEW, to="x.yaml")
    assert (root / "x.yaml").read_text() == "claims: []  # somebody else\n"
    assert [p.name for p in root.iterdir()] == ["x.yaml"]


# ---- Sources

AFP = Source("afp", "outlet", "AFP", wire=True)
REGISTRY = """\
# Everybody.
sources:
  # agencies
  - id: reuters  # the wire
    kind: outlet
    name: Reuters  # shown
    # other names
    aliases: [Reuters News]
    was: [rtr]
  # to go
  - id: thomson-reuters   # old
    # a comment within
    kind: outlet
    name: >-
      Thomson
      Reuters
    aliases:
      - TR   # short
  # the last
  - {id: dpa, kind: outlet, name: dpa}
# end
"""


def comment_words(text: str) -> list[str]:
    return sorted(line.partition("#")[2].strip() for line in text.splitlines() if "#" in line)


@pytest.fixture
def registry(root: Path) -> Path:
    (root / "sources.yaml").write_text(REGISTRY)
    return root / "sources.yaml"


def source(root: Path, source_id: str) -> Source:
    return next(s for s in load(root).sources if s.id == source_id)


@pytest.mark.parametrize(
    "text", [None, "", "# c", "sources: []\n", "sources:\n", REGISTRY, REGISTRY.replace("\n", "\r\n")]
)
def test_add_source(root: Path, text: str | None) -> None:
    if text is not None:
        (root / "sources.yaml").write_bytes(text.encode())
    before = load(root).sources
    save_source(root, AFP)
    assert list(load(root).sources) == [*before, AFP]
    assert load(root).problems == ()
    assert comment_words((root / "sources.yaml").read_text()) == comment_words(text or "")
    with pytest.raises(StoreError, match="registered already"):
        save_source(root, AFP)


@pytest.mark.parametrize(
    "text", ["- {id: a, kind: org}\n", "a: {kind: org}\n", "sources: {a: {kind: org}}\n", "id: a\nkind: org\n"]
)
def test_registries_that_are_not_added_to(root: Path, text: str) -> None:
    (root / "sources.yaml").write_text(text)
    with pytest.raises(StoreError) as caught:
        save_source(root, AFP)
    assert len(str(caught.value).splitlines()) == 1
    assert (root / "sources.yaml").read_text() == text


def test_former_ids_are_taken(registry: Path, root: Path) -> None:
    with pytest.raises(StoreError, match="registered already"):
        save_source(root, Source("rtr", "outlet"))


@pytest.mark.parametrize("source_id", ["reuters", "thomson-reuters", "dpa"])
def test_rename(registry: Path, root: Path, source_id: str) -> None:
    old = source(root, source_id)
    rename_source(old, "New: name")
    assert source(root, source_id) == replace(old, name="New: name", aliases=(*old.aliases, old.name))
    assert comment_words(registry.read_text()) == comment_words(REGISTRY)
    rename_source(source(root, source_id), old.name)
    assert source(root, source_id).name == old.name


@pytest.mark.parametrize("name", ["", "name:", "name: ", 'name: ""', "name: |\n      A", "name: A # c"])
def test_rename_any_form(root: Path, name: str) -> None:
    (root / "sources.yaml").write_text(f"sources:\n  - id: a\n    kind: org\n    {name}\n    lang: ar\n")
    rename_source(source(root, "a"), "B")
    assert (source(root, "a").name, source(root, "a").lang) == ("B", "ar")


@pytest.mark.parametrize(
    ("keep", "drop"),
    [("reuters", "thomson-reuters"), ("thomson-reuters", "reuters"), ("dpa", "reuters"), ("reuters", "dpa")],
)
def test_merge(registry: Path, root: Path, keep: str, drop: str) -> None:
    kept, dropped = source(root, keep), source(root, drop)
    merge_sources(keep=kept, drop=dropped)
    merged = source(root, keep)
    assert set(merged.aliases) == {*kept.aliases, dropped.name, *dropped.aliases}
    assert merged.was == (*kept.was, drop, *dropped.was)
    assert drop not in {s.id for s in load(root).sources}
    assert load(root).problems == ()
    assert comment_words(registry.read_text()) == comment_words(REGISTRY)


def test_merge_refuses(registry: Path, root: Path) -> None:
    (root / "sources").mkdir()
    (root / "sources" / "more.yaml").write_text("sources: [{id: afp, kind: outlet}]\n")
    with pytest.raises(StoreError, match="two files"):
        merge_sources(keep=source(root, "reuters"), drop=source(root, "afp"))
    with pytest.raises(StoreError, match="with itself"):
        merge_sources(keep=source(root, "reuters"), drop=source(root, "reuters"))
    with pytest.raises(NotFoundError, match="not registered"):
        merge_sources(keep=Source("x", "org"), drop=source(root, "reuters"))
    assert registry.read_text() == REGISTRY


def test_add_alias(registry: Path, root: Path) -> None:
    for source_id in ("reuters", "thomson-reuters", "dpa"):
        add_alias(source(root, source_id), "an, alias")
        assert source(root, source_id).aliases[-1] == "an, alias"
    assert comment_words(registry.read_text()) == comment_words(REGISTRY)


def test_everything_keeps_comments(registry: Path, root: Path) -> None:
    """Twenty additions, renames and merges one after the other, and every comment is there once."""
    for number in range(10):
        save_source(root, replace(AFP, id=f"afp-{number}", name=f"AFP {number}"))
        rename_source(source(root, f"afp-{number}"), f"A.F.P. {number}")
        if number:
            merge_sources(keep=source(root, "afp-0"), drop=source(root, f"afp-{number}"))
    assert len(source(root, "afp-0").aliases) == 19
    assert comment_words(registry.read_text()) == comment_words(REGISTRY)
