"""`import` and `export`: nothing is lost, and nothing is changed that is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, MakeRecord, Run

DATA = Path(os.environ.get("CLAIMGRAPH_TEST_DATA", ROOT.parent / "shared" / "data"))
EXAMPLES = ROOT / "tests" / "examples" / "import"


def test_an_import_adds_and_changes_nothing_that_is_there(run: Run, make_record: MakeRecord) -> None:
    claims = make_record({"a.yaml": "id: e-1\ntext: Something else.\nchain: Kataeb\n"})
    Path("t.csv").write_text("id,t,a\n1,T is so.,A\n2,U is so.,A\n", encoding="utf-8")
    call = ["import", "csv", "t.csv", "--set", "text={t}", "--set", "chain={a}", "--set", "id=e-{id}"]
    dry = run(*call, "--dry-run")
    assert dry.stdout == "would add 1 claim and 0 sources\n"
    assert [p.name for p in claims.iterdir()] == ["a.yaml"]
    first = run(*call)
    assert first.stdout == "added 1 claim and 0 sources to claims/t.yaml\n"
    assert first.stderr == "claimgraph: e-1 is in the record with something else and was left as it is\n"
    assert (claims / "t.yaml").read_text(encoding="utf-8") == "id: e-2\ntext: U is so.\nchain: A\n"
    again = run(*call)
    assert again.stdout == "added 0 claims and 0 sources\n1 claim is in the record already\n"
    assert sorted(p.name for p in claims.iterdir()) == ["a.yaml", "t.yaml"]
    with Path("t.csv").open("a", encoding="utf-8") as file:
        file.write("3,V is so.,A\n")
    assert run(*call).stdout.startswith("added 1 claim and 0 sources to claims/t-2.yaml\n")


def test_an_import_that_fails_leaves_the_record_as_it_was(
    run: Run, make_record: MakeRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = make_record({"a.yaml": "id: a\ntext: A.\nchain: Kataeb\n"})
    Path("t.csv").write_text("t,a\n" + "".join(f"T {n} is so.,A\n" for n in range(1200)), encoding="utf-8")
    Path("x.yaml").write_text("Alpha: [A]\n", encoding="utf-8")
    call = ["import", "csv", "t.csv", "--set", "text={t}", "--set", "chain={a}", "--aliases", "x.yaml"]
    real, calls = Path.rename, []

    def failing(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", failing)
        refused = run(*call)
    assert (refused.exit_code, "nothing was changed" in refused.stderr) == (2, True)
    assert sorted(p.name for p in claims.rglob("*") if p.is_file()) == ["a.yaml"]
    assert run(*call).exit_code == 0
    assert len(list((claims / "t").iterdir())) == 3
    assert run("query", "--source", "Alpha", "--format", "ids").stdout.count("\n") == 1200


def test_what_cannot_be_opened(run: Run, make_record: MakeRecord) -> None:
    make_record({})
    Path("t.csv.gz").write_bytes(b"no gzip")
    for call, status in (
        (["import", "csv", "nowhere.csv"], 2),
        (["import", "csv", "t.csv.gz"], 1),
        (["import", "xml", "t.csv"], 2),
        (["export", "cvs"], 2),
    ):
        result = run(*call)
        assert (result.exit_code, "Traceback" in result.output) == (status, False)
    assert "there are csv" in run("export", "cvs").stderr


@pytest.mark.skipif(not DATA.is_dir(), reason=f"needs the real data at {DATA}")
def test_events_that_several_outlets_report_from_one_source(run: Run, make_record: MakeRecord) -> None:
    make_record({})
    table = DATA / "ucdp" / "events_2016_2018.csv.gz"
    call = ["import", "csv", str(table), "--map", str(EXAMPLES / "ucdp.map.yaml"), "--name", "ucdp"]
    first = run(*call, "--aliases", str(EXAMPLES / "ucdp.aliases.yaml"))
    assert first.stdout.startswith("added 14522 claims and 14 sources to claims/sources/ucdp.yaml, claims/ucdp\n")
    found = run("query", "--single-origin", "--format", "ids").stdout.split()
    assert len(found) == 278
    assert "(Human Rights Watch + SN4HR) ← SOHR" in run("query", "--text", "ucdp-224661").stdout
    again = run(*call, "--aliases", str(EXAMPLES / "ucdp.aliases.yaml"))
    assert "14522 claims are in the record already" in again.stdout


@pytest.mark.parametrize("name", ["csv", "tsv", "jsonl"])
def test_what_is_internal_says_so_in_every_row(run: Run, make_record: MakeRecord, name: str) -> None:
    make_record({"a.yaml": "id: a\ntext: A.\nchain: Kataeb <- Heron (confidential)\n"})
    run("--internal", "export", name, "-o", f"links.{name}")
    assert "INTERNAL – do not publish." in Path(f"links.{name}").read_text(encoding="utf-8").splitlines()[-1]
    run("export", name, "-o", f"links.{name}")
    assert "INTERNAL" not in Path(f"links.{name}").read_text(encoding="utf-8")


def test_a_folder_is_written_as_a_whole_and_nothing_else_in_it_changes(run: Run, make_record: MakeRecord) -> None:
    make_record({"a.yaml": "id: a\ntext: A.\nchain: Kataeb <- Ann\n"})
    assert run("export", "parquet", "-o", "tables").stderr == "claimgraph: wrote tables: 1 claim\n"
    names = {"claims.parquet", "statements.parquet", "links.parquet", "sources.parquet"}
    assert {p.name for p in Path("tables").iterdir()} == names
    Path("tables/notes.txt").write_text("mine", encoding="utf-8")
    Path("claims/b.yaml").write_text("id: b\ntext: B.\nchain: Blog\n", encoding="utf-8")
    before = Path("tables/claims.parquet").read_bytes()
    assert run("export", "parquet", "-o", "tables").exit_code == 0
    assert {p.name for p in Path("tables").iterdir()} == names | {"notes.txt"}
    assert Path("tables/claims.parquet").read_bytes() != before
    assert {p.name for p in Path().iterdir()} == {"claims", "tables"}
    Path("taken/links.parquet").mkdir(parents=True)
    told = {
        (): "parquet is a folder of 4 files; name one with -o",
        ("-o", "-"): "parquet is a folder of 4 files; name one with -o",
        ("-o", "tables/notes.txt"): "tables/notes.txt is a file; name a folder for claims.parquet, ",
        ("-o", "taken"): "taken/links.parquet is a folder, where a file is to be; name another folder",
        ("-o", "nowhere/tables"): "nowhere/tables: there is no folder nowhere; make it first",
    }
    for call, message in told.items():
        refused = run("export", "parquet", *call)
        assert (refused.exit_code, message in refused.stderr) == (2, True), refused.stderr
    assert [path.name for path in Path("taken").iterdir()] == ["links.parquet"]


BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("call", "file"),
    [
        (["export", "csv"], "o.csv"),
        (["export", "tsv"], "o.tsv"),
        (["query"], "q.csv"),
        (["query", "--format", "csv"], "q"),
        (["--internal", "query"], "q.csv"),
        (["table"], "t.csv"),
        (["table", "--format", "csv"], "t"),
    ],
)
def test_csv_in_a_file_opens_right_in_spreadsheets(
    run: Run, make_record: MakeRecord, call: list[str], file: str
) -> None:
    make_record({"a.yaml": "id: a\ntext: أغلق الجسر.\nchain: جريدة <- مكتب\n"})
    form = [] if "export" in call or "--format" in call else ["--format", "csv"]
    shown = run(*call, *form).stdout_bytes
    assert not shown.startswith(BOM)
    assert run(*call, "-o", file).exit_code == 0
    assert Path(file).read_bytes() == BOM + shown
    assert run(*call, "-o", file, "--bom").exit_code == 0
    assert Path(file).read_bytes() == BOM + shown
    assert run(*call, "-o", file, "--no-bom").exit_code == 0
    assert Path(file).read_bytes() == shown
    assert run(*call, *form, "--bom").stdout_bytes == BOM + shown
    assert run(*call, *form, "-o", "-").stdout_bytes == shown


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["export", "jsonl", "--bom"], "--bom is for csv and tsv; leave it out for jsonl"),
        (["export", "parquet", "-o", "x", "--no-bom"], "--no-bom is for csv and tsv; leave it out for parquet"),
        (["query", "--bom"], "--bom is for csv and tsv; leave it out for table"),
        (["query", "-o", "x.json", "--bom"], "--bom is for csv and tsv; leave it out for json"),
        (["table", "--bom"], "--bom is for csv and tsv; leave it out for markdown"),
    ],
)
def test_nothing_else_begins_with_a_byte_order_mark(
    run: Run, make_record: MakeRecord, call: list[str], message: str
) -> None:
    make_record({"a.yaml": "id: a\ntext: A.\nchain: Kataeb\n"})
    refused = run(*call)
    assert (refused.exit_code, message in refused.stderr) == (2, True)
    for file in ("o.jsonl", "o.json", "o.md"):
        name = {"o.jsonl": ["export", "jsonl"], "o.json": ["query"], "o.md": ["table"]}[file]
        assert run(*name, "-o", file).exit_code == 0
        assert not Path(file).read_bytes().startswith(BOM)


@pytest.mark.parametrize("call", [["export", "csv"], ["--internal", "query"]])
def test_what_was_written_for_a_spreadsheet_can_be_read(run: Run, make_record: MakeRecord, call: list[str]) -> None:
    claims = make_record({"a.yaml": "id: a\ntext: A is so.\nchain: Kataeb\n"})
    run(*call, "-o", "t.csv")
    (claims / "a.yaml").unlink()
    chain = "{source}" if call[0] == "export" else "{chains}"
    read = run("import", "csv", "t.csv", "--set", "text={text}", "--set", f"chain={chain}", "--set", "id=b")
    assert read.exit_code == 0
    assert (claims / "t.yaml").read_text(encoding="utf-8") == "id: b\ntext: A is so.\nchain: Kataeb\n"


@pytest.mark.parametrize(
    "name",
    [".x", "a/b", "../x", "a\\b", "a\nb", "a\x1bb", "a\0b", "a:b", "a*", "x.", "x ",
     " x", "sources", "Sources", "x" * 201, "ق" * 101, "\u2028", "\ud800"],
)  # fmt: skip
def test_names_that_files_cannot_have(run: Run, make_record: MakeRecord, name: str) -> None:
    claims = make_record({"a.yaml": "id: a\ntext: A.\nchain: Kataeb\n"})
    Path("t.csv").write_text("t,a\nT is so.,A\n", encoding="utf-8")
    result = run("import", "csv", "t.csv", "--set", "text={t}", "--set", "chain={a}", "--name", name)
    assert (
        result.exit_code,
        result.stderr.endswith("cannot name the files of an import; choose another with --name\n"),
    ) == (2, True)
    assert len(result.stderr.splitlines()) == 1
    assert [path.name for path in claims.iterdir()] == ["a.yaml"]
    assert not Path("x.yaml").exists()


@pytest.mark.parametrize("name", ["الكتائب 2024", "events.2024", "console", "com10", "a-b_c", "x" * 200])
def test_names_that_files_can_have(run: Run, make_record: MakeRecord, name: str) -> None:
    claims = make_record({"a.yaml": "id: a\ntext: A.\nchain: Kataeb\n"})
    Path("t.csv").write_text("t,a\nT is so.,A\n", encoding="utf-8")
    result = run("import", "csv", "t.csv", "--set", "text={t}", "--set", "chain={a}", "--name", name)
    assert (result.exit_code, sorted(p.name for p in claims.iterdir())) == (0, sorted(["a.yaml", f"{name}.yaml"]))


def test_a_file_that_is_refused_is_named_with_what_it_says(run: Run, make_record: MakeRecord) -> None:
    make_record({})
    Path("page.html").write_bytes("<meta charset=koi8-x><p>Мост".encode("koi8-r"))
    refused = run("import", "claimreview", "page.html")
    remedy = "save it as UTF-8, or give its character set as --set charset=LABEL"
    named = "character set 'koi8-x', which the page names, is not one that browsers know"
    assert (refused.exit_code, refused.stderr) == (1, f"claimgraph: page.html: {named}; {remedy}\n")
    told = run("import", "claimreview", "page.html", "--set", "charset=koi8-r").stderr
    message = "page.html: holds no ClaimReview and no Claim of schema.org; name another format, or another page"
    assert told == f"claimgraph: {message}\n"


@pytest.mark.parametrize(("name", "file"), [("con", "con-2"), ("NUL.txt", "NUL-2.txt"), ("Lpt9", "Lpt9-2")])
def test_names_that_windows_keeps_get_a_number(run: Run, make_record: MakeRecord, name: str, file: str) -> None:
    claims = make_record({"a.yaml": "id: a\ntext: A.\nchain: Kataeb\n"})
    Path("t.csv").write_text("t,a\nT is so.,A\n", encoding="utf-8")
    run("import", "csv", "t.csv", "--set", "text={t}", "--set", "chain={a}", "--name", name)
    assert sorted(path.name for path in claims.iterdir()) == sorted([f"{file}.yaml", "a.yaml"])
