"""Tables of text in every dialect, and headings below titles."""

from __future__ import annotations

import pytest

from tests.formats.tables_of_others import Lines, csv_of, refusal, told, workbook

CLAIM = {"text": "{claim}", "chain": "{outlet} [{day}] <- {origin}"}
CELLS = [["claim", "outlet", "day", "origin"], ["أغلق الجسر؛ 1,5 كم", "جريدة المدينة", "2024-03-04", "مكتب الطرق"]]
READ = {"أغلق الجسر؛ 1,5 كم": ["جريدة المدينة [2024-03-04] <- مكتب الطرق"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("above", ["", "sep", "title"])
def test_every_dialect(encoding: str, separator: str, end: str, above: str) -> None:
    begin = {"": "", "sep": f"sep={separator}{end}", "title": f"Sourcing sheet{separator * 3}{end}{separator * 3}{end}"}
    text = begin[above] + end.join(separator.join(row) for row in CELLS) + end
    for name in ("csv", "tsv"):
        losses = ["rows above the heading: 1 (such as Sourcing sheet)"] if above == "title" else []
        assert told(name, text.encode(encoding), **CLAIM) == (READ, losses)


@pytest.mark.parametrize(
    ("word", "sign"), [("semicolon", ";"), ("tab", "\t"), ("bar", "|"), ("~", "~"), ("comma", ",")]
)
def test_the_separator_can_be_named(word: str, sign: str) -> None:
    data = f"a{sign}b\nT.{sign}K\n".encode()
    assert told("csv", data, text="{a}", chain="{b}", separator=word) == ({"T.": ["K"]}, [])
    assert told("csv", data, map=f"text: '{{a}}'\nchain: '{{b}}'\nseparator: '{word}'") == ({"T.": ["K"]}, [])


NAME_HEADING = "name the row of the heading with --set heading=N"
NAME_SEPARATOR = "name what separates the columns with --set separator=SIGN"
NO_SEPARATORS = "--set separators: stands in a file only; give --map FILE; what separates the columns is 'separator'"
AMBIGUOUS = "row 1: the columns may be separated by comma or by semicolon; say which, as in --set separator=comma"
REFUSED: list[tuple[str, bytes, dict[str, str], str]] = [
    ("csv", b"t~b", {}, f"the table has no column 't'; there are t~b; {NAME_SEPARATOR}"),
    ("csv", b"b,c", {}, "the table has no column 't'; there are b, c"),
    ("csv", b"t;b", {"separator": ","}, f"the table has no column 't'; there are t;b; {NAME_SEPARATOR}"),
    ("csv", b"t", {"separator": "::"}, "separator: expected one character, or comma, semicolon, tab, bar; found '::'"),
    ("csv", b"t", {"separators": ";"}, NO_SEPARATORS),
    ("csv", b"x,t,y;t;z", {}, AMBIGUOUS),
    ("csv", b";;\n\n", {}, "the file is empty; name another"),
    ("jsonl", b'{"t": 1}', {"separator": ";"}, "jsonl has no separator to name; leave out 'separator'"),
    ("parquet", b"", {"heading": "2"}, "parquet has no heading to name; leave out 'heading'"),
    ("xlsx", b"", {"separator": ";"}, "xlsx has no separator to name; leave out 'separator'"),
    ("csv", b"t", {"heading": "0"}, "heading: expected the number of a row from 1 to 1,000; found '0'"),
    ("csv", b"t", {"heading": "1001"}, "heading: expected the number of a row from 1 to 1,000; found '1001'"),
    ("csv", b"t", {"heading": "x"}, "heading: expected the number of a row from 1 to 1,000; found 'x'"),
    ("csv", b"t\n\nt", {"heading": "2"}, "row 2 is empty or not there; name the row of the heading, as in heading=1"),
    ("csv", b"t", {"heading": "9"}, "row 9 is empty or not there; name the row of the heading, as in heading=1"),
    ("csv", b"T\nb,c", {}, "row 1 has no column 't'; did you mean T?"),
    ("csv", b"A title\nb,c", {}, f"row 1 has no column 't'; there are A title; {NAME_HEADING}"),
    ("csv", b"b,c\nt,b", {"heading": "1"}, f"row 1 has no column 't'; there are b, c; {NAME_HEADING}"),
    ("csv", b"A title\nt,b,t", {}, "row 2: two columns are called 't'; give one of them another name"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "options", "message"), REFUSED)
def test_refusals(name: str, data: bytes, options: dict[str, str], message: str) -> None:
    assert refusal(name, data, **options) == message


# ---- Headings


TITLED: Lines = [["Sourcing sheet"], [], ["", "Who", ""], ["claim", "outlet", "n"], ["T is so.", "Town Gazette", 4]]


@pytest.mark.parametrize("options", [{}, {"heading": "4"}, {"map": "heading: 4"}])
@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_heading_below_a_title(name: str, options: dict[str, str]) -> None:
    data = csv_of(TITLED) if name == "csv" else workbook(TITLED)
    found = told(name, data, text="{claim}", chain="{outlet}", **options)
    losses = ["rows above the heading: 2 (such as Sourcing sheet; Who)"]
    assert found == ({"T is so.": ["Town Gazette"]}, losses)


def test_a_row_that_is_named_counts_also_below_another_heading() -> None:
    lines = [["claim", "outlet"], ["old", "A"], ["claim", "outlet"], ["T.", "B"]]
    for name, data in (("csv", csv_of(lines)), ("xlsx", workbook(lines))):
        found, losses = told(name, data, text="{claim}", chain="{outlet}", heading="3")
        assert (found, losses) == ({"T.": ["B"]}, ["rows above the heading: 2 (such as claim, outlet; old, A)"])


NO_DAY = "the table has no column 'day'; there are t, who"


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (workbook([["Title"], ["t", "who"]], "Other"), f"row 2 has no column 'day'; there are t, who; {NAME_HEADING}"),
        (workbook([["t", "who"]], "Other"), f"{NO_DAY}; another is read with --set sheet=NAME"),
        (workbook([["t", "who"]]), NO_DAY),
    ],
)  # fmt: skip
def test_what_to_do_about_a_sheet(data: bytes, advice: str) -> None:
    assert refusal("xlsx", data, chain="{who} [{day}]") == f"sheet 'Data': {advice}"
