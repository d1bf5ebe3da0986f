"""Nobody who must not be identified leaves the tool, under whatever name and in whatever text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import MakeRecord, Run

SOURCES = """\
sources:
  - {id: rose, kind: person, name: Jane Doe, was: [jd], aliases: [زوربا], confidential: true}
  - {id: aaa, kind: person, name: Real Name}
  - {id: mid, kind: person, name: Code Name, same_as: [aaa], confidential: true}
  - {id: a, kind: outlet, name: A}
  - {id: office, kind: org, name: Office of Jane Doe, aliases: [OJD]}
  - {id: aides, kind: group, name: an aide, via: A, resolved_to: aaa}
"""

LEAKS = {
    "as a statement": "chain: A [2024] <- Jane Doe",
    "as the other name of a code name": "chain: A [2024] <- Real Name",
    "as whom somebody unnamed turned out to be": "chain: 'A [2024] <- \"an aide\"'",
    "in a verdict": "chain: A [2024]\nverdict: {is: true, by: Jane Doe}",
    "in a note, under a former id": "chain: A [2024]\nnote: JD told us.",
    "in a page": "chain: 'A [2024 page=\"Jane Doe p3\"]'",
    "in an address": "chain: A [2024 https://e.example/Jane%20Doe]",
    "in one word": "chain: A [2024]\nnote: JaneDoe's house",
    "in a name of the registry": "chain: OJD [2024]",
    "with an Arabic prefix": "chain: A [2024]\nnote: قال لزوربا ذلك",
    "in a reason": "chain: 'A [2024] <~ B [because=\"Jane Doe says so\"]'",
}


@pytest.fixture(params=list(LEAKS.values()), ids=list(LEAKS))
def leaking(request: pytest.FixtureRequest, make_record: MakeRecord) -> Path:
    return make_record({"sources.yaml": SOURCES, "c.yaml": f"id: c\ntext: C.\n{request.param}\nwhen: 2024\n"})


@pytest.mark.parametrize(
    "command",
    [
        ["render", "c", "-o", "out.svg"],
        ["render", "c", "-o", "out.dot"],
        ["timeline", "c", "-o", "out.svg"],
        ["table", "c", "-o", "out.html"],
        ["query", "-o", "out.csv"],
        ["query", "-o", "out.json"],
    ],
    ids=" ".join,
)
def test_refused_and_nothing_written(run: Run, leaking: Path, command: list[str]) -> None:
    refused = run(*command)
    assert refused.exit_code == 3, refused.output
    assert not Path(command[-1]).exists()
    for name in ("Jane", "Real", "Code"):
        assert name not in refused.output
    assert run(*command, "--internal").exit_code == 0
    assert "INTERNAL" in Path(command[-1]).read_text(encoding="utf-8")


def test_no_suggestion_names_a_protected_source(run: Run, make_record: MakeRecord) -> None:
    make_record({"sources.yaml": SOURCES, "c.yaml": "id: c\ntext: C.\nchain: A <- Jane Doe\n"})
    refused = run("render", "--source", "Jane Do")
    assert (refused.exit_code, "Jane Doe" in refused.output) == (2, False)
    assert run("query", "--source", "Jane Doe", "-o", "-").exit_code == 3


def test_whom_one_chain_calls_confidential_is_protected_in_all(run: Run, make_record: MakeRecord) -> None:
    make_record(
        {
            "c.yaml": "id: c\ntext: C.\nchain: A <- Ruth (confidential)\n",
            "d.yaml": "id: d\ntext: D.\nchain: B <- Ruth\n",
            "e.yaml": "id: e\ntext: E.\nchain: B\n",
        }
    )
    assert run("render", "d", "-o", "d.svg").exit_code == 3
    assert run("render", "e", "-o", "e.svg").exit_code == 0


def test_the_overview_of_sources_shows_no_name_within_another(run: Run, make_record: MakeRecord) -> None:
    make_record({"sources.yaml": SOURCES, "c.yaml": "id: c\ntext: C.\nchain: A <- OJD\n"})
    assert run("render", "--sources", "-o", "out.svg").exit_code == 3
    assert not Path("out.svg").exists()
