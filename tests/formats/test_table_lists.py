"""Tables with several values in a cell: lists of JSON and of Parquet."""

from __future__ import annotations

import io
import json
from typing import Any

import pyarrow as pa
import pytest

from claimgraph.formats import loads
from claimgraph.formats.tables import objects
from tests.formats.tables_of_others import jsonl, parquet_of, refusal, told

WHO = {"text": "{t}", "chain": "{who} <- {from}"}


def tags(name: str, data: bytes, **options: str) -> list[tuple[str, ...]]:
    return [claim.tags for claim in loads(name, data, {"text": "{t}", "chain": "K", **options}).claims]


def test_a_list_is_several_sources_side_by_side() -> None:
    row = {"t": "T.", "who": ["Town Gazette", "Radio Karlin"], "from": ["Road Office"]}
    expected = {"T.": ["(Town Gazette + Radio Karlin) <- Road Office"]}
    assert told("jsonl", jsonl(row), **WHO) == (expected, [])
    assert told("jsonl", f"[{jsonl(row).decode()}]".encode(), **WHO) == (expected, [])
    assert told("parquet", parquet_of(**{key: [value] for key, value in row.items()}), **WHO) == (expected, [])
    large = pa.array([row["who"]], pa.large_list(pa.string()))
    fixed = pa.array([row["who"]], pa.list_(pa.string(), 2))
    for column in (large, fixed):
        assert told("parquet", parquet_of(t=["T."], who=column, **{"from": ["Road Office"]}), **WHO) == (expected, [])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["A; B", "C and D", "E, F"], ["(A; B + C and D + E, F) <- X"]),
        (["A", "", None, "a", "unknown", "B"], ["(A + B) <- X"]),
        (["A"], ["A <- X"]),
        ([], ["X"]),
        ([None], ["X"]),
        (["residents", "A"], ['("residents" + A) <- X']),
        (["A", "X"], ["A <- X", "X"]),
        ([1, 2.5, True], ["(1 + 2.5 + true) <- X"]),
    ],
)
def test_what_a_list_may_hold(values: list[Any], expected: list[str]) -> None:
    mapping = "separators: {who: [;, ',', and]}\nmissing: [unknown]\nunnamed: [residents]\n"
    row = {"t": "T.", "who": values, "from": "X"}
    assert told("jsonl", jsonl(row), **WHO, map=mapping) == ({"T.": expected}, [])


def test_an_item_of_a_list_is_a_value_of_its_column() -> None:
    row = {"t": "T.", "who": ["4.0", "5.0"], "from": None}
    options = {**WHO, "chain": "Station {who} <- {from}", "map": "numbers: [who]"}
    assert told("jsonl", jsonl(row), **options) == ({"T.": ["(Station 4 + Station 5) <- ?"]}, [])


@pytest.mark.parametrize("values", [[{"name": "A"}], ["A", {"name": "B"}], [["A"], ["B"]], ["x"] * 1_001])
def test_lists_of_anything_else_are_told(values: list[Any]) -> None:
    found, losses = told("jsonl", jsonl({"t": "T.", "who": values, "from": "X"}), **WHO)
    assert (found, len(losses)) == ({}, 1)
    assert losses[0].startswith("rows with a value in 'who' that is no text: 1 (such as ")


@pytest.mark.parametrize("values", [[{"name": "A"}], [["A"], ["B"]], ["x"] * 1_001])
def test_lists_of_anything_else_in_parquet_are_told(values: list[Any]) -> None:
    found, losses = told("parquet", parquet_of(t=["T."], who=[values], **{"from": ["X"]}), **WHO)
    assert (found, len(losses)) == ({}, 1)
    assert losses[0].startswith("rows with a value in 'who' that is no text: 1 (such as ")


def test_a_list_gives_several_tags() -> None:
    row = {"t": "T.", "topics": ["road", "closure; bridge", "road", ""], "n": [1, 2]}
    assert tags("jsonl", jsonl(row), tags="{topics}") == [("road", "closure; bridge")]
    assert tags("jsonl", jsonl(row), tags="event,{topics},n-{n}") == [
        ("event", "road", "closure; bridge", "n-1", "n-2")
    ]
    assert tags("parquet", parquet_of(t=["T."], topics=[row["topics"]]), tags="{topics}") == [
        ("road", "closure; bridge")
    ]
    table = b"t,topics\nT.,road; bridge;n/a\n"
    mapping = "separators: {topics: ;}\nmissing: [n/a]"
    assert tags("csv", table, map=f"{mapping}\ntags: ['{{topics}}']") == [("road", "bridge")]


@pytest.mark.parametrize("key", ["text", "id", "when", "due", "said", "note", "chain"])
def test_where_one_value_is_expected_a_list_is_told(key: str) -> None:
    data = jsonl({"t": "T.", "x": ["2024-05-01", "2024-05-02"]}, {"t": "U.", "x": ["2024-05-01"]})
    options = {"text": "{t}", "chain": "K", **({key: "{x}"} if key != "chain" else {"chain": "K [{x}]"})}
    found = loads("jsonl", data, options)
    assert len(found.claims) == 1
    assert [*found.losses.lines()] == [
        "rows with several values in 'x', where one is expected: 1 (such as 2024-05-01; 2024-05-02)"
    ]


def test_two_lists_in_one_place_are_told() -> None:
    row = {"t": "T.", "who": ["A", "B"], "from": ["X", "Y"]}
    found, losses = told("jsonl", jsonl(row), text="{t}", chain="{who} of {from}")
    assert (found, losses) == ({}, ["rows with several values in 'from', where one is expected: 1 (such as X; Y)"])


def test_a_key_that_stands_twice_is_refused() -> None:
    assert (
        refusal("jsonl", b'{"t": "T.", "who": "A", "who": "B", "from": ""}', **WHO)
        == "line 1: key 'who' stands twice in one object; keep one of the two"
    )


def test_signs_that_end_lines_elsewhere_stand_in_json() -> None:
    found, _ = told("jsonl", '{"t": "T\u2028U", "who": "A", "from": ""}\r\n'.encode(), **WHO)
    assert found == {"T U": ["A <- ?"]}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty; name another"),
        (b" \n", "the file is empty; name another"),
        (b'{"t": "a"}\n{"t"}', "line 2, column 5: Expecting ':' delimiter; this is no JSON with an object per row; "),
        (b'[{"t": "a"},\n{"t"}]', "row 2, column 5: Expecting ':' delimiter; this is no JSON with an object per row; "),
        (b'[{"t": "a"}', "row 1: no comma and no ] behind it; this is no JSON with an object per row; "),
        (b'[{"t": "a"} {"t": "b"}]', "row 1: no comma and no ] behind it; this is no JSON with an object per row; "),
        (b'[{"t": "a"}] x', "row 1: more behind the array; this is no JSON with an object per row; "),
        (b'{"t": ' + b"[" * 100_000, "line 1: nested too deep; this is no JSON with an object per row; "),
    ],
)
def test_what_is_no_json(data: bytes, message: str) -> None:
    assert refusal("jsonl", data) == (f"{message}fix it there" if message.endswith("; ") else message)


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_an_array_is_read_piece_by_piece(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(objects, "_CHUNK", size)
    values = [{"t": f"T {number}.", "x": 'a"]}\\', "y": [1, {"z": -2.5e3}]} for number in range(20)]
    text = json.dumps(values, indent=1)
    assert list(objects.objects_of(io.StringIO(text))) == values
    assert list(objects.objects_of(io.StringIO(" [ ] "))) == []
