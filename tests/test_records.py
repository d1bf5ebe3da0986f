"""The records that are made up for timing are records: the same every time, and without errors."""

from __future__ import annotations

from pathlib import Path

from benchmarks.loading import read_all
from benchmarks.records import claim_texts, source_names, write_record
from claimgraph.checks import check_ledger
from claimgraph.store import load


def test_a_made_up_record(tmp_path: Path) -> None:
    write_record(tmp_path / "claims", 250, sources=200)
    ledger = load(tmp_path / "claims")
    assert (len(ledger), len(ledger.sources), ledger.problems) == (250, 200, ())
    names = source_names(200)
    assert [text for _, text in claim_texts(3, names)] == [text for _, text in claim_texts(3, names)]
    assert {p.code for p in check_ledger(ledger) if p.severity == "error"} <= {"CG106", "CG301", "CG304"}
    chains = [chain for claim in ledger for chain in claim.chains]
    assert {len(chain.steps) for chain in chains} >= {2, 3, 4, 5, 6}
    assert len({m.party for chain in chains for m in chain.mentions}) > 100
    assert read_all(tmp_path / "claims") == sum(p.stat().st_size for p in (tmp_path / "claims").rglob("*.yaml"))
