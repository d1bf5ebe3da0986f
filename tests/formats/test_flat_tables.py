"""The four flat tables, as a folder of Parquet and as the sheets of a workbook; and both of them read."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given, settings

from claimgraph.errors import FormatError, MissingExtraError, ProtectionError
from claimgraph.formats import dumps, loads, sheets
from claimgraph.formats.tables.flat import TABLES
from claimgraph.graph import build_graph
from claimgraph.model import Assessment, Ledger, Relation, Source, Verdict
from claimgraph.redaction import Released, release
from claimgraph.store import load
from tests.strategies import claim_of, ledgers, whole_chains

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = Ledger(
    (
        replace(
            claim_of('Kataeb [2024-11-29] <- Sky News [reported 2024-11] <- "officials"', "Ministry [denied 2024]"),
            tags=("syria", "russia"),
            assess=(Assessment("B2", "Desk", "2024-12-01"),),
            verdict=Verdict("false", "2024-12-02", "Desk", "It was not."),
            relations=(Relation("tension", "d"),),
        ),
        claim_of("=1+1 <- Ann (confidential)", claim="d"),
    ),
    (Source("sky-news", "outlet", "Sky News", aliases=("Sky",), reliability=(Assessment("B"),)),),
)


def released(record: Ledger, *, internal: bool = False) -> Released:
    return release(build_graph(record), record, internal=internal)


def folder(record: Ledger, *, internal: bool = False) -> dict[str, bytes]:
    files = dumps("parquet", released(record, internal=internal))
    assert not isinstance(files, str | bytes)
    return dict(files)


def workbook(record: Ledger, *, internal: bool = False) -> bytes:
    data = dumps("xlsx", released(record, internal=internal))
    assert isinstance(data, bytes)
    return data


def rows_of_sheet(data: bytes, title: str) -> list[dict[str, Any]]:
    heading, *lines = openpyxl.load_workbook(io.BytesIO(data))[title].iter_rows(values_only=True)
    return [{str(k): v for k, v in zip(heading, line, strict=True) if v is not None} for line in lines]


def test_the_rows_of_every_table_by_hand() -> None:
    claims, statements, links, sources = ([*table.rows(released(EXAMPLE))] for table in TABLES.values())
    first = {key: value for key, value in claims[0].items() if value not in (None, [])}
    assert first == {
        "claim": "c", "text": "The text of c.", "tags": ["syria", "russia"], "verdict": "false",
        "verdict_date": "2024-12-02", "verdict_by": "Desk", "verdict_because": "It was not.",
        "assess": ["B2 2024-12-01 Desk"], "floor": 1,
        "ceiling": 1, "single_points": ['"officials"@sky-news', "sky-news", "kataeb"], "floor_against": 1,
        "ceiling_against": 1, "apparent": 1, "false_confirmation": False, "unnamed_only": True, "tension": ["d"],
    }  # fmt: skip
    told = [(s["statement"], s["stance"], s["origin"], s["earliest"], s["latest"]) for s in statements]
    assert told == [
        ("kataeb@2024-11-29", "relays", False, date(2024, 11, 29), date(2024, 11, 29)),
        ("sky-news@2024-11", "relays", False, date(2024, 11, 1), date(2024, 11, 30)),
        ('"officials"@sky-news', "asserts", True, None, None),
        ("ministry@2024", "denies", False, date(2024, 1, 1), date(2024, 12, 31)),
        ("1-1", "relays", False, None, None),
        ("confidential-source", "asserts", True, None, None),
    ]
    assert [(r["claim"], r["statement"], r["upstream_statement"]) for r in links] == [
        ("c", "kataeb@2024-11-29", "sky-news@2024-11"),
        ("c", "sky-news@2024-11", '"officials"@sky-news'),
        ("c", "ministry@2024", None),
        ("d", "1-1", "confidential-source"),
    ]
    assert [(s["id"], s["name"], s["kind"], s["registered"], s["claims"], s["reliability"]) for s in sources] == [
        ("1-1", "=1+1", None, False, 1, []),
        ("d#confidential-source", "Confidential source", None, False, 1, []),
        ("kataeb", "Kataeb", None, False, 1, []),
        ("ministry", "Ministry", None, False, 1, []),
        ("sky-news", "Sky News", "outlet", True, 1, ["B"]),
    ]


def test_duckdb_joins_the_tables_of_the_shipped_record(tmp_path: Path) -> None:
    record = load(ROOT / "claims")
    for name, data in folder(record).items():
        (tmp_path / name).write_bytes(data)
    with duckdb.connect() as base:
        for title, table in TABLES.items():
            base.execute(f"create view {title} as select * from read_parquet('{tmp_path / title}.parquet')")
            read = base.execute(f"select * from {title}")
            assert tuple(column[0] for column in read.description or ()) == tuple(table.columns(released(record)))
            made = [dict(zip(table.columns(released(record)), row, strict=True)) for row in read.fetchall()]
            assert made == [*table.rows(released(record))]
        origins = base.execute(
            "select s.name from statements t join sources s on s.id = t.source_id"
            " where claim = 'niger-uranium' and origin order by 1"
        ).fetchall()
        joined = base.execute(
            "select count(*) from links l join statements d using (claim, statement)"
            " join statements u on u.claim = l.claim and u.statement = l.upstream_statement"
        ).fetchone()
    assert origins == [("Niger dossier",)]
    assert joined == (build_graph(record).number_of_edges(),)


def test_what_is_internal_is_stamped() -> None:
    for data in folder(EXAMPLE, internal=True).values():
        assert {*pq.read_table(io.BytesIO(data))["internal"].to_pylist()} == {"INTERNAL – do not publish."}
    assert all("internal" not in pq.read_schema(io.BytesIO(data)).names for data in folder(EXAMPLE).values())
    rows = rows_of_sheet(workbook(EXAMPLE, internal=True), "links")
    assert {row["internal"] for row in rows} == {"INTERNAL – do not publish."}
    assert "internal" not in rows_of_sheet(workbook(EXAMPLE), "links")[0]


@pytest.mark.parametrize("name", ["parquet", "xlsx"])
def test_texts_are_confirmed_before_they_are_packed(name: str) -> None:
    claim = replace(claim_of("A <- Rose (confidential)"), tags=("rose",))
    with pytest.raises(ProtectionError):
        dumps(name, released(Ledger((claim,), (Source("a", "outlet", "A"),))))


def test_the_same_record_gives_the_same_bytes() -> None:
    record = load(ROOT / "claims")
    turned = replace(record, claims=record.claims[::-1], sources=record.sources[::-1])
    assert folder(turned) == folder(record)
    assert workbook(turned) == workbook(record)


# ---- Sheets


def test_the_sheets_of_a_workbook() -> None:
    data = workbook(EXAMPLE)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["links", "claims", "statements", "sources"]
    assert [sheet.freeze_panes for sheet in book] == ["B2"] * 4
    row = rows_of_sheet(data, "claims")[0]
    assert (row["tags"], row["floor"], row["unnamed_only"]) == ("syria; russia", 1, True)
    said = rows_of_sheet(data, "statements")[1]
    assert (said["earliest"], said["latest"], said["seen"]) == (datetime(2024, 11, 1), datetime(2024, 11, 30), False)


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(EXAMPLE))) as container:
        assert all(b"<f>" not in container.read(name) for name in container.namelist())
        assert b'quotePrefix="1"' in container.read("xl/styles.xml")
    book = openpyxl.load_workbook(io.BytesIO(workbook(EXAMPLE)))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if str(cell.value).startswith("=")]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [("=1+1", "s", True)] * 3


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    record = Ledger((replace(claim_of("A"), text="x" * 40_000),))
    text = rows_of_sheet(workbook(record), "claims")[0]["text"]
    assert (len(text), text[-2:]) == (32_767, "x…")
    record = Ledger((replace(claim_of("A"), text="\U0001f600" * 20_000),))
    text = rows_of_sheet(workbook(record), "claims")[0]["text"]
    assert (len(text.encode("utf-16-le")) // 2, text[-1]) == (32_767, "…")


def test_more_rows_than_a_sheet_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    with pytest.raises(FormatError, match="links: more than 1 rows, which no spreadsheet holds; choose claims"):
        workbook(EXAMPLE)


@settings(max_examples=25)
@given(record=ledgers(whole_chains()))
def test_every_record_fits_and_every_row_is_there(record: Ledger) -> None:
    data, files = workbook(record, internal=True), folder(record, internal=True)
    for title, table in TABLES.items():
        count = len([*table.rows(released(record, internal=True))])
        assert pq.read_metadata(io.BytesIO(files[f"{title}.parquet"])).num_rows == count
        assert len(rows_of_sheet(data, title)) == count


# ---- Read


def made_workbook(*sheets_of: tuple[str, Iterable[Iterable[Any]]]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "remove_timezone": True})
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    for title, lines in sheets_of:
        sheet = book.add_worksheet(title)
        for at, line in enumerate(lines):
            for column, value in enumerate(line):
                sheet.write(at, column, value, *([days] if isinstance(value, date) else []))
    book.close()
    return file.getvalue()


LINES: list[list[Any]] = [
    ["text", "outlet", "origin", "day", "n"],
    ["Rain fell.", "Kataeb", "SOHR", date(2024, 5, 1), 4.0],
    [],
    ["Snow fell.", "Blog", None, None, True],
]
OPTIONS = {"text": "{text} {n}", "chain": "{outlet} [{day}] <- {origin}"}
READ = {"Rain fell. 4": ["Kataeb [2024-05-01] <- SOHR"], "Snow fell. true": ["Blog <- ?"]}


def chains_of(name: str, data: bytes, options: dict[str, str]) -> dict[str, list[str]]:
    return {claim.text: [str(chain) for chain in claim.chains] for claim in loads(name, data, options).claims}


def test_a_sheet_is_read_as_a_table_is() -> None:
    data = made_workbook(("notes", [["x"]]), ("events", LINES))
    assert chains_of("xlsx", data, {**OPTIONS, "sheet": "events"}) == READ
    assert chains_of("xlsx", made_workbook(("events", LINES)), OPTIONS) == READ


def test_a_parquet_file_is_read_as_a_table_is() -> None:
    columns = {
        "text": ["Rain fell.", "Snow fell."],
        "outlet": ["Kataeb", "Blog"],
        "origin": [["SOHR"], None],
        "day": [date(2024, 5, 1), None],
        "n": [4.0, 2.0],
    }
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    found = chains_of("parquet", file.getvalue(), OPTIONS)
    assert found == {"Rain fell. 4": ["Kataeb [2024-05-01] <- SOHR"], "Snow fell. 2": ["Blog <- ?"]}


def test_our_own_tables_can_be_read_by_a_mapping() -> None:
    options = {"text": "{text}", "id": "{claim}", "chain": "{source} [{date}] <- {upstream}"}
    expected = {"The text of c.": ["Kataeb [2024-11-29] <- Sky News"]}
    part = EXAMPLE.part(["c"])
    assert chains_of("xlsx", workbook(part), options) == expected
    assert chains_of("parquet", folder(part)["links.parquet"], options) == expected


def told_of(name: str, data: bytes, options: dict[str, str]) -> tuple[dict[str, list[str]], list[str]]:
    return chains_of(name, data, options), list(loads(name, data, options).losses.lines())


def test_a_row_with_what_is_no_text_credits_nobody_else() -> None:
    lines = [["t", "outlet", "origin"], ["Rain fell.", "#N/A", "Ann"], ["Snow fell.", "Kataeb", "Bob"]]
    options = {"text": "{t}", "chain": "{outlet} <- {origin}"}
    losses = ["rows with a value in 'outlet' that is no text: 1 (such as #N/A)"]
    assert told_of("xlsx", made_workbook(("e", lines)), options) == ({"Snow fell.": ["Kataeb <- Bob"]}, losses)
    columns = {"t": ["Rain fell.", "Snow fell."], "outlet": [b"Reuters", b"\xff"], "origin": ["Ann", "Bob"]}
    losses = ["rows with a value in 'outlet' that is no text: 1 (such as b'\\xff')"]
    assert told_of("parquet", parquet_of(columns), options) == ({"Rain fell.": ["Reuters <- Ann"]}, losses)
    data = b'[{"t": "Rain fell.", "outlet": {"name": "Reuters"}, "origin": "Ann"}]'
    losses = ["rows with a value in 'outlet' that is no text: 1 (such as {'name': 'Reuters'})"]
    assert told_of("jsonl", data, options) == ({}, losses)


def parquet_of(columns: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pa.array([10**9], pa.int32()).view(pa.date32()), []),
        (pa.array([10**15], pa.int64()).view(pa.timestamp("ms")), []),
        (pa.array([9 * 10**17], pa.int64()).view(pa.time64("us")), []),
        (pa.array([1], pa.int64()).view(pa.duration("s")), []),
        (pa.array([1714564800000000001], pa.int64()).view(pa.timestamp("us", "Foo/Bar")), []),
        (pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())), []),
        (pa.array([1714564800000000001], pa.int64()).view(pa.timestamp("ns")), ["K [2024-05-01T12:00:00]"]),
        (pa.array([float("nan")]), ["K"]),
        (pa.array([None], pa.string()), ["K"]),
        (pa.array(["2024-05-01"]).dictionary_encode(), ["K [2024-05-01]"]),
    ],
    ids=str,
)
def test_odd_values_of_parquet(values: pa.Array, expected: list[str]) -> None:
    """What a column holds that nobody asks for is not even looked at."""
    data = parquet_of({"x": values, "t": ["T."]})
    assert chains_of("parquet", data, {"text": "{t}", "chain": "K"}) == {"T.": ["K"]}
    found, losses = told_of("parquet", data, {"text": "{t}", "chain": "K [{x}]"})
    assert (found, len(losses)) == (({"T.": expected}, 0) if expected else ({}, 1))


def test_a_column_that_stands_there_twice() -> None:
    table = pa.Table.from_arrays([pa.array(["T."]), pa.array(["A"]), pa.array(["B"])], ["t", "x", "x"])
    file = io.BytesIO()
    pq.write_table(table, file)
    with pytest.raises(FormatError, match="two columns are called 'x'"):
        loads("parquet", file.getvalue(), {"text": "{t}", "chain": "{x}"})


def test_merged_cells_hold_for_all_their_rows() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("e")
    for at, line in enumerate(
        [["t", "outlet", "origin"], ["Rain.", "", "Ann"], ["Snow.", "", "Bob"], ["Hail.", "", "Cy"]]
    ):
        sheet.write_row(at, 0, line)
    sheet.merge_range(1, 1, 2, 1, "Reuters")
    book.close()
    found = chains_of("xlsx", file.getvalue(), {"text": "{t}", "chain": "{outlet} <- {origin}"})
    assert found == {"Rain.": ["Reuters <- Ann"], "Snow.": ["Reuters <- Bob"], "Hail.": ["Cy"]}


def test_days_of_the_table_itself_stand_in_no_order() -> None:
    days: list[Any] = [date(2024, 5, 1), "03.05.2024", "soon"]
    lines = [["t", "x", "d"], *(["ABC"[number] + ".", "K", day] for number, day in enumerate(days))]
    options = {"text": "{t}", "chain": "{x} [{d}]"}
    data = made_workbook(("e", lines))
    told = chains_of("xlsx", data, {**options, "map": "dates: {d: D-M-YYYY}"})
    assert told == {"A.": ["K [2024-05-01]"], "B.": ["K [2024-05-03]"], "C.": ["K"]}
    told = chains_of("xlsx", data, {**options, "map": "dates: {d: YYYY-D-M}"})
    assert told == {"A.": ["K [2024-05-01]"], "B.": ["K"], "C.": ["K"]}


def test_what_spreadsheets_write_for_signs_that_xml_forbids() -> None:
    lines = [["t", "x"], ["one\r\ntwo", "K\x0b"]]
    assert chains_of("xlsx", made_workbook(("e", lines)), {"text": "{t}", "chain": "{x}"}) == {"one two": ["K"]}


def test_the_first_sheet_that_is_not_hidden() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for title, word in (("secret", "hidden"), ("shown", "seen")):
        sheet = book.add_worksheet(title)
        sheet.write_column(2, 0, ["t", word])
    book.get_worksheet_by_name("secret").very_hidden()
    book.get_worksheet_by_name("shown").activate()
    book.close()
    assert list(chains_of("xlsx", file.getvalue(), {"text": "{t}", "chain": "K"})) == ["seen"]
    with pytest.raises(FormatError, match=r"sheet 'shown': the table has no column 'x'.*--set sheet=NAME"):
        loads("xlsx", file.getvalue(), {"text": "{x}", "chain": "K"})


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("xl/workbook.xml", b" " * 3_000_000)
    return file.getvalue()


def with_part(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            assert part != name or old in content
            after.writestr(part, content.replace(old, new) if part == name else content)
    return file.getvalue()


GOOD = made_workbook(("events", LINES))
SHEET = "xl/worksheets/sheet1.xml"
DTD = b'?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n<worksheet'
REFUSED = {
    "text": ("xlsx", b"text,outlet\n", OPTIONS, "is no XLSX; save it as such, without a password"),
    "cut": ("xlsx", GOOD[:-200], OPTIONS, "is no XLSX"),
    "no sheet": ("xlsx", with_part(GOOD, "xl/workbook.xml", b"<sheets>", b"<sheets/><x>"), OPTIONS, "cannot be read"),
    "document type": (
        "xlsx", with_part(GOOD, SHEET, b"?>\n<worksheet", DTD), OPTIONS, "EntitiesForbidden",
    ),
    "broken sheet": (
        "xlsx", with_part(GOOD, SHEET, b"</row>", b"<row>"), OPTIONS, "cannot be read as XLSX",
    ),
    "far row": ("xlsx", with_part(GOOD, SHEET, b'<row r="4"', b'<row r="99999999"'), OPTIONS, "more rows than"),
    "nothing": ("xlsx", made_workbook(("e", [])), OPTIONS, "the table is empty"),
    "no such sheet": ("xlsx", GOOD, {**OPTIONS, "sheet": "event"}, "no sheet 'event'; did you mean events"),
    "no such column": ("xlsx", GOOD, {**OPTIONS, "text": "{t}"}, "the table has no column 't'"),
    "twice": ("xlsx", made_workbook(("e", [[*LINES[0], "text"]])), OPTIONS, "two columns are called 'text'"),
    "parquet text": ("parquet", b"text,outlet\n", OPTIONS, "cannot be read as Parquet"),
    "parquet cut": ("parquet", folder(EXAMPLE)["claims.parquet"][:-20], OPTIONS, "cannot be read as Parquet"),
    "parquet column": ("parquet", folder(EXAMPLE)["claims.parquet"], OPTIONS, "the table has no column 'day'"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "options", "message"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_no_table_is_refused_in_one_line(name: str, data: bytes, options: dict[str, str], message: str) -> None:
    with pytest.raises(FormatError, match=message) as refused:
        loads(name, data, options)
    assert "\n" not in str(refused.value)


def test_a_small_file_that_unpacks_to_any_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 1_000_000)
    assert len(bomb()) < 10_000
    with pytest.raises(FormatError, match="unpacks to more than 1 MB; split it"):
        loads("xlsx", bomb(), OPTIONS)
    monkeypatch.undo()
    with pytest.raises(FormatError, match="unpacks to more than 100 times its size"):
        loads("xlsx", bomb(), OPTIONS)


@pytest.mark.parametrize(("name", "module", "extra"), [("xlsx", "openpyxl", "xlsx"), ("parquet", "pyarrow", "parquet")])
def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch, name: str, module: str, extra: str) -> None:
    for loaded in ("sheets", "parquet"):
        monkeypatch.delitem(sys.modules, f"claimgraph.formats.{loaded}", raising=False)
    monkeypatch.setitem(sys.modules, module, None)
    told = rf"^{name} needs {module}, which is not installed; pip install 'claimgraph\[{extra}\]'$"
    with pytest.raises(MissingExtraError, match=told):
        loads(name, b"", OPTIONS)
