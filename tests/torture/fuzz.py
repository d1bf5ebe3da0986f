"""Damaged input for every reader: whatever it is, the answer is values, problems, or one of our errors.

Every input follows from the seed, the reader and its number, so that what fails here fails again. Readers run in
children, a batch each: one that crashes or hangs is found too.
"""

from __future__ import annotations

import io
import json
import logging
import os
import random
import re
import shutil
import signal
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from claimgraph.errors import ClaimgraphError
from tests.store.test_fuzz import OTHERS, damaged
from tests.torture.stage import FILES, OTHER

BATCH = 500
LONGEST_SECONDS = 20
TOTAL = 200_000

Reader = Callable[[bytes], object]
_PIECES = (
    ",", ";", "\t", "\n", "\r\n", '"', '""', "'", "{", "}", "[", "]", ":", "null", "true", "0", "-1", "1e999", "NaN",
    "\\u0000", "\\ud800", "<", ">", "</", "/>", "&", "&lt;", "&#0;", "&#x110000;", "<!DOCTYPE x>", "<![CDATA[", "]]>",
    "<!--", "@", "@prefix ", ".", "<http://x>", "_:b", "^^", "@context", "@id", "@type", "@graph", "#", "%", "\x00",
    "\ufeff", "\u202e", "é", "ق", "2024-13-01", "9" * 30, "=1+1",
)  # fmt: skip
_WORDS = (
    "Kataeb", "us", "this", "?", "<-", "<~", "←", "+", "(", ")", "[", "]", '"officials"', "told", "2024-11-29", "as=",
    "p=30%", "https://a.org", "\\", '"', "own", "(own)", "seen", "lang=ar", "stance=denies", " ", "Canal+", "ق",
    "\u202e",
)  # fmt: skip
_DATE_PARTS = (
    "2024", "-", "11", "29", "T", ":", "00", "Z", "+02:00", "~", "?", "/", "..", "X", "0", "99", " ", "Nov", "-2024",
    "٢٠٢٤", "−", "13", "31", "Y", "%", "9999", "10000", "T24:00", ".5",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """A reader, its part of all inputs, and what its inputs are made of."""

    share: int
    read: Reader
    seeds: Callable[[], Sequence[bytes]]
    kind: str = "bytes"


def _of_text(read: Callable[[str], object]) -> Reader:
    return lambda data: read(data.decode("utf-8", "surrogateescape"))


def _read_yaml(data: bytes) -> object:
    from claimgraph.store import loads
    from claimgraph.store.texts import decode

    text, problem = decode(data, Path("x.yaml"))
    return problem or (loads(text), loads(text, registry=True))


def _read_beside(name: str) -> Reader:
    """Return a reader of a file beside a record."""

    def read(data: bytes) -> object:
        from claimgraph.store import load_config
        from claimgraph.store.vault import load_vault

        folder = _folder()
        (folder / ".claimgraph" / name).write_bytes(data)
        return load_config(folder / "claims") if name == "config.yaml" else load_vault(folder / "claims")

    return read


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="torture-"))
    (folder / ".claimgraph").mkdir()
    return folder


def _read_answer(data: bytes) -> object:
    from claimgraph.archiving import parse_answer

    return parse_answer(data)


def _read_chain(text: str) -> object:
    from claimgraph.notation import parse_chain, to_text

    chain = parse_chain(text)
    assert parse_chain(to_text(chain)) == chain
    return chain


def _read_date(text: str) -> object:
    from claimgraph.dates import parse_date

    return parse_date(text)


def _importer(form: str, options: dict[str, str]) -> Reader:
    def read(data: bytes) -> object:
        from claimgraph.formats import loads
        from claimgraph.store import dumps

        found = loads(form, data, options)
        return [dumps([claim]) for claim in found.claims]

    return read


def _exported(form: str) -> Callable[[], Sequence[bytes]]:
    """Return a maker of seeds: small records as this program writes them in a format."""

    @cache
    def make() -> Sequence[bytes]:
        from claimgraph.formats import dumps
        from claimgraph.graph import build_graph
        from claimgraph.redaction import release
        from claimgraph.store import load

        made = []
        for files in (FILES, OTHER):
            with tempfile.TemporaryDirectory(prefix="torture-") as folder:
                for name, text in files.items():
                    (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
                    (Path(folder) / name).write_text(text, encoding="utf-8")
                ledger = load(Path(folder) / "claims")
            written = dumps(form, release(build_graph(ledger), ledger, internal=True))
            parts = [written] if isinstance(written, str | bytes) else list(written.values())
            made += [part.encode() if isinstance(part, str) else part for part in parts]
        return made

    return make


def _yaml_seeds() -> Sequence[bytes]:
    return OTHERS


def _beside_seeds() -> Sequence[bytes]:
    return (
        b"verbs:\n  asserts: [berichtete]\n  denies: [dementierte]\nchecks:\n  CG303: error\n  CG204: off\n",
        "heron: {name: Ann Smith, telephone: [0123]}\nق: [الاسم]\n".encode(),
    )


def _chain_seeds() -> Sequence[bytes]:
    found = (re.findall(r"(?m)chain: (\S.*)$", data.decode(errors="ignore")) for data in OTHERS)
    return [chain.encode() for chains in found for chain in chains if not chain.startswith(("[", "|", ">", "*"))]


_DATES = (
    b"2024", b"2024-11", b"2024-11-29", b"2024-11-29T12:30+02:00", b"2024-11-29T12:30:00Z", b"2012/2022-11", b"2024~",
    b"2024-11?", b"2024-11-29/2024-12-01~",
)  # fmt: skip
_TABLE = {"text": "{text}", "chain": "{chain}"}
_OWN_TABLE = {"text": "{text}", "chain": "{source} <- {upstream}"}
_OF_TABLES = b'text,chain,date\nA is so.,Ann <- Bob,2024-11-29\n"B, is so.",Kataeb,29.11.2024\n'
_REVIEW = (
    b'<html><head><script type="application/ld+json">{"@context": "https://schema.org", "@type": "ClaimReview", '
    b'"url": "https://c.org/1", "claimReviewed": "A is so.", "author": {"@type": "Organization", "name": "Check"}, '
    b'"datePublished": "2024-11-29", "reviewRating": {"ratingValue": "1", "alternateName": "False"}, "itemReviewed": '
    b'{"@type": "Claim", "author": {"name": "Ann"}, "appearance": {"url": "https://a.org"}}}</script></head></html>'
)

TARGETS: dict[str, Target] = {
    "yaml": Target(400, _read_yaml, _yaml_seeds),
    "config": Target(100, _read_beside("config.yaml"), _beside_seeds),
    "vault": Target(50, _read_beside("vault.yaml"), _beside_seeds),
    "chain": Target(250, _of_text(_read_chain), _chain_seeds),
    "date": Target(200, _of_text(_read_date), lambda: _DATES),
    "words of chains": Target(250, _of_text(_read_chain), lambda: [w.encode() for w in _WORDS], "words"),
    "parts of dates": Target(200, _of_text(_read_date), lambda: [w.encode() for w in _DATE_PARTS], "words"),
    "answer": Target(50, _read_answer, lambda: [FILES["copies.csv"].encode(), _OF_TABLES]),
    "csv, mapped": Target(100, _importer("csv", _TABLE), lambda: [_OF_TABLES]),
    "csv": Target(60, _importer("csv", _OWN_TABLE), _exported("csv")),
    "tsv": Target(40, _importer("tsv", _OWN_TABLE), _exported("tsv")),
    "jsonl": Target(60, _importer("jsonl", _OWN_TABLE), _exported("jsonl")),
    "json": Target(80, _importer("json", {}), _exported("json"), "json"),
    "claimreview": Target(40, _importer("claimreview", {}), _exported("claimreview"), "json"),
    "claimreview, page": Target(30, _importer("claimreview", {}), lambda: [_REVIEW]),
    "node-link": Target(40, _importer("node-link", {}), _exported("node-link"), "json"),
    "graphml": Target(20, _importer("graphml", {}), _exported("graphml")),
    "gexf": Target(20, _importer("gexf", {}), _exported("gexf")),
    "prov-json": Target(10, _importer("prov-json", {}), _exported("prov-json"), "json"),
    "prov-jsonld": Target(5, _importer("prov-jsonld", {}), _exported("prov-jsonld"), "json"),
    "prov-xml": Target(5, _importer("prov-xml", {}), _exported("prov-xml")),
    "provn": Target(5, _importer("provn", {}), _exported("provn")),
    "prov-ttl": Target(5, _importer("prov-ttl", {}), _exported("prov-ttl")),
    "nanopub": Target(5, _importer("nanopub", {}), _exported("nanopub")),
    "xlsx": Target(5, _importer("xlsx", _OWN_TABLE), _exported("xlsx"), "zip"),
    "parquet": Target(5, _importer("parquet", _OWN_TABLE), _exported("parquet")),
}
"""Every reader of the program; a test compares the importers with the table of formats."""


def inputs(name: str, seed: int, batch: int) -> Iterator[bytes]:
    """Yield the inputs of one batch, without end."""
    target = TARGETS[name]
    chance = random.Random(f"{name} {seed} {batch}")
    seeds = target.seeds()
    while True:
        if target.kind == "words":
            yield b"".join(chance.choice(seeds) + chance.choice((b"", b" ")) for _ in range(chance.randrange(1, 14)))
            continue
        data = chance.choice(seeds)
        if target.kind == "json" and chance.random() < 0.7:
            yield json.dumps(_changed(json.loads(data), chance)).encode()
        elif target.kind == "zip" and chance.random() < 0.9:
            yield _repacked(data, chance)
        elif name in {"yaml", "config", "vault"}:
            yield damaged(data, chance)
        else:
            yield damaged(data, chance, others=seeds, pieces=_PIECES)


def _repacked(data: bytes, chance: random.Random) -> bytes:
    """Return a container of which one file is damaged."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        parts = {name: old.read(name) for name in old.namelist()}
        victim = chance.choice(sorted(parts))
        for name, part in parts.items():
            new.writestr(name, damaged(part, chance, others=[part], pieces=_PIECES) if name == victim else part)
    return made.getvalue()


def _changed(value: Any, chance: random.Random) -> Any:
    """Return a JSON value in which some parts are replaced, dropped, repeated or given other names."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        holders = [one for one in _inside(value) if one]
        if not holders:
            return value
        holder = chance.choice(holders)
        key = chance.choice(list(holder)) if isinstance(holder, dict) else chance.randrange(len(holder))
        odd: Any = chance.choice(
            (None, True, 0, -1, 1e308, 10**30, "", "x", "\x00", "\ud800", [], {}, [[]], {"a": {}}, "us")
        )
        match chance.choice(("replace", "replace", "drop", "wrap", "move")):
            case "replace":
                holder[key] = odd
            case "drop":
                del holder[key]
            case "wrap":
                holder[key] = [holder[key]] * chance.choice((1, 2))
            case "move" if isinstance(holder, dict):
                holder[str(odd)] = holder.pop(key)
            case _:
                holder.append(holder[key]) if isinstance(holder, list) else None
    return value


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for part in list(value.values() if isinstance(value, dict) else value):
            yield from _inside(part)


def read(name: str, data: bytes) -> str:
    """Let a reader have an input; return what is wrong with its answer, nothing if nothing is."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(LONGEST_SECONDS)
    try:
        TARGETS[name].read(data)
    except ClaimgraphError as error:
        return "" if str(error) else "an error that says nothing"
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    finally:
        signal.alarm(0)
    return ""


def fuzz(name: str, *, seed: int, batch: int, count: int) -> list[str]:
    """Let a reader have a batch of inputs; return what failed, with what calls it up again."""
    found = []
    for number, data in zip(range(count), inputs(name, seed, batch), strict=False):
        wrong = read(name, data)
        if wrong:
            found.append(f"{name}, seed {seed}, batch {batch}, input {number}: {wrong[:300]}; {data[:2000]!r}")
    if _folder.cache_info().currsize:
        shutil.rmtree(_folder())
        _folder.cache_clear()
    return found


def _in_child(name: str, seed: int, batch: int, count: int) -> tuple[int, int]:
    """Return a child that fuzzes a batch and the end of the pipe through which it says what failed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            logging.disable()
            warnings.simplefilter("ignore")
            with os.fdopen(writing, "w", encoding="utf-8", errors="backslashreplace") as pipe:
                pipe.write(
                    "\n".join(line.replace("\n", " ") for line in fuzz(name, seed=seed, batch=batch, count=count))
                )
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def _too_long(*_: object) -> None:
    raise TimeoutError(f"no answer in {LONGEST_SECONDS} s")


def main(*, quick: bool, seed: int = 1, total: int | None = None) -> bool:
    """Damage inputs for all readers, and print the figures."""
    total = total or (TOTAL // 50 if quick else TOTAL)
    shares = sum(target.share for target in TARGETS.values())
    failures: list[str] = []
    tried = 0
    for name, target in TARGETS.items():
        count = -(-total * target.share // shares)
        batches = [(i, min(BATCH, count - i * BATCH)) for i in range(-(-count // BATCH))]
        before = len(failures)
        for pair in (batches[i : i + 2] for i in range(0, len(batches), 2)):
            running = [(batch, *_in_child(name, seed, batch, size)) for batch, size in pair]
            for batch, child, pipe in running:
                with os.fdopen(pipe, encoding="utf-8") as told:
                    failures += told.read().splitlines()
                if ending := os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
                    failures.append(f"{name}, seed {seed}, batch {batch}: the reader ended with {ending}")
        tried += count
        print(f"  {name}: {count} inputs, {len(failures) - before} failures", flush=True)
    print(f"fuzz: {tried} inputs for {len(TARGETS)} readers, seed {seed}, {len(failures)} failures")
    print(*failures[:20], sep="\n")
    return not failures
