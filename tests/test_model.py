"""The values: what equality leaves out, what is frozen and can be a key, how a ledger looks things up."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from claimgraph.errors import EXIT_USAGE, ClaimgraphError, NotFoundError
from claimgraph.model import (
    ACCESS,
    CERTAINTIES,
    RELATIONS,
    SOURCE_KINDS,
    STANCES,
    SYMMETRIC,
    VERBS,
    VERDICTS,
    Article,
    Assessment,
    Chain,
    Checked,
    Claim,
    Config,
    Ledger,
    Link,
    Location,
    Mention,
    Problem,
    Relation,
    Source,
    Statement,
    Verdict,
    join_steps,
)
from claimgraph.model.chain import quote_text
from claimgraph.notation import parse_chain
from tests.strategies import claim_of

HERE = Location("claims/x.yaml", 7, 3)

VALUES: list[Any] = [
    HERE,
    Problem(HERE, "CG105", "warning", "unregistered source 'X'"),
    Mention("A", verb="told", location=HERE),
    parse_chain('A <- B + (C <- "x")'),
    Relation("supports", "d", HERE),
    Assessment("B2"),
    Verdict("false"),
    Checked("Ann"),
    Article("Kataeb"),
    Source("a", "outlet", places={"id": HERE}),
    Statement("c", "a", "named", "A", "a", "asserts"),
    Link(inferred=True),
    dataclasses.replace(claim_of("A <- B"), places={"id": HERE}, location=HERE),
]


@pytest.mark.parametrize("value", VALUES, ids=[type(value).__name__ for value in VALUES])
def test_values_are_frozen_and_can_be_keys(value: Any) -> None:
    assert {value: 1}[dataclasses.replace(value)] == 1
    first = dataclasses.fields(value)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, first, "other")


def test_where_it_was_written_is_not_part_of_a_value() -> None:
    there = Location("y.yaml")
    assert Mention("A", location=HERE) == Mention("A", location=there) == Mention("A")
    assert Relation("supports", "d", HERE) == Relation("supports", "d", there)
    assert Link(location=HERE) == Link(location=there)
    assert Source("a", "org", location=HERE, places={"id": HERE}) == Source("a", "org")
    assert Claim("c", "C.", location=HERE, places={"id": HERE}) == Claim("c", "C.")
    here, nowhere = (Statement("c", "a", "named", "A", "a", "asserts", location=place) for place in (HERE, None))
    assert here == nowhere
    assert hash(here) == hash(nowhere)
    assert "Location" not in repr([Mention("A", location=HERE), Claim("c", "C.", location=HERE, places={"id": HERE})])


def test_everything_else_is() -> None:
    assert Mention("A") != Mention("A", verb="told")
    assert Mention("A") != Mention("A", kind="unnamed")
    assert Mention("A") != Mention("A", seen=False)
    assert Mention("A", wording="a") != Mention("A", wording="A")
    assert parse_chain("A <- B") != parse_chain("A <~ B")
    assert parse_chain("A <- B + C") != parse_chain("A <- C + B")
    assert Claim("c", "C.") != Claim("c", "C.", tags=("t",))


def test_places_are_written_path_line_column() -> None:
    assert str(HERE) == "claims/x.yaml:7:3"
    assert str(Location("x.yaml")) == "x.yaml:1:1"
    assert sorted([Location("b", 1), Location("a", 10, 1), Location("a", 9, 80)]) == [
        Location("a", 9, 80), Location("a", 10, 1), Location("b", 1)
    ]  # fmt: skip
    problem = Problem(HERE, "CG105", "warning", "unregistered source 'X'", claim="c")
    assert str(problem) == "claims/x.yaml:7:3: CG105 warning unregistered source 'X'"
    assert problem == dataclasses.replace(problem, claim=None)


def test_a_claim_knows_its_places() -> None:
    claim = Claim("c", "C.", location=Location("x.yaml", 2), places={"chain": HERE})
    assert (claim.place("chain"), claim.place("due")) == (HERE, Location("x.yaml", 2))
    assert Claim("c", "C.").place("due") == Location("<c>")
    source = Source("a", "org", location=Location("s.yaml", 4), places={"was": HERE})
    assert (source.place("was"), source.place("name")) == (HERE, Location("s.yaml", 4))
    assert Source("a", "org").place("name") == Location("<a>")


def test_relations_by_kind() -> None:
    claim = Claim("c", "C.", relations=(Relation("supports", "a"), Relation("tension", "b"), Relation("supports", "d")))
    assert claim.related("supports") == ("a", "d")
    assert claim.related("contradicts") == ()


def test_the_label_of_a_source() -> None:
    assert Source("afp", "outlet", "Agence France-Presse").label == "Agence France-Presse"
    assert Source("afp", "outlet").label == "afp"


def test_the_node_of_a_statement() -> None:
    assert Statement("c", '"x"@a', "unnamed", "x", 'c#"x"@a', "asserts").node == 'c#"x"@a'


# ---- Ledger

RECORD = Ledger((Claim("sky-is-blue", "The sky is blue."), Claim("grass-is-green", "Grass is green.")))


def test_a_ledger_is_looked_up_by_id() -> None:
    assert RECORD["grass-is-green"].text == "Grass is green."
    assert "sky-is-blue" in RECORD
    assert "sky" not in RECORD
    assert len(RECORD) == 2
    assert [claim.id for claim in RECORD] == ["sky-is-blue", "grass-is-green"]
    assert (len(Ledger()), list(Ledger())) == (0, [])


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("sky-is-blu", "no claim 'sky-is-blu' in this record; did you mean sky-is-blue?"),
        ("Sky is blue", "no claim 'Sky is blue' in this record; did you mean sky-is-blue?"),
        ("zzz", "no claim 'zzz' in this record; see `claimgraph query`"),
    ],
)
def test_an_unknown_claim(wanted: str, message: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        RECORD[wanted]
    assert str(caught.value) == message
    assert isinstance(caught.value, ClaimgraphError)
    assert isinstance(caught.value, LookupError)
    assert caught.value.exit_code == EXIT_USAGE


def test_of_two_claims_with_one_id_the_first_is_found() -> None:
    assert Ledger((Claim("c", "First."), Claim("c", "Second.")))["c"].text == "First."


def test_with_claim_returns_a_new_ledger() -> None:
    more = RECORD.with_claim(Claim("c", "C."))
    assert [claim.id for claim in more] == ["sky-is-blue", "grass-is-green", "c"]
    assert more["c"].text == "C."
    assert "c" not in RECORD
    assert len(RECORD) == 2


def test_with_claim_replaces_the_claim_of_that_id() -> None:
    assert RECORD["sky-is-blue"].text == "The sky is blue."  # looked up before, so that nothing stale is kept
    changed = RECORD.with_claim(Claim("sky-is-blue", "The sky is grey."))
    assert changed["sky-is-blue"].text == "The sky is grey."
    assert len(changed) == 2
    assert RECORD["sky-is-blue"].text == "The sky is blue."


def test_with_claim_keeps_the_rest() -> None:
    sources, config = (Source("a", "org"),), Config({"berichtete": "relays"})
    problems = (Problem(HERE, "CG105", "warning", "x"),)
    more = Ledger((), sources, problems, config).with_claim(Claim("c", "C."))
    assert (more.sources, more.problems, more.config) == (sources, problems, config)


def test_own_verbs_stand_beside_and_before_the_built_in_ones() -> None:
    verbs = Config({"berichtete": "relays", "noted": "relays"}).all_verbs
    assert (verbs["berichtete"], verbs["noted"], verbs["told"]) == ("relays", "relays", "asserts")
    assert VERBS["noted"] == "asserts"


# ---- Chains

A, B, C, D = (Mention(letter) for letter in "ABCD")


def test_heads_tails_and_mentions() -> None:
    chain = parse_chain("(A + (B <- C)) <- D + (E <- F + G)")
    assert [str(m) for m in chain.heads] == ["A", "B"]
    assert [str(m) for m in chain.tails] == ["D", "F", "G"]
    assert [str(m) for m in chain.mentions] == list("ABCDEFG")


def test_joined_steps_are_flat() -> None:
    inner = Chain(((B,), (C,)), (True,))
    assert join_steps([(A,), (inner,), (D,)], [False, False]) == Chain(((A,), (B,), (C,), (D,)), (False, True, False))
    assert join_steps([(Chain(((A, B),)), C)], []) == Chain(((A, B, C),))
    assert join_steps([(inner,)], []) == inner
    assert join_steps([(A, inner)], []) == Chain(((A, inner),))


@pytest.mark.parametrize(
    ("mention", "text"),
    [
        (Mention("A"), "A"),
        (Mention('the "boss"\\', kind="unnamed"), r'"the \"boss\"\\"'),
        (Mention(kind="missing", verb="told"), "? [told]"),
        (Mention(kind="us"), "us"),
        (Mention(kind="this", own=True), "this [own]"),
        (Mention("A", seen=False, access="hearsay", confidential=True), "A [unseen hearsay] (confidential)"),
        (Mention("A", seen=True, date="2024", verb="told"), "A [told 2024 seen]"),
        (Mention("A", wording="a\nb", tag="two words", page="7"), r'A ["a\nb" page=7 tag="two words"]'),
        (Mention("A", archive="https://w.org"), "A [archive=https://w.org]"),
        (Mention("A", url="https://a.org", archive="https://w.org"), "A [https://a.org https://w.org]"),
        (Mention("A", url="https://a.org/ b", archive="https://w.org"),
         'A [url="https://a.org/ b" archive=https://w.org]'),
        (Mention("A", verb="has said"), 'A [verb="has said"]'),
    ],
)  # fmt: skip
def test_a_mention_in_notation(mention: Mention, text: str) -> None:
    assert str(mention) == text


def test_quoting() -> None:
    assert quote_text('he said "no"') == r'"he said \"no\""'
    assert quote_text("a\\n\nb") == r'"a\\n\nb"'


# ---- The words


def test_the_words_of_the_design() -> None:
    assert SOURCE_KINDS == ("outlet", "person", "org", "group", "document", "account")
    assert ACCESS == ("direct", "indirect", "unknown")
    assert CERTAINTIES == ("certain", "probable", "possible", "unknown")
    assert VERDICTS == ("true", "false", "partly", "unresolvable")
    assert STANCES == ("asserts", "relays", "denies", "questions", "withdraws")
    assert set(RELATIONS) == {
        "contradicts", "tension", "supports", "based_on", "part_of", "same_as", "supersedes", "corrects"
    }  # fmt: skip
    assert {"contradicts", "tension", "same_as"} == SYMMETRIC


@pytest.mark.parametrize(
    ("stance", "verbs"),
    [
        ("asserts", "said told stated announced claimed confirmed testified wrote posted showed estimated"),
        ("relays", "reported cited quoted carried published broadcast republished"),
        ("denies", "denied rejected refuted disputed debunked"),
        ("questions", "questioned doubted"),
        ("withdraws", "retracted withdrew corrected deleted killed"),
    ],
)
def test_the_verbs_of_the_design(stance: str, verbs: str) -> None:
    assert {verb: VERBS[verb] for verb in verbs.split()} == dict.fromkeys(verbs.split(), stance)
