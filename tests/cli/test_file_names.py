"""Names of files: what people type finds what the disk has, and new files have names that every system can hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimgraph.disk_names import on_disk, registry_file, registry_folder, settings_file
from claimgraph.errors import StoreError
from claimgraph.filenames import is_reserved, portable
from claimgraph.index import open_record
from claimgraph.model import Claim, Source
from claimgraph.notation import parse_chain
from claimgraph.store import load, save_claim, save_source
from claimgraph.store.importing import Addition, save_addition
from claimgraph.store.vault import load_vault
from tests.cli.conftest import MakeRecord, Run

NFC, NFD = "Relev\u00e9", "Releve\u0301"
CLAIM = "id: {0}\ntext: The text of {0}.\nchain: Gazette\n"
LISTED = "claims:\n  - id: {0}\n    text: The text of {0}.\n    chain: Gazette\n"
RESERVED = ["aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³")]


@pytest.mark.parametrize("name", RESERVED)
def test_names_that_windows_takes_for_devices(name: str) -> None:
    for form in (name, name.upper(), name.title(), f"{name}.yaml", f"{name}.tar.gz", f"{name} .x", f"{name}."):
        assert is_reserved(form)
        assert not is_reserved(portable(form))
    assert not any(map(is_reserved, (f"{name}-2", f"x{name}", f"{name}x", f".{name}")))
    assert portable(f"x-{name}") == f"x-{name}"


def test_names_that_are_none() -> None:
    assert not any(map(is_reserved, ("", "com", "com0", "com10", "lpt", "auxiliary", "console", "sources.aux")))


@pytest.mark.parametrize("typed", [NFC, NFD])
@pytest.mark.parametrize("there", [NFC, NFD])
def test_a_name_in_either_form_finds_the_file(tmp_path: Path, there: str, typed: str) -> None:
    path = tmp_path / there / f"{there}.yaml"
    path.parent.mkdir()
    path.touch()
    assert on_disk(tmp_path / typed / f"{typed}.yaml") == path
    assert on_disk(tmp_path / typed / "new.yaml") == path.parent / "new.yaml"
    assert on_disk(tmp_path / "nowhere" / typed) == tmp_path / "nowhere" / typed


@pytest.mark.parametrize("typed", [NFC, NFD])
@pytest.mark.parametrize("there", [NFC, NFD])
def test_commands_take_a_name_in_either_form(make_record: MakeRecord, run: Run, there: str, typed: str) -> None:
    claims = make_record({f"{there}.yaml": LISTED.format("a") + "\n\n"})
    assert "The text of a." in run("table", "--file", f"claims/{typed}.yaml", "-o", "-").stdout
    assert "The text of a." in run("table", "--file", f"{typed}.yaml", "-o", "-").stdout
    for to in (f"claims/{typed}.yaml", f"{typed}.yaml"):
        assert run("add", f"Snow fell in {to}.", "Gazette", "--to", to).exit_code == 0
    assert run("fmt", f"claims/{typed}.yaml").exit_code == 0
    assert [path.name for path in claims.iterdir()] == [f"{there}.yaml"]
    assert len(load(claims)) == 3
    Path(f"{there}.csv").write_text("t\nIt is so.\n")
    imported = ("--set", "text={t}", "--set", "chain=Gazette", "--name", typed)
    assert run("import", "csv", f"{typed}.csv", *imported).exit_code == 0
    assert sorted(path.name for path in claims.iterdir()) == sorted([f"{there}.yaml", f"{typed}-2.yaml"])


# ---- New files


def test_an_id_that_is_reserved_gets_another_file(tmp_path: Path) -> None:
    chains = (parse_chain("Gazette"),)
    made = [save_claim(tmp_path, Claim(name, "It is so.", chains)).name for name in ("aux", "com1", "nul", "aux-2")]
    assert made == ["aux-2.yaml", "com1-2.yaml", "nul-2.yaml", "aux-2-2.yaml"]
    assert sorted(claim.id for claim in load(tmp_path)) == ["aux", "aux-2", "com1", "nul"]


def test_a_new_file_is_not_given_a_reserved_name(tmp_path: Path) -> None:
    claim = Claim("a", "It is so.", (parse_chain("Gazette"),))
    for name in ("Aux.yaml", "con/a.yaml", "lpt³.YML"):
        with pytest.raises(StoreError) as caught:
            save_claim(tmp_path, claim, to=str(tmp_path / name))
        assert str(caught.value) == f"{tmp_path / name}: Windows cannot hold a file of this name; name another one"
    (tmp_path / "aux.yaml").write_text(LISTED.format("b"))
    assert save_claim(tmp_path, claim, to="aux.yaml") == tmp_path / "aux.yaml"


@pytest.mark.parametrize(("name", "expected"), [("CON", "CON-2.yaml"), ("prn.v2", "prn-2.v2.yaml"), ("x", "x.yaml")])
def test_an_import_is_not_given_a_reserved_name(tmp_path: Path, name: str, expected: str) -> None:
    addition = Addition((Claim("a", "It is so.", (parse_chain("Gazette"),)),), (), 0, ())
    config = load(tmp_path).config
    assert [path.name for path in save_addition(tmp_path, addition, name, config=config)] == [expected]


def test_a_picture_is_not_given_a_reserved_name(make_record: MakeRecord, run: Run) -> None:
    make_record({"a.yaml": CLAIM.format("nul")})
    assert run("render", "nul", "--format", "dot").exit_code == 0
    assert run("render", "--source", "Gazette", "--format", "dot").exit_code == 0
    assert sorted(path.name for path in Path().glob("*.dot")) == ["gazette.dot", "nul-2.dot"]


# ---- Files of the record in another case


@pytest.mark.parametrize("name", ["sources.yaml", "Sources.yaml", "SOURCES.yml", "Sources/Wires.yaml"])
def test_a_registry_in_any_case(make_record: MakeRecord, run: Run, name: str) -> None:
    claims = make_record({name: "sources:\n  - {id: afp, kind: outlet, name: AFP}\n", "a.yaml": CLAIM.format("a")})
    for ledger in (load(claims), open_record(claims, use="always")):
        assert [source.id for source in ledger.sources] == ["afp"]
        assert ledger.problems == ()
    if "/" not in name:
        assert run("sources", "add", "Gazette", "--kind", "outlet").stdout == f"added gazette to claims/{name}\n"
        assert run("init").exit_code == 0
        assert registry_file(claims) == claims / name
        assert sorted(path.name for path in claims.iterdir()) == sorted([name, "a.yaml"])
        refused = run("add", "It is so.", "Gazette", "--to", "sOURCES.yaml")
        assert refused.stderr == "claimgraph: sOURCES.yaml: claims cannot stand in this file; name another one\n"
    else:
        assert registry_folder(claims) == claims / "Sources"


def test_an_import_goes_into_the_registry_folder_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "SOURCES").mkdir()
    addition = Addition((), (Source("afp", "outlet", "AFP"),), 0, ())
    config = load(tmp_path).config
    assert save_addition(tmp_path, addition, "x", config=config) == [tmp_path / "SOURCES" / "x.yaml"]
    with pytest.raises(StoreError, match="cannot name the files of an import"):
        save_addition(tmp_path, addition, "Sources", config=config)


@pytest.mark.parametrize("name", ["config.yaml", "Config.yaml", "CONFIG.YML"])
def test_settings_in_any_case(make_record: MakeRecord, name: str) -> None:
    claims = make_record({"a.yaml": CLAIM.format("a")})
    Path(".claimgraph").mkdir()
    settings = Path(".claimgraph", name).absolute()
    settings.write_text("verbs: {asserts: [berichtete]}\nverb: x\n")
    for ledger in (load(claims), open_record(claims, use="always")):
        assert ledger.config.verbs == {"berichtete": "asserts"}
        assert [problem.location.path for problem in ledger.problems] == [str(settings)]
    assert settings_file(claims, "config") == settings


@pytest.mark.parametrize("name", ["vault.yaml", "Vault.yaml", "VAULT.yml"])
def test_a_vault_in_any_case_protects(make_record: MakeRecord, run: Run, name: str) -> None:
    claims = make_record({"a.yaml": CLAIM.format("a").replace("The text", "Jane Roe's text")})
    Path(".claimgraph").mkdir()
    Path(".claimgraph", name).write_text("heron: Jane Roe\n")
    assert load_vault(claims) == {"Jane Roe"}
    assert run("show", "a").exit_code == 3


def test_the_usual_name_comes_first(tmp_path: Path) -> None:
    assert registry_file(tmp_path) == tmp_path / "sources.yaml"
    assert registry_folder(tmp_path) == tmp_path / "sources"
    for name in ("Sources.yaml", "sources.yaml"):
        (tmp_path / name).write_text(f"- {{id: {name[0].lower()}, kind: outlet}}\n")
    assert registry_file(tmp_path) == tmp_path / "sources.yaml"


def test_both_spellings_of_a_registry_are_read(tmp_path: Path) -> None:
    (tmp_path / "Sources.yaml").write_text("sources:\n  - {id: a, kind: outlet}\n")
    assert save_source(tmp_path, Source("b", "outlet", "B")) == tmp_path / "Sources.yaml"
    assert [source.id for source in load(tmp_path).sources] == ["a", "b"]
