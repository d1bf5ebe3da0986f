"""Writers that are killed at their system calls: the record loads, nothing is lost, half, or left behind."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture import tracing
from tests.torture.stage import (
    COMMANDS,
    Tree,
    call,
    confirm_whole,
    fingerprint,
    leftovers,
    reset,
    run,
    stage,
    tree,
    warm_up,
)

_FAR = 10**9


@dataclass(slots=True)
class Kills:
    """How many writers were killed, and what was wrong afterwards."""

    calls: int = 0
    killed: int = 0
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Victim:
    """A command, the record before and after it, and how it ends when it is called once or twice."""

    name: str
    arguments: tuple[str, ...]
    before: Tree
    after: Tree
    endings: frozenset[int]


def kill_writers(folder: Path, commands: Iterable[str], *, every: int) -> Iterator[tuple[str, Kills]]:
    """Kill each command at every so many of its system calls, with and without an index; yield what came of it.

    After each kill the record has to be as before the command or as after it, and the same command once more has to
    remove what the killed one left.
    """
    for command in commands:
        for index in (("--index", "never"), ("--index", "always")):
            arguments = (*index, *COMMANDS[command])
            victim = _victim(folder, command, arguments)
            found = Kills(tracing.kill_at(functools.partial(run, reset(folder), arguments), _FAR)[0])
            work = reset(folder)
            untouched = fingerprint(work)
            seen: dict[str, str] = {}
            for number in range(1, found.calls + 1, every):
                found.killed += tracing.kill_at(functools.partial(run, work, arguments), number)[1]
                state = fingerprint(work)
                if state not in seen:  # one that is as after an earlier kill has been looked at
                    seen[state] = _wrong(victim, work)
                    work = reset(folder)
                elif state != untouched:
                    work = reset(folder)
                if wrong := seen[state]:
                    found.failures.append(f"{command} {index[1]}, killed at its call {number}: {wrong}")
            yield f"{command} ({index[1]} an index)", found


def _victim(folder: Path, command: str, arguments: tuple[str, ...]) -> Victim:
    work = reset(folder)
    before = tree(work)
    first = call(work, arguments)
    after = tree(work)
    return Victim(command, arguments, before, after, frozenset({first, call(work, arguments)}))


def _wrong(victim: Victim, work: Path) -> str:
    wrong = _readable_by_others(work, victim) or confirm_whole(victim.name, work, victim.before, victim.after)
    if wrong:
        return wrong
    status = call(work, victim.arguments)
    if status not in victim.endings:
        return f"the next call ends with {status}"
    left = leftovers(work)
    return f"left behind: {left}" if left else ""


def _readable_by_others(work: Path, victim: Victim) -> str:
    """Return what others could read of an unfinished file; one that is finished has the mode that it is to have."""
    for path in work.rglob(".claimgraph-*.tmp"):
        if path.is_file() and path.stat().st_mode & 0o077:
            data = path.read_bytes()
            if data and data not in victim.after.values():
                return f"others can read {path.name}"
    return ""


def main(*, quick: bool) -> bool:
    """Kill writers at every system call, or a few of them, and print the figures."""
    if not tracing.is_possible():
        print("kills: this system does not let a process trace its child; nothing was tried")
        return True
    warm_up()
    total = Kills()
    with stage() as folder:
        for command, found in kill_writers(folder, COMMANDS, every=40 if quick else 1):
            print(f"  {command}: {found.calls} system calls, {found.killed} kills, {len(found.failures)} failures")
            sys.stdout.flush()
            total.killed += found.killed
            total.failures += found.failures
    print(f"kills: {total.killed} writers killed, {len(total.failures)} failures")
    print(*total.failures[:20], sep="\n")
    return not total.failures
