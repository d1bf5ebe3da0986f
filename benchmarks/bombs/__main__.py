"""`python -m benchmarks.bombs [BOMB...] [--only COMMAND]`: what every command costs on every bomb.

One line each: CPU seconds, peak memory, exit status, and the first line said on standard error. `!` marks what is over
the bounds that docs/performance.md promises.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bombs.records import BOMBS, write

SECONDS, MEGABYTES = 10, 500
"""What a command may cost on any of them."""

_STOP_SECONDS, _STOP_BYTES = 60, 6 * 2**30
"""Where a command is ended."""

COMMANDS = (
    "show c",
    "show c --json",
    "trace c",
    "trace c --json",
    "check",
    "check --json",
    "query --json",
    "query --conflicting --json",
    "query --single-origin",
    "conflicts",
    "conflicts --json",
    "render c -o out.svg",
    "render c -o out.dot",
    "render --sources -o out.svg",
    "table c",
    "table c --json",
    "export json -o out.json",
    "export csv -o out.csv",
    "impact A",
    "impact A --json",
    "reach A",
    "track",
    "timeline c",
    "timeline c -o out.svg",
    "sources list",
    "fmt --check",
)
"""What is run on each; ``c`` stands for the first claim of the record."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took."""

    seconds: float
    megabytes: float
    status: int
    said: str

    @property
    def is_over(self) -> bool:
        """Whether it took more than any command may."""
        return self.seconds > SECONDS or self.megabytes > MEGABYTES


def cost(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a folder and return its cost; one that goes far over the bounds is ended."""
    with tempfile.TemporaryFile() as told, (folder / "stdout").open("wb") as printed:
        child = subprocess.Popen(
            [sys.executable, "-m", "claimgraph", *command],
            cwd=folder,
            stdout=printed,
            stderr=told,
            preexec_fn=_limited,  # noqa: PLW1509
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        first = told.readline(2000).decode(errors="replace").strip()
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, child.returncode, first)


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_STOP_SECONDS, _STOP_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_STOP_BYTES, _STOP_BYTES))


def run(name: str, commands: Sequence[str]) -> int:
    """Measure commands on one bomb, a line each; return how many are over the bounds."""
    over = 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "claims").mkdir()
        size = write(BOMBS[name](), folder / "claims")
        print(f"\n{name} ({size / 1000:,.0f} kB)", flush=True)
        claim = next((c for c in ("c", "c0") if f"id: {c}\n" in _head(folder) or f"id: {c}," in _head(folder)), "c")
        for command in commands:
            words = [claim if word == "c" else word for word in command.split()]
            found = cost(words, folder)
            over += found.is_over
            mark = "!" if found.is_over else " "
            figures = f"{found.seconds:6.1f} s {found.megabytes:6.0f} MB  exit {found.status}"
            print(f"{mark} {command:28} {figures}  {found.said[:110]}", flush=True)
    return over


def _head(folder: Path) -> str:
    with (folder / "claims" / "c.yaml").open(encoding="utf-8") as file:
        return file.read(200)


def main(arguments: list[str]) -> int:
    """Measure the named bombs, all without a name; return 1 if something is over the bounds."""
    only = arguments[arguments.index("--only") + 1] if "--only" in arguments else ""
    wanted = [name for name in BOMBS if name in arguments] or list(BOMBS)
    commands = [command for command in COMMANDS if command == only] or [c for c in COMMANDS if c.startswith(only)]
    over = sum(run(name, commands) for name in wanted)
    print(f"\n{over} over {SECONDS} s of CPU or {MEGABYTES} MB")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
