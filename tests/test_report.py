"""What `show` says in sentences, on cases worked by hand."""

from __future__ import annotations

import pytest

from claimgraph.graph import build_graph
from claimgraph.model import Chain, Claim, Ledger, Mention, Relation, Source
from claimgraph.notation import parse_chain
from claimgraph.report import findings
from claimgraph.text import listed
from tests.strategies import claim_of, graph_of

OWNED = (
    Source("mail", "outlet", "Mail", owner="Trust"),
    Source("metro", "outlet", "Metro", owner="Trust"),
    Source("trust", "org", "The Trust"),
    Source("dossier", "document", "The dossier"),
    Source("ann", "person", "Ann"),
    Source("handle", "account", "handle"),
    Source("officials", "group", "officials", via="Mail", maybe=("Ann",)),
)


def told(*chains: str, sources: tuple[Source, ...] = ()) -> dict[str, str]:
    """Return the sentences about one claim by their subjects."""
    return dict(findings(graph_of(*chains, sources=sources), [claim_of(*chains)]))


@pytest.mark.parametrize(
    ("chains", "sentence"),
    [
        (["A <- Reuters", "B <- Reuters"], "1. Every supporting path leads through Reuters."),
        (["A", "B"], "2. Every supporting path leads through A or B."),
        (["A <- B <- C <- B"], "0. Nothing that was read leads back to somebody who asserts it and stands by it."),
        (["A <- ?"], "1. Every supporting path leads through the source of A."),
        (
            ['A <- "officials"', "B <- ?"],
            (
                "1 to 2. Every supporting path leads through “officials” or the source of B. "
                "Only 1 is sure: “officials” and the source of B are not named."
            ),
        ),
    ],
)
def test_lines(chains: list[str], sentence: str) -> None:
    assert told(*chains)["lines"] == sentence


def test_missing_sources_are_told_together() -> None:
    assert told("A <- ?", "B <- ?", "C <- D")["lines"] == (
        "1 to 3. Every supporting path leads through D or the sources of A and B. "
        "Only 1 is sure: the sources of A and B are not named."
    )


def test_what_makes_the_lower_number_low() -> None:
    assert told("Mail <- X", "Metro <- Y", sources=OWNED)["lines"].endswith(
        "Only 1 is sure: Mail and Metro belong to The Trust."
    )
    maybe = told('Mail <- "officials"', "B <- Ann", sources=OWNED)["lines"]
    assert maybe.endswith("Only 1 is sure: “officials” is not named; Ann and “officials” may be one voice.")


@pytest.mark.parametrize(
    ("chain", "advice"),
    [
        ('A <- Sky News <- "x"', "Open the Sky News piece and A drops out."),
        ("A <- The dossier", "Open The dossier and A drops out."),
        ("A <- B <- Ann", "Find Ann's own words and B and A drop out."),
        ("A <- handle", "Open the post of handle and A drops out."),
    ],
)
def test_what_to_open_next(chain: str, advice: str) -> None:
    assert told(chain, sources=OWNED)["open next"] == advice


def test_what_opening_it_would_make_of_the_lines() -> None:
    assert told("A <- X", "A <- Y")["open next"] == "Open the X piece and A drops out; it would be 2."


def test_the_other_side() -> None:
    found = told("A <- Ann", "B [denied]", "C [denied]")
    assert found["against"] == "2. Denied by B and C."
    assert "conflict" not in found
    own = told("A <- Ann [said 2024-01-01]", "B <- Ann [denied 2024-03-01]")
    assert own["conflict"] == "Ann changed its account: said so (2024-01-01), denied it (2024-03-01)."


def test_conflicts_between_claims() -> None:
    claims = (
        Claim("c", "C.", (parse_chain("A <- Ann"), parse_chain("A <- Bob"))),
        Claim("d", "D.", (parse_chain("A <- Di"),), relations=(Relation("contradicts", "c"),)),
    )
    graph = build_graph(Ledger(claims))
    assert [found for found in findings(graph, claims) if found[0] in {"conflict", "both sides"}] == [
        ("conflict", "Ann and Bob against Di (d)."),
        ("both sides", "Carried by A."),
    ]


def test_circles_and_withdrawals() -> None:
    found = told("A <- B <- C <- B", "D <- E [said 2024-01-01]", "E [retracted 2024-02-02]")
    assert found["circle"] == "It goes round between B and C; nobody outside ever said it."
    assert found["withdrawn"] == "E took it back; still repeated by D."
    assert told("A <- E [said 2024-01-01]", "A [deleted]", "E [retracted 2024-02-02]")["withdrawn"] == "E took it back."


def test_first() -> None:
    assert told("A [2024-01-05] <- B [2024-01-01]")["first"] == "B (2024-01-01)"
    assert "first" not in told("A <- B")


def test_nothing_steers_a_terminal() -> None:
    chain = Chain(((Mention("B\x1b[2J"),), (Mention("a\x1b[31m source", "unnamed"),)), (False,))
    claim = Claim("c", "C.", (chain,))
    sentences = [sentence for _, sentence in findings(build_graph(Ledger((claim,))), [claim])]
    assert any("\\x1b[31m" in sentence for sentence in sentences)
    assert not any("\x1b" in sentence for sentence in sentences)


def test_long_lists_are_counted() -> None:
    assert listed("ABCDEFGH", last="or") == "A, B, C, D, E or 3 others"
    assert listed([]) == ""
