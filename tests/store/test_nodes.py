"""YAML to nodes: strings only, exact places, and bounds that no file can pass."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.store import loads
from claimgraph.store import nodes as module
from claimgraph.store.messages import MAX_MESSAGE, MAX_PROBLEMS, one_line
from claimgraph.store.nodes import Entries, Items, Scalar, leaf, parse_yaml, scalars
from claimgraph.store.offsets import place_of, value_offsets

N = 16 * 1024 * 1024

BOMBS: dict[str, Callable[[], str]] = {
    "[": lambda: "[" * N,
    "{": lambda: "{" * N,
    "- ": lambda: "- " * (N // 2),
    "? ": lambda: "? " * (N // 2),
    "{a: ": lambda: "{a: " * (N // 4),
    "a: deeper and deeper": lambda: "".join(" " * n + "a:\n" for n in range(5000)),
    "unknown alias": lambda: "*a " * (N // 3),
    "many aliases": lambda: "[&a x" + ", *a" * (N // 4) + "]",
    "aliases of aliases": lambda: "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9 if n else 'x'}]\n" for n in range(30)),
    "aliases of a long chain": lambda: (
        "id: a\ntext: A.\nchains:\n- &a '" + "A [told] <- " * 1500 + "B'\n" + "- *a\n" * 9000
    ),
    "one text": lambda: "id: a\nchain: b\ntext: " + "x" * N,
    "one quote": lambda: '"' + "x" * N,
    "quotes": lambda: '"' * N,
    "tag": lambda: "!" * N,
    "comment": lambda: "#" * N,
    "spaces": lambda: " " * N,
    "tabs": lambda: "\t" * N,
    "colons": lambda: "a:" * (N // 2),
    "key": lambda: "id: a\ntext: A.\nchain: A\n? " + "k" * N + "\n: 1",
    "chain": lambda: "id: a\ntext: A.\nchain: " + "A <- " * (N // 5),
}


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS)
def test_bombs_end_quickly(make: Callable[[], str]) -> None:
    text = make()
    before = time.process_time()
    problems = loads(text).problems
    assert time.process_time() - before < 5
    assert all(len(problem.message) <= MAX_MESSAGE + 100 for problem in problems)


def test_problems_of_one_file_are_bounded() -> None:
    text = "id: a\ntext: A.\nchain: A\n" + "".join(f"key-{n}: 1\n" for n in range(3000))
    problems = loads(text).problems
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1].message.startswith("1,000 problems are told of this file and there are more")
    assert len(loads("id: a\n" + "k: 1\n" * 3000 + "text: A\n").problems) == MAX_PROBLEMS + 1
    assert [c.id for c in loads(text).claims] == ["a"]


def test_too_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_NODES", 10)
    (problem,) = loads("[" + "x," * 20 + "]").problems
    assert "more than 10 values" in problem.message


@pytest.mark.parametrize("levels", [5, 14, 40, 100, 400])
def test_aliases_cannot_nest_deeper_than_brackets(levels: int) -> None:
    text = "id: x\ntext: T.\nchains:\n- &c0 [{source: A}]\n"
    for n in range(1, levels):
        text += f"- &c{n} [{{all: [{{chain: *c{n - 1}}}, {{source: B}}]}}]\n"
    content = loads(text)
    for claim in content.claims:
        assert str(claim.chains)
    assert bool(content.problems) == (levels > 13)


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
def test_both_parsers_agree(loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libyaml is not installed, the slow parser gives the same."""
    monkeypatch.setattr(module, "_LOADER", loader)
    text = "id: a\ntext: >\n  A\n  b\nchains:\n- 'é'\n- &x [{source: B}]\n- *x\ntags: {x: [y, {z: w}]}\n"
    documents, problems = parse_yaml(text, "x.yaml")
    assert problems == []
    found = [(s.value, s.line, s.column, text[s.start : s.start + 1]) for s in scalars(documents[0])]
    assert found == [
        ("id", 1, 1, "i"), ("a", 1, 5, "a"), ("text", 2, 1, "t"), ("A b\n", 2, 7, ">"), ("chains", 5, 1, "c"),
        ("é", 6, 3, "'"), ("source", 7, 8, "s"), ("B", 7, 16, "B"), ("tags", 9, 1, "t"),
        ("x", 9, 8, "x"), ("y", 9, 12, "y"), ("z", 9, 16, "z"), ("w", 9, 19, "w"),
    ]  # fmt: skip
    for broken in ("a: [b", "a: \x00", "a: \ud800", "[" * 100_000, "a: b: c", "\ta"):
        assert loads(broken).problems


def test_aliases_stand_where_they_are_written() -> None:
    root = parse_yaml("a: &x [p, q]\nb: *x\n", "x.yaml")[0][0]
    assert isinstance(root, Entries)
    alias = root.entries["b"]
    assert isinstance(alias, Items)
    assert (alias.line, alias.column, alias.alias, len(alias.items)) == (2, 4, True, 2)
    assert leaf(root) is alias


def test_keys_that_are_no_words() -> None:
    for text in ("? [a]\n: b\n", "{[a]: b}\n", "? {a: b}\n: c\n"):
        (problem,) = parse_yaml(text, "x.yaml")[1]
        assert problem.message.startswith("a key must be a word")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    content = loads(text)
    assert all(problem.message.isprintable() or problem.message for problem in content.problems)


@given(st.text(max_size=300))
def test_messages_are_one_printable_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert "\x1b" not in line


_STYLES = {"plain": None, "single": "'", "double": '"', "literal": "|", "folded": ">"}


@settings(max_examples=150)
@given(st.text("abé'\"\\: \n#\u200fق", min_size=1, max_size=40), st.sampled_from(sorted(_STYLES)), st.integers(3, 20))
def test_every_character_is_placed(text: str, style: str, width: int) -> None:
    """However a text is written, its characters are found again where they stand."""
    written = yaml.dump({"key": text}, default_style=_STYLES[style], width=width, allow_unicode=True)
    root = parse_yaml(written, "x.yaml")[0][0]
    assert isinstance(root, Entries)
    node = root.entries["key"]
    assert isinstance(node, Scalar)
    raw = written[node.start : node.end]
    offsets = value_offsets(raw, node.value, node.style)
    assert len(offsets) in {0, len(node.value) + 1}
    assert offsets == sorted(offsets)
    for offset, character in zip(offsets, node.value, strict=False):
        if not character.isspace():
            line, column = place_of(raw, offset, line=node.line, column=node.column)
            assert written.split("\n")[line - 1][column - 1] in {character, "\\"}
    if node.style != '"':
        assert offsets


PLACES = {
    "plain": ("A <- B [tolled]", (1, 16)),
    "anchored": ("&x A <- B [tolled]", (1, 19)),
    "plain over lines": ("A\n    <- B\n  [tolled]", (3, 4)),
    "single quotes": ("'It''s <- B [tolled]'", (1, 21)),
    "single quotes over lines": ("'It''s\n  <- B [tolled]'", (2, 9)),
    "double quotes": ('"\\u0041\\tb <- B [tolled]"', (1, 25)),
    "double quotes over lines": ('"A \\\n  <- B\n  [tolled]"', (3, 4)),
    "literal": ("|\n  A\n  <- B [tolled]", (3, 9)),
    "folded": (">-  # comment\n    A\n    <- B [tolled]", (3, 11)),
    "at the end": ("A [told] <-", (1, 19)),
    "at the end, over lines": ("A [told]\n  <-", (2, 5)),
    "in brackets": ("[{source: A}, {source: B, verb: tolled}]", (1, 40)),
}


@pytest.mark.parametrize(("chain", "place"), PLACES.values(), ids=PLACES)
def test_chains_tell_line_and_column(chain: str, place: tuple[int, int]) -> None:
    (problem,) = loads(f"chain: {chain}\nid: a\ntext: A.\n").problems
    assert (problem.location.line, problem.location.column) == place, problem
