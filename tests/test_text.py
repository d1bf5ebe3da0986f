"""Text for people: traces, marks, wrapping, and characters that a terminal would act upon."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimgraph.chains import trace
from claimgraph.graph import build_graph
from claimgraph.harmless import cell_width, plain
from claimgraph.model import Claim, Ledger
from claimgraph.notation import parse_chain
from claimgraph.text import MARKS, chain_text, occurring_marks, trace_lines


def lines(*chains: str, width: int | None = None) -> list[str]:
    """Return the trace of a claim with these chains."""
    ledger = Ledger((Claim("c", "C.", tuple(map(parse_chain, chains))),))
    return trace_lines(trace(build_graph(ledger), "c"), width=width)


def test_a_branch_a_join_and_a_denial() -> None:
    assert lines("A [2024-11-29] <- B [reported] + (C <~ D)", "E <- D", "F [denied 2024-12]") == [
        "A · 2024-11-29",
        "├─ B · reported · not opened",
        "└─ C · not opened",
        "   └─ D · not opened · inferred",
        "E",
        "└─ D · not opened",
        "F · denied 2024-12 · denies",
    ]


def test_a_diamond_is_shown_once() -> None:
    assert lines("A <- (B + C) <- D <- E") == [
        "A",
        "├─ B · not opened",
        "│  └─ D · not opened",
        "│     └─ E · not opened",
        "└─ C · not opened",
        "   └─ D · not opened · shown above",
    ]


def test_a_circle_is_marked() -> None:
    assert lines("A <- B <- C <- B") == [
        "A",
        "└─ B · not opened",
        "   └─ C · not opened",
        "      └─ B · not opened · in a circle",
    ]


def test_withdrawals() -> None:
    assert lines("A [2024-01] <- B", "A [retracted 2024-02]") == [
        "A · 2024-01 · withdrawn",
        "└─ B · not opened",
        "A · retracted 2024-02 · withdraws",
    ]


def test_lines_fit_a_narrow_terminal() -> None:
    printed = lines(
        'Kataeb [2024-11-29 https://example.org/a/very/long/address] <~ B [because="we know it well"]', width=30
    )
    assert printed == [
        "Kataeb · 2024-11-29",
        "│  https://example.org/a/very/",
        "│  long/address",
        "└─ B · not opened",
        "      inferred",
        "      because we know it well",
    ]


@given(st.integers(min_value=20, max_value=120))
def test_no_line_is_wider_than_asked(width: int) -> None:
    chain = (
        'Kataeb [2024-11-29 https://example.org/a/very/long/address/without/end] <- "a person with a long description"'
    )
    assert all(cell_width(line) <= max(width, 22) for line in lines(chain, width=width))


def test_every_mark_that_occurs_is_explained() -> None:
    chains = ("A <- ?", 'A <~ "x"', "B [own]", "C [doubted]", "D [denied]", "E [retracted]", "F (confidential)")
    ledger = Ledger((Claim("c", "C.", tuple(map(parse_chain, chains))),))
    found = occurring_marks(trace(build_graph(ledger), "c"))
    assert found == [m for m in MARKS if m in found]
    assert set(found) == {
        "unnamed", "no source given", "inferred", "own voice", "denies", "questions", "withdraws", "confidential",
    }  # fmt: skip


def test_chains_on_one_line() -> None:
    assert chain_text(parse_chain('us <- (A + B) <- "x" <~ ?')) == "us ← (A + B) ← “x” ⇠ ?"


@given(st.text())
def test_plain_text_has_nothing_a_terminal_acts_upon(text: str) -> None:
    shown = plain(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or 0x202A <= ord(c) <= 0x202E for c in shown)
    assert not text.isprintable() or shown == text
