"""docs/file-format.md: its tables are those of the code, its examples load, its numbers are true.

``pytest --update-snapshots`` writes the tables into the page.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claimgraph.names import ID_MAX
from claimgraph.notation import MAX_NAME, MAX_TEXT
from claimgraph.store import fields, loads, nodes, texts
from claimgraph.store.fields import Field
from claimgraph.store.locking import LOCK_SECONDS
from claimgraph.store.messages import MAX_PROBLEMS
from claimgraph.store.settings import load_config

PAGE = Path(__file__).parent.parent.parent / "docs" / "file-format.md"
_TABLE = re.compile(r"(<!-- fields: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_EXAMPLE = re.compile(r"(?:<!-- (\w+) -->\n)?```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FORMS = {
    "chain": "chain", "chains": "list of chains", "article": "see below", "verdict": "see below", "assess": "see below",
    "checked": "see below", "silence": "codes with reasons",
    "claims": "list of claims", "sources": "list of sources", "steps": "list of steps",
    "inner": "chain", "verb": "verb",
}  # fmt: skip


def table(known: tuple[Field, ...]) -> str:
    """Return the table of some fields in Markdown."""
    lines = ["| key | value | meaning |", "|---|---|---|"]
    for field in known:
        value = " or ".join(f"`{word}`" for word in field.choices) or _FORMS.get(field.form, field.form)
        required = " **Required.**" if field.required else ""
        lines.append(f"| `{field.key}` | {value} | {field.doc}{required} |")
    return "\n".join(lines) + "\n"


def test_tables(request: pytest.FixtureRequest) -> None:
    page = PAGE.read_text(encoding="utf-8")
    written = _TABLE.sub(lambda found: found[1] + table(getattr(fields, found[2])) + found[4], page)
    if request.config.getoption("--update-snapshots"):
        PAGE.write_text(written, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written


def test_every_table_is_there() -> None:
    named = [found[2] for found in _TABLE.finditer(PAGE.read_text(encoding="utf-8"))]
    tables = [name for name, value in vars(fields).items() if isinstance(value, tuple) and isinstance(value[0], Field)]
    assert sorted(named) == sorted(set(tables) - {"SOURCES_FILE"})


@pytest.mark.parametrize(("kind", "text"), _EXAMPLE.findall(PAGE.read_text(encoding="utf-8")))
def test_examples(kind: str, text: str, tmp_path: Path) -> None:
    if kind == "settings":
        (tmp_path / ".claimgraph").mkdir()
        (tmp_path / ".claimgraph" / "config.yaml").write_text(text, encoding="utf-8")
        config, problems = load_config(tmp_path / "claims")
        assert (set(config.verbs), problems) == ({"berichtete", "a dit", "dementierte"}, [])
        assert config.checks == {"CG303": "error"}
        return
    content = loads(text, registry=kind == "registry")
    assert content.problems == ()
    assert content.claims or content.sources


def test_pitfalls() -> None:
    """What the page calls wrong is wrong or loses something, and what it advises is read as meant."""
    page = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `((?:chain|text|note): [^`]+)` \| ([^|]+) \| (?:`([^`]+)`)? ?\|$", page, re.MULTILINE)
    assert len(rows) >= 7
    for wrong, why, right in rows:
        given = {"id": "id: a", "text": "text: T.", "chain": "chain: A"}
        before = loads("\n".join({**given, wrong.partition(":")[0]: wrong}.values()))
        assert bool(before.problems) == ("is fine" not in why and "lost" not in why), wrong
        if right:
            after = loads("\n".join({**given, right.partition(":")[0]: right}.values()))
            assert after.problems == (), right
            assert "lost" not in why or after != before


def test_limits() -> None:
    page = PAGE.read_text(encoding="utf-8").partition("## Limits")[2]
    assert f"{texts.MAX_BYTES // 1024 // 1024} MB" in page
    for number in (nodes.MAX_NODES, nodes.MAX_ALIASED, MAX_PROBLEMS, MAX_TEXT):
        assert f"{number:,}" in page
    for number in (nodes.MAX_DEPTH, ID_MAX, MAX_NAME):
        assert f" {number} " in page
    assert f"at most {LOCK_SECONDS:g} seconds" in PAGE.read_text(encoding="utf-8").replace("\n", " ").replace("  ", " ")
