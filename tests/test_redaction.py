"""What leaves holds nobody who must not be identified, and every number of the whole record."""

from __future__ import annotations

from dataclasses import astuple

from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.analyses.circularity import apparent, circles, has_false_confirmation, is_unnamed_only
from claimgraph.analyses.lines import doubts, independent_lines, lines_against
from claimgraph.chains import denials, origins, relays
from claimgraph.graph import Graph, build_graph, statement_of, without_inferred
from claimgraph.model import Article, Chain, Claim, Ledger, Source
from claimgraph.notation import parse_chain
from claimgraph.protection import Secrets
from claimgraph.redaction import RedactedLedger, redact, redact_graph, release

PARTIES = ("Zqann", "Zqbob", "Cy", "Di", "Ed", '"officials"', '"zqaides"', "?")
"""Who speaks; those whose names begin with zq may be protected, and nobody else's name holds these letters."""

NOTES = ("", " [2024-01-01]", " [denied 2024-02]", ' [said "words"]', " [retracted 2025]", " [seen]", " <~ Cy", " <- ?")


@st.composite
def random_chains(draw: st.DrawFn) -> str:
    """Return a chain of one to four parties, the protected ones perhaps called so."""
    steps = []
    for party in draw(st.lists(st.sampled_from(PARTIES[:-1]), min_size=1, max_size=4)):
        note = draw(st.sampled_from(NOTES[:6]))
        secret = " (confidential)" if "zq" in party.lower() and draw(st.booleans()) else ""
        steps.append(f"{party}{note}{secret}")
    return " <- ".join(steps) + draw(st.sampled_from(("", "", " <- ?", " <~ Ed")))


@st.composite
def random_sources(draw: st.DrawFn) -> tuple[Source, ...]:
    """Return a registry in which the protected ones own, are owned, belong to pools and are others as well."""
    owners = st.sampled_from((None, "Cy", "Zqann", "Zqholding", "Holding"))
    found = [
        Source("zqann", "person", "Zqann", owner=draw(owners), confidential=draw(st.booleans())),
        Source("zqbob", "person", "Zqbob", owner=draw(owners), same_as=draw(st.sampled_from(((), ("Zqann",))))),
        Source("zqholding", "org", "Zqholding", confidential=True),
        Source("cy", "outlet", "Cy", owner=draw(owners)),
        Source("di", "outlet", "Di", owner=draw(owners), wire=True),
        Source(
            "officials", "group", "officials", via="Di", pool=draw(st.sampled_from((None, "Pool"))),
            maybe=draw(st.sampled_from(((), ("Zqann",)))),
        ),
        Source(
            "zqaides", "group", "zqaides", via="Cy", pool=draw(st.sampled_from((None, "Pool", "zqpool"))),
            resolved_to=draw(st.sampled_from((None, "Zqbob"))), confidential=True,
        ),
    ]  # fmt: skip
    return tuple(source for source in found if draw(st.integers(0, 3)))


@st.composite
def records(draw: st.DrawFn) -> Ledger:
    """Return a record of two claims with protected sources."""
    claims = []
    for claim_id in ("c", "d"):
        chains = tuple(parse_chain(text) for text in draw(st.lists(random_chains(), min_size=1, max_size=4)))
        article = Article("Zqann") if draw(st.booleans()) else None
        claims.append(Claim(claim_id, f"{claim_id.upper()} is so.", chains, said="words", article=article))
    return Ledger(tuple(claims), draw(random_sources()))


def numbers(graph: Graph, claim_id: str) -> tuple[object, ...]:
    """Return all that is counted of a claim."""
    lines, against = independent_lines(graph, claim_id), lines_against(graph, claim_id)
    counted = [(found.floor, found.ceiling, len(found.cut), len(found.single_points)) for found in (lines, against)]
    told = [(doubt.kind, len(doubt.labels)) for doubt in doubts(graph, claim_id)]
    return (
        counted, sorted(told), len(apparent(graph, claim_id)), len(origins(graph, claim_id)),
        len(denials(graph, claim_id)), relays(graph, claim_id), is_unnamed_only(graph, claim_id),
        has_false_confirmation(graph, claim_id), sorted(len(c.nodes) for c in circles(graph, claim_id)),
        graph.number_of_nodes(), graph.number_of_edges(),
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(records())
def test_every_number_is_that_of_the_whole_record(record: Ledger) -> None:
    whole = build_graph(record)
    shown = build_graph(redact(record))
    for claim_id in ("c", "d"):
        assert numbers(shown, claim_id) == numbers(whole, claim_id)
        assert numbers(without_inferred(shown), claim_id) == numbers(without_inferred(whole), claim_id)


@settings(max_examples=300, deadline=None)
@given(records())
def test_whom_the_record_protects_stands_nowhere(record: Ledger) -> None:
    shown = redact(record)
    if not isinstance(shown, RedactedLedger):
        return
    secrets = shown.secrets
    texts = [str(astuple(claim)) + " ".join(map(str, claim.chains)) for claim in shown]
    texts += [str(source) for source in shown.sources]
    graph = build_graph(shown)
    texts += [str(statement_of(graph, node)) + node for node in graph]
    texts += [" ".join(graph.graph["registry"].names())]
    assert [text for text in texts if secrets.shown_in(text)] == []
    for node in graph:
        statement = statement_of(graph, node)
        if statement.confidential:
            assert (statement.date, statement.wording, statement.url, statement.verb) == (None, None, None, None)


@settings(max_examples=200, deadline=None)
@given(records())
def test_two_claims_share_no_name_for_a_protected_source(record: Ledger) -> None:
    graph = build_graph(redact(record))
    labels = {
        claim_id: {s.label for node in nodes if (s := statement_of(graph, node)).confidential}
        for claim_id, nodes in graph.graph["claims"].items()
    }
    assert labels["c"].isdisjoint(labels["d"])


@given(records())
def test_redacting_twice_changes_nothing(record: Ledger) -> None:
    shown = redact(record)
    assert redact(shown) is shown
    graph = build_graph(shown)
    assert redact_graph(graph) is graph
    assert release(graph, shown).graph is graph


def chains_of(*texts: str) -> tuple[Chain, ...]:
    return tuple(map(parse_chain, texts))


def test_several_in_one_claim_are_numbered_in_the_order_of_its_chains() -> None:
    chains = chains_of(
        "A <- Zoe (confidential) + Adam (confidential)", "B <- Adam [2024] <- ?", "C <- Zoe [denied 2025]"
    )
    shown = redact(Ledger((Claim("c", "C.", chains),)))
    assert [str(chain) for chain in shown["c"].chains] == [
        "A <- Confidential source 1 + Confidential source 2",
        "B <- Confidential source 2 <- ?",
        "C <- Confidential source 1 [stance=denies]",
    ]
    assert list(build_graph(shown)) == [
        "c#a",
        "c#confidential-source-1",
        "c#confidential-source-2",
        "c#b",
        "c#?@confidential-source-2",
        "c#c",
    ]


def test_two_statements_of_one_stay_two() -> None:
    chains = chains_of("A <- Zoe [2024] (confidential)", "B <- Zoe [2025] <- Zoe [2024]")
    graph = build_graph(redact(Ledger((Claim("c", "C.", chains),))))
    assert [statement_of(graph, n).key for n in graph] == [
        "a", "confidential-source", "b", "confidential-source~2",
    ]  # fmt: skip
    assert {statement_of(graph, n).label for n in graph} == {"a", "b", "c#confidential-source"}


def test_a_name_is_found_however_it_is_written() -> None:
    secrets = Secrets(frozenset({"x"}), frozenset({"Jane Doe", "Rose", "زوربا"}))
    for text in (
        "JANE DOE", "jane-doe.html", "Jane&nbsp;Doe", "Jane%20Doe", "<b>Jane</b> <i>Doe</i>", "J\u0301ane Doe",
        "Ｊａｎｅ Ｄｏｅ", "Jane\u00adDoe", "Ja\u200bne Doe", "\\u004aane Doe", "janedoes", "(rose)", "قال لزوربا",
    ):  # fmt: skip
        assert secrets.shown_in(text), text
    for text in ("Jane", "Doe", "prosecutor", "roses", "Jan Edo", ""):
        assert not secrets.shown_in(text), text
