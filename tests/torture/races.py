"""Several processes that add to one record at once: all that they added is there afterwards."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path

from claimgraph.store import load
from tests.torture.stage import call, leftovers, reset, stage, warm_up

_FILES = ("claims/b.yaml", "claims/both.yaml", "")


def race(work: Path, *, writers: int, each: int) -> list[str]:
    """Let some processes add claims and sources, to shared files and their own; return what is wrong afterwards."""
    children = [_child(functools.partial(_add, work, number, each)) for number in range(writers)]
    endings = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    ledger = load(work / "claims")
    wanted = {f"claim-{writer}-{number}" for writer in range(writers) for number in range(each)}
    wrong = [f"lost: {name}" for name in sorted(wanted) if name not in ledger]
    wrong += [f"lost: {name}" for name in ("a", "b-one", "b-two", "c") if name not in ledger]
    names = {source.id for source in ledger.sources}
    wrong += [f"lost: source {writer}" for writer in range(writers) if f"writer-{writer}" not in names]
    wrong += [f"a writer ended with {ending}" for ending in endings if ending]
    return [*wrong, *map(str, ledger.errors), *(f"left behind: {name}" for name in leftovers(work))]


def _child(work: Callable[[], int]) -> int:
    child = os.fork()
    if child == 0:
        status = 70
        try:
            status = work()
        finally:
            os._exit(status)
    return child


def _add(work: Path, writer: int, each: int) -> int:
    failed = call(work, ("sources", "add", f"Writer {writer}", "--kind", "person"))
    for number in range(each):
        to = _FILES[number % len(_FILES)]
        name = f"claim-{writer}-{number}"
        more = ("--to", to) if to else ()
        failed += call(work, ("add", f"Claim {writer} {number}.", f"Writer {writer}", "--id", name, *more))
    return min(failed, 99)


def main(*, quick: bool) -> bool:
    """Let eight processes race, and print the figures."""
    warm_up()
    writers, each = (4, 12) if quick else (8, 86)
    with stage() as folder:
        wrong = race(reset(folder), writers=writers, each=each)
    print(f"races: {writers} processes added {writers * each} claims, {len(wrong)} failures")
    print(*wrong[:20], sep="\n")
    return not wrong
