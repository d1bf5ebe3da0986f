"""Several YAML documents in one file: ours is read, and what is left alone is told at its line."""

from __future__ import annotations

import pytest

from claimgraph.store import FileContent, loads
from claimgraph.store.formatting import format_text
from claimgraph.store.messages import OTHER_DOCUMENT

CLAIM = "id: a\ntext: A is so.\nchain: Ann\n"
SOURCES = "sources:\n  - {id: a, kind: outlet}\n"
OTHERS = {"text": "a text", "list": "- a\n- b", "mapping": "a: b", "quoted": "'a'", "block": "|\n  a", "flow": "[a]"}


def ids(content: FileContent) -> list[str]:
    return [claim.id for claim in content.claims] + [source.id for source in content.sources]


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize(("ours", "registry"), [(CLAIM, False), (SOURCES, True)], ids=["claims", "registry"])
def test_another_document_is_told(ours: str, registry: bool, other: str) -> None:
    block = other.startswith("|")
    below = f"{ours}--- {other}\n" if block else f"{ours}---\n{other}\n"
    line = ours.count("\n") + (1 if block else 2)
    content = loads(below, registry=registry)
    column = 5 if block else 1
    assert [str(p) for p in content.problems] == [f"<text>:{line}:{column}: CG109 info {OTHER_DOCUMENT}"]
    assert ids(content) == ["a"]
    assert format_text(below, registry=registry) == below
    above = f"{other}\n---\n{ours}" if not block else f"--- {other}\n---\n{ours}"
    content = loads(above, registry=registry)
    assert [str(p) for p in content.problems] == [f"<text>:1:{column}: CG109 info {OTHER_DOCUMENT}"]
    assert ids(content) == ["a"]


def test_each_is_told() -> None:
    content = loads(f"x\n---\n{CLAIM}---\n---\n# nothing\n---\ny: z\n")
    assert [str(p) for p in content.problems] == [
        f"<text>:1:1: CG109 info {OTHER_DOCUMENT}",
        f"<text>:10:1: CG109 info {OTHER_DOCUMENT}",
    ]


@pytest.mark.parametrize(("ours", "registry", "key"), [(CLAIM, False, "claims"), (SOURCES, True, "sources")])
def test_a_second_one_of_ours_is_an_error(ours: str, registry: bool, key: str) -> None:
    problems = loads(f"{ours}---\n{ours}", registry=registry).problems
    message = f"several documents in one file; keep the first and write the others as {key}: [...]"
    assert [str(p) for p in problems] == [f"<text>:{ours.count(chr(10)) + 2}:1: CG109 error {message}"]


def test_a_file_without_ours_is_told_once() -> None:
    (problem,) = loads("a\n---\nb: c\n").problems
    assert str(problem) == "<text>:1:1: CG109 info not a claim file, left alone (a claim has id:, text: and chain:)"
