"""A measured figure, and how a table of them reads."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table: what was done, the ratio of its median to the peer's, the target, and the peer."""

    work: str
    measured: float
    target: str
    peer: str


def table(figures: Iterable[Figure]) -> str:
    """Return figures as a Markdown table."""
    lines = ["| work | measured | target | against |", "|---|---|---|---|"]
    lines += [f"| {f.work} | {_number(f.measured)} | {f.target} | {f.peer} |" for f in figures]
    return "\n".join(lines)


def machine() -> str:
    """Return what the machine is that all this was measured on; no name and no path of it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB of memory, {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 20 else f"{value:.1f}" if value >= 3 else f"{value:.2f}"
