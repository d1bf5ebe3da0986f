"""`sources list|show|add|merge|rename`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimgraph.store import load
from tests.cli.conftest import MakeRecord, Run

SOURCES = """\
# The registry.
sources:
  - id: kataeb        # the party's paper
    kind: outlet
    name: Kataeb
    aliases: [kataeb.org]

  # Two spellings of one channel:
  - id: sky-news-arabia
    kind: outlet
    name: Sky News Arabia
  - id: snar
    kind: outlet
    name: SNAR
    aliases:
      - سكاي نيوز عربية
"""
CLAIM = "id: a\ntext: A.\nchain: Kataeb <- SNAR <- Bob\n"


@pytest.fixture
def claims(make_record: MakeRecord) -> Path:
    return make_record({"sources.yaml": SOURCES, "a.yaml": CLAIM})


def test_list(run: Run, claims: Path) -> None:
    assert run("sources", "list").stdout == (
        "id               kind            name             claims\n"
        "bob              not registered  Bob              1\n"
        "kataeb           outlet          Kataeb           1\n"
        "sky-news-arabia  outlet          Sky News Arabia  0\n"
        "snar             outlet          SNAR             1\n"
    )
    unregistered = json.loads(run("sources", "list", "--unregistered", "--json").stdout)
    assert [row["id"] for row in unregistered] == ["bob"]


def test_show(run: Run, claims: Path) -> None:
    assert run("sources", "show", "KATAEB.ORG").stdout == (
        "Kataeb (kataeb)\nkind: outlet\naliases: kataeb.org\nrelied on directly, in this record, by: nobody\n  a: A.\n"
    )
    shown = json.loads(run("sources", "show", "Bob", "--json").stdout)
    assert shown == {"id": "bob", "entry": None, "claims": ["a"], "reach": {"direct": ["snar"], "indirect": ["kataeb"]}}
    assert run("sources", "show", "Nobody Atall").exit_code == 2


def test_add_keeps_the_file(run: Run, claims: Path) -> None:
    result = run("sources", "add", "Bob", "--kind", "person", "--alias", "Боб", "--role", "driver")
    assert result.exit_code == 0, result.output
    added = "  - id: bob\n    kind: person\n    name: Bob\n    aliases: [Боб]\n    role: driver\n"
    assert (claims / "sources.yaml").read_text(encoding="utf-8") == SOURCES + added
    assert run("query", "--source", "БОБ", "--format", "ids").stdout == "a\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Kataeb", "--kind", "outlet"], "the id 'kataeb' is taken by claims/sources.yaml:3:5"),
        (["kataeb ORG", "--kind", "outlet", "--alias", "Kataeb.Org"], "already means kataeb (CG107)"),
        (["الأهرام", "--kind", "outlet"], "no id can be made from 'الأهرام'; give one in a-z"),
        (["us", "--kind", "outlet"], "'us' is a word of the notation"),
        (["U S", "--kind", "outlet", "--id", "us"], "'us' is a word of the chain notation"),
        (["X", "--kind", "outlet", "--id", "No Id"], "'No Id' cannot be an id (CG103)"),
        (["A <- B", "--kind", "outlet"], "'A <- B' cannot be the name of a source"),
        (["!!!", "--kind", "outlet"], "no id can be made from '!!!'"),
    ],
)
def test_add_refusals(run: Run, claims: Path, arguments: list[str], message: str) -> None:
    result = run("sources", "add", *arguments)
    assert result.exit_code == 1, result.output
    assert message in result.stderr
    assert (claims / "sources.yaml").read_text(encoding="utf-8") == SOURCES


def test_add_makes_the_registry(run: Run, make_record: MakeRecord) -> None:
    claims = make_record({})
    assert run("sources", "add", "الأهرام", "--kind", "outlet", "--id", "al-ahram").exit_code == 0
    assert load(claims).sources[0].name == "الأهرام"


def test_merge_two_entries(run: Run, claims: Path) -> None:
    assert run("sources", "merge", "SNAR", "Sky News Arabia").exit_code == 0
    assert (claims / "sources.yaml").read_text(encoding="utf-8") == (
        SOURCES[: SOURCES.index("  - id: snar")] + "    aliases: [SNAR, سكاي نيوز عربية]\n    was: [snar]\n"
    )
    for name in ("snar", "SNAR", "سكاي نيوز عربية", "Sky News Arabia"):
        assert run("query", "--source", name, "--format", "ids").stdout == "a\n"


def test_merge_a_spelling_into_an_entry(run: Run, claims: Path) -> None:
    assert run("sources", "merge", "Bob", "Kataeb").exit_code == 0
    assert "    aliases: [kataeb.org, Bob]\n" in (claims / "sources.yaml").read_text(encoding="utf-8")


def test_merge_refusals(run: Run, claims: Path) -> None:
    same = run("sources", "merge", "kataeb.org", "Kataeb")
    assert same.exit_code == 1
    assert "are one source already: kataeb" in same.stderr
    unknown = run("sources", "merge", "SNAR", "Katab")
    assert unknown.exit_code == 2
    assert "no registered source 'Katab'; did you mean Kataeb?" in unknown.stderr
    assert (claims / "sources.yaml").read_text(encoding="utf-8") == SOURCES


def test_rename(run: Run, claims: Path) -> None:
    assert run("sources", "rename", "kataeb", "Kataeb: the paper").exit_code == 0
    expected = SOURCES.replace("name: Kataeb\n", "name: 'Kataeb: the paper'\n", 1)
    expected = expected.replace("aliases: [kataeb.org]", "aliases: [kataeb.org, Kataeb]")
    assert (claims / "sources.yaml").read_text(encoding="utf-8") == expected
    assert run("query", "--source", "Kataeb", "--format", "ids").stdout == "a\n"


def test_rename_refusals(run: Run, claims: Path) -> None:
    for name, message in (("SNAR", "'SNAR' already means snar (CG107)"), ("", "cannot be the name of a source")):
        result = run("sources", "rename", "kataeb", name)
        assert result.exit_code == 1
        assert message in result.stderr
    assert (claims / "sources.yaml").read_text(encoding="utf-8") == SOURCES


def test_merge_of_a_description_is_refused(run: Run, make_record: MakeRecord) -> None:
    make_record({"sources.yaml": SOURCES, "a.yaml": 'id: a\ntext: A.\nchain: Kataeb <- "officials"\n'})
    result = run("sources", "merge", "officials", "Kataeb")
    assert result.exit_code == 2
    assert "no source is named 'officials' in this record" in result.stderr


def test_show_of_a_description_and_of_a_group(run: Run, make_record: MakeRecord) -> None:
    group = "  - {id: g, kind: group, name: officials, aliases: [مسؤولون], via: snar}\n"
    chains = "id: a\ntext: A.\nchains: ['Kataeb <- SNAR <- \"officials\"', 'X <- \"a driver\"']\n"
    make_record({"sources.yaml": SOURCES + group, "a.yaml": chains})
    for name in ("officials", "مسؤولون", "g"):
        assert json.loads(run("sources", "show", name, "--json").stdout)["reach"] == {
            "direct": ["snar"],
            "indirect": ["kataeb"],
        }
    assert json.loads(run("sources", "show", "a driver", "--json").stdout)["reach"]["direct"] == ["x"]
    assert run("query", "--source", "مسؤولون", "--format", "ids").stdout == "a\n"
