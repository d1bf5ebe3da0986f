"""`render`: forms, names of files, what is chosen, protection, and the same bytes everywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.conftest import MakeRecord, Run

CLAIM = "russian-air-action-within-hours"
SVG = "{http://www.w3.org/2000/svg}"


def test_svg_by_default(run: Run, shipped: Path) -> None:
    result = run("render", CLAIM)
    assert result.exit_code == 0, result.output
    assert result.stdout == (f'wrote {CLAIM}.svg: Looks like 1 source. Traces back to 1: "Syrian sources" (unnamed).\n')
    root = ET.parse(f"{CLAIM}.svg").getroot()
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == 'Looks like 1 source. Traces back to 1: "Syrian sources" (unnamed).'


@pytest.mark.parametrize(
    ("suffix", "start"),
    [(".svg", b"<?xml"), (".png", b"\x89PNG"), (".pdf", b"%PDF-"), (".dot", b"digraph"), (".mmd", b"")],
)
def test_the_suffix_chooses_the_form(run: Run, shipped: Path, suffix: str, start: bytes) -> None:
    result = run("render", CLAIM, "-o", f"out{suffix}")
    assert result.exit_code == 0, result.output
    data = Path(f"out{suffix}").read_bytes()
    assert data.startswith(start) or (suffix == ".svg" and data.startswith(b"<svg"))
    assert len(data) > 300


def test_standard_output(run: Run, shipped: Path) -> None:
    result = run("render", CLAIM, "--format", "mermaid", "-o", "-")
    assert "flowchart LR" in result.stdout
    assert "wrote" not in result.stdout
    assert {p.name for p in shipped.parent.iterdir()} == {"claims"}


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ([CLAIM, "russian-response-slow"], "claims.dot"),
        (["--source", "الكتائب"], "الكتائب.dot"),
        (["--tag", "syria"], "syria.dot"),
        (["--sources"], "sources.dot"),
        (["--sources", "--source", "Kataeb"], "sources.dot"),
    ],
)
def test_what_is_chosen_names_the_file(run: Run, shipped: Path, arguments: list[str], name: str) -> None:
    result = run("render", *arguments, "--format", "dot")
    assert result.exit_code == 0, result.output
    assert Path(name).read_text(encoding="utf-8").startswith("digraph")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "say what to draw"),
        (["russian-air"], "no claim 'russian-air' in this record"),
        (["--source", "Katab"], "no source 'Katab' in this record; did you mean Kataeb?"),
        (["--tag", "nothing"], "no claim fulfils this"),
    ],
)
def test_refusals(run: Run, shipped: Path, arguments: list[str], message: str) -> None:
    result = run("render", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert {p.name for p in shipped.parent.iterdir()} == {"claims"}


@pytest.mark.parametrize("where", ["registry", "chain"])
@pytest.mark.parametrize("arguments", [["a"], ["--sources"], ["a", "--format", "mermaid"], ["a", "-o", "x.dot"]])
def test_a_protected_source_is_drawn_without_its_name(
    run: Run, make_record: MakeRecord, where: str, arguments: list[str]
) -> None:
    sources = "- {id: heron, kind: person, name: Heron, confidential: true}\n" if where == "registry" else ""
    flag = "" if where == "registry" else " (confidential)"
    claims = make_record({"sources.yaml": sources, "a.yaml": f"id: a\ntext: A.\nchain: us <- Heron [told]{flag}\n"})
    result = run("render", *arguments)
    assert result.exit_code == 0
    written = next(p for p in claims.parent.iterdir() if p.is_file()).read_text(encoding="utf-8")
    assert "heron" not in (result.output + written).lower()
    assert "Confidential" in written
    shown = run("render", *arguments, "--internal")
    assert shown.exit_code == 0, shown.output
    written = next(p for p in claims.parent.iterdir() if p.is_file()).read_text(encoding="utf-8")
    assert "INTERNAL" in written


def test_the_same_bytes_under_any_hash_seed_and_order_of_files(shipped: Path) -> None:
    pictures = set()
    for number, seed in enumerate(("0", "1", "4242")):
        folder = shipped.parent / f"copy{number}"
        shutil.copytree(shipped, folder / "claims")
        kataeb = folder / "claims" / "kataeb-2024-11-29.yaml"
        kataeb.rename(kataeb.with_name(("a", "m", "z")[number] + ".yaml"))
        command = [sys.executable, "-m", "claimgraph", "render", "--source", "Kataeb", "-o", "-", "--format", "svg"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        pictures.add(subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True).stdout)
    assert len(pictures) == 1


def test_no_engine_is_one_sentence_and_dot_still_comes_out(
    run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(shipped))
    result = run("render", CLAIM, "--engine", "system")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "install" in result.stderr.lower()
    assert run("render", CLAIM, "-o", "x.dot").exit_code == 0


@pytest.mark.skipif(shutil.which("dot") is None, reason="needs the machine's own Graphviz (Debian: graphviz)")
def test_the_machines_own_engine(run: Run, shipped: Path) -> None:
    assert run("render", CLAIM, "--engine", "system").exit_code == 0
    root = ET.parse(f"{CLAIM}.svg").getroot()
    texts = ["".join(t.itertext()) for t in root.iter(f"{SVG}text")]
    assert "Sky News Arabia" in texts


def test_a_folder_that_cannot_be_written(run: Run, shipped: Path) -> None:
    result = run("render", CLAIM, "-o", "claims")
    assert result.exit_code == 2
    assert "is a folder" in result.stderr
