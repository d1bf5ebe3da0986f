"""A small record in a folder of its own, every command that writes to it, and what it looks like."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import importlib
import os
import pkgutil
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import claimgraph
from claimgraph.model import Ledger
from claimgraph.store import load

FILES = {
    "claims/sources.yaml": """\
# Who speaks.
sources:
  - id: kataeb
    name: Kataeb
    kind: outlet
    aliases: [الكتائب]
  - id: gulf-tv
    name: Gulf TV
    kind: outlet
  - id: gulf
    name: Gulf
    kind: outlet
""",
    "claims/a.yaml": "id: a\ntext: A is so.\nchain: Kataeb [2024-11-29 https://k.org/1] <- Gulf TV\n",
    "claims/b.yaml": """\
article:
  source: Kataeb
  date: 2024-11-29
  url: https://k.org/2
claims:
  - id: b-one
    text: B is so.
    chain: this <- Ann
  - id: b-two
    text: B is not so.
    chain: this <- Bob [denied]
""",
    "claims/deep/c.yaml": "chain: Kataeb←Gulf   # a comment stays\ntext: C is so.\nid: c\n\n\n",
    ".claimgraph/config.yaml": "checks:\n  CG303: error\n",
    ".gitignore": "*.log",
    "out.mmd": "old\n",
    "copies.csv": "link,archive status,archive location\n"
    "https://k.org/1,success,https://kept.org/1\nhttps://k.org/2,success,https://kept.org/2\n",
    "more.csv": "t,a\nD is so.,Ann\nE is so.,Bob\n",
}
OTHER = {
    "claims/sources.yaml": "sources:\n  - {id: new-wire, name: New Wire, kind: org, wire: true}\n",
    "claims/x.yaml": "article: {source: X, date: 2024-01-01, url: https://x.org}\nclaims:\n"
    "  - {id: x-one, text: X is so., chain: this <- New Wire}\n",
    "claims/y.yaml": "article: {source: Y, date: 2024-01-02, url: https://y.org}\nclaims:\n"
    "  - {id: y-one, text: Y is so., chain: this <- New Wire}\n",
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "add": ("add", "F is so.", 'Kataeb <- "officials"'),
    "add --to": ("add", "F is so.", "this <- Carl", "--to", "claims/b.yaml"),
    "add --to, new": ("add", "F is so.", "Ann <- Carl", "--to", "claims/new/f.yaml"),
    "sources add": ("sources", "add", "Levant Post", "--kind", "outlet"),
    "sources merge": ("sources", "merge", "Gulf", "Gulf TV"),
    "sources rename": ("sources", "rename", "Kataeb", "Kataeb News"),
    "fmt": ("fmt",),
    "import csv": ("import", "csv", "more.csv", "--set", "text={t}", "--set", "chain={a}"),
    "import json": ("import", "json", "other.json"),
    "archive merge": ("archive", "merge", "copies.csv"),
    "export": ("export", "json", "-o", "out.json"),
    "render": ("render", "a", "-o", "out.mmd"),
    "init": ("init",),
    "init, new": ("init", "elsewhere"),
    "query": ("query",),
}
IMPORTS = {"import csv", "import json"}
"""What is in the record as a whole or not at all; the others change one file, or files one after the other."""

_UNUSED = [["formats", name] for name in ("provenance", "nanopub", "parquet", "sheets", "claimreview", "stix")]

Tree = dict[str, bytes]


def warm_up() -> None:
    """Import what the commands need, so that a forked child has nothing left to import and is small to fork."""
    for module in pkgutil.walk_packages(claimgraph.__path__, "claimgraph."):
        if not module.name.endswith("__main__") and module.name.split(".")[1:3] not in _UNUSED:
            with contextlib.suppress(ImportError):
                importlib.import_module(module.name)
    gc.collect()
    gc.freeze()  # a fork copies what is written to, and counting for the collector writes


@contextlib.contextmanager
def stage(parent: Path | None = None) -> Iterator[Path]:
    """Make a folder with the record in ``template``, to be copied by `reset`."""
    memory = Path("/dev/shm")  # a disk in memory, if there is one: thousands of records are written
    folder = Path(tempfile.mkdtemp(prefix="torture-", dir=parent or (memory if os.access(memory, os.W_OK) else None)))
    try:
        for base, files in (("template", FILES), ("other", OTHER)):
            for name, text in files.items():
                path = folder / base / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        call(folder / "other", ("export", "json", "-o", "../template/other.json"))
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def reset(folder: Path) -> Path:
    """Return a fresh copy of the record."""
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    return Path(shutil.copytree(folder / "template", work))


def call(work: Path, arguments: tuple[str, ...]) -> int:
    """Run a command in a forked child, undisturbed, and return its exit status."""
    child = os.fork()
    if child == 0:
        run(work, arguments)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(work: Path, arguments: tuple[str, ...]) -> None:
    """Run a command in this process, without output, and end it."""
    from claimgraph.cli import main

    status = 70
    try:
        os.chdir(work)
        os.environ.pop("CLAIMGRAPH_CLAIMS", None)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for handle in (0, 1, 2):
            os.dup2(nowhere, handle)
        sys.stdout, sys.stderr = (open(os.devnull, "w", encoding="utf-8") for _ in range(2))  # noqa: PTH123, SIM115
        main(list(arguments), prog_name="claimgraph")
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    finally:
        os._exit(status)


def tree(work: Path) -> Tree:
    """Return what stands in the folder, without what is disposable or not finished."""
    return {
        str(path.relative_to(work)): path.read_bytes()
        for path in sorted(work.rglob("*"))
        if path.is_file() and not is_disposable(path.relative_to(work))
    }


def is_disposable(path: Path) -> bool:
    """Tell whether a file is a temporary one, or part of the index."""
    return path.name.startswith("index.sqlite") or any(
        part.startswith(".claimgraph-") for part in path.parts
    ) or path == Path(".claimgraph/.gitignore")  # fmt: skip


def fingerprint(work: Path) -> str:
    """Return what tells one state of the folder from another, temporary files included, numbers of processes not."""
    rows = []
    for base, _, names in os.walk(work):
        rows.append(_ANY_NUMBER.sub("-", base))
        for name in names:
            path = Path(base, name)
            status = path.lstat()
            data = b"" if "index.sqlite" in name else path.read_bytes()  # which holds the time
            rows.append(f"{_ANY_NUMBER.sub('-', name)} {status.st_mode} {status.st_size} {data!r}")
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()


_ANY_NUMBER = re.compile(r"-[0-9]+-[0-9a-f]+|-[a-z0-9_]{8}(?=\.tmp)")


def leftovers(work: Path) -> list[str]:
    """Return what only a killed writer leaves."""
    return sorted(
        str(path.relative_to(work))
        for path in work.rglob("*")
        if path.name.startswith((".claimgraph-", "index.sqlite-journal")) or path.name.endswith(".tmp")
    )


def confirm_whole(command: str, work: Path, before: Tree, after: Tree) -> str:
    """Return what is wrong with a record after its writer came to grief; nothing if nothing is."""
    ledger = load(work / "claims")
    now = tree(work)
    if any(problem.severity == "error" for problem in ledger.errors):
        return f"the record has errors: {ledger.errors[0]}"
    lost = [name for name in before if name not in now and name in after]
    if lost:
        return f"lost: {lost}"
    torn = [name for name, data in now.items() if data not in (before.get(name), after.get(name))]
    if torn:
        return f"half written: {torn}"
    missing = [one for one in ("a", "b-one", "b-two", "c") if one not in ledger]
    if missing:
        return f"claims are lost: {missing}"
    if command in IMPORTS and now not in (before, after):
        return f"half imported: {sorted(now.keys() ^ before.keys())}"
    return ""


def ids(ledger: Ledger) -> list[str]:
    """Return the ids of all claims, sorted."""
    return sorted(claim.id for claim in ledger)
