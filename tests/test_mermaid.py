"""Mermaid: whole outputs, and text that tries to be markup."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.graph import build_graph
from claimgraph.mermaid import escape, sources_to_mermaid, to_mermaid
from claimgraph.model import Ledger
from tests.pictures import HOSTILE_SHORT, RELATED, SCRIPTS, SIGNS, ledger

RECORDS = {"signs": SIGNS, "related": RELATED, "scripts": SCRIPTS, "hostile": HOSTILE_SHORT}


@pytest.mark.parametrize("name", RECORDS)
def test_whole_outputs(name: str, snapshot: Callable[[str, str], None]) -> None:
    record = RECORDS[name]
    snapshot(f"mermaid/{name}.mmd", to_mermaid(build_graph(record), claims=record))


def test_the_overview_of_sources(snapshot: Callable[[str, str], None]) -> None:
    snapshot("mermaid/sources.mmd", sources_to_mermaid(build_graph(RELATED)))


@given(st.text())
def test_escaped_text_has_nothing_left_to_misread(text: str) -> None:
    escaped = escape(text)
    assert not re.search(r"""["'`&<>{}\[\]()|%\\]""", escaped)
    assert re.sub(r"#(\d+);", lambda found: chr(int(found[1])), escaped) == text


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_every_line_is_one_of_ours(record: Ledger) -> None:
    kinds = (
        r"---|title: \".*\"|flowchart LR|end|%% .*|subgraph row\d+ \[\" \"\]|style row\d+ fill:.*",
        r"[nc]\d+[(\[{/]+\"[^\"]*\"[)\]}/]+:::\w+",
        r"[nc]\d+ (?:-->|---|-\.->|-\.-|--x|--o)(?:\|\"[^\"]*\"\|)? [nc]\d+",
        r"click n\d+ href \"https?://[^\" ]+\" _blank|classDef \w+ fill:.*|linkStyle \d+ stroke:#\w+",
    )
    lines = [line.strip() for line in to_mermaid(build_graph(record), claims=record).splitlines()]
    assert [line for line in lines if not re.fullmatch("|".join(kinds), line)] == []


def test_a_protected_source_is_not_named() -> None:
    text = to_mermaid(build_graph(ledger("A <- Deep Throat (confidential)")), "c")
    assert ("Confidential source" in text, "Deep" in text) == (True, False)
