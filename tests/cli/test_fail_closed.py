"""What cannot be read may say that a source is protected: nothing leaves until it is repaired."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import MakeRecord, Run
from tests.cli.test_protection import leaks, outputs

WAYS_OUT = (
    ["query"], ["query", "--json"], ["trace", "a"], ["show", "a", "--json"], ["check"], ["check", "--format", "sarif"],
    ["render", "a"], ["table"], ["export", "csv"], ["export", "json", "-o", "out.json"], ["sources", "list"],
    ["conflicts"], ["timeline"], ["track"], ["reach", "Kataeb"], ["impact", "Kataeb"], ["archive", "list"],
)  # fmt: skip
PUBLIC = "id: a\ntext: A is so.\nchain: Kataeb <- Zqheron [told 1987]\n"
ENTRY = "- {id: zqheron, kind: person, name: Zqheron, confidential: true}\n"
CLAIM = "id: b\ntext: B is so.\nchain: Kataeb <- Zqheron (confidential)\n"


def is_closed(run: Run, *, named: str, index: tuple[str, ...] = ("never", "always")) -> None:
    """Assert that every way out is closed by one line that names the file and nobody, and `--internal` opens it."""
    for use in index:
        for call in WAYS_OUT:
            status, found = outputs(run, ["--index", use, *call])
            assert (call, status, leaks(found)) == (call, 3, [])
            assert found.decode().count("\n") == 1
            assert named in found.decode()
    assert run("check", "--internal").exit_code in {0, 1}


BYTES: dict[str, tuple[str, bytes]] = {
    "registry in UTF-16": ("sources.yaml", ENTRY.encode("utf-16")),
    "registry with a Latin-1 byte": ("sources.yaml", (ENTRY + "# caf\xe9\n").encode("latin-1")),
    "registry file in sources/": ("sources/a.yaml", (ENTRY + "# caf\xe9\n").encode("latin-1")),
    "claim file in UTF-16": ("b.yaml", CLAIM.encode("utf-16")),
    "claim file with a Latin-1 byte": ("deep/b.yaml", (CLAIM + "# caf\xe9\n").encode("latin-1")),
    "too large": ("b.yaml", CLAIM.encode() + b"# " + b"x" * (16 * 1024 * 1024)),
}

TEXTS: dict[str, tuple[str, str]] = {
    "misspelt key": ("sources.yaml", ENTRY.replace("confidential", "confidental")),
    "misspelt key by id": ("sources.yaml", "zqheron: {kind: person, name: Zqheron, confidentail: yes}\n"),
    "key in capitals": ("sources.yaml", ENTRY.replace("confidential", "CONFIDENTIAL")),
    "key in another language": ("sources.yaml", ENTRY.replace("confidential", "confidentiel")),
    "empty key": ("sources.yaml", "- id: zqheron\n  kind: person\n  name: Zqheron\n  confidential:\n"),
    "wrong value": ("sources.yaml", ENTRY.replace("true", "ture")),
    "escaped key beside an error": (
        "sources.yaml", '- {id: zqheron, kind: persn, name: Zqheron, "\\u0063onfidential": true}\n',
    ),
    "escaped and misspelt key": (
        "sources.yaml", '- {id: zqheron, kind: person, name: Zqheron, "\\x63onfidental": true}\n',
    ),
    "misspelt flag of a chain": ("b.yaml", CLAIM.replace("confidential", "confidental")),
    "misspelt flag behind a description": ("b.yaml", "id: b\ntext: B.\nchain: '\"zqaide\" (Confidential!)'\n"),
    "misspelt key of a step": (
        "b.yaml", "id: b\ntext: B.\nchain: [{source: Kataeb}, {source: Zqheron, confidentual: true}]\n",
    ),
    "empty key of a step": ("b.yaml", "id: b\ntext: B.\nchain: [{source: Zqheron, confidential: }]\n"),
    "claim without an id": ("b.yaml", CLAIM.removeprefix("id: b\n")),
    "key of the file misspelt": ("b.yaml", "clams: [{id: b, text: B., chain: Zqheron (confidential)}]\n"),
    "YAML that breaks off": ("sources.yaml", ENTRY[:-2]),
    "id given twice": ("sources.yaml", "- {id: zqheron, kind: person, name: Zqheron}\n" + ENTRY),
    "claim given twice": ("b.yaml", CLAIM.replace("id: b", "id: a")),
    "flag in full-width brackets": ("b.yaml", CLAIM.replace("(confidential)", "（confidential）")),
    "flag inside the quotes": ("b.yaml", "id: b\ntext: B.\nchain: '\"Zqheron (confidential)\"'\n"),
    "flag behind a comma": ("b.yaml", CLAIM.replace(" (confidential)", ", confidential")),
    "flag without brackets": ("b.yaml", CLAIM.replace("(confidential)", "confidential")),
    "flag as a source": ("b.yaml", CLAIM.replace("(confidential)", "<- confidential")),
    "key with a hyphen": ("sources.yaml", ENTRY.replace("confidential", "con-fidential")),
    "key with a space": ("sources.yaml", ENTRY.replace("confidential", "confi dential")),
    "flag beside all": (
        "b.yaml", "id: b\ntext: B.\nchain: [{source: K}, {all: [{source: Zqheron}], confidential: true}]\n",
    ),
    "flag beside chain": (
        "b.yaml", "id: b\ntext: B.\nchain: [{source: K}, {chain: Zqheron <- X, confidential: true}]\n",
    ),
    "registry that is a path": ("sources.yaml", "../shared/sources.yaml\n"),
    "registry of one text": ("sources.yaml", "sources: heron.yaml\n"),
    "registry with a conflict": ("sources.yaml", "<<<<<<< a\nsources:\n=======\n>>>>>>> b\n"),
    "described source given twice": (
        "b.yaml", "- {id: b, text: B., chain: '\"one\"'}\n- {id: b, text: B., chain: '\"one\" (confidential)'}\n",
    ),
    "flag behind a broken chain": ("b.yaml", "id: b\ntext: B.\nchain: Kataeb <- Zqheron (confidential) [[\n"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data"), BYTES.values(), ids=list(BYTES))
def test_a_file_that_cannot_be_decoded(run: Run, make_record: MakeRecord, name: str, data: bytes) -> None:
    claims = make_record({"a.yaml": PUBLIC, name: ""})
    (claims / name).write_bytes(data)
    is_closed(run, named=f"claims/{name}: line ")


@pytest.mark.parametrize(("name", "text"), TEXTS.values(), ids=list(TEXTS))
def test_a_file_that_may_say_that_somebody_is_protected(
    run: Run, make_record: MakeRecord, name: str, text: str
) -> None:
    make_record({"a.yaml": PUBLIC, name: text})
    is_closed(run, named=f"claims/{name}: line ")


@pytest.mark.parametrize(
    "text",
    [
        "id: b\ntext: They are confident.\nchain: Kataeb <- \n",
        "id: b\ntext: She spoke in confidence.\nchain: Kataeb <- \n",
        "id: b\ntext: B is so.\nchain: Kataeb <- \n",
    ],
)
def test_other_errors_close_nothing(run: Run, make_record: MakeRecord, text: str) -> None:
    make_record({"a.yaml": PUBLIC.replace("Zqheron", "Reuters"), "b.yaml": text})
    assert run("query", "--json").exit_code == 0
    assert run("check").exit_code == 1


@pytest.mark.parametrize(
    "text",
    [
        "title: Minutes\nbody: a confidential list\n",
        "id: b\ntext: Reported by El Confidencial.\nchain: El Confidencial\ntgas: [x]\n",
        "id: b\ntext: B.\nchain: '\"a confidential source\"'\n",
        "id: b\ntext: B.\nchain: Kitchen Confidential\n",
    ],
)
def test_the_word_in_a_text_closes_nothing(run: Run, make_record: MakeRecord, text: str) -> None:
    make_record({"a.yaml": PUBLIC.replace("Zqheron", "Reuters"), "b.yaml": text})
    assert run("query", "--json").exit_code == 0


BROKEN_TIES = (
    "jane: {kind: person, name: Zqjane, sameas: zqheron}\n",
    "jane: {kind: person, name: Zqjane, same_as: zqheron\n",
    "jane: {name: Zqjane, same_as: zqheron}\n",
    "jane: {kind: person, name: Zqjane}\n<<<<<<< a\n=======\n>>>>>>> b\n",
)


@pytest.mark.parametrize("text", BROKEN_TIES)
def test_a_broken_registry_closes_a_record_that_protects(run: Run, make_record: MakeRecord, text: str) -> None:
    public = PUBLIC.replace("Zqheron", "Zqjane")
    claims = make_record({"a.yaml": public, "sources.yaml": ENTRY, "sources/j.yaml": text})
    is_closed(run, named="claims/sources/j.yaml: line ")
    (claims / "sources.yaml").unlink()
    (claims / "sources" / "k.yaml").write_text("kataeb: {kind: outlet}\n", encoding="utf-8")
    assert run("query").exit_code == (0 if "kind" in text and "}" in text and "<" not in text else 3)


def test_a_source_given_twice_that_is_the_same_as_a_protected_one(run: Run, make_record: MakeRecord) -> None:
    twice = "- {id: jane, kind: person, name: Zqjane}\n- {id: jane, kind: person, same_as: zqheron}\n"
    make_record({"a.yaml": PUBLIC.replace("Zqheron", "Zqjane"), "sources.yaml": ENTRY + twice})
    is_closed(run, named="claims/sources.yaml: line ")


def test_merging_a_protected_source_into_a_public_one_is_refused(run: Run, make_record: MakeRecord) -> None:
    claims = make_record(
        {"a.yaml": PUBLIC, "sources.yaml": "sources:\n  " + ENTRY + "  - {id: jd, kind: person, name: Jd}\n"}
    )
    before = (claims / "sources.yaml").read_text(encoding="utf-8")
    assert run("sources", "merge", "zqheron", "jd").exit_code == 1
    assert (claims / "sources.yaml").read_text(encoding="utf-8") == before


def test_every_vault_is_read(run: Run, make_record: MakeRecord) -> None:
    claims = make_record({"a.yaml": "id: a\ntext: Zqvera rang.\nchain: Kataeb\n"})
    folder = claims.parent / ".claimgraph"
    folder.mkdir()
    (folder / "vault.yaml").write_text("x: {y: Nobody Else}\n", encoding="utf-8")
    assert run("query").exit_code == 0
    for name in ("vault.yml", "Vault.YAML"):
        (folder / name).write_text("x: |\n  Zqvera\n  +961 3 123 456\n", encoding="utf-8")
        assert run("query").exit_code == 3
        (folder / name).unlink()


@pytest.mark.parametrize("link", ["claims/sources", ".claimgraph"])
def test_a_link_to_what_is_not_mounted(run: Run, make_record: MakeRecord, link: str) -> None:
    claims = make_record({"a.yaml": PUBLIC})
    (claims.parent / link).symlink_to("/not/mounted/anywhere")
    is_closed(run, named=link, index=("never",))


@pytest.mark.parametrize("link", ["sources.yaml", "sources", "sources/a.yaml"])
def test_a_registry_that_is_a_symbolic_link(run: Run, make_record: MakeRecord, link: str) -> None:
    claims = make_record({"a.yaml": PUBLIC})
    elsewhere = claims.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.yaml").write_text(ENTRY, encoding="utf-8")
    (claims / link).parent.mkdir(exist_ok=True)
    (claims / link).symlink_to(elsewhere if link == "sources" else elsewhere / "a.yaml")
    is_closed(run, named=f"claims/{link}: line 1 ")


def test_settings_protect_nobody(run: Run, make_record: MakeRecord) -> None:
    claims = make_record({"a.yaml": PUBLIC.replace("Zqheron", "Reuters")})
    (claims.parent / ".claimgraph").mkdir()
    (claims.parent / ".claimgraph" / "config.yaml").write_bytes(b"\xff\xfe")
    assert run("query", "--json").exit_code == 0


def test_repaired_is_open_again(run: Run, make_record: MakeRecord) -> None:
    claims = make_record({"a.yaml": PUBLIC, "sources.yaml": ENTRY.replace("confidential", "confidental")})
    for use in ("never", "always"):
        assert run("--index", use, "query").exit_code == 3
        (claims / "sources.yaml").write_text(ENTRY, encoding="utf-8")
        status, found = outputs(run, ["--index", use, "query"])
        assert (status, leaks(found)) == (0, [])
        (claims / "sources.yaml").write_text(ENTRY.replace("confidential", "confidental"), encoding="utf-8")


def test_an_index_that_is_not_refreshed_stays_closed(run: Run, make_record: MakeRecord) -> None:
    claims = make_record({"a.yaml": PUBLIC, "sources.yaml": ENTRY.replace("confidential", "confidental")})
    assert run("--index", "always", "query").exit_code == 3
    (claims / "sources.yaml").write_text(ENTRY, encoding="utf-8")
    assert run("--index", "always", "--no-refresh", "query").exit_code == 3
    status, found = outputs(run, ["--index", "always", "query", "--json"])
    assert (status, leaks(found)) == (0, [])


@pytest.mark.parametrize("bad", [b"heron: {name: [\n", b"heron: caf\xe9\n", "heron: Zqvera".encode("utf-16")])
def test_a_vault_that_cannot_be_read(run: Run, make_record: MakeRecord, bad: bytes) -> None:
    claims = make_record({"a.yaml": PUBLIC})
    (claims.parent / ".claimgraph").mkdir()
    (claims.parent / ".claimgraph" / "vault.yaml").write_bytes(bad)
    is_closed(run, named=".claimgraph/vault.yaml: ")


# ---- What may not be opened, as seen by a user who is not root


def as_nobody(work: Callable[[], None]) -> None:
    """Do something in a child process without the rights of root; skip where a child cannot be that."""
    if os.getuid() != 0:
        work()
        return
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setgid(65534)
            os.setuid(65534)
            work()
            status = 0
        except AssertionError as error:
            os.write(2, str(error).encode())
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


CLOSED = {
    "registry": "claims/sources.yaml", "claim file": "claims/b.yaml", "folder of registries": "claims/sources",
    "folder of claims": "claims/deep", "vault": ".claimgraph/vault.yaml", "settings folder": ".claimgraph",
}  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="needs the modes of POSIX")
@pytest.mark.parametrize("path", CLOSED.values(), ids=list(CLOSED))
def test_what_may_not_be_opened(run: Run, make_record: MakeRecord, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = make_record({"a.yaml": PUBLIC, "sources/s.yaml": "", "deep/d.yaml": "", "b.yaml": "", "sources.yaml": ""})
    (claims.parent / ".claimgraph").mkdir()
    (claims.parent / ".claimgraph" / "vault.yaml").write_text("x: {y: Zqvera}\n", encoding="utf-8")
    # Root's folders for tests are closed to others, so that the record moves to one that is open.
    root = Path(tempfile.gettempdir()).resolve() / f"claimgraph-{os.getpid()}"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(claims.parent, root)
    try:
        for one in (root, *root.rglob("*")):
            if os.getuid() == 0:
                os.chown(one, 65534, 65534)
            one.chmod(0o755)
        monkeypatch.chdir(root)
        for call in WAYS_OUT:  # imports what a child may not be allowed to
            run("--internal", *call)
        for made in root.glob("out*"):
            made.unlink()
        (root / path).chmod(0)
        as_nobody(lambda: is_closed(run, named=path, index=("never",)))
    finally:
        (root / path).chmod(0o755)
        monkeypatch.chdir(claims.parent)
        shutil.rmtree(root)
