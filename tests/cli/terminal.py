"""Programs on a terminal of their own."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path


def take_terminal() -> None:
    """Make standard input the terminal of a session of its own, so that Ctrl-C reaches this process."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def on_terminal(*arguments: str, cwd: Path, columns: int) -> str:
    """Return what the program prints on a terminal of so many columns, without its colours."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(columns)}
    process = subprocess.Popen(
        [sys.executable, "-m", "claimgraph", *arguments],
        stdin=child, stdout=child, stderr=child, cwd=cwd, env=environment, preexec_fn=take_terminal,  # noqa: PLW1509
    )  # fmt: skip
    os.close(child)
    printed = b""
    while True:
        try:
            data = os.read(parent, 65536)
        except OSError:
            break
        if not data:
            break
        printed += data
    os.close(parent)
    process.wait(timeout=60)
    return re.sub(r"\x1b\[[0-9;]*m", "", printed.decode()).replace("\r\n", "\n")
