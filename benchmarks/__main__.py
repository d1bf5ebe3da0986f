"""`make bench`: measure and print every figure with its target and its peer; `--write` puts them into docs/."""

from __future__ import annotations

import compileall
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which

from benchmarks.figures import Figure, machine, table
from benchmarks.independence import __main__ as independence
from benchmarks.index import CLAIMGRAPH, PYTHON, huge_figures, large_figures, small_figures
from benchmarks.loading import FILES, load_ratios
from benchmarks.pictures import picture_figures
from benchmarks.scale import CLAIMS, scale_ratio
from benchmarks.timing import ratio

PACKAGES = ("beancount", "doorstop", "hypgraph", "isnad", "prov", "pyoxigraph", "rdflib")
TOOLS = ("rg", "dot", "git")
"""What is measured against, and has to be there."""

PACKAGE = Path(__file__).parent.parent / "claimgraph"
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def other_figures(folder: Path) -> Iterator[Figure]:  # noqa: ARG001
    """Yield what is measured without a record on disk, or without its index."""
    help_ratio = ratio([CLAIMGRAPH, "--help"], [PYTHON, "-c", "import click"])
    yield Figure("`claimgraph --help`", help_ratio, "at most 1.6", "`python -c 'import click'`")
    work = f"all analyses of {CLAIMS:,} claims, in one process"
    yield Figure(work, scale_ratio(), "at most 5", "building their graphs")
    loading, building = load_ratios()
    yield Figure(f"`load` of {FILES:,} files, without index", loading, "none", "reading the same files")
    yield Figure(f"`build_graph` of {FILES:,} claims", building, "none", "reading their files")


SETS: dict[str, Callable[[Path], Iterable[Figure]]] = {
    "other": other_figures,
    "pictures": picture_figures,
    "small": small_figures,
    "large": large_figures,
    "huge": huge_figures,
}
"""What can be measured; ``huge`` takes a quarter of an hour and is measured on demand."""


def _is_editable() -> bool:
    """Tell whether something is installed with ``-e``: its finder slows every start, and `python -c pass` most."""
    return any("editable" in f"{finder!r}".lower() for finder in sys.meta_path)


def main(arguments: list[str]) -> None:
    """Measure the named sets, all but the huge one without a name."""
    wanted = [name for name in SETS if name in arguments] or [name for name in SETS if name != "huge"]
    missing = [name for name in PACKAGES if find_spec(name) is None] + [name for name in TOOLS if which(name) is None]
    if _is_editable():
        sys.exit(
            "claimgraph is installed with -e, which slows every start of Python; pip install '.[bench]' without it"
        )
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}; packages come with claimgraph[bench], programs from Debian")
    # As it is wherever a package was installed; else Python might compile us, and not the peers, in every run.
    compileall.compile_dir(PACKAGE, quiet=1)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted:
            for figure in SETS[name](Path(folder)):
                print(f"{figure.work}: {figure.measured:.3g} x {figure.peer} (target: {figure.target})", flush=True)
                figures.append(figure)
    text = f"Measured on {machine()}.\n\n{table(figures)}\n"
    print(f"\n{text}")
    if "--write" in arguments:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    if len(wanted) > 1:
        print("how many independent sources (docs/independence.md):")
        independence.main()


if __name__ == "__main__":
    main(sys.argv[1:])
