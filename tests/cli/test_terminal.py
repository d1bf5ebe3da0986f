"""What a person sees: colour, tables that fit, nothing broken on a narrow terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimgraph.harmless import cell_width
from tests.cli.terminal import on_terminal

IDS = ["niger-uranium", "niger-documents-forged", "niger-france-had-information"]


@pytest.mark.parametrize("columns", [44, 80, 100, 160])
@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "--tag", "niger"],
        ["trace", "niger-uranium"],
        ["show", "russian-response-slow"],
        ["sources", "list"],
    ],
)
def test_lines_fit(shipped: Path, arguments: list[str], columns: int) -> None:
    printed = on_terminal(*arguments, cwd=shipped.parent, columns=columns)
    body = [line for line in printed.split("\n") if not line.startswith("claimgraph: ")]
    explanations = {line for line in body if ": " in line and arguments[0] in {"trace", "show"}}
    assert [line for line in body if cell_width(line) > columns and line not in explanations] == []


@pytest.mark.parametrize("columns", [44, 100])
def test_ids_stay_whole_so_that_they_can_be_copied(shipped: Path, columns: int) -> None:
    printed = on_terminal("query", "--tag", "niger", cwd=shipped.parent, columns=columns)
    assert all(any(line.startswith(claim_id) for line in printed.split("\n")) for claim_id in IDS)


def test_a_narrow_terminal_gets_blocks(shipped: Path) -> None:
    printed = on_terminal("query", "--source", "MEE", "--role", "relay", cwd=shipped.parent, columns=44)
    assert printed == (
        "russian-response-slow\n"
        "  An intensive Russian response will be\n"
        "    slow because Moscow moved most of its\n"
        "    aircraft to Ukraine.\n"
        "  Kataeb ← Middle East Eye ← “Turkish\n"
        "    security sources”\n"
        "russian-aircraft-moved-to-ukraine\n"
        "  By 29 November 2024 Moscow had moved\n"
        "    most of its military aircraft to\n"
        "    Ukraine for its campaign there.\n"
        "  Kataeb ← Middle East Eye ← “Turkish\n"
        "    security sources”\n"
        "claimgraph: 2 of 40 claims\n"
    )


def test_show_begins_with_the_headline_and_no_codes(shipped: Path) -> None:
    printed = on_terminal("show", "russian-response-slow", cwd=shipped.parent, columns=100)
    assert printed.startswith("Looks like 1 source. Traces back to 1: “Turkish security sources”.\n")
    assert "\\x1b" not in printed
