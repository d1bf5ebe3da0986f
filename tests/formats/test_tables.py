"""Tables: what is written, and how tables of others become claims."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from claimgraph.errors import FormatError
from claimgraph.formats import FORMATS, dumps, format_of, loads
from claimgraph.graph import build_graph
from claimgraph.model import Ledger, Mention
from claimgraph.redaction import release
from claimgraph.store import load

ROOT = Path(__file__).parent.parent.parent
DATA = Path(os.environ.get("CLAIMGRAPH_TEST_DATA", ROOT.parent / "shared" / "data"))
EXAMPLES = ROOT / "tests" / "examples" / "import"


def shipped() -> Ledger:
    return load(ROOT / "claims").part(["russian-air-action-within-hours", "russian-response-slow", "niger-uranium"])


@pytest.mark.parametrize("name", ["csv", "tsv", "jsonl"])
def test_the_shipped_record(name: str, snapshot: Callable[[str, str], None]) -> None:
    record = shipped()
    text = dumps(name, release(build_graph(record), record))
    assert isinstance(text, str)
    snapshot(f"formats/links.{name}", text)


def test_no_cell_is_a_formula() -> None:
    from tests.strategies import claim_of

    record = Ledger((claim_of('=cmd [2024 "+1+1"] <- @x'),))
    rows = list(csv.reader(io.StringIO(str(dumps("csv", release(build_graph(record), record))))))
    assert [cell for row in rows[1:] for cell in row if cell.startswith(("=", "+", "@", "-"))] == []
    assert "'=cmd" in rows[1]


def chains_of(table: str, **settings: str) -> list[list[str]]:
    found = loads("csv", table.encode(), {"text": "{t}", "chain": "{a} <- {b}", **settings})
    return [[str(chain) for chain in claim.chains] for claim in found.claims]


MAP = "separators: {a: [;], b: [;, ',', and]}\nmissing: [unknown]\nunnamed: [residents]\n"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("A", "B", ["A <- B"]),
        ("A;C", "B", ["(A + C) <- B"]),
        ("A; a ;A", "B and C", ["A <- B + C"]),
        ("A", "", ["A <- ?"]),
        ("A", "unknown", ["A <- ?"]),
        ("A", "residents, B", ['A <- "residents" + B']),
        ("A", "A", ["A"]),
        ("A;B", "A", ["B <- A", "A"]),
        ("A;B", "B;A", ["A", "B"]),
        ("", "B", ["B"]),
        ("A (Paris)", "B [x] <- y", ["A Paris <- B x y"]),
        ('"""A"""', "B", ["A <- B"]),
        ("A", "B\x00\n", ["A <- B"]),
        ("+", "?", []),
    ],
)
def test_values_become_chains(a: str, b: str, expected: list[str]) -> None:
    table = io.StringIO()
    csv.writer(table).writerows([("t", "a", "b"), ("T is so.", a, b)])
    assert chains_of(table.getvalue(), map=MAP) == ([expected] if expected else [])


def test_attributes_dates_and_numbers() -> None:
    table = "t,a,b,day,n,link\nT,A,B,25-8-2020,4.0,https://e.example/1\nU,A,B,soon,x,javascript:x\n"
    found = loads(
        "csv",
        table.encode(),
        {
            "map": "dates: {day: D-M-YYYY}\nnumbers: [n]\nwhen: '{day}'\ntags: [x, '{n}']\nid: 'e-{n}'",
            "text": "{t} has {n}.",
            "chain": '{a} [reported {day} url={link} wording={t}] <- "{b}" [told]',
        },
    )
    first, second = found.claims
    assert (first.id, first.text, first.when, first.tags) == ("e-4", "T has 4.", "2020-08-25", ("x", "4"))
    assert str(first.chains[0]) == 'A [reported 2020-08-25 https://e.example/1 "T"] <- "B" [told]'
    assert (second.id, second.when, str(second.chains[0])) == ("e-x", None, 'A [reported "U"] <- "B" [told]')
    assert list(found.losses.lines()) == [
        "date: no date: 1 (such as soon)",
        "url: no address: 1 (such as javascript:x)",
        "when: no date: 1 (such as soon)",
    ]


def test_a_date_in_which_nothing_is_ambiguous_needs_no_setting() -> None:
    programs = ["2024-03-04T10:30:00.000Z", "2024-03-04 10:30:00"]
    rows = [*programs, "2024/03/04", "20240304", '"March 4, 2024"', "4-Mar-2024"]
    rows += ["03/04/2024", "4.3.24", "20241345"]
    table = "t,day\n" + "".join(f"T{number},{row}\n" for number, row in enumerate(rows))
    found = loads("csv", table.encode(), {"text": "{t}", "chain": "A [{day}]", "when": "{day}"})
    assert [claim.when for claim in found.claims] == [
        "2024-03-04T10:30:00Z", "2024-03-04T10:30:00", *["2024-03-04"] * 4, *[None] * 3,
    ]  # fmt: skip
    assert [str(claim.chains[0]) for claim in found.claims[2:7]] == [*["A [2024-03-04]"] * 4, "A"]
    assert list(found.losses.lines()) == [
        "date: day or month first? dates: in the mapping says it: 2 (such as 03/04/2024; 4.3.24)",
        "when: day or month first? dates: in the mapping says it: 2 (such as 03/04/2024; 4.3.24)",
        "date: no date: 1 (such as 20241345)",
        "when: no date: 1 (such as 20241345)",
    ]
    kept = {"text": "{t}", "chain": "A [{day}]", "map": "dates: {day: D/M/YYYY}"}
    assert str(loads("csv", b"t,day\nT,03/04/2024 10:30\n", kept).claims[0].chains[0]) == "A [2024-04-03T10:30]"


def test_aliases_tell_who_is_who() -> None:
    table = "t,a,b\nT,The Observatory;Reuters,sohr\n"
    found = loads(
        "csv",
        table.encode(),
        {"text": "{t}", "chain": "{a} <- {b}", "map": "separators: {a: ;}", "aliases": "SOHR: [The Observatory]"},
    )
    assert [str(chain) for chain in found.claims[0].chains] == ["Reuters <- sohr", "The Observatory"]
    assert [(source.id, source.aliases) for source in found.sources] == [("sohr", ("The Observatory",))]


@pytest.mark.parametrize(
    ("name", "data", "options", "message"),
    [
        ("csv", b"a\n1\n", {}, "the mapping does not say what the text is"),
        ("csv", b"a\n1\n", {"text": "{a}"}, "the mapping does not say what the chain is"),
        ("csv", b"a\n1\n", {"text": "{aa}", "chain": "{a}"}, "the table has no column 'aa'; there are a"),
        ("csv", b"a\n\xff\n", {"text": "{a}", "chain": "{a}"}, "line 2: no UTF-8"),
        ("csv", b"a\n1\n", {"text": "{a}", "chain": "{a} <- [x]"}, "chain: '[x]' is no step"),
        ("csv", b"a\n1\n", {"txt": "{a}"}, "--set: unknown key 'txt'; did you mean text?"),
        ("csv", b"a\n1\n", {"map": "text: [a"}, "CG109"),
        ("csv", b"a\n1\n", {"map": "text: {a: b}"}, "--map:1:7: expected a text"),
        ("csv", b"a\n1\n", {"map": "x: 1"}, "--map:1:4: unknown key 'x'"),
        ("csv", b"a\n1\n", {"map": "dates: {a: Q-M}"}, "--map:1:12: 'Q-M' is no order of day, month and year"),
        ("csv", b"a\n1\n", {"map": "dates: {a: D-D-YYYY}"}, "'D-D-YYYY' is no order of day, month and year"),
        ("csv", b"a\n1\n", {"separators": ";"}, "--set separators: stands in a file only"),
        ("jsonl", b'{"a": 1}\n{"a"', {"text": "{a}", "chain": "{a}"}, "this is no JSON with an object per row"),
        ("jsonl", b'{"a": ' + b"9" * 5000 + b"}", {"text": "{a}", "chain": "{a}"}, "a number is too long"),
        ("csv", b'a,b\nx,"y\nz,w\n', {"text": "{a}", "chain": "{b}"}, "line 3: unexpected end of data"),
        ("csv", b"a,a\n1,2\n", {"text": "{a}", "chain": "{a}"}, "row 1: two columns are called 'a'"),
        ("csv", b"b\n", {"text": "{a}", "chain": "{a}"}, "the table has no column 'a'"),
        ("csv", b"", {"text": "{a}", "chain": "{a}"}, "the file is empty"),
        ("csv", b"a\n1\n", {"text": "{a", "chain": "{a}"}, "text: '{a' has a brace too many or too few"),
        ("csv", b"a\n1\n", {"text": "{a}", "chain": "{a} [foo={a}]"}, "chain: 'foo=' is not known here"),
        ("csv", b"a\n1\n", {"text": "{a}", "chain": "{a}", "aliases": "A: [C]\nB: [C]"}, "'C' stands for a and b"),
        ("json", b"{}", {"map": "x"}, "json takes no options; leave out map"),
        ("jsonl", b"[1]", {"text": "{a}", "chain": "{a}"}, "row 1: expected an object"),
        ("jsonl", b"[" * 100_000, {"text": "{a}", "chain": "{a}"}, "this is no JSON|nested too deep"),
        ("csv", b"a\n1\n", {"text": "{a}", "chain": "{a}", "aliases": "- x"}, "--aliases: a mapping"),
    ],
)
def test_refusals(name: str, data: bytes, options: dict[str, str], message: str) -> None:
    with pytest.raises(FormatError) as refused:
        loads(name, data, options)
    assert any(part in str(refused.value) for part in message.split("|"))


def test_a_suffix_means_a_format() -> None:
    assert {f.name: format_of(f"x{f.suffixes[0]}") for f in FORMATS.values()}["csv"] == "csv"
    assert format_of("x.nothing") is None


@pytest.mark.skipif(not DATA.is_dir(), reason="the real data is not here")
class TestRealData:
    def test_what_two_outlets_have_from_one_is_counted_by_hand(self) -> None:
        """Without aliases, with nothing of ours but splitting: outlets other than the origin, and one origin."""
        with gzip.open(DATA / "ucdp" / "events_2016_2018.csv.gz", "rt", encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["source_original"].strip() == "SOHR"]
        alone = [row for row in rows if {o.strip() for o in row["source_office"].split(";")} == {"SOHR", "HRW"}]
        data = io.StringIO()
        writer = csv.DictWriter(data, rows[0])
        writer.writeheader()
        writer.writerows(alone)
        mapping = (EXAMPLES / "ucdp.map.yaml").read_text(encoding="utf-8")
        found = loads("csv", data.getvalue().encode(), {"map": mapping})
        assert len(found.claims) == len(alone) >= 10
        sohr, hrw = Mention("SOHR"), Mention("HRW")
        assert {tuple(m for c in claim.chains for m in c.mentions) for claim in found.claims} == {(hrw, sohr, sohr)}

    def test_averitec(self) -> None:
        data = gzip.decompress((DATA / "averitec" / "train.json.gz").read_bytes())
        mapping = "dates: {claim_date: D-M-YYYY}\nmissing: ['null']\n"
        options = {"map": mapping, "text": "{claim}", "chain": "{reporting_source} [{claim_date}] <- {speaker}"}
        found = loads("jsonl", data, options)
        left_out = ("rows that say the same again", "rows in which nobody says it", "rows without a text")
        assert len(found.claims) + sum(found.losses.counts[why] for why in left_out) == len(json.loads(data)) == 3068
        by_text = {claim.text: claim for claim in found.claims}
        hunter = by_text[
            "Hunter Biden had no experience in Ukraine or in the energy sector when he joined the board of Burisma."
        ]
        assert [str(chain) for chain in hunter.chains] == [
            "Speech at The Republican National Convention [2020-08-25] <- Pam Bondi"
        ]


def test_cells_beyond_the_heading_are_told() -> None:
    found = loads("csv", b"t,a\nT is so.,A,more\n\nU is so.\n", {"text": "{t}", "chain": "{a}"})
    assert [claim.text for claim in found.claims] == ["T is so."]
    assert list(found.losses.lines()) == [
        "cells beyond the heading: 1 (such as more)",
        "rows in which nobody says it: 1 (such as U is so.)",
    ]
