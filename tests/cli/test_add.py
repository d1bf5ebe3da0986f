"""`add`: with arguments, by questions on a terminal, to a file, dry, refused, and two at once."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claimgraph.store import load
from tests.cli.conftest import MakeRecord, Run
from tests.cli.terminal import take_terminal

TEXT = "Snow fell in Beirut on 2 January 2025."
CHAIN = 'Kataeb [2025-01-03] <- Sky News Arabia [reported] <- "a driver" [told]'


@pytest.fixture
def claims(make_record: MakeRecord) -> Path:
    return make_record({})


def test_into_an_empty_record(run: Run, claims: Path) -> None:
    result = run("add", TEXT, CHAIN, "--tag", "weather", "--due", "2025-02")
    assert result.exit_code == 0, result.output
    assert (claims / "snow-fell-beirut-2-january-2025.yaml").read_text(encoding="utf-8") == (
        "id: snow-fell-beirut-2-january-2025\n"
        "text: Snow fell in Beirut on 2 January 2025.\n"
        'chain: Kataeb [2025-01-03] <- Sky News Arabia [reported] <- "a driver" [told]\n'
        "due: 2025-02\n"
        "tags: [weather]\n"
    )
    assert result.stdout == (
        "added snow-fell-beirut-2-january-2025 to claims/snow-fell-beirut-2-january-2025.yaml\n"
        "\n"
        "Kataeb · 2025-01-03\n"
        "└─ Sky News Arabia · reported · not opened\n"
        "   └─ “a driver” · told · unnamed\n"
        "\n"
        "not opened: we know it only through whoever cites it\n"
        "unnamed: described, not named; equal words elsewhere may be somebody else\n"
        "\n"
        "still missing:\n"
        "  Kataeb: url\n"
        "  Sky News Arabia: date\n"
        "  “a driver”: date\n"
        "  unregistered source 'Kataeb'; register it with `claimgraph sources add Kataeb --kind outlet`\n"
        "  unregistered source 'Sky News Arabia'; register it with "
        "`claimgraph sources add 'Sky News Arabia' --kind outlet`\n"
        "  due: 2025-02 has passed without a verdict; add verdict:, or a later date\n"
    )


def test_dry_run_writes_nothing(run: Run, claims: Path) -> None:
    result = run("add", TEXT, "A <- ?", "--dry-run")
    assert result.exit_code == 0
    assert "would add snow-fell-beirut-2-january-2025\n\nid: snow-fell" in result.stdout
    assert "who the source is: none is given" in result.stdout
    assert list(claims.iterdir()) == []


def test_the_same_text_again_gets_the_next_id(run: Run, claims: Path) -> None:
    for _ in range(3):
        assert run("add", TEXT, "A").exit_code == 0
    assert [c.id[-3:] for c in load(claims)] == ["5-2", "5-3", "025"]


def test_several_chains_and_relations(run: Run, claims: Path) -> None:
    assert run("add", "One.", "A", "--id", "one").exit_code == 0
    result = run("add", "Two.", "A <- B", "C <- B", "--id", "two", "--contradicts", "one", "--based-on", "one")
    assert result.exit_code == 0, result.output
    claim = load(claims)["two"]
    assert list(map(str, claim.chains)) == ["A <- B", "C <- B"]
    assert claim.related("contradicts") == claim.related("based_on") == ("one",)


def test_to_a_file_with_an_article(run: Run, claims: Path) -> None:
    before = "# ours\narticle: {source: Kataeb, date: 2024-11-29}\nclaims:\n"
    before += "  - id: a   # first\n    text: A.\n    chain: this\n"
    (claims / "k.yaml").write_text(before, encoding="utf-8")
    result = run("add", "Two.", "this <- Ann", "--id", "two", "--to", "k.yaml")
    assert result.exit_code == 0, result.output
    added = "  - id: two\n    text: Two.\n    chain: this <- Ann\n"
    assert (claims / "k.yaml").read_text(encoding="utf-8") == before + added
    assert "Kataeb · 2024-11-29\n└─ Ann" in result.stdout
    assert str(load(claims)["two"].chains[0]) == "Kataeb [2024-11-29] <- Ann"


def test_to_a_new_file_takes_more_claims(run: Run, claims: Path) -> None:
    assert run("add", "One.", "A", "--to", "story/snow.yaml").exit_code == 0
    assert run("add", "Two.", "A", "--to", "claims/story/snow.yaml").exit_code == 0
    assert [c.id for c in load(claims)] == ["one", "two"]
    assert [p.name for p in (claims / "story").iterdir()] == ["snow.yaml"]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([TEXT], 2, "a claim needs its text and a chain"),
        ([], 2, "a claim needs its text and a chain"),
        ([TEXT, "A ->"], 1, "chain 1:1:3: CG101 error '->' points the wrong way"),
        ([TEXT, "A", "B <- C + D <- E"], 1, "chain 2:1:6: CG102 error ambiguous"),
        ([TEXT, "A", "--id", "No Good"], 1, "'No Good' cannot be an id (CG103)"),
        ([TEXT, "A", "--supports", "nothing"], 2, "no claim 'nothing' in this record"),
        ([TEXT, "A", "--due", "soon"], 2, "invalid date 'soon'"),
        ([TEXT, "this <- A"], 1, "'this' means the article of a file"),
        ([TEXT, "A", "--to", "../out.yaml"], 2, "outside the record"),
        ([TEXT, "A", "--to", "notes.txt"], 2, "a file of the record ends in .yaml"),
        ([TEXT, "A", "--to", "sources.yaml"], 2, "claims cannot stand in this file"),
        (["  ", "A"], 1, "the text is empty"),
        ([TEXT, "A [2024-01-01] <- B", "A [2024-02-01]", "C <- A"], 1, "CG106 error A without a date may be"),
        ([TEXT, "A [p=30%]"], 1, "CG402 error p=30% is not a probability; write a number from 0 to 1"),
        ([TEXT, "A <- A"], 1, "CG106 error A relies on itself"),
    ],
)
def test_refusals_write_nothing(run: Run, claims: Path, arguments: list[str], status: int, message: str) -> None:
    result = run("add", *arguments)
    assert result.exit_code == status, result.output
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert list(claims.iterdir()) == []
    assert not (claims.parent / "out.yaml").exists()


def test_a_taken_id(run: Run, claims: Path) -> None:
    assert run("add", "One.", "A", "--id", "one").exit_code == 0
    result = run("add", "Other.", "A", "--id", "one")
    assert result.exit_code == 1
    assert result.stderr == "claimgraph: the id 'one' is taken by claims/one.yaml:1:1; one-2 is free\n"


def test_own_verbs(run: Run, claims: Path) -> None:
    (claims.parent / ".claimgraph").mkdir()
    (claims.parent / ".claimgraph" / "config.yaml").write_text("verbs: {denies: [dementierte]}\n", encoding="utf-8")
    assert run("add", "One.", "A [dementierte]", "--id", "one").exit_code == 0
    assert "denies: speaks against the claim" in run("trace", "one").stdout


def test_edit_before_writing(run: Run, claims: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = claims.parent / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/^id: .*/id: mine/; s/chain: A/chain: A <- B/' \"$1\"\n", encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    assert run("add", TEXT, "A", "--edit").exit_code == 0
    assert str(load(claims)["mine"].chains[0]) == "A <- B"


def test_an_edit_that_breaks_the_claim_is_shown_and_nothing_written(
    run: Run, claims: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = claims.parent / "editor"
    editor.write_text("#!/bin/sh\necho 'chain: <-' > \"$1\"\n", encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    result = run("add", TEXT, "A", "--edit", input="n\n")
    assert result.exit_code == 130
    assert "<edited>:" in result.stderr
    assert list(claims.iterdir()) == []


def _talk(answers: list[str], cwd: Path) -> tuple[int, str]:
    """Answer the questions of `claimgraph add` on a terminal."""
    parent, child = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "60"}
    process = subprocess.Popen(
        [sys.executable, "-m", "claimgraph", "add"],
        stdin=child, stdout=child, stderr=child, cwd=cwd, env=environment, preexec_fn=take_terminal,  # noqa: PLW1509
    )  # fmt: skip
    os.close(child)
    printed = b""
    waiting = list(answers)
    deadline = time.monotonic() + 60
    seen = 0
    while time.monotonic() < deadline:
        try:
            printed += os.read(parent, 4096)
        except OSError:
            break
        if waiting and printed.decode("utf-8", "ignore").endswith(" > ") and len(printed) > seen:
            seen = len(printed) + len(waiting[0].encode()) + 2
            os.write(parent, waiting.pop(0).encode() + b"\n")
    os.close(parent)
    return process.wait(timeout=30), printed.decode("utf-8", "replace")


def test_by_questions(claims: Path) -> None:
    answers = [
        TEXT, "Kataeb", "2025-01-03", "Sky News Arabia", "soon", "", "->", '"a driver"', "2025-01", "?",
        "An-Nahar", "", "", "",
    ]  # fmt: skip
    status, printed = _talk(answers, claims.parent)
    assert status == 0, printed
    claim = load(claims).claims[0]
    assert claim.text == TEXT
    assert list(map(str, claim.chains)) == [
        'Kataeb [2025-01-03] <- Sky News Arabia <- "a driver" [2025-01] <- ?',
        "An-Nahar",
    ]
    assert "invalid date 'soon'" in printed
    assert "points the wrong way" in printed


def test_stopping_the_questions_writes_nothing(claims: Path) -> None:
    status, printed = _talk([TEXT, "\x03"], claims.parent)
    assert status == 130, printed
    assert "nothing was written" in printed
    assert list(claims.iterdir()) == []


def test_two_at_once_many_times_over(claims: Path) -> None:
    command = [sys.executable, "-m", "claimgraph", "add", TEXT, "A"]
    rounds, both = 6, 3
    for number in range(rounds):
        to = ["--to", "one.yaml"] if number % 2 else []
        running = [
            subprocess.Popen([*command, *to], cwd=claims.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(both)
        ]
        for process in running:
            _, errors = process.communicate(timeout=60)
            assert process.returncode == 0, errors
    ledger = load(claims)
    assert ledger.problems == ()
    assert len(ledger) == rounds * both
