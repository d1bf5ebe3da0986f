"""A protected name in every field, behind every kind of break, in every spelling, against every output.

The usual run takes a part of the matrix; with CLAIMGRAPH_TORTURE set it takes all of it (`make torture`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

from claimgraph.protection import Secrets
from tests.cli.conftest import MakeRecord, Run
from tests.cli.test_protection import CALLS, leaks, outputs

ALL = bool(os.environ.get("CLAIMGRAPH_TORTURE"))

SOURCES = """\
sources:
  - {id: zqid, kind: person, name: Zqheron, aliases: [Zqjane Zqdoe, كريم علوي, Zqişık Demir, Zqjørn Łund, "Zq'Neil"],
     confidential: true}
  - {id: kataeb, kind: outlet, name: Kataeb, %s}
"""
CLAIM = """\
article: {source: Kataeb, date: 2024-01-04, url: "https://e.example/", title: %(title)s}
claims:
  - id: c
    text: %(text)s
    said: %(said)s
    note: %(note)s
    tags: [bridge, %(tag)s]
    verdict: {is: false, by: Desk, because: %(verdict)s}
    silence: {CG105: %(silence)s}
    contradicts: d
    chains:
      - [{source: Kataeb, verb: reported, date: 2024-01-04, wording: %(wording)s},
         {source: Reuters, inferred: true, because: %(because)s}]
      - Paper <- Zqheron
  - {id: d, text: The bridge was open., chain: 'Paper [2024-01-05]'}
"""
FIELDS = ("note", "text", "said", "title", "tag", "verdict", "silence", "wording", "because", "bias_note")
BREAKS = {
    "line feed": "\n", "carriage return": "\r", "both": "\r\n", "tab": "\t", "form feed": "\x0c",
    "vertical tab": "\x0b", "next line": "\x85", "line separator": "\u2028", "paragraph separator": "\u2029",
    "unit separator": "\x1f", "bell": "\x07", "escape": "\x1b", "null": "\0",
}  # fmt: skip
SPELLINGS = (
    "Zqheron", "ZQHERON", "zqheron", "Ｚｑｈｅｒｏｎ", "Zqhéron", "Zqhe\u0301ron", "Zqhe\u200bron", "Zqhe\u00adron",
    "\u202eZqheron", "Zqhe\u2060ron", "Zqher\u3164on", "Zqheron’s", "Zqheron's", "«Zqheron»", "(Zqheron)", "#Zqheron",
    "@zqheron", "zqheron.example", "Zqher&#111;n", "Zqher&#x6f;n", "Zqher%6Fn", "Zqher\\u006fn", "Zqher\\x6fn",
    "Zq<b>heron</b>", "𝐙𝐪𝐡𝐞𝐫𝐨𝐧", "Ⓩⓠⓗⓔⓡⓞⓝ", "Zqħeron", "Żqheron", "zqid", "ZqjaneZqdoe", "Zqjane-Zqdoe",
    "zqjane_zqdoe", "Zqjane\u00a0Zqdoe", "Zqjane+Zqdoe", "Zqjane%20Zqdoe", "کریم علوی", "كريم علوى", "وكريم علوي",
    "كَرِيم عَلَوِي", "ZQIŞIK DEMİR", "zqisik demir", "ZQISIK DEMIR", "Zqjorn Lund", "ZQJØRN ŁUND", "Zq’Neil", "ZqʼNeil",
)  # fmt: skip

OUTPUTS = [
    [one for one in call if one not in "efgh"]  # the claims that are not in this record
    for call in CALLS
    if call[0] not in ("schema", "fmt", "watch", "log") and call[1:2] not in (["e"], ["f"], ["g"], ["h"])
]


def quoted(text: str) -> str:
    """Return a text as YAML in double quotes, in which every character can be written."""
    plain = {'"', "\\"}
    return '"' + "".join(c if c.isprintable() and c not in plain else f"\\U{ord(c):08x}" for c in text) + '"'


def record(field: str, text: str) -> dict[str, str]:
    """Return a record with a text in one field, and harmless texts in all others."""
    given = {name: quoted(text if name == field else "harmless") for name in FIELDS}
    more = f"bias_note: {given.pop('bias_note')}"
    return {"sources.yaml": SOURCES % more, "c.yaml": CLAIM % given}


def asked() -> Iterator[tuple[list[str], str, str]]:
    """Yield calls, fields and breaks."""
    for number, call in enumerate(OUTPUTS):
        for field in FIELDS:
            for place, sign in enumerate(BREAKS.values()):
                # The usual run: every pair of a field and a break, and of an output and a field, but not all triples.
                if ALL or (number + FIELDS.index(field)) % len(BREAKS) == place:
                    yield call, field, sign


@pytest.mark.parametrize("field", FIELDS)
def test_no_output_shows_a_name_behind_a_break(run: Run, make_record: MakeRecord, field: str) -> None:
    found = []
    for call, place, sign in asked():
        if place == field:
            shutil.rmtree("out", ignore_errors=True)
            make_record(record(field, f"Ask about it.{sign}Zqheron has the photographs."))
            status, output = outputs(run, call)
            if leaks(output) or status not in {0, 1, 3}:
                found.append((call, sign, status, leaks(output)))
    assert found == []


@pytest.mark.parametrize("call", [["export", "json"], ["query", "--json"], ["show", "c", "--json"]], ids=" ".join)
@pytest.mark.parametrize("sign", BREAKS.values(), ids=list(BREAKS))
def test_a_name_behind_a_break_is_found(run: Run, make_record: MakeRecord, call: list[str], sign: str) -> None:
    for field in FIELDS if call[0] == "export" else ("note", "said", "verdict"):
        make_record(record(field, f"Ask about it.{sign}Zqheron has the photographs."))
        if call[0] != "export" and field in ("said", "wording"):
            continue  # left out of a claim with somebody protected in it
        assert (field, run(*call).exit_code) in {(field, 3), ("said", 0)}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_name_is_found_in_every_spelling(run: Run, make_record: MakeRecord, spelling: str) -> None:
    for field in FIELDS if ALL else ("note", "because"):
        make_record(record(field, f"It was {spelling} who rang."))
        status, output = outputs(run, ["export", "json"])
        assert (field, status, spelling in output.decode("utf-8", "replace")) in {
            (field, 3, False),
            ("said", 0, False),  # left out of a claim with somebody protected in it
        }
        checked = run("check", "--json")
        found = 2 if field == "title" else 1  # of both claims of the article
        assert (checked.exit_code, checked.stdout.count("CG501"), spelling in checked.stdout) == (1, found, False)


@pytest.mark.parametrize(
    ("vault", "note"),
    [
        ("+961 3 123 456", "Ring +٩٦١ ٣ ١٢٣ ٤٥٦ at night."),
        ("+961 3 123 456", "Ring +۹۶۱ ۳ ۱۲۳ ۴۵۶ at night."),
        ("+961 3 123 456", "Ring +961-3-123-456 at night."),
        ("+961 3 123 456", "Ring +9613123456 at night."),
        ("Işık Demir", "ISIK DEMIR rang."),
        ("كريم علوي", "کریم علوی rang."),
        ("Ó Néill's", "O NEILL’S house."),
    ],
)
def test_what_stands_in_the_vault_is_found_in_every_spelling(
    run: Run, make_record: MakeRecord, vault: str, note: str
) -> None:
    claims = make_record(record("note", note))
    (claims.parent / ".claimgraph").mkdir()
    (claims.parent / ".claimgraph" / "vault.yaml").write_text(f"heron: {{x: {quoted(vault)}}}\n", encoding="utf-8")
    for call in (["export", "json"], ["query", "--json"], ["show", "c"]):
        status, output = outputs(run, call)
        assert (status, note in output.decode()) == (3, False)


FOUND = (
    "HERON's", "(heron)", "@heron", "heron.example", "line\nHeron", "Jane-Doe", "jane_doe", "jane%20doe", "JaneDoe's",
    "وكريم", "+961-3-123-456", "9613123456", "+٩٦١ ٣ ١٢٣ ٤٥٦", "Jane\\nDoe", "Jane\\\\u0020Doe", "<b>He</b>ron",
    "采访了王小明先生", "นายสมชายกล่าว", "来自Heron的", "Heronから", "بـHeron",
)  # fmt: skip
NOT_FOUND = (
    "the plan names nobody", "urban names",
    "heronry", "Herons", "Jane", "Doe, Jane", "Jane M. Doe", "J. D.", "Chane Doe", "Dschein Doh", "He-\nron",
    "SGVyb24=", "Ureba", "961 123 3 456",
)  # fmt: skip
"""What docs/protection.md says is found and is not."""


@pytest.mark.parametrize("text", [*FOUND, *NOT_FOUND])
def test_what_the_page_says_is_found(text: str) -> None:
    secrets = Secrets(names=frozenset({"Heron", "Jane Doe", "كريم", "+961 3 123 456", "王小明", "สมชาย", "Ann Ames"}))
    assert secrets.shown_in(f"We heard {text} there.") == (text in FOUND)
