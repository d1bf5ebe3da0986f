"""What loading costs: a record of one-claim files, against the floor of finding and reading the same bytes."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.records import write_record
from claimgraph.graph import build_graph
from claimgraph.store import load

FILES = 10_000


def read_all(folder: Path) -> int:
    """Find every file below a folder, look at its entry, and read it; return how many bytes there are."""
    size = 0
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    waiting.append(entry.path)
                    continue
                opened = os.open(entry.path, os.O_RDONLY)
                size += len(os.read(opened, entry.stat().st_size + 1))
                os.close(opened)
    return size


def load_ratios(files: int = FILES, *, runs: int = 3) -> tuple[float, float]:
    """Return the median times of loading, and of building the graph, divided by that of reading the same files."""
    times: tuple[list[float], list[float], list[float]] = ([], [], [])
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder, "claims")
        write_record(record, files)
        read_all(record)
        for _ in range(runs):
            start = time.perf_counter()
            read_all(record)
            read = time.perf_counter()
            ledger = load(record)
            loaded = time.perf_counter()
            build_graph(ledger)
            times[2].append(time.perf_counter() - loaded)
            times[1].append(loaded - read)
            times[0].append(read - start)
    floor, loading, building = map(statistics.median, times)
    return loading / floor, building / floor
