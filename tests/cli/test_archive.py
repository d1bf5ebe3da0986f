"""`archive list` and `archive merge`: there and back with an archiver in between."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

from tests.cli.conftest import MakeRecord, Run

RECORD = {
    "a.yaml": "article: {source: Kataeb, url: https://k.org/1}\nclaims:\n"
    "- id: a\n  text: A is so.\n  tags: [x]\n  chain: this <- Sky [https://s.org/2]\n"
    "- id: b\n  text: B is so.\n  chain: Blog [https://b.org/3 https://kept.org/b]"
    " <- Heron [https://h.org/4] (confidential)\n",
    "c.yaml": "id: c\ntext: C is so.\nchain: Sky [https://s.org/2]\n",
}
ANSWER = (
    "link,archive location\nhttps://k.org/1,https://kept.org/k\nhttps://s.org/2,\nhttps://b.org/3,https://kept.org/b2\n"
)


def test_pages_are_listed_as_the_archiver_takes_them(run: Run, make_record: MakeRecord) -> None:
    make_record(RECORD)
    listed = run("archive", "list")
    assert (listed.stdout, listed.stderr) == (
        "https://k.org/1\nhttps://s.org/2\n", "claimgraph: 2 pages without an archived copy\n",
    )  # fmt: skip
    assert json.loads(run("archive", "list", "--json").stdout) == [
        {"url": "https://k.org/1", "claims": ["a", "b"]},
        {"url": "https://s.org/2", "claims": ["a", "c"]},
    ]
    assert run("archive", "list", "c").stdout == "https://s.org/2\n"
    assert run("archive", "list", "--tag", "x", "-o", "pages.csv").stdout == ""
    assert Path("pages.csv").read_text(encoding="utf-8") == "https://k.org/1\nhttps://s.org/2\n"


def test_the_page_of_a_protected_source_is_for_internal_eyes_only(run: Run, make_record: MakeRecord) -> None:
    make_record(RECORD)
    rows = list(csv.reader(run("--internal", "archive", "list").stdout.splitlines()))
    assert rows[-1] == ["https://h.org/4", "INTERNAL – do not publish."]
    run("--internal", "archive", "list", "--json", "-o", "pages.json")
    listed = json.loads(Path("pages.json").read_text(encoding="utf-8"))
    assert listed[-1] == {"url": "https://h.org/4", "claims": ["b"], "internal": "INTERNAL – do not publish."}


def test_copies_come_back_once(run: Run, make_record: MakeRecord) -> None:
    claims = make_record(RECORD)
    Path("sheet.csv").write_text(ANSWER, encoding="utf-8")
    dry = run("archive", "merge", "sheet.csv", "--dry-run")
    told = (
        " the copies of 1 page to 1 file\n1 other copy: the page is not in the record, or has one already\n"
        "1 page without a copy at an address: https://s.org/2\n"
    )
    assert (dry.exit_code, dry.stdout) == (0, f"would add{told}")
    assert (claims / "a.yaml").read_text(encoding="utf-8") == RECORD["a.yaml"]
    assert run("archive", "merge", "sheet.csv").stdout == f"added{told}"
    added = RECORD["a.yaml"].replace("url: https://k.org/1", "url: https://k.org/1, archive: 'https://kept.org/k'")
    assert (claims / "a.yaml").read_text(encoding="utf-8") == added
    assert (claims / "c.yaml").read_text(encoding="utf-8") == RECORD["c.yaml"]
    again = run("archive", "merge", "sheet.csv")
    assert again.stdout.startswith("nothing to add\n2 other copies: ")
    assert run("archive", "list").stdout == "https://s.org/2\n"


def test_of_several_answers_the_first_counts(run: Run, make_record: MakeRecord) -> None:
    make_record({"c.yaml": RECORD["c.yaml"]})
    for number in (1, 2):
        text = f"url,archive\nhttps://s.org/2,https://kept.org/{number}\n"
        Path(f"{number}.csv").write_text(text, encoding="utf-8")
    assert run("archive", "merge", "1.csv", "2.csv").exit_code == 0
    assert "https://kept.org/1" in Path("claims/c.yaml").read_text(encoding="utf-8")


def test_what_cannot_be_merged(run: Run, make_record: MakeRecord) -> None:
    make_record({"a.yaml": "id: a\ntext: A.\nchain: &x Sky [https://s.org/2]\n"})
    Path("good.csv").write_text("url,archive\nhttps://s.org/2,https://kept.org/2\n", encoding="utf-8")
    Path("unread.csv").write_text("url,archive\nk.org,\n,https://kept.org/2\n", encoding="utf-8")
    packed = bytearray(gzip.compress(b"url,archive\nhttps://s.org/2,https://kept.org/2\n"))
    packed[10] = 7
    Path("packed.csv.gz").write_bytes(packed)
    Path("bad.csv").write_text("a,b\n", encoding="utf-8")
    told = {
        ("good.csv",): (1, "claims/a.yaml:3:8: cannot be edited safely; add the archived copy by hand"),
        ("unread.csv",): (0, "unread.csv: nothing was read in 2 rows (line 2, 3)"),
        ("packed.csv.gz",): (1, "packed.csv.gz: is not gzip"),
        ("bad.csv",): (1, "no column is called link or url"),
        ("nowhere.csv",): (2, "nowhere.csv: No such file or directory"),
        (): (2, "Missing argument 'FILE...'"),
    }
    for call, (status, message) in told.items():
        refused = run("archive", "merge", *call)
        assert (refused.exit_code, message in refused.stderr) == (status, True), refused.stderr
