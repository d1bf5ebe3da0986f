"""The public comparison: our column is right in every row, and the page says what the program says."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.independence.cases import CASES, Case
from benchmarks.independence.counters import carriers, greedy, ours, starts

PAGE = Path(__file__).parent.parent / "docs" / "independence.md"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_ours_is_right(case: Case) -> None:
    assert ours(case) == case.right


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_page_shows_the_case(case: Case) -> None:
    """Its first table with the answers, its second with the chains."""
    page = PAGE.read_text(encoding="utf-8")
    assert f"\n| {case.name} | {case.right} | **{case.right}** |" in page
    assert f"\n| {case.name} | {', '.join(f'`{chain}`' for chain in case.chains)}" in page


def test_a_case_on_which_every_simple_count_fails() -> None:
    case = next(case for case in CASES if case.name == "the same, with a longer way to X")
    assert (ours(case), greedy(case), starts(case), carriers(case)) == ("3", "2", "4", "4")
