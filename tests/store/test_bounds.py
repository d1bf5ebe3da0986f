"""How much a claim may hold: one too many is an error at its line, and the other claims of the file stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimgraph.cli import main
from claimgraph.index import connect, ledger_of
from claimgraph.model import Ledger
from claimgraph.store import load, loads, nodes, reading
from claimgraph.store import loading as loading_module

FIELDS = ("chains", "tags", "supports", "assess", "checked")
LEFT_OUT = "more than 5 entries in one place; what they belong to is left out until it has fewer"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bound lists at five entries, and claims at six sources and four links."""
    monkeypatch.setattr(loading_module, "MAX_ENTRIES", 5)
    for module in (reading, pytest.importorskip("claimgraph.index.reading")):
        monkeypatch.setattr(module, "MAX_MENTIONS", 6)
    monkeypatch.setattr(reading, "MAX_CLAIM_LINKS", 4)


def claims_with(lines: str) -> str:
    return f"claims:\n- id: a\n  text: A.\n  chain: X\n{lines}- id: b\n  text: B.\n  chain: Y\n"


def told(text: str, *, registry: bool = False) -> tuple[list[str], list[str]]:
    """Return the ids of what was read and the problems, as lines."""
    content = loads(text, path="c.yaml", registry=registry)
    ids = [*(claim.id for claim in content.claims), *(source.id for source in content.sources)]
    return ids, list(map(str, content.problems))


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("flow", [True, False])
def test_lists_of_a_claim(field: str, flow: bool) -> None:
    entry = {"assess": "B2", "checked": "{by: Ann}"}.get(field, "x")
    for count, ids in ((5, ["a", "b"]), (6, ["b"]), (50, ["b"])):
        lines = f"  {field}: [{', '.join([entry] * count)}]\n" if flow else f"  {field}:\n" + f"  - {entry}\n" * count
        found, problems = told(claims_with(lines))
        place = f"c.yaml:5:{len(field) + 5}" if flow else "c.yaml:6:3"
        assert (found, problems) == (ids, [f"{place}: CG109 error {LEFT_OUT}"] if count > 5 else [])


def test_entries_of_a_claim_are_not_held() -> None:
    documents, _ = nodes.parse_yaml("a: [" + "x, " * 100 + "x]", "c.yaml", most=3)
    root = documents[0]
    assert isinstance(root, nodes.Entries)
    assert root.over
    assert len(nodes.children(root.entries["a"])) == 3


def test_a_single_claim_steps_and_silences() -> None:
    assert told("id: a\ntext: A.\nchains: [u, v, w, x, y, z]\n") == ([], [f"c.yaml:3:9: CG109 error {LEFT_OUT}"])
    beside = ", ".join(f"{{source: {name}}}" for name in "ABCDEF")
    steps = f"  chains:\n  - - source: X\n    - all: [{beside}]\n"
    assert told(claims_with(steps)) == (["b"], [f"c.yaml:7:12: CG109 error {LEFT_OUT}"])
    silences = "  silence: {CG303: x, CG302: x, CG301: x, CG205: x, CG206: x, CG207: x}\n"
    assert told(claims_with(silences)) == (["b"], [f"c.yaml:5:12: CG109 error {LEFT_OUT}"])


def test_an_alias_is_as_long_as_what_it_stands_for() -> None:
    text = "x: &x [1, 2, 3, 4, 5, 6]\nclaims:\n- {id: a, text: A., chain: X, tags: *x}\n- {id: b, text: B., chain: Y}\n"
    assert told(text)[0] == ["b"]


def test_sources_of_a_registry() -> None:
    text = "sources:\n" + "".join(f"- {{id: s{n}, kind: outlet}}\n" for n in range(9))
    long = "- {id: t, kind: outlet, aliases: [a, b, c, d, e, f]}\n"
    assert told(text + long, registry=True) == (
        [f"s{n}" for n in range(9)],
        [f"c.yaml:11:34: CG109 error {LEFT_OUT}"],
    )
    keyed = "".join(f"s{n}: {{kind: outlet}}\n" for n in range(9))
    assert told(keyed, registry=True) == ([f"s{n}" for n in range(9)], [])


@pytest.mark.parametrize(
    ("chains", "line", "what"),
    [
        (["A <- B", "C <- D"], 0, ""),
        (["A", "B", "C <- D <- E <- F", "G"], 8, "6 sources"),
        (["(A + B) <- C + D"], 0, ""),
        (["(A + B) <- C + D", "E", "F", "G"], 8, "6 sources"),
        (["A <- B <- C <- D <- E"], 0, ""),
        (["(A + B) <- C + D", "E [denied]"], 0, ""),
    ],
)
def test_sources_and_links_of_a_claim(chains: list[str], line: int, what: str, tmp_path: Path) -> None:
    text = claims_with("").replace("  chain: X\n", "  chains:\n" + "".join(f"  - {chain}\n" for chain in chains))
    rest = "split it into several claims (until then it is left out)"
    path = tmp_path / "claims" / "c.yaml"
    path.parent.mkdir()
    path.write_text(text)
    expected = [f"{path}:{line}:5: CG109 error the chains of one claim have more than {what}; {rest}"] if what else []
    for ledger in (load(path.parent), indexed(path.parent)):
        assert (list(ledger.ids), list(map(str, ledger.problems))) == (["b"] if what else ["a", "b"], expected)


def test_links_of_a_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_MENTIONS", 50)
    found, problems = told(claims_with("").replace("chain: X", "chain: (A + B) <- C + D + E"))
    most = "the chains of one claim have more than 4 links"
    assert found == ["b"]
    assert problems == [f"c.yaml:4:10: CG109 error {most}; split it into several claims (until then it is left out)"]


def indexed(root: Path) -> Ledger:
    """Return a record through its index."""
    return ledger_of(root, connect(root, use="always", refresh=True, tell=print))


@pytest.mark.parametrize("late", [True, False])
def test_claims_above_their_article(late: bool) -> None:
    article = "article: {source: Kataeb, date: 2024-11-29}\n"
    claims = "claims:\n- {id: a, text: A., chain: this <- B}\n- {id: b, text: B., chain: this <- C, x: 1}\n"
    content = loads(claims + article if late else article + claims)
    assert [str(claim.chains[0]) for claim in content.claims] == [
        "Kataeb [2024-11-29] <- B",
        "Kataeb [2024-11-29] <- C",
    ]
    assert [problem.code for problem in content.problems] == ["CG109"]


def test_a_file_that_breaks_off_gives_no_claims(tmp_path: Path) -> None:
    folder = tmp_path / "claims"
    folder.mkdir()
    (folder / "c.yaml").write_text("claims:\n- {id: a, text: A., chain: X}\n- {id: b, text: 'B.\n")
    for ledger in (load(folder), indexed(folder)):
        assert list(ledger.ids) == []
        assert [problem.location.line for problem in ledger.problems] == [3]


def test_values_of_claims_are_counted_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MAX_NODES", 20)
    text = "claims:\n" + "".join(f"- {{id: c{n}, text: C., chain: X}}\n" for n in range(50))
    assert len(loads(text).claims) == 50
    monkeypatch.setattr(nodes, "MAX_VALUES", 100)
    assert told(text)[0] == []
    assert "more than 100 values; split the file; the file is left out" in told(text)[1][0]


def test_a_bomb(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    (tmp_path / "claims").mkdir()
    many = "".join(f"  - S{n}\n" for n in range(20_000))
    (tmp_path / "claims" / "c.yaml").write_text(
        f"claims:\n- id: a\n  text: A is so.\n  chains:\n{many}{claims_with('')[8:]}"
    )
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="1"):
        main(["check"])
    message = "more than 10,000 entries in one place; what they belong to is left out until it has fewer"
    assert f"c.yaml:5:3: CG109 error {message}" in capsys.readouterr().out
