"""Nobody who must not be identified leaves the tool: by whatever command, in whatever form, under whatever name."""

from __future__ import annotations

import base64
import html
import io
import re
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from claimgraph.cli import COMMANDS, main
from claimgraph.formats import FORMATS
from tests.cli.conftest import MakeRecord, Run

SOURCES = """\
sources:
  - id: kataeb
    kind: outlet
    name: Kataeb
    owner: ZQJANE ZQDOE
  - id: zqid
    kind: person
    name: Zqjane Zqdoe
    aliases: [زقوربا, Zqalias]
    was: [zqformer]
    owner: Zqowner
    part_of: Zqoffice
    role: zqrole
    url: https://zqhome.example/
    note: zqnote
    bias_note: zqbias
    reliability: {code: B, by: Zqjudge, date: 1987-06-01}
    confidential: true
  - {id: paper, kind: outlet, name: Paper, owner: Zqalias}
  - {id: zqgroup, kind: group, name: zqaides, via: Kataeb, resolved_to: zqid}
  - {id: aide, kind: group, name: an aide, via: Paper, resolved_to: Zqalias}
"""
STATEMENT = (
    '[told 1987-06-05 https://zqsite.example/1 https://zqarchive.example/1 "zqwords about it" accessed=1987-06-06 '
    'page="zqpage 4" because="zqreason" checked=1987-06-07 tag=zqtag as=possible p=0.371 firsthand]'
)
TWELVE = "one two three four five six seven eight nine ten eleven twelve"
CLAIMS = {
    "c.yaml": f"id: c\ntext: The bridge was closed on 3 January 2024.\nsaid: zqsaid to us\ntags: [bridge]\nwhen: 2024\n"
    f"contradicts: d\nchain: 'Kataeb [reported 2024-01-04 https://e.example/] <- Zqjane Zqdoe {STATEMENT}'\n",
    "d.yaml": "id: d\ntext: The bridge was open all January 2024.\nchains:\n"
    "  - 'Paper [2024-01-05] <~ Zqalias [denied 1987-06-08 \"zqdenial\"]'\n"
    "  - 'Kataeb [2024-01-06] <- زقوربا [1987-06-09] + Reuters'\n  - Kataeb <- zqformer [retracted 1987-06-10]\n"
    "verdict: {is: false, by: Desk}\n",
    "e.yaml": "id: e\ntext: A convoy passed on 5 January 2024.\nbased_on: c\nchains:\n"
    '  - \'Kataeb <- "zqaides" [told 1987-06-11] <- ?\'\n  - \'Paper <- "an aide" [1987-06-11] <- "officials"\'\n'
    "  - 'Blog <- \"zqdoctor in town\" [told 1987-06-12] (confidential)'\n",
    "f.yaml": "article: {source: Zqalias, date: 1987-06-13, url: https://zqarticle.example/, title: zqtitle}\n"
    "claims:\n  - {id: f, text: Snow fell on 6 January 2024., chain: this <- Reuters}\n",
    "h.yaml": "id: h\ntext: Hail fell on 8 January 2024.\nchains:\n"
    f'  - \'Kataeb [1980-01-01 as=certain "{TWELVE}"] <- "zqnurse in town" [told 1987-01-08 as=possible '
    'likelihood="zqlikely" "zqshe said so" https://zqnurse.example/] (confidential)\'\n'
    "  - 'Paper <~ \"zqnurse in town\" (confidential)'\n"
    f'  - \'Blog <- "zqaides" [told "{TWELVE}"] (confidential)\'\n',
    "g.yaml": "id: g\ntext: Rain fell on 7 January 2024.\nchain: Kataeb <- Zqfriend [1987] (confidential)\n",
}
NAMES = ("Zqjane Zqdoe", "zqid", "zqformer", "ZQALIAS", "زقوربا", "zqaides", "zqdoctor in town", "Zqfriend")

READING: dict[str, list[list[str]]] = {
    "query": [
        ["--json"], ["--format", "csv"], ["--format", "ids"], [], ["--source", "Kataeb", "--json"], ["--unseen"],
        ["--conflicting", "--json"], ["--text", "bridge", "-o", "out.json"], ["-o", "out.csv"], ["--since", "1987"],
    ],
    "trace": [["c", "d", "e", "f", "g", "h"], ["c", "d", "e", "f", "g", "h", "--json"], ["c", "--ignore-inferred"]],
    "show": [[one, *more] for one in "cdefgh" for more in ([], ["--json"])],
    "reach": [["Kataeb"], ["Kataeb", "--json"], ["Reuters", "--json"]],
    "impact": [["Kataeb"], ["Kataeb", "--json"], ["c#kataeb"]],
    "conflicts": [[], ["--json"], ["c"]],
    "timeline": [[], ["--json"], ["c", "-o", "out.svg"], ["-o", "-"]],
    "track": [[], ["--json"], ["Kataeb"]],
    "table": [["--format", form, "-o", "-"] for form in ("markdown", "csv", "html", "json")],
    "log": [["c"], ["d", "--json"], ["e"], ["h"]],
    "render": [
        *(["c", "d", "e", "f", "g", "h", "-o", f"out.{form}"] for form in ("svg", "dot", "mmd", "png", "pdf")),
        *(["--sources", "-o", f"out.{form}"] for form in ("svg", "dot", "mmd")),
        ["--impact", "Kataeb", "-o", "out.svg"], ["c"],
    ],
    "check": [[], ["--json"], ["--format", "github"], ["--format", "sarif"], ["-o", "out.sarif"]],
    "sources": [["list"], ["list", "--json"], ["show", "Kataeb"], ["show", "Paper", "--json"]],
    "export": [
        [name, *more, *(["-o", "out"] if form.folder and "-o" not in more else [])]
        for name, form in FORMATS.items() for more in ([], ["c", "d"], ["-o", "out"], ["--tag", "bridge"])
    ],
    "archive": [["list"], ["list", "--json"], ["list", "c", "d", "h"], ["list", "-o", "out.csv"]],
    "schema": [[]],
    "fmt": [["--check"]],
    "watch": [["--once"]],
}  # fmt: skip
"""What is asked of every command that reads; the others say what was typed."""

WRITING = {"init", "add", "import"}
CALLS = [[command, *arguments] for command, calls in READING.items() for arguments in calls]


_WHO = ("-c", "user.name=x", "-c", "user.email=x@x")


@pytest.fixture
def secret(make_record: MakeRecord, tmp_path: Path) -> Path:
    claims = make_record({"sources.yaml": SOURCES, **CLAIMS})
    if which("git"):
        for arguments in (
            ["init", "-q"],
            ["add", "."],
            ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qmx"],
        ):
            subprocess.run(["git", *arguments], cwd=claims.parent, check=True, capture_output=True)
    return claims


def decoded(data: bytes) -> Iterator[str]:
    """Yield whatever a file may say: as text, without entities, percent signs and escapes, unpacked."""
    text = data.decode("utf-8", "replace")
    yield from (text, html.unescape(text), unquote(text), re.sub(r"<[^>]*>", "", text))
    yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m.group(1), 16)), text)
    for packed in re.findall(r"base64,([A-Za-z0-9+/=]+)", text):
        yield base64.b64decode(packed).decode("utf-8", "replace")
    if b"PAR1" in data and find_spec("pyarrow"):
        import pyarrow.parquet as pq

        for part in data.split(b"PAR1")[1::2]:  # a file begins and ends with it
            yield str(pq.read_table(io.BytesIO(b"PAR1" + part + b"PAR1")).to_pylist())
    if (start := data.find(b"PK\x03\x04")) >= 0:  # XLSX
        with zipfile.ZipFile(io.BytesIO(data[start:])) as container:
            yield from (html.unescape(container.read(name).decode()) for name in container.namelist())
    for part in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):  # PDF
        try:
            yield zlib.decompress(part).decode("latin-1")
        except zlib.error:
            yield part.decode("latin-1")


_CANARY = re.compile(r"(?i).{0,20}(?:zq[a-z]{3,}|زقوربا|(?<![\d.])(?:1987|0\.371)(?!\d)).{0,20}")


def leaks(data: bytes) -> list[str]:
    """Return what an output shows of the protected sources."""
    return [hit for text in decoded(data) for hit in _CANARY.findall(text)]


def outputs(run: Run, call: list[str]) -> tuple[int, bytes]:
    """Return the status of a call and all that it put out: on both streams and in files, with their names."""
    before = set(Path().rglob("*"))
    result = run(*call)
    made = sorted(p for p in set(Path().rglob("*")) - before if p.is_file() and ".claimgraph" not in p.parts)
    files = b"\n".join(str(path).encode() + b"\n" + path.read_bytes() for path in made)
    for path in made:
        path.unlink()
    return result.exit_code, result.stdout_bytes + result.stderr_bytes + files


def test_every_command_is_asked() -> None:
    assert set(READING) | WRITING == set(COMMANDS)


@pytest.mark.parametrize("index", ["never", "always"])
@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_nothing_shows(run: Run, secret: Path, call: list[str], index: str) -> None:
    if call[0] == "log" and not which("git"):
        pytest.skip("needs git")
    status, found = outputs(run, ["--index", index, *call])
    assert status in ({0, 1} if call[0] in ("check", "fmt") else {0}), found.decode("utf-8", "replace")
    assert leaks(found) == []


@pytest.mark.parametrize("command", [c for c in CALLS if c[0] not in ("schema", "fmt", "watch", "log")], ids=" ".join)
def test_internal_shows_it_with_a_stamp(run: Run, secret: Path, command: list[str]) -> None:
    status, found = outputs(run, ["--internal", *command])
    assert status in (0, 1)
    assert "INTERNAL" in found.decode("utf-8", "replace")


OTHER = {
    "Zqjane Zqdoe": "Xanthe Ygg", "ZQJANE ZQDOE": "XANTHE YGG", "Zqalias": "Anna", "zqid": "mmm", "زقوربا": "أمين",
    "zqformer": "earlier", "1987": "2001", "zqaides": "some people", "zqnurse": "porter", "zqlikely": "unlikely indeed",
    "zqdoctor": "nurse", "Zqfriend": "Bertha",
    "zq": "other", "Zq": "Other",
}  # fmt: skip


def replaced(text: str) -> str:
    """Return a text with other people, days and words in the place of the protected ones."""
    for one, other in OTHER.items():
        text = text.replace(one, other)
    return text


@pytest.mark.parametrize("call", [c for c in CALLS if c[0] != "log"], ids=" ".join)
def test_somebody_else_in_the_same_place_gives_the_same_bytes(run: Run, secret: Path, call: list[str]) -> None:
    first = outputs(run, call)
    for path in secret.glob("*.yaml"):
        path.write_text(replaced(path.read_text(encoding="utf-8")), encoding="utf-8")
    second = outputs(run, call)
    if call[0] == "check":  # columns move with the length of a name
        assert first[0] == second[0]
    elif call[0] == "watch":  # which says what time it is
        assert {re.sub(rb"\d\d:\d\d:\d\d", b"", told) for _, told in (first, second)} == {b" 6 claims in 7 files\n"}
    else:
        assert first == second


ASKING: list[Callable[[str], list[str]]] = [
    lambda name: ["query", "--source", name],
    lambda name: ["query", "--via", name, "--json"],
    lambda name: ["query", "--through", name, "--from", "Kataeb"],
    lambda name: ["reach", name],
    lambda name: ["impact", name],
    lambda name: ["impact", f"c#{name}"],
    lambda name: ["impact", f"c#kataeb <- {name}"],
    lambda name: ["track", name],
    lambda name: ["sources", "show", name],
    lambda name: ["render", "--source", name],
    lambda name: ["table", "--source", name],
    lambda name: ["timeline", "--source", name],
    lambda name: ["conflicts", "--source", name],
]


@pytest.mark.parametrize("asking", ASKING, ids=lambda asking: " ".join(asking("X")))
@pytest.mark.parametrize("name", NAMES)
def test_a_protected_name_is_one_that_nobody_has(
    run: Run, secret: Path, asking: Callable[[str], list[str]], name: str
) -> None:
    """Whether somebody is in the record at all is not told either."""
    status, found = outputs(run, asking(name))
    nobody, expected = outputs(run, asking("Qqqqqqqq Wwwwwww"))
    assert (status, found.decode().replace(name, "Qqqqqqqq Wwwwwww")) == (nobody, expected.decode())
    assert status == 2


def test_words_that_only_a_secret_holds_find_nothing(run: Run, secret: Path) -> None:
    for words in ("zqwords", "zqdenial", "zqsaid"):
        assert run("query", "--text", words, "--format", "ids").stdout == ""
        assert run("--internal", "query", "--text", words, "--format", "ids").stdout != ""
    assert run("query", "--until", "1990", "--format", "ids").stdout == "h\n"  # of 1980, and not of 1987


@pytest.mark.parametrize("words", ["query --source ", "query --source Zq", "query --source زق", "show ", "trace "])
def test_completion_offers_nobody(secret: Path, words: str) -> None:
    line = f"claimgraph {words}"
    env = {"_CLAIMGRAPH_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    result = CliRunner().invoke(main, [], env=env, prog_name="claimgraph")
    assert leaks(result.stdout.encode()) == []
    assert "kataeb" in result.stdout or "c" in result.stdout or "q" in words.lower() or "زق" in words


LEAKS = {
    "in a verdict": ("verdict: {is: true, by: Zqjane Zqdoe}", ["show", "table"]),
    "in a note, under a former id": ("note: ZQFORMER told us.", ["show", "table", "query --json"]),
    "in one word": ("note: ZqjaneZqdoe's house", ["show", "table"]),
    "in a tag": ("tags: [zqalias]", ["show", "query --json"]),
    "with an Arabic prefix": ("note: قال لزقوربا ذلك", ["show"]),
    "in marks and joiners": ("note: Z\u0301qj\u200bane Zq\u00addoe", ["show", "table"]),
    "in wide letters": ("note: Ｚｑｊａｎｅ　Ｚｑｄｏｅ", ["show"]),
    "in an address": ("chains: ['Kataeb [https://e.example/Zqjane%20Zqdoe]']", ["trace", "render -o out.svg"]),
    "in a page": ("chains: ['Kataeb [page=\"Zqjane Zqdoe 3\"]']", ["show --json"]),
    "in a reason": ("chains: ['Kataeb [2024] <~ Reuters [because=\"Zqjane Zqdoe says so\"]']", ["show --json"]),
}


@pytest.mark.parametrize(("field", "calls"), LEAKS.values(), ids=list(LEAKS))
def test_what_names_a_protected_source_in_a_text_is_refused(
    run: Run, make_record: MakeRecord, field: str, calls: list[str]
) -> None:
    chain = "" if field.startswith("chains") else "chain: Kataeb [2024]\n"
    make_record({"sources.yaml": SOURCES, "c.yaml": f"id: c\ntext: C is so.\n{chain}{field}\n"})
    for call in calls:
        command, *options = call.split()
        status, found = outputs(run, [command, *(() if command == "query" else ("c",)), *options])
        assert (status, leaks(found)) == (3, [])
    status, found = outputs(run, ["check"])
    assert leaks(found) == []
    assert (status, found.count(b"CG501 error")) == (1, 1)


def test_a_file_or_an_id_with_the_name_is_refused(run: Run, make_record: MakeRecord) -> None:
    make_record({"sources.yaml": SOURCES, "zqalias.yaml": "id: zqformer-said\ntext: C is so.\nchain: Kataeb\n"})
    for call in (["render", "zqformer-said"], ["query", "--json"], ["table"], ["trace", "zqformer-said"]):
        status, found = outputs(run, call)
        assert (status, leaks(found)) == (3, [])
    assert run("show", "zqformer-sai").exit_code == 2
    assert leaks(run("show", "zqformer-sai").output.replace("zqformer-sai", "").encode()) == []


def test_words_that_may_be_quoted_stay(run: Run, make_record: MakeRecord) -> None:
    sources = SOURCES.replace("    confidential: true\n", "    confidential: true\n    quotable: true\n")
    make_record({"sources.yaml": sources, "c.yaml": CLAIMS["c.yaml"].replace("zqwords", "words")})
    assert "words about it" not in run("show", "c", "--json").stdout  # its other names may not be quoted
    sources = "\n".join(line for line in sources.splitlines() if "group" not in line)
    make_record({"sources.yaml": sources, "c.yaml": CLAIMS["c.yaml"].replace("zqwords", "words")})
    assert "words about it" in run("show", "c", "--json").stdout


def test_whom_one_chain_calls_confidential_is_protected_in_all(run: Run, make_record: MakeRecord) -> None:
    make_record(
        {
            "c.yaml": "id: c\ntext: C.\nchain: A <- Ruth (confidential)\n",
            "d.yaml": "id: d\ntext: D.\nchain: B <- Ruth\n",
        }
    )
    assert "Ruth" not in run("trace", "d").stdout
    assert "Confidential source" in run("trace", "d").stdout
    assert "Ruth" in run("trace", "d", "--internal").stdout


def test_what_stands_in_the_vault_stands_nowhere_else(run: Run, make_record: MakeRecord) -> None:
    make_record({"sources.yaml": "- {id: heron, kind: person, name: Heron, confidential: true}\n"})
    folder = Path(".claimgraph")
    folder.mkdir()
    (folder / "vault.yaml").write_text(
        "heron: {name: Zqvera Zqweiss, telephone: [+99 555 0123], initials: VW}\n", "utf-8"
    )
    Path("claims/a.yaml").write_text(
        "id: a\ntext: A is so.\nnote: Zqvera Zqweiss rang from +99 5550123.\nchain: Kataeb\n", encoding="utf-8"
    )
    Path("claims/b.yaml").write_text("id: b\ntext: VW sold cars.\nchain: Kataeb <- Zqvera Zqweiss\n", encoding="utf-8")
    for call in (["show", "a"], ["query", "--json"], ["trace", "b"], ["render", "b"], ["table"]):
        status, found = outputs(run, call)
        assert (status, leaks(found)) == (3, [])
    assert run("--internal", "show", "a").exit_code == 0
    status, found = outputs(run, ["check"])
    assert (status, leaks(found)) == (1, [])
    told = [line for line in found.decode().splitlines() if "CG501" in line]
    assert [line.split(" CG501")[0] for line in told] == ["claims/a.yaml:3:7:", "claims/b.yaml:3:18:"]


@pytest.mark.skipif(not which("git"), reason="needs git")
def test_a_vault_that_git_knows_is_an_error(run: Run, make_record: MakeRecord) -> None:
    make_record({"a.yaml": "id: a\ntext: A is so.\nchain: Kataeb [2024]\n"})
    Path(".claimgraph").mkdir()
    Path(".claimgraph/vault.yaml").write_text("heron: Zqvera\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], check=True)
    assert "CG502" not in run("check").stdout
    subprocess.run(["git", "add", "-f", "."], check=True)
    status, found = outputs(run, ["check", "--json"])
    assert (status, leaks(found), b"CG502" in found) == (1, [], True)


def test_what_may_not_be_told_back_is_not_added(run: Run, make_record: MakeRecord) -> None:
    claims = make_record({"a.yaml": "id: a\ntext: A.\nchain: Kataeb <- Rose (confidential) [[\n"})
    call = ["add", "Snow fell.", "Kataeb [2024-01-02] <- Reuters"]
    refused = run(*call)
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert sorted(path.name for path in claims.iterdir()) == ["a.yaml"]
    assert run(*call, "--internal").stdout.startswith("added snow-fell to claims/snow-fell.yaml\n")


def test_the_hook_of_pre_commit_calls_what_there_is(run: Run) -> None:
    hooks = Path(__file__).parent.parent.parent / ".pre-commit-hooks.yaml"
    entries = re.findall(r"entry: claimgraph (\w+)", hooks.read_text(encoding="utf-8"))
    assert entries == ["check", "fmt"]
    assert [run(entry, "--help").exit_code for entry in entries] == [0, 0]


@pytest.mark.skipif(not which("git"), reason="needs git")
@pytest.mark.parametrize("then", ["public", "deleted"])
@pytest.mark.parametrize(
    "before",
    [
        'chain: \'Kataeb <- "zqaides" [told 1987-01-02 "zqwords"]\'\nsaid: zqsaid b\n',
        "chain: Kataeb <- Zqalias [told 1987-01-02]\nsaid: zqsaid b\nnote: zqnote\n",
        "chain: 'Kataeb <- \"zqdoctor\" [1987-01-02] (confidential)'\nsaid: zqsaid b\n",
    ],
)
def test_a_history_in_which_somebody_was_protected(run: Run, make_record: MakeRecord, before: str, then: str) -> None:
    claims = make_record({"sources.yaml": SOURCES, "a.yaml": f"id: a\ntext: A is so.\n{before}"})
    commit = ["git", *_WHO, "commit", "-qam", "x"]
    for call in (["git", "init", "-q"], ["git", "add", "."], commit):
        subprocess.run(call, check=True)
    if then == "deleted":
        (claims / "a.yaml").unlink()
    else:
        (claims / "a.yaml").write_text("id: a\ntext: A is so.\nchain: Kataeb <- Reuters\nsaid: public\n", "utf-8")
    subprocess.run(commit, check=True)
    for call in (["log", "a"], ["log", "a", "--json"]):
        status, found = outputs(run, call)
        assert (status, leaks(found)) == (0, [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("b.yaml", "id: b\ntext: B.\nchain: X [zqverb] <- Zqheron (confidential)\n"),
        ("sources.yaml", "- {id: zqheron, name: Zqheron, confidential: true}\n"),
        ("sources.yaml", "- {id: Zq_id, kind: person, name: Zqheron, confidential: true}\n"),
        ("sources.yaml", "- {id: zqheron, kind: person, name: Zqheron, Confidential: true}\n"),
        ("sources.yaml", "- {id: zqheron, kind: person, name: Zqheron, confidential: true\n"),
        ("sources.yaml", "- {id: zqheron, kind: person}\n- {id: zqheron, kind: person, confidential: true}\n"),
    ],
)
def test_protection_that_may_not_be_read_right_shows_nothing(
    run: Run, make_record: MakeRecord, name: str, text: str
) -> None:
    make_record({name: text, "a.yaml": "id: a\ntext: A is so.\nchain: Kataeb <- Zqheron [told 1987]\n"})
    for index in ("never", "always"):
        for call in (["query", "--json"], ["trace", "a"], ["check"], ["render", "a"], ["export", "csv"]):
            status, found = outputs(run, ["--index", index, *call])
            assert (status, leaks(found)) == (3, [])
    assert run("check", "--internal").exit_code == 1


def test_the_index_knows_of_no_vault_and_asks_for_it(run: Run, make_record: MakeRecord) -> None:
    make_record({"a.yaml": "id: a\ntext: A is so.\nnote: Zqvera Zqweiss rang.\nchain: Kataeb\n"})
    Path(".claimgraph").mkdir()
    Path(".claimgraph/vault.yaml").write_text("heron: {name: Zqvera Zqweiss}\n", encoding="utf-8")
    for index in ("never", "always"):
        status, found = outputs(run, ["--index", index, "query", "--json"])
        assert (status, leaks(found)) == (3, [])


def test_that_nobody_registered_a_protected_source_links_no_claims(run: Run, make_record: MakeRecord) -> None:
    told = []
    for other in ("Zqann", "Zqbob"):
        make_record(
            {
                "c.yaml": "id: c\ntext: C is so.\nchain: Kataeb [2024] <- Zqann [told 2024] (confidential)\n",
                "d.yaml": f"id: d\ntext: D is so.\nchain: Kataeb [2024] <- {other} [told 2024] (confidential)\n",
            }
        )
        told.append(outputs(run, ["check"]))
    assert told[0] == told[1]


def test_the_groups_of_a_protected_outlet_link_no_claims(run: Run, make_record: MakeRecord) -> None:
    told = []
    for other in ("Zqheron", "Zqstork"):
        make_record(
            {
                "sources.yaml": "- {id: h, kind: person, name: Zqheron, confidential: true}\n"
                "- {id: s, kind: person, name: Zqstork, confidential: true}\n"
                "- {id: grp, kind: group, name: drivers, via: Zqheron}\n",
                "c.yaml": 'id: c\ntext: C is so.\nchain: Kataeb <- Zqheron <- "drivers"\n',
                "d.yaml": f'id: d\ntext: D is so.\nchain: Paper <- {other} <- "drivers"\n',
            }
        )
        told.append([outputs(run, call) for call in (["sources", "list", "--json"], ["show", "c", "--json"])])
    assert told[0] == told[1]
    assert run("query", "--source", "drivers").exit_code == 2


def test_what_was_said_in_an_article_of_a_protected_source(run: Run, make_record: MakeRecord) -> None:
    make_record(
        {
            "sources.yaml": SOURCES,
            "f.yaml": "article: {source: Zqalias, url: https://zqarticle.example/}\n"
            "claims:\n  - {id: f, text: F is so., chain: Paper <- Reuters, said: zqsaid}\n",
        }
    )
    for call in (["show", "f"], ["show", "f", "--json"], ["check"], ["query", "--text", "zqsaid"]):
        assert leaks(outputs(run, call)[1].replace(b"zqsaid", b"" if call[0] == "query" else b"zqsaid")) == []


def test_near_names_are_no_names_of_protected_sources(run: Run, make_record: MakeRecord) -> None:
    make_record({"sources.yaml": SOURCES, "c.yaml": "id: c\ntext: C.\nchain: Kataeb <- Zqalias\n"})
    for call in (["rename", "Zqalia", "X"], ["merge", "Zqalia", "Kataeb"], ["add", "Zqalias", "--kind", "person"]):
        status, found = outputs(run, ["sources", *call])
        assert status in (1, 2)
        assert leaks(found.replace(b"'Zqalias'", b"").replace(b"'Zqalia'", b"")) == []


@pytest.mark.parametrize("name", ["parquet", "xlsx"])
def test_what_is_packed_is_looked_into(run: Run, secret: Path, name: str) -> None:
    """That nothing is found in a packed file means nothing unless it would be."""
    assert leaks(outputs(run, ["--internal", "export", name, "-o", "out"])[1]) != []
    assert leaks(outputs(run, ["export", name, "-o", "out"])[1]) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_name_in_escapes_is_a_name_in_every_format(run: Run, make_record: MakeRecord, name: str) -> None:
    """Formats double the backslash of an escape that stands in a text."""
    make_record({"sources.yaml": SOURCES, "a.yaml": "id: a\ntext: 'Ask Zqa\\u006cias about it.'\nchain: Kataeb\n"})
    assert run("export", name, "-o", "out").exit_code == 3
    assert not Path("out").exists()


def test_what_is_encoded_is_looked_into(run: Run, make_record: MakeRecord) -> None:
    """STIX has percent signs for other letters in addresses, and signs that nobody sees written out in texts."""
    for text, place in (("A.", "https://e.example/زقوربا"), ("Zqalia\u200es told us.", "https://e.example/")):
        make_record({"sources.yaml": SOURCES, "a.yaml": f"id: a\ntext: {text}\nchain: 'Kataeb [{place}]'\n"})
        status, found = outputs(run, ["--internal", "export", "stix"])
        assert status == 0
        assert leaks(found) != []
        status, found = outputs(run, ["export", "stix"])
        assert (status, leaks(found)) == (3, [])


def test_whom_only_a_protected_source_describes_is_nobody(run: Run, make_record: MakeRecord) -> None:
    make_record({"a.yaml": 'id: a\ntext: A is so.\nchain: Kataeb <- Zqheron (confidential) <- "zqbrothers"\n'})
    for index in ("never", "always"):
        for call in (["query", "--source", "zqbrothers", "--json"], ["query", "--from", "zqbrothers"]):
            status, found = outputs(run, ["--index", index, *call])
            assert (status, found) == (2, b"claimgraph: no source 'zqbrothers' in this record\n")


@pytest.mark.parametrize("index", ["never", "always"])
@pytest.mark.parametrize(
    "call",
    [
        ["conflicts", "--source", "Syrian sources", "--json"],
        ["export", "json", "--source", "Syrian sources"],
        ["render", "--source", "Syrian sources", "-o", "out.svg"],
        ["table", "--source", "Syrian sources", "--format", "json"],
        ["query", "--source", "Syrian sources", "--single-origin", "--json"],
    ],
    ids=" ".join,
)
def test_narrowing_by_the_index_keeps_the_redaction(
    run: Run, make_record: MakeRecord, index: str, call: list[str]
) -> None:
    make_record(
        {
            "one.yaml": "id: one\ntext: One is so.\nchains:\n"
            '  - \'Kataeb <- "Syrian sources"\'\n  - \'Rose <- "officials" <- "Syrian sources"\'\n',
            "two.yaml": "id: two\ntext: Two is so.\nchain: Ann <- Kataeb (confidential)\n",
        }
    )
    status, found = outputs(run, ["--index", index, *call])
    assert status == 0
    assert b"Kataeb" not in found
    if call[0] in ("export", "table"):
        assert b"Confidential source" in found


BROKEN_VERSIONS = (
    "id: a\ntext: A is so.\nchain: Kataeb <- Zqheron [tolled] (confidential)\n",
    "id: a\ntext: A is so.\nchain: Kataeb <- Zqheron [zqtolled]\n",
    "id: a\ntext: A is so.\nchain: Kataeb <- Zqheron (confidental)\n",
    "id: a\ntext: A is so.\nchain: [{source: Kataeb}, {source: Zqheron, verb: zqtolled}]\n",
    "id: a\ntext: A is so.\nzqkey: Zqheron\nchain: Kataeb\n",
)


@pytest.mark.skipif(not which("git"), reason="needs git")
@pytest.mark.parametrize("broken", BROKEN_VERSIONS)
def test_the_problem_of_a_version_that_cannot_be_read_quotes_nothing(
    run: Run, make_record: MakeRecord, broken: str
) -> None:
    claims = make_record(
        {"a.yaml": broken, "sources.yaml": "- {id: h, kind: person, name: Zqheron, confidential: true}\n"}
    )
    commit = ["git", *_WHO, "commit", "-qam", "x"]
    for call in (["git", "init", "-q"], ["git", "add", "."], commit):
        subprocess.run(call, check=True)
    (claims / "a.yaml").write_text("id: a\ntext: A is so.\nchain: Kataeb <- Reuters\n", "utf-8")
    subprocess.run(commit, check=True)
    for call in (["log", "a"], ["log", "a", "--json"]):
        status, found = outputs(run, call)
        assert (status, leaks(found)) == (0, [])
        assert re.search(rb"file cannot be read in this version: a.yaml: line \d: CG\d{3}", found)
    assert not re.search(rb"in this version: a.yaml: line \d: CG", outputs(run, ["log", "a", "--internal"])[1])


@pytest.mark.skipif(not which("git"), reason="needs git")
def test_a_version_that_protected_is_discreet_in_a_record_that_does_not(run: Run, make_record: MakeRecord) -> None:
    claims = make_record({"a.yaml": BROKEN_VERSIONS[0]})
    commit = ["git", *_WHO, "commit", "-qam", "x"]
    for call in (["git", "init", "-q"], ["git", "add", "."], commit):
        subprocess.run(call, check=True)
    for chain in ("Kataeb <- Zqheron (confidential)", "Kataeb"):
        (claims / "a.yaml").write_text(f"id: a\ntext: A is so.\nchain: {chain}\n", "utf-8")
        subprocess.run(commit, check=True)
    assert leaks(outputs(run, ["log", "a"])[1]) == []


@pytest.mark.parametrize("index", ["never", "always"])
@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_no_column_tells_how_long_a_protected_name_is(run: Run, make_record: MakeRecord, form: str, index: str) -> None:
    """Chains, steps, flow mappings, registries and files that cannot be read, all on lines with a protected name."""
    told = []
    for name in ("Zqheron", "Zqheronimus the Elder of Zqtown"):
        make_record(
            {
                "sources.yaml": "sources:\n"
                f"  - {{id: h, kind: person, name: {name}, confidential: true, reliability: {{code: Z9}}}}\n"
                f"  - {{id: p, kind: outlet, aliases: [{name} Gazette], same_as: [nobody]}}\n",
                "a.yaml": f"id: a\ntext: A is so.\nchain: Kataeb <- {name} <- Blog [tolled]\n",
                "b.yaml": f"id: b\ntext: B is so.\nchain: Kataeb <- {name} <- Paper <- Blog [2024]\n",
                "c.yaml": f"- {{id: c, text: C is so today., chain: Kataeb <- {name}}}\n"
                "- {id: d, text: He is so., chain: Kataeb <- Blog, contradicts: x}\n",
                "d.yaml": f"claims: [{{id: e, text: E., chain: {name}}}, {{id: f, text: F today., chain: Blog}}]\n",
                "e.yaml": "id: g\ntext: G is so.\nchain: Kataeb <- Quarterly\n",
            }
        )
        told.append(outputs(run, ["--index", index, "check", "--format", form]))
    assert told[0] == told[1]
    assert told[0][0] == 1
    if form == "text":
        assert b"claims/e.yaml:3:18: CG105" in told[0][1]  # nothing protected is near


@pytest.mark.parametrize(
    "chain", ["'Kataeb <- \"Zqheron\"'", "Kataeb <- Dr. Zqheron", "'Kataeb <- \"Zqheron’s aide\"'"]
)
def test_what_closes_a_record_is_reported_by_check(run: Run, make_record: MakeRecord, chain: str) -> None:
    make_record(
        {
            "sources.yaml": "- {id: h, kind: person, name: Zqheron, confidential: true}\n",
            "a.yaml": f"id: a\ntext: A is so.\nchain: {chain}\n",
        }
    )
    assert run("query").exit_code == 3
    status, found = outputs(run, ["check"])
    assert (status, leaks(found), b"CG501 error chain: names a protected source" in found) == (1, [], True)


@pytest.mark.parametrize("name", ["Confidential source", "Confidential Source 2", "CONFIDENTIAL-SOURCE"])
def test_a_public_source_with_the_name_of_protected_ones_never_counts_with_them(
    run: Run, make_record: MakeRecord, name: str
) -> None:
    chains = f"['Kataeb <- Zqheron (confidential)', Paper <- {name}]"
    make_record({"a.yaml": f"id: a\ntext: A is so.\nchains: {chains}\n"})
    for call in (["show", "a"], ["query", "--json"], ["render", "a"], ["export", "json"]):
        status, found = outputs(run, call)
        assert (status, leaks(found)) == (3, [])
    assert "lines: 2." in run("--internal", "show", "a").stdout
