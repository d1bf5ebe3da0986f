"""Delimited text: encodings, separators, headings, and limits."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest

from claimgraph import delimited
from claimgraph.delimited import Heading, decoded, find_heading, heading_of, lines_of, parse_separator, rows_of, to_csv
from claimgraph.errors import FormatError


def missing(*columns: str) -> delimited.Missing:
    def count(row: Sequence[str]) -> int:
        return len(set(columns).difference(row))

    return count


def heading(text: str, *columns: str, **named: object) -> Heading:
    return heading_of(io.StringIO(text, newline=""), missing(*columns), **named)  # type: ignore[arg-type]


def read(text: str, separator: str = ",", max_cell: int = 100) -> list[tuple[int, list[str]]]:
    return list(rows_of(io.StringIO(text, newline=""), separator, max_cell=max_cell))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_with_their_marks(encoding: str) -> None:
    assert decoded("claim\tجسر\r\n".encode(encoding)).read() == "claim\tجسر\r\n"


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_both_orders_of_utf_16(mark: bytes, encoding: str) -> None:
    assert decoded(mark + "a\tб\n".encode(encoding)).read() == "a\tб\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a\n\xc7\xe1,b\n", "line 2: no UTF-8; save the table as UTF-8 first"),
        (b"a\n" * 999_999 + b"\xff", "line 1000000: no UTF-8; save the table as UTF-8 first"),
        (b"a\n\xd8", "line 2: no UTF-8; save the table as UTF-8 first"),
        ("a\nb".encode("utf-16") + b"\0", "line 2: no UTF-16; save the table as UTF-8 first"),
        (
            "a\n".encode("utf-16-le"),
            "line 1: no UTF-8, but UTF-16 without a byte order mark; save the table as UTF-8 first",
        ),
        (
            "a\n".encode("utf-16-be"),
            "line 1: no UTF-8, but UTF-16 without a byte order mark; save the table as UTF-8 first",
        ),
    ],
)
def test_other_encodings_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        decoded(data)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("claim,outlet\n", ","),
        ("claim;outlet\n", ";"),
        ("claim\toutlet\n", "\t"),
        ("claim|outlet\n", "|"),
        ("outlet;value 1,5;claim;rate 2,0\n", ";"),
        ('"outlet, city";claim;"a, b, c";outlet\n', ";"),
        ('claim,"a;claim;b;outlet",outlet\n', ","),
        ('"claim";"outlet"\r\n', ";"),
        ("outlet ; claim\n", ";"),
        ("A title, with commas, and more\n;;\nclaim;outlet\n", ";"),
        ("sep=;\nclaim;outlet\n", ";"),
        ('"sep=|"\r\nclaim|outlet\r\n', "|"),
        ("SEP=\t\nclaim\toutlet\n", "\t"),
        ("sep=~\nclaim~outlet\n", "~"),
    ],
)
def test_the_separator_is_found_from_the_heading(text: str, separator: str) -> None:
    found = heading(text, "claim", "outlet")
    assert (found.separator, found.lacks) == (separator, 0)


def test_a_separator_that_is_named_counts() -> None:
    assert heading("claim:outlet\n", "claim", separator=":").columns == ("claim", "outlet")
    assert heading("sep=;\nclaim:outlet\n", "claim", separator=":").columns == ("claim", "outlet")


def test_a_column_alone_is_of_the_default() -> None:
    assert heading("claim\nA, B; C\n", "claim").separator == ","
    assert heading("claim\nA, B; C\n", "claim", default="\t").separator == "\t"


def test_two_separators_that_fit_are_told() -> None:
    with pytest.raises(FormatError) as refused:
        heading("a,claim,b;claim;c\n", "claim")
    assert str(refused.value) == (
        "row 1: the columns may be separated by comma or by semicolon; say which, as in --set separator=comma"
    )
    assert heading("a,claim,b;claim;c\n", "claim", separator=";").columns == ("a,claim,b", "claim", "c")


def test_the_heading_is_the_first_row_with_all_columns() -> None:
    rows = [(number, row) for number, row in enumerate([["Title", ""], [], ["claim"], ["claim", "outlet"]], start=1)]
    assert find_heading(rows, missing("claim", "outlet")) == Heading(4, ("claim", "outlet"), 0, titled=True)
    assert find_heading(rows, missing("claim", "day")) == Heading(3, ("claim",), 1, titled=True)
    assert find_heading(rows, missing("claim"), 4) == Heading(4, ("claim", "outlet"), 0, titled=True)
    assert find_heading(rows, missing("claim"), 2) == Heading(0, titled=True)
    assert find_heading([], missing("claim")) == Heading(0)


def test_the_look_for_a_heading_ends() -> None:
    above = "A title\n" * delimited.MAX_LOOK
    assert heading(f"{above}claim\n", "claim").lacks == 1
    assert heading(f"{above}claim\n", "claim", named=delimited.MAX_LOOK + 1).lacks == 0
    assert heading(above[len("A title\n") :] + "claim\n", "claim").row == delimited.MAX_LOOK


def test_rows_have_the_lines_on_which_they_end() -> None:
    assert read('a,"b\nc"\r\n\r\nd\re\n') == [(2, ["a", "b\nc"]), (3, []), (4, ["d"]), (5, ["e"])]
    assert read("sep=;\na;b\n", ";") == [(2, ["a", "b"])]
    assert read("") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a\n"b\n', "line 2: unexpected end of data; fix the table there"),
        ('sep=,\na\n"b"c\n', "line 3: ',' expected after '\"'; fix the table there"),
        ("a\n123456\n", "line 2: a cell of more than 5 characters; shorten it, or close its quotes"),
        ('a\n"12\n34\n56', "line 3: a cell of more than 5 characters; shorten it, or close its quotes"),
    ],
)
def test_what_is_no_table_is_told_with_its_line(text: str, message: str) -> None:
    before = csv.field_size_limit()
    with pytest.raises(FormatError) as refused:
        read(text, max_cell=5)
    assert str(refused.value) == message
    assert csv.field_size_limit() == before


def test_a_long_line_is_refused_before_it_is_read() -> None:
    stream = io.StringIO("ab\n" + "c" * 1_000)
    with pytest.raises(FormatError, match=r"^line 2: more than 10 characters; split the row or shorten it$"):
        list(lines_of(stream, 10))
    assert stream.tell() == 3 + 11


def test_separators_by_sign_and_by_word() -> None:
    assert [parse_separator(text) for text in (",", "\t", r"\t", "comma", "Semicolon", " TAB ", "bar", "~")] == [
        ",", "\t", "\t", ",", ";", "\t", "|", "~",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", ";;", '"', "\n", "pipes"])
def test_what_is_no_separator(text: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_separator(text)
    told = f"separator: expected one character, or comma, semicolon, tab, bar; found '{text}'"
    assert str(refused.value) == told


def test_what_is_written_is_read_back() -> None:
    rows = [["a", "b;c"], ['"d"', "e\nf"], ["", "g\th"]]
    for separator in delimited.SEPARATORS.values():
        assert [row for _, row in read(to_csv(rows, separator), separator)] == rows
