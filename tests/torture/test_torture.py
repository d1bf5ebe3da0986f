"""A short slice of each long test, the same in every run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimgraph.formats import FORMATS
from tests.torture import disks, fuzz, kills, races, tracing
from tests.torture.stage import COMMANDS, confirm_whole, reset, stage, tree


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with stage() as made:
        yield made


@pytest.mark.skipif(not tracing.is_possible(), reason="this system does not let a process trace its child")
@pytest.mark.parametrize("command", ["add --to", "import json", "fmt"])
def test_killed_writers(folder: Path, command: str) -> None:
    found = list(kills.kill_writers(folder, [command], every=23))
    assert [one.failures for _, one in found] == [[], []]
    assert all(one.killed >= 5 for _, one in found)


@pytest.mark.skipif(not tracing.is_possible(), reason="this system does not let a process trace its child")
def test_a_writer_that_is_killed_half_way_is_noticed(folder: Path) -> None:
    """The long test itself is tested: a writer in place is caught."""
    work = reset(folder)
    before = tree(work)
    path = work / "claims" / "a.yaml"
    whole = path.read_bytes() + b"note: " + b"x" * 50 + b"\n"

    def write() -> None:
        with path.open("wb", buffering=0) as file:
            for start in range(0, len(whole), 20):
                file.write(whole[start : start + 20])

    after = before | {"claims/a.yaml": whole}
    assert confirm_whole("add", work, before, after) == ""
    seen = set()
    for number in range(1, 20):
        path.write_bytes(before["claims/a.yaml"])
        tracing.kill_at(write, number)
        seen.add(confirm_whole("add", work, before, after).split(":")[0])
    assert {"", "half written"} <= seen
    assert seen <= {"", "half written", "the record has errors"}


@pytest.mark.skipif(not tracing.is_possible(), reason="this system does not let a process trace its child")
def test_the_call_that_kills_is_counted() -> None:
    def work() -> None:
        for _ in range(10):
            os.getppid()

    calls, killed = tracing.kill_at(work, 10**9)
    assert (calls >= 11, killed) == (True, False)
    assert tracing.kill_at(work, 5) == (5, True)


def test_races(folder: Path) -> None:
    assert races.race(reset(folder), writers=3, each=4) == []


@pytest.mark.parametrize("command", ["add", "import csv", "fmt"])
def test_files_that_may_not_grow(folder: Path, command: str) -> None:
    assert [disks.limit(folder, command, size=size) for size in (0, 90, 400)] == ["", "", ""]


@pytest.mark.parametrize("name", fuzz.TARGETS)
def test_damaged_input(name: str) -> None:
    count = 3 if name in {"nanopub", "xlsx", "prov-ttl"} else 25
    assert fuzz.fuzz(name, seed=0, batch=0, count=count) == []


def test_every_importer_is_fuzzed() -> None:
    assert {form.name for form in FORMATS.values() if form.reads} <= {name.split(",")[0] for name in fuzz.TARGETS}


@pytest.mark.parametrize("name", [name for name, target in fuzz.TARGETS.items() if target.kind != "words"])
def test_what_is_damaged_was_whole(name: str) -> None:
    """Most of what is damaged is read without a word before, so that damages get far."""
    good = [data for data in fuzz.TARGETS[name].seeds() if not fuzz.read(name, data)]
    assert len(good) == len(fuzz.TARGETS[name].seeds())


def test_every_writing_command_is_there() -> None:
    assert {arguments[0] for arguments in COMMANDS.values()} == {
        "add", "sources", "fmt", "import", "archive", "export", "render", "init", "query",
    }  # fmt: skip
