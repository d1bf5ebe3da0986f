"""Whole processes, run in turn, compared by the ratio of their medians."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Sequence


def ratio(command: Sequence[str], peer: Sequence[str], *, runs: int = 31) -> float:
    """Return the median time of a command divided by that of its peer.

    The two run in turn, so that what else the machine does falls on both; the first pair warms up
    and is not counted.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(runs + 1):
        for kept, arguments in zip(times, (command, peer), strict=True):
            start = time.perf_counter()
            subprocess.run(arguments, check=True, capture_output=True)
            if number:
                kept.append(time.perf_counter() - start)
    return statistics.median(times[0]) / statistics.median(times[1])
