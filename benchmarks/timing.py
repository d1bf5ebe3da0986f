"""Whole processes, run in turn, compared by the ratio of their medians."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence

Work = Sequence[str] | Callable[[], object]
"""A command, or something to call in this process."""


def ratio(command: Work, peer: Work, *, runs: int = 31) -> float:
    """Return the median time of a command divided by that of its peer, after one run of each that warms up."""
    times = medians({"command": command, "peer": peer}, runs=runs)
    return times["command"] / times["peer"]


def medians(
    works: Mapping[str, Work], *, runs: int, before: Callable[[str], object] | None = None, warm: bool = True
) -> dict[str, float]:
    """Return the median seconds of several works.

    They run in turn, so that what else the machine does falls on all of them; the first round warms up and is not
    counted. ``before`` is called with the name of a work before each of its runs, and not timed.
    """
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(runs + warm):
        for name, work in works.items():
            if before:
                before(name)
            start = time.perf_counter()
            if callable(work):
                work()
            else:
                # The status is not asked: a checker that finds fault has done its work as well.
                subprocess.run(work, check=False, capture_output=True)
            if number >= warm:
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}
