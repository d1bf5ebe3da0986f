"""DOT text: whole outputs, quoting, and that nothing but the record decides what is written."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import claimgraph as cg
from claimgraph import dot
from claimgraph.graph import build_graph
from claimgraph.model import Ledger
from tests.pictures import HOSTILE, HOSTILE_NAMES, HOSTILE_SHORT, RELATED, SCRIPTS, SIGNS, ledger

ROOT = Path(__file__).parent.parent
RECORDS = {"signs": SIGNS, "related": RELATED, "scripts": SCRIPTS, "hostile": HOSTILE_SHORT}


@pytest.mark.parametrize("name", RECORDS)
def test_whole_outputs(name: str, snapshot: Callable[[str, str], None]) -> None:
    record = RECORDS[name]
    snapshot(f"dot/{name}.dot", dot.to_dot(build_graph(record), claims=record))


def test_the_overview_of_sources(snapshot: Callable[[str, str], None]) -> None:
    record = replace(RELATED, claims=(*RELATED.claims, *SIGNS.claims))
    snapshot("dot/sources.dot", dot.sources_to_dot(build_graph(record)))


def test_the_reader_chain_of_the_shipped_record(snapshot: Callable[[str, str], None]) -> None:
    record = cg.load(ROOT / "claims")
    name = "russian-air-action-within-hours"
    snapshot(f"dot/{name}.dot", cg.to_dot(cg.build_graph(record), name, claims=record))


def test_only_the_graph_is_needed() -> None:
    text = cg.to_dot(cg.build_graph(SIGNS), "every-sign")
    assert "<B>every-sign</B>" in text


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("plain", '"plain"'),
        ('say "no"', r'"say \"no\""'),
        ("\\N", r'"\\N"'),
        ("end\\", r'"end\\"'),
        ('\\"', r'"\\\""'),
        ("a & b &lt;", '"a &amp; b &amp;lt;"'),
        ("two\nlines", r'"two\nlines"'),
        ("<b>:n", '"<b>:n"'),
        ("", '""'),
    ],
)
def test_quoting(text: str, quoted: str) -> None:
    assert dot.quote(text) == quoted


def test_names_are_never_identifiers() -> None:
    text = dot.to_dot(build_graph(HOSTILE), claims=HOSTILE)
    lines = [line.strip() for line in text.splitlines()]
    known = re.compile(
        r"digraph claimgraph \{|\}|(?:graph|node|edge) \[.*|subgraph cluster_\d+ \{"
        r"|label=<.*|tooltip=\".*|[nacr]\d+ (?:-> [nacr]\d+ )?\[.*\]"
    )
    assert [line for line in lines if not known.fullmatch(line)] == []
    assert len(text.splitlines()) == len(text.split("\n")) - 1
    assert "\x00" not in text
    assert "\u202e" not in text


def test_no_name_is_lost() -> None:
    text = dot.to_dot(build_graph(HOSTILE), claims=HOSTILE)
    assert "x" * 5000 in text  # whole in the tooltip, cut in the label
    for name in HOSTILE_NAMES[:5]:
        assert dot.quote_tooltip(name)[1:-1] in text


def shuffled(record: Ledger, seed: int) -> Ledger:
    claims = list(record.claims)
    random.Random(seed).shuffle(claims)
    return replace(record, claims=tuple(claims))


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_files_changes_nothing(seed: int) -> None:
    record = cg.load(ROOT / "claims")
    other = shuffled(record, seed)
    assert dot.to_dot(build_graph(record), claims=record) == dot.to_dot(build_graph(other), claims=other)
    overview, its = (dot.sources_to_dot(build_graph(r)) for r in (record, other))
    assert overview == its


_DRAW = """
import hashlib, sys
import claimgraph as cg
from claimgraph.svg import to_svg
record = cg.load("claims")
text = cg.to_dot(cg.build_graph(record), claims=record)
print(hashlib.sha256((text + to_svg(text)).encode()).hexdigest())
"""


def test_hash_seed_time_zone_and_locale_change_nothing() -> None:
    seen = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("4711", "America/New_York")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        done = subprocess.run(
            [sys.executable, "-c", _DRAW], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        seen.add(done.stdout)
    assert len(seen) == 1


def test_a_large_claim_asks_for_another_layout() -> None:
    many = ledger(*(f"Paper {n} <- Agency {n // 2}" for n in range(70)))
    text = dot.to_dot(build_graph(many), claims=many)
    assert "layout=sfdp, overlap=prism, " in text
    assert "105 statements: too many for columns" in text
    more = ledger(*(f"Paper {n} <- Agency {n // 2}" for n in range(250)))
    assert "overlap=prism20, " in dot.to_dot(build_graph(more), claims=more)
