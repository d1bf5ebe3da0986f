"""`make bench`: print every figure with its target and its peer."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.independence import __main__ as independence
from benchmarks.loading import FILES, load_ratios
from benchmarks.scale import CLAIMS, scale_ratio
from benchmarks.timing import ratio

BIN = Path(sys.executable).parent


def main() -> None:
    """Measure and print one line per figure."""
    python, claimgraph = str(BIN / "python"), str(BIN / "claimgraph")
    help_ratio = ratio([claimgraph, "--help"], [python, "-c", "import click"])
    print(f"claimgraph --help / python -c 'import click': {help_ratio:.2f} (target: at most 1.6)")
    with tempfile.TemporaryDirectory() as folder:
        render = [claimgraph, "render", "russian-air-action-within-hours", "-o", f"{folder}/claim.svg"]
        peer = [python, "-c", "import networkx, graphviz, yaml, click"]
        print(f"render of one claim / importing its libraries: {ratio(render, peer, runs=11):.2f} (no target yet)")
    analysed = f"all analyses of {CLAIMS:,} claims / building their graphs"
    print(f"{analysed}: {scale_ratio():.2f} (target: at most 5)")
    loading, building = load_ratios()
    print(f"load of {FILES:,} files / reading them: {loading:.1f} (target of the index: at most 13)")
    print(f"graph of {FILES:,} claims / reading their files: {building:.1f} (no target yet)")
    print("how many independent sources (docs/independence.md):")
    independence.main()


if __name__ == "__main__":
    main()
