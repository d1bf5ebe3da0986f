"""Finding and running a Graphviz."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Literal

from claimgraph.errors import PictureError

Engine = Literal["wheel", "system"]
TIME_LIMIT = 120.0
"""Seconds after which a layout is given up."""

_WHEEL = "graphviz-pure"
_STILL = "DOT text (-o x.dot) still works"


def lay_out(dot_text: str, *, engine: Engine = "wheel", time_limit: float = TIME_LIMIT) -> str:
    """Return DOT text as the SVG that Graphviz writes.

    Raises
    ------
    PictureError
        The engine is missing, cannot read the text, or takes too long.

    Examples
    --------
    >>> lay_out("graph { a }").startswith("<?xml")
    True
    """
    from graphviz.backend import dot_command, execute

    binary = find_engine(engine)
    # `graphviz.pipe` knows neither a time limit nor a binary per call; this is what it calls.
    command = [str(binary), *dot_command.command("dot", "svg")[1:]]
    try:
        done = execute.run_check(
            command, input=dot_text.encode("utf-8", "replace"), capture_output=True, quiet=True, timeout=time_limit
        )
    except subprocess.TimeoutExpired:
        advice = "draw fewer claims, or the overview with --sources"
        raise PictureError(f"the layout did not end within {time_limit:g} seconds; {advice}; {_STILL}") from None
    except subprocess.CalledProcessError as error:
        raise PictureError(f"Graphviz cannot lay this out: {_first_line(error.stderr)}; {_STILL}") from None
    except (OSError, execute.ExecutableNotFound) as error:
        raise PictureError(f"{binary} does not run ({error}); {_how_to_get(engine)}; {_STILL}") from None
    text: str = done.stdout.decode("utf-8")
    return text


def find_engine(engine: Engine) -> Path:
    """Return the program of an engine.

    Raises
    ------
    PictureError
        It is not installed.

    Examples
    --------
    >>> find_engine("wheel").stem
    'graphviz-pure'
    """
    found = _in_wheel() if engine == "wheel" else shutil.which("dot")
    if found is None:
        missing = f"the layout engine '{_WHEEL if engine == 'wheel' else 'dot'}' is not installed"
        raise PictureError(f"{missing}: {_how_to_get(engine)}; {_STILL}")
    return Path(found)


def _in_wheel() -> Path | str | None:
    """Find the program of this environment first, whatever the PATH says."""
    try:
        files = metadata.files(_WHEEL) or []
    except metadata.PackageNotFoundError:
        files = []
    named = [Path(str(file.locate())).resolve() for file in files if file.stem == _WHEEL and file.parent.name != ""]
    beside = [Path(sys.executable).parent / f"{_WHEEL}{suffix}" for suffix in ("", ".exe")]
    return next((path for path in (*named, *beside) if path.is_file()), shutil.which(_WHEEL))


def _how_to_get(engine: Engine) -> str:
    return (
        f"pip install {_WHEEL}"
        if engine == "wheel"
        else "install Graphviz (apt install graphviz), or leave out --engine"
    )


def _first_line(stderr: bytes | None) -> str:
    lines = (stderr or b"").decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("Error: ") if lines else "no reason given"
