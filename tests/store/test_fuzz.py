"""Thousands of damaged files: reading never raises and tells a place; formatting keeps every value.

The chance is seeded: what fails here fails again. The shipped files are cut into their claims, so
that a damage is small beside much and the whole takes seconds.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from claimgraph.model import Problem
from claimgraph.store import load, loads
from claimgraph.store.formatting import format_text
from claimgraph.store.texts import decode
from tests.store.test_examples import BAD, GOOD, is_registry
from tests.store.test_schema import SHIPPED

ROUNDS = 4
EACH = 1250
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_PIECES = [
    "\n", "\r\n", "\r", "\t", " ", "  ", " # c", "# c\n", "- ", "[", "]", "{", "}", "(", ")", "'", '"', "|", "|+\n",
    ">-\n", "&a ", "*a", "!!x ", "!", "? ", ": ", ":", ",", "<<: *a\n", "\\", "\\x41", "+", "<-", "<~", "←", "us",
    "this", "?", "%", "@", "`", "~", "null", "2024-13-01", "id: a\n", "chain: A <- B\n", "claims:\n",
    "article: {source: A}\n", "---\n",
    "...\n", "\n\n\n", "   \n", "    # deep\n", "\x00", "\x1b", "\x85", "\u2028", "\u200f", "\ufeff", "é", "ق", "新",
]  # fmt: skip


def seeds() -> list[tuple[bytes, bool]]:
    made = [(path.read_bytes(), is_registry(path)) for path in [*GOOD, *BAD]]
    for path in SHIPPED:
        text = path.read_text(encoding="utf-8")
        registry = path.name == "sources.yaml"
        head, *parts = re.split(r"(?m)^(?=  - id: )", text)
        made += [((head[-200:].partition("\n")[2] + part).encode(), registry) for part in parts] or [
            (text.encode(), False)
        ]
    return made


SEEDS = seeds()
OTHERS = tuple(data for data, _ in SEEDS)


def damaged(
    data: bytes, chance: random.Random, *, others: Sequence[bytes] = OTHERS, pieces: Sequence[str] = tuple(_PIECES)
) -> bytes:
    """Return a file with one to six damages; ``others`` and ``pieces`` are what is put into it."""
    for _ in range(chance.choice([1, 1, 2, 3, 6])):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice([1, 1, 3, 10, 60]))
        lines = data.split(b"\n")
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.choice(["delete", "insert", "flip", "splice", "truncate", "repeat", "indent", "swap"]):
            case "delete":
                data = data[:start] + data[end:]
            case "insert":
                data = data[:start] + chance.choice(pieces).encode() + data[start:]
            case "flip" if start < len(data):
                data = data[:start] + bytes([data[start] ^ 1 << chance.randrange(8)]) + data[start + 1 :]
            case "splice":
                other_data = chance.choice(others)
                at = chance.randrange(len(other_data) + 1)
                data = data[:start] + other_data[at : at + 80] + data[end:]
            case "truncate" if chance.random() < 0.3:
                data = data[:start]
            case "repeat":
                data = b"\n".join([*lines[:one], lines[other], *lines[one:]])
            case "indent":
                lines[one] = (
                    b" " * chance.randrange(6) + lines[one].lstrip() + chance.choice([b"", b"  ", b" # x", b"\t"])
                )
                data = b"\n".join(lines)
            case "swap":
                lines[one], lines[other] = lines[other], lines[one]
                data = b"\n".join(lines)
    return data


def confirm_told(problem: Problem, text: str) -> None:
    lines = _BREAK.split(text)
    assert 1 <= problem.location.line <= len(lines) + 1
    assert problem.location.column >= 1
    if problem.location.line <= len(lines):
        assert problem.location.column <= len(lines[problem.location.line - 1]) + 2
    assert problem.message
    assert len(str(problem).splitlines()) == 1
    assert problem.code in {"CG101", "CG102", "CG103", "CG109"}


def confirm(data: bytes, *, registry: bool) -> None:
    text, problem = decode(data, Path("x.yaml"))
    if problem:
        confirm_told(problem, data.decode("utf-8", "replace"))
        return
    content = loads(text, path="x.yaml", registry=registry)
    for problem in content.problems:
        confirm_told(problem, text)
    written = format_text(text, "x.yaml", registry=registry)
    if written == text:
        return
    again = loads(written, path="x.yaml", registry=registry)
    assert (again.claims, again.sources, again.article) == (content.claims, content.sources, content.article)
    assert again.problems == content.problems == ()
    assert format_text(written, "x.yaml", registry=registry) == written


@pytest.mark.parametrize("number", range(ROUNDS))
def test_damaged_files(number: int) -> None:
    chance = random.Random(number)
    for _ in range(EACH):
        data, registry = chance.choice(SEEDS)
        data = damaged(data, chance)
        try:
            confirm(data, registry=registry)
        except Exception as error:
            error.add_note(f"registry={registry}: {data!r}")
            raise


def test_a_record_of_damaged_files(tmp_path: Path) -> None:
    """A folder full of them loads, and the one whole file among them is there."""
    chance = random.Random(99)
    root = tmp_path / "claims"
    (root / "sources").mkdir(parents=True)
    for number in range(200):
        data, registry = chance.choice(SEEDS)
        (root / ("sources" if registry else ".") / f"{number}.yaml").write_bytes(damaged(data, chance))
    (root / "whole.yaml").write_text("id: the-whole-one\ntext: T.\nchain: A\n")
    ledger = load(root)
    assert "the-whole-one" in ledger
    assert ledger.problems
    assert load(root).problems == ledger.problems
