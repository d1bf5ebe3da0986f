"""Tables as others write them, made for tests, and what becomes of them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from claimgraph.errors import FormatError
from claimgraph.formats import loads

Lines = Iterable[Iterable[Any]]
Told = tuple[dict[str, list[str]], list[str]]


def told(name: str, data: bytes, **options: str) -> Told:
    """Return the chains by the texts of the claims, and what was lost."""
    found = loads(name, data, options)
    return {claim.text: [str(chain) for chain in claim.chains] for claim in found.claims}, [*found.losses.lines()]


def refusal(name: str, data: bytes, **options: str) -> str:
    """Return why a table is refused."""
    with pytest.raises(FormatError) as refused:
        loads(name, data, {"text": "{t}", "chain": "K", **options})
    return str(refused.value)


def jsonl(*values: dict[str, Any]) -> bytes:
    return "\n".join(map(json.dumps, values)).encode()


def csv_of(lines: Lines) -> bytes:
    return "".join(",".join(map(str, line)) + "\n" for line in lines).encode()


def parquet_of(**columns: Any) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


def workbook(lines: Lines, *more: str) -> bytes:
    """Return a workbook with a sheet of these lines, and empty ones of more titles."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Data")
    for at, line in enumerate(lines):
        sheet.write_row(at, 0, line)
    for title in more:
        book.add_worksheet(title)
    book.close()
    return file.getvalue()


def workbook_of_numbers(*numbers: str) -> bytes:
    """Return a workbook with numbers in the column ``n`` as their texts stand in the file."""
    file = io.BytesIO()
    made = io.BytesIO(workbook([["n"], *([1] for _ in numbers)]))
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(file, "w") as after:
        for part in before.namelist():
            text = before.read(part).decode()
            if part == "xl/worksheets/sheet1.xml":
                for row, number in enumerate(numbers, start=2):
                    text = text.replace(f'<c r="A{row}"><v>1</v>', f'<c r="A{row}"><v>{number}</v>')
            after.writestr(part, text)
    return file.getvalue()
