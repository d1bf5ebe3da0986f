"""What pictures cost: of a hundred claims against prov's, of one against the libraries alone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks import peers
from benchmarks.figures import Figure
from benchmarks.index import CLAIM, CLAIMGRAPH, PYTHON
from benchmarks.records import write_record
from benchmarks.timing import ratio
from claimgraph.store import load


def picture_figures(folder: Path) -> Iterator[Figure]:
    """Yield what it takes to draw claims of a made-up record."""
    record = folder / "pictures" / "claims"
    write_record(record, 1_000)
    ours = [CLAIMGRAPH, "--claims", str(record), "render"]
    hundred = [f"claim-{number}" for number in range(100)]
    document = folder / "pictures.json"
    peers.write_prov(load(record).part(hundred), document)
    drawn = ratio(
        [*ours, *hundred, "-o", f"{folder}/100.svg"],
        peers.asking("draw-prov", document, folder / "prov.svg"),
        runs=1,
    )
    peer = f"prov_to_dot and dot, prov {version('prov')}"
    yield Figure("picture of 100 claims", drawn, "at most 0.04", peer)
    layout = folder / "one.dot"
    subprocess.run([*ours, CLAIM, "-o", str(layout)], check=True, capture_output=True)
    alone = f"{PYTHON} -c 'import networkx'; dot -Tsvg {layout} -o {folder}/alone.svg"
    one = ratio([*ours, CLAIM, "-o", f"{folder}/one.svg"], ["sh", "-c", alone], runs=9)
    yield Figure("picture of one claim", one, "at most 1.3", "`import networkx`, then dot on the same graph")
