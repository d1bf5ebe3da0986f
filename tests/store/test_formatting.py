"""Canonical formatting: comments and meaning stay, and formatting twice changes nothing more."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.model import Chain, Claim, Config
from claimgraph.store import dumps, loads
from claimgraph.store.comments import comments
from claimgraph.store.formatting import format_text
from claimgraph.store.nodes import parse_yaml
from tests.store.test_examples import BAD, GOOD, is_registry
from tests.store.test_schema import SHIPPED
from tests.strategies import whole_chains


def comments_of(text: str) -> Counter[str]:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return Counter(comments(plain, parse_yaml(plain, "x.yaml")[0]))


def confirm(text: str, *, registry: bool = False) -> str:
    """Return the formatted text, after making sure that it means the same and stays as it is."""
    once = format_text(text, "x.yaml", registry=registry)
    before, after = loads(text, registry=registry), loads(once, registry=registry)
    assert (after.claims, after.sources, after.article) == (before.claims, before.sources, before.article)
    assert Counter(p.code for p in after.problems) == Counter(p.code for p in before.problems)
    if not before.problems:
        assert comments_of(once) == comments_of(text)
    assert format_text(once, "x.yaml", registry=registry) == once
    return once


@pytest.mark.parametrize("path", [*SHIPPED, *GOOD, *BAD], ids=lambda path: path.stem)
def test_examples(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    confirm(text, registry=is_registry(path) or path.name == "sources.yaml")


CASES = {
    "chains": (
        """\
id: a
text: A.
chains:
- A←B  [ lang=ar told 2024-05-01 ]   # spacing, arrows, order
- "A <- B"
- '"two men"  <- ?'
- |
  A
  <- B
- this_one [“said so”]
""",
        """\
id: a
text: A.
chains:
- A <- B [told 2024-05-01 lang=ar]   # spacing, arrows, order
- "A <- B"
- '"two men" <- ?'
- A <- B
- this_one ["said so"]
""",
    ),
    "line breaks of long chains": (
        """\
id: a
text: A.
chain: Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa [told] <-
  Bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb [told] ←
  Cccccccccccccccccccccccccccccccccccccccccccccc [told]
""",
        """\
id: a
text: A.
chain: Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa [told] <- Bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb [told]
  <- Cccccccccccccccccccccccccccccccccccccccccccccc [told]
""",
    ),
    "lines broken by hand stay": (
        "id: a\ntext: A.\nchain: A\n  <- B\n  [told]\n",
        "id: a\ntext: A.\nchain: A\n  <- B\n  [told]\n",
    ),
    "order, with comments": (
        """\
# of the file

# of the first key
chain: A <- B  # beside the chain
# above the text
text: >
  A text

  of two lines.
tags:
  - x
  # among the tags
  - y
  # behind the tags
# above the id

# right above the id
id: a

# at the end
""",
        """\
# of the file

# of the first key
# above the id
# right above the id
id: a
# above the text
text: >
  A text

  of two lines.
chain: A <- B  # beside the chain
tags:
  - x
  # among the tags
  - y
  # behind the tags

# at the end
""",
    ),
    "order within lists": (
        """\
article:
  date: 2024   # when
  # who
  source: A
claims:
  # the first
  - text: B.
    # its id
    id: b
    chain: this
  - {text: C., id: c, chain: A}
  -
    text: D.
    id: d
    chain: A
""",
        """\
article:
  # who
  source: A
  date: 2024   # when
claims:
  # the first
  # its id
  - id: b
    text: B.
    chain: this
  - {text: C., id: c, chain: A}
  -
    id: d
    text: D.
    chain: A
""",
    ),
    "white space": (
        "\ufeff\n\nid: a  \n\n\ntext: |  \n  A  \n\n\n  b\n\n\nchain: A\t\nnote: x\n  \n\n  y ".replace("\n", "\r\n"),
        "id: a\n\ntext: |\n  A  \n\n\n  b\n\nchain: A\nnote: x\n\n\n  y\n",
    ),
    "no newline at the end": ("id: a\ntext: A.\nchain: A", "id: a\ntext: A.\nchain: A\n"),
    "white space that means something": (
        'id: a\ntext: "A \\  \n  b"\nsaid: |+\n  x\n\n\nchain: A\n',
        'id: a\ntext: "A \\  \n  b"\nsaid: |+\n  x\n\nchain: A\n',
    ),
    "long form": (
        "id: a\ntext: A.\nchain:\n- source: A\n- all: [{source: B}, {chain: 'C<-D'}]\n",
        "id: a\ntext: A.\nchain:\n- source: A\n- all: [{source: B}, {chain: C <- D}]\n",
    ),
    "anchors stay": (
        "claims:\n- text: A.\n  id: a\n  chain: &c A<-B\n- id: b\n  text: B.\n  chain: *c\n",
        "claims:\n- id: a\n  text: A.\n  chain: &c A<-B\n- id: b\n  text: B.\n  chain: *c\n",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_cases(text: str, expected: str) -> None:
    assert confirm(text) == expected


SOURCES = {
    "list": ("sources:\n- kind: org\n  id: a # x\n", "sources:\n- id: a # x\n  kind: org\n"),
    "by id": (
        "sources:\n  a:\n    name: A\n    kind: org\n\n\n  b: {kind: org}\n",
        "sources:\n  a:\n    kind: org\n    name: A\n\n  b: {kind: org}\n",
    ),
    "bare list": ("- kind: org\n  id: a\n", "- id: a\n  kind: org\n"),
    "bare by id": ("a:\n  name: A\n  kind: org\n", "a:\n  kind: org\n  name: A\n"),
    "one": ("kind: org\nid: a\n", "id: a\nkind: org\n"),
}


@pytest.mark.parametrize(("text", "expected"), SOURCES.values(), ids=SOURCES)
def test_registries(text: str, expected: str) -> None:
    assert confirm(text, registry=True) == expected


AS_THEY_ARE = {
    "an error": "text: A.\nid: a\nchain: A -> B   \n",
    "not ours": "b: 1   \n\n\n\na: 2",
    "empty": "",
    "an alias would come before its anchor": "note: &t A.\nsaid: *t\nid: a\ntext: B.\nchain: A\n",
    "line breaks of other systems": "text: A.\rid: a\rchain: A\r",
    "several documents": "text: A.\nid: a\nchain: A\n---\nx: y\n",
}


@pytest.mark.parametrize("text", AS_THEY_ARE.values(), ids=AS_THEY_ARE)
def test_in_doubt_nothing_changes(text: str) -> None:
    assert format_text(text) == text


def test_only_a_comment() -> None:
    assert format_text("# Nothing yet.  \n\n\n") in {"# Nothing yet.\n", "# Nothing yet.  \n\n\n"}


def test_own_verbs() -> None:
    text = "id: a\ntext: A.\nchain: A  [berichtete]\n"
    assert format_text(text) == text
    assert format_text(text, config=Config({"berichtete": "asserts"})) == text.replace("A  [", "A [")


@settings(max_examples=40)
@given(st.lists(whole_chains(), min_size=1, max_size=2), st.randoms(use_true_random=False))
def test_shuffled_and_commented(chains: list[Chain], chance: random.Random) -> None:
    """The lines of a written claim, entries shuffled, with comments, blank lines and white space between."""
    lines = dumps([Claim("c", "The text of c.", tuple(chains))]).splitlines()
    blocks: list[list[str]] = []
    for line in lines:
        if line.startswith(" "):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    chance.shuffle(blocks)
    made: list[str] = []
    for number, block in enumerate(blocks):
        made += chance.choice([[], [f"# above {number}"], ["", f"# above {number}  ", "", ""], ["", "  ", ""]])
        made += [block[0] + chance.choice(["", "  ", f"  # beside {number}"]), *block[1:]]
        made += chance.choice([[], [], [f"    # inside {number}"]])
    text = "\n".join(made) + chance.choice(["", "\n", "\n\n\n# end"])
    if loads(text).problems:  # a comment in the middle of a text
        assert format_text(text) == text
    else:
        keys = [line.split(":")[0] for line in confirm(text).splitlines() if line[:1].isalpha()]
        assert keys == [key for key in ("id", "text", "chain", "chains") if key in keys]


def test_large_files_take_linear_time() -> None:
    text = "claims:\n" + "".join(f"- text: T.\n  id: c{n}\n  chain: A←B\n" for n in range(300))
    assert format_text(text).startswith("claims:\n- id: c0\n  text: T.\n  chain: A <- B\n")
