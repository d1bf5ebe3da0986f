"""The sourcing table: what its rows hold, and that nothing the record says is markup, formula or link."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from claimgraph.errors import ProtectionError
from claimgraph.model import Article, Checked, Claim, Ledger, Location, Mention, Relation, Source, Verdict, join_steps
from claimgraph.notation import parse_chain
from claimgraph.sourcing import Row, sourcing_table, write_csv, write_markdown, write_page
from claimgraph.sourcing.words import (
    COLUMNS,
    Cell,
    against_cell,
    carriers_cell,
    lines_cell,
    origins_cell,
    relays_cell,
    unopened_cell,
)
from claimgraph.store import load

HOSTILE = (
    "a|b `c` <b>x</b> [l](javascript:alert(1)) *i* _u_ \\| &lt; ~~s~~ $m$ # h\nnew \"q' \u202ertl\x1b[31m <!-- ]]>"
)
VOID = {"meta"}


def row_of(*chains: str, **fields: object) -> Row:
    claim = Claim("c", "C.", tuple(map(parse_chain, chains)), **fields)  # type: ignore[arg-type]
    return sourcing_table(Ledger((claim,))).rows[0]


def words(cell: Cell) -> list[str]:
    return [", ".join(piece.text for piece in item) for item in cell]


@pytest.mark.parametrize(
    ("words_of", "chains", "expected"),
    [
        (origins_cell, ["A <- Ann [said 2024]"], ["Ann, said 2024"]),
        (origins_cell, ['A <- B <- "officials" [told]'], ["“officials”, unnamed, cited by B, told"]),
        (origins_cell, ["A <- ?"], ["no source given, by A"]),
        (origins_cell, ["A <~ Reuters"], ["Reuters, inferred by us"]),
        (origins_cell, ['A ["so be it"]'], ["A, “so be it”"]),
        (origins_cell, ["A [denied]"], ["nobody who stands by it"]),
        (origins_cell, ["A [retracted]"], ["nobody who stands by it"]),
        (relays_cell, ["A <- B <- C <- D"], ["B", "C"]),
        (relays_cell, ["A <- B <- Ann [denied]"], []),
        (carriers_cell, ["A [2024 https://a.example/x https://archive.example/x] <- B"],
         ["A, 2024, https://a.example/x, archived, https://archive.example/x"]),
        (carriers_cell, ["us <- Ann [told]"], ["Ann, told"]),
        (lines_cell, ["A <- SOHR", "B <- SOHR"], ["1", "rests on SOHR", "looks like 2 sources"]),
        (lines_cell, ["A <- X", "B <- Y"], ["2", "rests on X and Y"]),
        (lines_cell, ["A <- X", "B <- Y", "D <- Z"], ["3", "rests on X, Y and Z"]),
        (lines_cell, ["A <- ?"], ["1", "rests on a source that is not given"]),
        (lines_cell, ["A <- B", "C [denied]"], ["1", "rests on B", "against: 1"]),
        (lines_cell, ["W [2010] <- T <- W [2008] <- S"], ["1", "rests on S", "circular reporting"]),
        (against_cell, ["C [denied 2024]", "A"], ["C, denies it, 2024"]),
        (against_cell, ["A <- B <- Ann [denied]"], ["Ann, denies it, read in A"]),
        (against_cell, ["A <- Ann [doubted]"], ["Ann, doubts it"]),
        (against_cell, ["A [2024]", "A [retracted 2025 https://a.example/r]"],
         ["A, takes it back, retracted 2025, https://a.example/r"]),
        (unopened_cell, ['A <- B <- "officials"', "C <- ?"], ["B"]),
    ],
)  # fmt: skip
def test_what_the_fields_say(words_of: Callable[[Row], Cell], chains: list[str], expected: list[str]) -> None:
    assert words(words_of(row_of(*chains))) == expected


def test_a_claim_that_only_rests_on_others() -> None:
    row = row_of(relations=(Relation("based_on", "d"),))
    assert words(origins_cell(row)) == ["nobody by itself"]
    assert words(lines_cell(row)) == ["0", "stands only if d stands"]


def test_the_order_is_that_of_the_record_and_a_file_is_a_group() -> None:
    places = (("z", "claims/a.yaml"), ("a", "claims/a.yaml"), ("m", "claims/in/b.yaml"))
    record = Ledger(tuple(Claim(i, i, (parse_chain("A"),), location=Location(path)) for i, path in places))
    table = sourcing_table(record, [record["m"], record["a"], record["z"]], root="claims")
    assert [[(row.claim.id, row.file) for row in group] for group in table.groups] == [
        [("z", "a.yaml"), ("a", "a.yaml")],
        [("m", "in/b.yaml")],
    ]


def test_a_file_outside_the_folder_is_told_by_its_name_only() -> None:
    record = Ledger((Claim("c", "C.", (parse_chain("A"),), location=Location("/home/somebody/claims/a.yaml")),))
    assert sourcing_table(record).rows[0].file == "a.yaml"


@pytest.mark.parametrize("chain", ["us <- Falcon", "us <- Deep Throat (confidential)"])
def test_a_protected_source_is_not_named(chain: str) -> None:
    claim = Claim("c", "C.", (parse_chain(chain),), location=Location("claims/falcon.yaml"))
    record = Ledger((claim,), (Source("falcon", "person", "Falcon", confidential=True),))
    (row,) = sourcing_table(record).rows
    assert ([entry.statement.name for entry in row.origins], row.cut, row.file) == (
        ["Confidential source"],
        ("Confidential source",),
        "",
    )
    assert sourcing_table(record, internal=True).rows[0].file == "falcon.yaml"


def test_no_claim_is_an_empty_table() -> None:
    assert sourcing_table(Ledger()).rows == ()


@pytest.mark.parametrize(
    ("chain", "fields"),
    [
        ("A", {"note": "From the FALCON, by telephone."}),
        ("A", {"said": "Falcon's words"}),
        ("A", {"checked": (Checked("Grey falcon"),)}),
        ("A", {"verdict": Verdict("true", because="so says falcon")}),
        ("A", {"article": Article("A", title="The falcon")}),
        ('A ["the falcon said"]', {}),
        ('A <- "a friend of Falcon"', {}),
        ("A [https://a.example/by-falcon.html]", {}),
    ],
)
def test_a_text_that_names_a_protected_source_is_refused(chain: str, fields: dict[str, object]) -> None:
    claim = Claim("c", "C.", (parse_chain(chain),), **fields)  # type: ignore[arg-type]
    record = Ledger((claim,), (Source("falcon", "person", "Falcon", confidential=True),))
    with pytest.raises(ProtectionError) as refused:
        sourcing_table(record)
    assert "falcon" not in str(refused.value).lower()
    table = sourcing_table(record, internal=True)
    assert "**INTERNAL – do not publish.**" in write_markdown(table)
    assert "<title>INTERNAL – do not publish. Sourcing table</title>" in write_page(table)
    assert '<p class="stamp">INTERNAL – do not publish.</p>' in write_page(table)
    assert next(csv.DictReader(io.StringIO(write_csv(table))))["internal"] == "INTERNAL – do not publish."


def test_part_of_a_word_is_no_name() -> None:
    claim = Claim("c", "The falconer came.", (parse_chain("A"),))
    record = Ledger((claim,), (Source("falcon", "person", "Falcon", confidential=True),))
    assert [row.claim.id for row in sourcing_table(record).rows] == ["c"]


def hostile_record(text: str) -> Ledger:
    """A record that says the same text in every place where people write."""
    url = "https://a.example/?a=1&b=%3Cb%3E"
    carrier = Mention("A", date="2024", url=url, archive="javascript:alert(1)", wording=text)
    chain = join_steps([(carrier,), (Mention(text),), (Mention(text, "unnamed", verb="told"),)], [False, True])
    claim = Claim(
        "c",
        text,
        (chain, parse_chain("B [denied]")),
        said=text,
        note=text,
        verdict=Verdict("false", by=text, because=text),
        checked=(Checked(text, "2024"),),
        article=Article(text, title=text, url="javascript:alert(1)"),
    )
    return Ledger((claim, Claim("d", "D.", (parse_chain("A"),), article=claim.article)))


class Page(HTMLParser):
    """Reads a page strictly: every element is closed in its turn; keeps elements, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), "an attribute stands twice"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


ALLOWED = set("html head meta title style body main h1 p dl dt dd ul li bdi span div b a".split())
ALLOWED |= set("table caption thead tbody tr th td".split())


@given(st.one_of(st.just(HOSTILE), st.text(min_size=1, max_size=60), st.text("<>&\"'/=! -b", min_size=1, max_size=40)))
def test_nothing_in_a_page_is_markup(text: str) -> None:
    page = Page(write_page(sourcing_table(hostile_record(text))))
    assert {tag for tag, _ in page.elements} <= ALLOWED
    links = [attributes for tag, attributes in page.elements if tag == "a"]
    assert [link["href"] for link in links] == ["https://a.example/?a=1&b=%3Cb%3E"]
    assert all("noreferrer" in str(link["rel"]).split() for link in links)
    names = {name for _, attributes in page.elements for name in attributes}
    assert names <= set("lang charset name content class role scope colspan rowspan dir data-label href rel".split())


def test_the_page_is_accessible_and_complete() -> None:
    text = write_page(sourcing_table(load("claims")))
    page = Page(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">\n')
    tags = [tag for tag, _ in page.elements]
    assert [tags.count(tag) for tag in ("h1", "table", "caption", "thead", "title", "main")] == [1] * 6
    heads = [attributes for tag, attributes in page.elements if tag == "th"]
    assert all(head.get("scope") in {"col", "row", "rowgroup"} for head in heads)
    assert [head["scope"] for head in heads].count("col") == len(COLUMNS) + 1
    assert all(
        attributes.get("dir") == "auto"
        for tag, attributes in page.elements
        if tag == "td" and "colspan" not in attributes
    )
    assert "http" not in "".join(text.partition("<style>")[2].partition("</style>")[0])
    assert not {"script", "img", "link", "iframe"} & set(tags)


def test_every_row_of_the_page_has_its_cells() -> None:
    page = Page(write_page(sourcing_table(load("claims"))))
    rows: list[list[dict[str, str | None]]] = []
    for tag, attributes in page.elements:
        if tag == "tr":
            rows.append([])
        elif tag in {"td", "th"}:
            rows[-1].append(attributes)
    widths = []
    spanned = 0
    for row in rows:
        widths.append(spanned + sum(int(cell.get("colspan") or 1) for cell in row))
        spanned = sum(1 for cell in row if cell.get("rowspan"))
    assert set(widths) == {len(COLUMNS) + 1}


def markdown_cells(text: str) -> list[list[str]]:
    """Return the text of the cells of all tables, as a reader of Markdown sees it."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    rows: list[list[str]] = []
    for before, token in pairwise(tokens):
        if before.type == "tr_open":
            rows.append([])
        if before.type in {"td_open", "th_open"}:
            shown = []
            for child in token.children or []:
                assert child.type in {
                    "text",
                    "text_special",
                    "code_inline",
                    "html_inline",
                    "link_open",
                    "link_close",
                }, child
                if child.type == "html_inline":
                    assert child.content == "<br>"
                if child.type == "link_open":
                    assert str(child.attrs["href"]).startswith("https://a.example/")
                shown.append("\n" if child.type == "html_inline" else child.content)
            rows[-1].append("".join(shown))
    return rows


@given(st.one_of(st.just(HOSTILE), st.text(min_size=1, max_size=60), st.text("|\\`*_[]<>&~$#!()-=. ", min_size=1)))
def test_nothing_in_markdown_is_markup(text: str) -> None:
    from claimgraph.sourcing.words import flat

    record = hostile_record(text)
    rows = markdown_cells(write_markdown(sourcing_table(record)))
    assert [len(row) for row in rows] == [len(COLUMNS) + 2] * 3
    assert rows[1][0].split("\n")[0] == (flat(text) or "(no text)").strip()


@given(st.one_of(st.just(HOSTILE), st.text(min_size=1, max_size=60), st.text("=+-@\t\r,;\"' A", min_size=1)))
def test_no_cell_is_a_formula(text: str) -> None:
    table = write_csv(sourcing_table(hostile_record(text)))
    rows = list(csv.reader(io.StringIO(table)))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋"))]
    assert all(character.isprintable() for character in table.replace("\n", "") if ord(character) < 0xA0)


def test_csv_of_the_shipped_record(snapshot: Callable[[str, str], None]) -> None:
    record = load("claims")
    chosen = [
        record[i] for i in ("niger-documents-forged", "russian-air-action-within-hours", "factions-entered-aleppo")
    ]
    table = sourcing_table(record, chosen, root="claims")
    snapshot("sourcing/table.csv", write_csv(table))
    snapshot("sourcing/table.md", write_markdown(table))
    snapshot("sourcing/table.html", write_page(table))
