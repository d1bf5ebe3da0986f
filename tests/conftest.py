"""What all tests share: one Hypothesis profile, and snapshots of whole outputs."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SNAPSHOTS = Path(__file__).parent / "snapshots"

# The same examples in every run: a failure in CI is a failure at the desk.
settings.register_profile(
    "claimgraph", derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("claimgraph")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots",
        action="store_true",
        help="take the present outputs as the expected ones (tests/snapshots)",
    )


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a function that compares a text with the file tests/snapshots/NAME, byte for byte."""
    update = bool(request.config.getoption("--update-snapshots"))

    def compare(name: str, text: str) -> None:
        path = SNAPSHOTS / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
            return
        if not path.is_file():
            pytest.fail(f"no snapshot {path}; look at the output and run pytest --update-snapshots", pytrace=False)
        expected = path.read_bytes().decode("utf-8")
        if text != expected:
            before, after = expected.splitlines(keepends=True), text.splitlines(keepends=True)
            diff = difflib.unified_diff(before, after, fromfile=str(path), tofile="now")
            lines = [line if line.endswith("\n") else f"{line}\n\\ no newline at the end\n" for line in diff]
            pytest.fail(f"the output differs from its snapshot:\n{''.join(lines)}", pytrace=False)

    return compare
