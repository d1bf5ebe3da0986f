"""The index and the files give the same answers, whatever happened to the record before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.index.histories import live


@pytest.mark.parametrize("seed", range(8))
def test_a_random_history_changes_no_answer(tmp_path: Path, seed: int) -> None:
    differing = next(live(tmp_path / "claims", seed, steps=8, asked=8), None)
    assert differing is None, differing
