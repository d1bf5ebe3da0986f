"""What the index is worth: every figure of docs/performance.md, with its peer and its target."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks import peers
from benchmarks.figures import Figure
from benchmarks.loading import read_all
from benchmarks.records import source_names, write_big_files, write_record
from benchmarks.timing import Work, medians, ratio
from claimgraph.graph import build_graph
from claimgraph.store import load

BIN = Path(sys.executable).parent
CLAIMGRAPH, PYTHON = str(BIN / "claimgraph"), sys.executable
PASS = [PYTHON, "-c", "pass"]
ASKED = source_names(200)[150][0]
"""A source that stands in about one claim in two hundred."""

RARE = source_names(2_000)[-1][0]
"""A source that stands in a handful of claims, so that the answer hardly grows with the record."""

CLAIM = "claim-777"


def on(record: Path, *arguments: str) -> list[str]:
    """Return a call of ours on a record."""
    return [CLAIMGRAPH, "--claims", str(record), "--index", "always", *arguments]


def query(record: Path, *options: str) -> list[str]:
    """Return the query that is measured."""
    return [*on(record), *options, "query", "--source", ASKED, "--json"]


def stale_figures(record: Path, claims: int) -> Iterator[Figure]:
    """Yield what a query costs that does not look for changes, with many answers and with few."""
    call = [*on(record), "--no-refresh", "query", "--json", "--source"]
    for answers, source in (("about one claim in two hundred", ASKED), ("a handful", RARE)):
        work = f"`query --no-refresh --source --json`, {claims:,} claims, {answers} found"
        yield Figure(work, ratio([*call, source], PASS, runs=11), "at most 4", "`python -c pass`")


def forget(record: Path) -> None:
    """Delete the index of a record."""
    shutil.rmtree(record.parent / ".claimgraph", ignore_errors=True)


def small_figures(folder: Path) -> Iterator[Figure]:
    """Yield what is measured on 10,000 claims."""
    record = folder / "small" / "claims"
    write_record(record, 10_000)
    yield cold_index(record, 10_000, runs=3)
    yield from cold_peers(record, folder)
    rg = ["rg", "-l", ASKED, str(record)]
    subprocess.run(query(record), check=True, capture_output=True)
    peer = f"`rg -l`, ripgrep {ripgrep_version()}"
    yield Figure("`query --source --json`, warm, 10,000 files", ratio(query(record), rg, runs=11), "at most 1.6", peer)
    yield from stale_figures(record, 10_000)


def cold_index(record: Path, files: int, *, runs: int) -> Figure:
    """Compare making an index with finding, looking at and reading the same files."""
    times = medians(
        {"index": on(record, "--no-refresh", "query", "--tag", "none"), "floor": lambda: read_all(record)},
        runs=runs,
        before=lambda name: forget(record) if name == "index" else None,
        warm=runs > 1,
    )
    work = f"cold index of {files:,} one-claim files"
    return Figure(work, times["index"] / times["floor"], "at most 13", "scandir, stat and read of the same files")


def cold_peers(record: Path, folder: Path) -> Iterator[Figure]:
    """Compare with what others do of as much from nothing."""
    ledger = load(record)
    node = next(iter(build_graph(ledger, [ledger[CLAIM]])))
    beans, document, triples = (folder / name for name in ("x.beancount", "x.json", "x.nt"))
    peers.write_beancount(ledger, beans)
    peers.write_prov(ledger, document)
    peers.write_triples(ledger, triples)
    works: dict[str, Work] = {
        "index": on(record, "--no-refresh", "query", "--tag", "none"),
        "beancount": [str(BIN / "bean-check"), "-C", str(beans)],
        "obvious": peers.asking("obvious", record, node),
        "ours": peers.asking("ours", record, node),
        "prov": peers.asking("prov", document, node),
        "rdflib": peers.asking("rdflib", triples, node),
    }
    times = medians(works, runs=2, before=lambda name: forget(record) if name == "index" else None, warm=False)
    cold = "cold index of 10,000 files"
    beancount = f"`bean-check -C` of as many transactions, beancount {version('beancount')}"
    yield Figure(cold, times["index"] / times["beancount"], "at most 0.33", beancount)
    yield cold_doorstop(folder)
    yield Figure(cold, times["index"] / times["obvious"], "at most 0.04", "safe_load, networkx and one question")
    asked = "10,000 claims from YAML to networkx, ancestors of a statement"
    prov = f"deserialize, prov_to_graph, descendants, prov {version('prov')}"
    yield Figure(asked, times["ours"] / times["prov"], "at most 0.1", prov)
    rdflib = f"parse, transitive_objects, rdflib {version('rdflib')}"
    yield Figure(asked, times["ours"] / times["rdflib"], "at most 0.1", rdflib)


def cold_doorstop(folder: Path) -> Figure:
    """Compare with doorstop on a thousand items; of ten thousand it did not come to an end within eight minutes."""
    record, items = folder / "thousand" / "claims", folder / "doorstop"
    write_record(record, 1_000)
    peers.write_doorstop(load(record), items)
    works: dict[str, Work] = {
        "index": on(record, "--no-refresh", "query", "--tag", "none"),
        "doorstop": ["sh", "-c", f"cd {items} && exec {BIN / 'doorstop'}"],
    }
    times = medians(works, runs=3, before=lambda name: forget(record) if name == "index" else None)
    peer = f"`doorstop` of as many items, doorstop {version('doorstop')}"
    return Figure("cold index of 1,000 files", times["index"] / times["doorstop"], "at most 0.067 at 10,000", peer)


def large_figures(folder: Path) -> Iterator[Figure]:
    """Yield what is measured on 100,000 claims."""
    record, empty = folder / "large" / "claims", folder / "empty" / "claims"
    write_record(record, 100_000)
    yield cold_index(record, 100_000, runs=1)
    yield from asking_figures(record)
    yield from graph_figures(record, folder)
    empty.mkdir(parents=True)
    adding = {name: ["sh", "-c", _ADD.format(CLAIMGRAPH, where)] for name, where in _records(record, empty)}
    times = medians(adding, runs=9)
    yield Figure(
        "`add` in a record of 100,000", times["large"] / times["empty"], "at most 1.3", "`add` in an empty one"
    )


_ADD = '{} --claims {} add "Snow fell on $(date +%N)." \'Kataeb <- "a driver" [told]\''


def _records(record: Path, empty: Path) -> Iterator[tuple[str, Path]]:
    yield "large", record
    yield "empty", empty


def asking_figures(record: Path) -> Iterator[Figure]:
    """Yield what a query costs in 100,000 files, one of them changed or none."""
    rg = ["rg", "-l", ASKED, str(record)]
    changed = record / "00500" / "claim-50000.yaml"
    subprocess.run(query(record), check=True, capture_output=True)

    def change(name: str) -> None:
        if name == "changed":
            changed.write_text(changed.read_text(encoding="utf-8") + " ", encoding="utf-8")
        elif name == "warm":  # what the change before left to do is not this one's
            subprocess.run(query(record), check=True, capture_output=True)

    works: dict[str, Work] = {"changed": query(record), "warm": query(record), "rg": rg}
    times = medians(works, runs=9, before=change)
    peer = f"`rg -l`, ripgrep {ripgrep_version()}"
    yield Figure("`query --source --json`, warm, 100,000 files", times["warm"] / times["rg"], "at most 0.6", peer)
    yield Figure("the same after one file changed", times["changed"] / times["warm"], "at most 1.05", "nothing changed")
    yield from stale_figures(record, 100_000)


def graph_figures(record: Path, folder: Path) -> Iterator[Figure]:
    """Yield what following chains costs, against a store of triples with as many statements."""
    ledger = load(record)
    node = next(iter(build_graph(ledger, [ledger[CLAIM]])))
    triples, store = folder / "large.nt", folder / "store"
    peers.write_triples(ledger, triples)
    del ledger
    peers.fill_store(triples, store)
    works: dict[str, Work] = {
        "trace": on(record, "--no-refresh", "trace", CLAIM),
        "show": on(record, "--no-refresh", "show", CLAIM),
        "pyoxigraph": peers.asking("pyoxigraph", store, node),
    }
    times = medians(works, runs=9)
    peer = f"a property path from one statement, pyoxigraph {version('pyoxigraph')}"
    for name in ("trace", "show"):
        figure = times[name] / times["pyoxigraph"]
        yield Figure(f"`{name}` of one claim, warm, 100,000 claims", figure, "at most 0.25", peer)


def huge_figures(folder: Path) -> Iterator[Figure]:
    """Yield what is measured on a million claims, a thousand to a file, against a tenth of it."""
    records = {name: folder / name / "claims" for name in ("tenth", "whole")}
    write_big_files(records["tenth"], 100_000)
    write_big_files(records["whole"], 1_000_000)
    for record in records.values():
        subprocess.run(query(record), check=True, capture_output=True)
    calls = {
        "query --source --json": query,
        "query --source --json, a handful found": lambda record: on(record, "query", "--source", RARE, "--json"),
        "trace": lambda record: on(record, "trace", CLAIM),
        "show": lambda record: on(record, "show", CLAIM),
    }
    for name, call in calls.items():
        times = medians({size: call(record) for size, record in records.items()}, runs=5)
        work = f"`{name}` in 1,000,000 claims, 1,000 a file"
        yield Figure(work, times["whole"] / times["tenth"], "under 2", "the same in 100,000")
    yield from stale_figures(records["whole"], 1_000_000)
    few = on(records["whole"], "query", "--source", ASKED, "--format", "ids")
    peak = _peak_megabytes(few)
    yield Figure("peak memory of a query in 1,000,000 claims, MB", peak, "under 150", "none")


def _peak_megabytes(command: list[str]) -> float:
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    told = subprocess.run([PYTHON, "-c", script, *command], check=True, capture_output=True, text=True).stdout
    return int(told) / 1024


def ripgrep_version() -> str:
    """Return the version of ripgrep on this machine."""
    return subprocess.run(["rg", "--version"], check=True, capture_output=True, text=True).stdout.split()[1]
