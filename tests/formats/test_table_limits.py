"""Numbers of tables keep their digits; and tables that would take too much are refused while they are read."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from claimgraph.formats import loads, parquet, sheet_cells
from claimgraph.formats.tables import objects, reading, rows
from tests.formats.tables_of_others import csv_of, parquet_of, refusal, told, workbook, workbook_of_numbers

ROUNDED = "numbers in 'n' of more than 15 digits, possibly rounded: 1 (such as {})"


@pytest.mark.parametrize(
    ("number", "text", "rounded"),
    [
        ("1764567890123456789", "1764567890123456789", False),
        ("1764567890123456789.0", "1764567890123456789", False),
        ("1.7645678901234568E+18", "1764567890123456800", True),
        ("1.76456789012345E+18", "1764567890123450000", True),
        ("1764567890123450000", "1764567890123450000", True),
        ("-1.76456789012345E+18", "-1764567890123450000", True),
        ("123456789012345", "123456789012345", False),
        ("123456789012345.0", "123456789012345", False),
        ("1234567890123456.0", "1234567890123456", True),
        ("4.0", "4", False),
        ("4", "4", False),
        ("0.5", "0.5", False),
        ("1E-3", "0.001", False),
        ("-0.0", "0", False),
    ],
)
def test_numbers_of_a_sheet_keep_their_digits(number: str, text: str, rounded: bool) -> None:
    losses = [ROUNDED.format(text)] if rounded else []
    assert told("xlsx", workbook_of_numbers(number), text="N {n}.", chain="K") == ({f"N {text}.": ["K"]}, losses)


@pytest.mark.parametrize(
    ("values", "text", "rounded"),
    [
        (pa.array([1764567890123456789]), "1764567890123456789", False),
        (pa.array([2**64 - 1], pa.uint64()), "18446744073709551615", False),
        (pa.array([Decimal(1764567890123456789)]), "1764567890123456789", False),
        (pa.array([Decimal("1764567890123456800.00")]), "1764567890123456800", False),
        (pa.array([Decimal("4.50")]), "4.5", False),
        (pa.array([1764567890123456789.0]), "1764567890123456800", True),
        (pa.array([1e300]), "1E+300", False),
        (pa.array([float("inf")]), "", False),
    ],
    ids=str,
)
def test_numbers_of_parquet_keep_their_digits(values: pa.Array, text: str, rounded: bool) -> None:
    losses = [ROUNDED.format(text)] if rounded else []
    found = {f"N {text}.": ["K"]} if text else {"N .": ["K"]}
    assert told("parquet", parquet_of(n=values), text="N {n}.", chain="K") == (found, losses)


@pytest.mark.parametrize(
    ("number", "text", "rounded"),
    [
        ("1764567890123456789", "1764567890123456789", False),
        ("1764567890123456789.0", "1764567890123456789", False),
        ("1.7645678901234568e+18", "1764567890123456800", True),
        ("4.0", "4", False),
        ("1e400", "1E+400", False),
        ("NaN", "", False),
    ],
)
def test_numbers_of_json_keep_their_digits(number: str, text: str, rounded: bool) -> None:
    losses = [ROUNDED.format(text)] if rounded else []
    found = {f"N {text}.": ["K"]}
    assert told("jsonl", f'{{"n": {number}}}'.encode(), text="N {n}.", chain="K") == (found, losses)


@pytest.mark.parametrize(
    ("cell", "rounded"),
    [("1764567890123456789", False), ("1.76457E+18", True), ("1,76457E+18", True), ("1.5E+3", False)],
)
def test_csv_is_left_as_it_is(cell: str, rounded: bool) -> None:
    losses = [ROUNDED.format(cell)] if rounded else []
    assert told("csv", f"n;x\n{cell};\n".encode(), text="N {n}.", chain="K") == ({f"N {cell}.": ["K"]}, losses)


# ---- Limits


def test_rows_are_counted_while_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_ROWS", 2)
    message = "row 3: more than 2 rows; split the table"
    lines = [["t"], ["a"], [], ["a"], ["a"]]
    for name, data in (
        ("csv", b"t\na\n\na\na\n" + b'"'),
        ("jsonl", b'{"t": 1}\n{"t": 1}\n{"t": 1}\n{'),
        ("jsonl", b'[{"t": 1}, {"t": 1}, {"t": 1}, {'),
        ("parquet", parquet_of(t=["a"] * 3)),
        ("xlsx", workbook(lines)),
    ):
        assert refusal(name, data) == message, name


def test_empty_rows_are_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_NUMBER", 3)
    assert refusal("csv", b"t\n\n\n\n") == "row 4: more rows than a spreadsheet has; split the table"


def test_a_template_holds_so_many_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal("csv", b"t\na\n", text="{t}" * 5_000) == "text: 5,000 columns in one template; 100 are the most"
    monkeypatch.setattr(reading, "MAX_CELL", 10)
    found = loads("csv", b"t\nabc\n", {"text": "T.", "note": "{t}" * 100, "chain": "K"})
    assert found.claims[0].note == "abcabcabca"
    assert [*found.losses.lines()] == [f"values cut after 10 characters: 1 (such as {('{t}' * 100)[:80]})"]


def test_claims_hold_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_TEXT", 2_000_000)
    data = csv_of([["t"], *([f"{number}{'x' * 1_000}"] for number in range(3_000))])
    assert refusal("csv", data) == "the claims hold more than 2 million characters; split the table"


def test_a_row_of_json_is_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "MAX_LINE", 100)
    monkeypatch.setattr(objects, "_CHUNK", 10)
    message = "row 2: more than 100 characters; split it or shorten it"
    assert refusal("jsonl", b'[{"t": "a"}, {"t": "' + b"x" * 1_000 + b'"}]') == message


def test_a_small_file_of_parquet_that_holds_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "MAX_UNPACKED", 1_000_000)
    monkeypatch.setattr(parquet, "MAX_VALUES", 100)
    options = {"text": "{t}", "chain": "K"}
    large = parquet_of(t=["x" * 2_000_000], u=["y"])
    message = (
        "the columns of a row group unpack to more than 1 MB; split the table, or write it with smaller row groups"
    )
    assert refusal("parquet", large) == message
    assert loads("parquet", large, {"text": "{u}", "chain": "K"}).claims[0].text == "y"
    assert refusal("parquet", parquet_of(t=[["a"] * 101])) == "the columns hold more than 100 values; split the table"
    found = loads("parquet", parquet_of(t=["x" * 600_000, "y"]), options)
    assert [*found.losses.lines()] == [f"rows with a value in 't' that is no text: 1 (such as {'x' * 80})"]


def test_a_sheet_of_far_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_cells, "MAX_CELLS", 100)
    assert (
        refusal("xlsx", workbook([["t"], ["a"], [*[None] * 99, "x"]])) == "row 3: more than 100 cells; split the table"
    )
