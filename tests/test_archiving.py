"""Archived copies: which pages have none, and what an archiver says that it has made."""

from __future__ import annotations

import csv
import io

import pytest

from claimgraph.archiving import parse_answer, to_table, unarchived
from claimgraph.errors import FormatError
from claimgraph.model import Article, Claim
from claimgraph.notation import parse_chain, read_this

DATABASE = r"""status,metadata,media
generic: success,"{'_processed_at': datetime.datetime(2026, 11, 25, 14, 13, tzinfo=datetime.timezone.utc), 'url': 'https://s.example/2', 'title': 'He said ""no"", it\'s', 'content': 'line\nمرحبا', 'original_url': 'https://s.example/2?utm_source=x', 'wayback': 'https://web.archive.org/web/20241129/https://s.example/2'}","[{'filename': 'page.html', '_key': None, 'urls': ['https://kept.example/page.html'], 'properties': {}, '_mimetype': None, '_stored': False}]"
x: success,"{'url': 'https://b.example/?q=a&b=c'}","[{'filename': 'page.html', '_key': None, 'urls': ['https://kept.example/bpage.html'], 'properties': {'thumbs': [{'filename': 't.jpg', '_key': None, 'urls': [], 'properties': {}}]}, '_mimetype': None}, {'filename': 'final.html', '_key': None, 'urls': ['./local_archive/final.html', 'https://kept.example/b.html'], 'properties': {'id': '_final_media'}}]"
no archiver,"{'url': 'https://a.example/5', 'wayback': {'job_id': 'j', 'check_status': 'https://web.archive.org/save/status/j'}}",[]
x: success,"{'url': 'https://s.example/2'}","[{'urls': ['https://kept.example/later.html']}]"
x: success,"{'url': 'https://l.example/6'}","[{'urls': ['./local_archive/l.html']}]"
no archiver,"{'url': 'https://h.example/7', 'wayback': 'failed: possible rate limit'}","[{'urls': ['https://kept.example/report.html'], 'properties': {'id': '_final_media'}}]"
no archiver,"{'url': 'https://w.example/8', 'wayback': 'https://web.archive.org/web/2/https://w.example/8'}",[]
success,"{'url': 'https://o.example/9', 'x': <Object at 0x7f>}",[]
"""  # noqa: E501
"""As ``csv_db`` of Auto Archiver 1.2 writes it: what Python prints of a mapping and a list."""


def test_the_table_of_the_database() -> None:
    answer = parse_answer(DATABASE.encode())
    assert answer.copies == {
        "https://s.example/2?utm_source=x": "https://web.archive.org/web/20241129/https://s.example/2",
        "https://s.example/2": "https://web.archive.org/web/20241129/https://s.example/2",
        "https://b.example/?q=a&b=c": "https://kept.example/b.html",
        "https://w.example/8": "https://web.archive.org/web/2/https://w.example/8",
    }
    assert answer.without == ("https://a.example/5", "https://l.example/6", "https://h.example/7")
    assert answer.unread == (9,)


def test_the_sheet_in_any_order_and_case() -> None:
    sheet = (
        "Archive Location,notes,Link\r\nhttps://k.org/1 https://k.org/1b,x,https://a.org/1\r\n,y,https://a.org/2\r\n"
        "https://k.org/3,z,a.org\r\nhttps://a.org/4,,https://a.org/4\r\n"
    )
    answer = parse_answer(b"\xef\xbb\xbf" + sheet.encode())
    assert answer.copies == {"https://a.org/1": "https://k.org/1"}
    assert (answer.without, answer.unread) == (("https://a.org/2", "https://a.org/4"), (4,))


def test_what_a_sheet_calls_no_success_is_none() -> None:
    sheet = (
        ";;\n\nlink;archive status;archive location\nhttps://a.org/1;Archive failed;https://k.org/1\n"
        "https://a.org/2;[cached] wayback: success;https://k.org/2\nhttps://a.org/3;;https://k.org/3\n"
    )
    answer = parse_answer(sheet.encode())
    assert answer.copies == {"https://a.org/2": "https://k.org/2", "https://a.org/3": "https://k.org/3"}
    assert answer.without == ("https://a.org/1",)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_sheet_is_read_in_every_dialect(separator: str, encoding: str) -> None:
    rows = [["Our pages"], ["Archive location", "link"], ["https://k.org/1", "https://a.org/1,2"]]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    assert parse_answer(text.encode(encoding)).copies == {"https://a.org/1,2": "https://k.org/1"}


@pytest.mark.parametrize(
    "copy",
    [
        "https://",
        "https://u:p@k.org/",
        "https://k.org/\x1b[31m",
        "https://k.org/\u202ex",
        "https://k.org/" + "x" * 5_000,
    ],
)
def test_no_address_that_a_record_should_not_hold(copy: str) -> None:
    assert parse_answer(f"url,archive\nhttps://a.org/1,{copy}\n".encode()).copies == {}


@pytest.mark.parametrize(
    ("metadata", "media"),
    [
        ("{'url': __import__('os').system('false')}", "[]"),
        ("{'url': 'https://a.org/1', 'wayback': 'javascript:alert(1)'}", "[{'urls': ['https://a.org/x y']}]"),
        ("{'url': 'https://a.org/1'", "[]"),
        ("{" * 100_000, "[" * 100_000),
        ("{'url': 'https://a.org/1', **{'wayback': 'https://k.org/1'}}", "[{'urls': 'https://k.org/1'}]"),
        ("['url']", "{'urls': ['https://k.org/1']}"),
        ("{'url': ['https://a.org/1'], 1: 2}", "[1, ['x']]"),
        ("\x00", "'" * 50),
    ],
)
def test_nothing_is_run_and_nothing_else_is_believed(metadata: str, media: str) -> None:
    table = io.StringIO()
    csv.writer(table).writerows([("status", "metadata", "media"), ("success", metadata, media)])
    assert parse_answer(table.getvalue().encode()).copies == {}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the answer is empty"),
        (b"a\n\xff", "line 2: no UTF-8"),
        (b'link,archive location\n"x', "line 2: unexpected end of data"),
        (
            b"title,archive location\n",
            "no column is called link or url, and this is no status, metadata, media of csv_db",
        ),
        (b"url,title\n", "no column is called archive location or archive"),
    ],
)
def test_what_is_no_answer(data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        parse_answer(data)
    assert csv.field_size_limit() == 131_072


def test_pages_without_a_copy_in_the_order_of_the_record() -> None:
    article = Article("Kataeb", url="https://k.org/1", archive=None)
    claims = [
        Claim("a", "A.", (read_this(parse_chain("this <- B [https://b.org/2]"), article),), article=article),
        Claim("b", "B.", (parse_chain("B [https://b.org/2] <- C [https://c.org/3 https://kept.org/3]"),)),
        Claim("c", "C.", (parse_chain('D [url="ftp://d.org/4"] <- E [https://archive.ph/5] <- F [HTTPS://f.org/6]'),)),
    ]
    assert unarchived(claims) == {"https://k.org/1": ("a",), "https://b.org/2": ("a", "b"), "HTTPS://f.org/6": ("c",)}


def test_an_archiver_reads_the_first_cell_of_every_line() -> None:
    rows = [["https://a.org/1,2"], ['https://b.org/"x"', "INTERNAL"]]
    assert list(csv.reader(io.StringIO(to_table(rows)))) == rows
