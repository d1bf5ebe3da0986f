"""Chains to statements: identity, scope, what is seen, stance, what was taken back."""

from __future__ import annotations

import functools
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.model import VERBS, Claim, Location, Source, Stance, Statement
from claimgraph.notation import parse_chain
from claimgraph.registry import Registry
from claimgraph.statements import ClaimStatements, read_statements
from tests.strategies import claim_of, claims


def read(*chains: str, sources: tuple[Source, ...] = ()) -> ClaimStatements:
    return read_statements(claim_of(*chains), Registry(sources), VERBS)


def keys(*chains: str, sources: tuple[Source, ...] = ()) -> list[str]:
    return list(read(*chains, sources=sources).statements)


def links(*chains: str, sources: tuple[Source, ...] = ()) -> list[str]:
    """Links as upstream > downstream, with ~ where they are inferred."""
    found = read(*chains, sources=sources).links
    return [f"{up} {'~' if link.inferred else ''}> {down}" for (up, down), link in found.items()]


def statement(key: str, *chains: str, sources: tuple[Source, ...] = ()) -> Statement:
    return read(*chains, sources=sources).statements[key]


def messages(*chains: str, sources: tuple[Source, ...] = ()) -> list[str]:
    return [
        f"{problem.code} {problem.severity} {problem.message}" for problem in read(*chains, sources=sources).problems
    ]


# ---- Identity: a source and a date


@pytest.mark.parametrize(
    ("chains", "found"),
    [
        # the same source without a date, or with the same one, is one statement
        (["A <- B", "A <- C"], ["a", "b", "c"]),
        (["A [2024-11-29] <- B", "C <- A [2024-11-29]"], ["a@2024-11-29", "b", "c"]),
        (["A <- B", "B <- C"], ["a", "b", "c"]),
        (["Sky News <- B", "SKY-NEWS <- B"], ["sky-news", "b"]),
        # two dates are two
        (["A [2024-11-28] <- B", "A [2024-11-29]"], ["a@2024-11-28", "b", "a@2024-11-29"]),
        (["A [2024-11] <- B", "A [2024-11-29]"], ["a@2024-11", "b", "a@2024-11-29"]),
        (["A [2024-11-29]", "A [2024-11-29~]"], ["a@2024-11-29", "a@2024-11-29~"]),
        # one time in two ways of writing is one date, called by the first in order
        (["A [2024-11-29T19:31:09+02:00]", "A [2024-11-29T17:31:09Z]"], ["a@2024-11-29T17:31:09Z"]),
        (["A [2024-11-29/2024-11-29]", "A [2024-11-29]"], ["a@2024-11-29"]),
        # without a date joins the only dated one, before or behind it
        (["A [2024-11-29] <- B", "C <- A"], ["a@2024-11-29", "b", "c"]),
        (["C <- A", "A [2024-11-29] <- B"], ["c", "a@2024-11-29", "b"]),
        # and with several it stays by itself
        (["A [2024-11-28]", "A [2024-11-29]", "C <- A"], ["a@2024-11-28", "a@2024-11-29", "c", "a"]),
        # an end without a name keeps its date out of its key until there are two
        (['A <- "officials" [2024-11-29]'], ["a", '"officials"@a']),
        (['A <- "officials" [2024-11-28]', 'A <- "officials" [2024-11-29]'],
         ["a", '"officials"@a@2024-11-28', '"officials"@a@2024-11-29']),
        (["A <- ? [2024-11-28]", "A <- ?"], ["a", "?@a"]),
        # a name that would be a word of the notation
        (["US <- This"], ["us-source", "this-source"]),
    ],
)  # fmt: skip
def test_identity(chains: list[str], found: list[str]) -> None:
    assert keys(*chains) == found


def test_an_undated_mention_among_several_dated_ones_is_ambiguous() -> None:
    assert messages("A [2024-11-29] <- D", "A [2024-11-28]", "C <- A") == [
        "CG106 error A without a date may be its statement of 2024-11-28 or 2024-11-29; add the date that is meant"
    ]
    assert messages("A [2024-11-29]", "A [2024-11-28]") == []
    assert messages("A [2024-11-29]", "C <- A") == []


def test_problems_are_told_where_they_are() -> None:
    chains = []
    for number, text in enumerate(["A [2024-11-29]", "A [2024-11-28]", "C <- A"], start=1):
        chains.append(parse_chain(text, locate=functools.partial(Location, "x.yaml", number)))
    (problem,) = read_statements(Claim("c", "C.", tuple(chains)), Registry(), VERBS).problems
    assert (problem.location, problem.claim) == (Location("x.yaml", 3, 6), "c")
    (nowhere,) = read_statements(claim_of("A <- A"), Registry(), VERBS).problems
    assert nowhere.location == Location("<c>")


@pytest.mark.parametrize(
    ("chain", "who"),
    [
        ("A <- A", "A"),
        ("A <- B + A", "A"),
        ("A [2024-11-29] <- A", "A"),
        ("A <- (B + C) <- C", "C"),
        ("Kataeb <- الكتائب", "Kataeb"),
    ],
)
def test_a_statement_does_not_rely_on_itself(chain: str, who: str) -> None:
    kataeb = Source("kataeb", "outlet", "Kataeb", aliases=("الكتائب",))
    assert messages(chain, sources=(kataeb,)) == [
        f"CG106 error {who} relies on itself here; date the two statements apart, or leave one out"
    ]
    assert all(upstream != downstream for upstream, downstream in read(chain, sources=(kataeb,)).links)


def test_a_source_may_rely_on_what_it_said_before() -> None:
    assert links("A [2024-11-29] <- A [2024-11-28]") == ["a@2024-11-28 > a@2024-11-29"]
    assert messages("A [2024-11-29] <- A [2024-11-28]") == []


# ---- Scope: nobody without a name is merged by the words


@pytest.mark.parametrize(
    ("chains", "found"),
    [
        (['A <- "officials"', 'A <- "Officials"'], ["a", '"officials"@a']),
        (['A <- "officials"', 'B <- "officials"'], ["a", '"officials"@a', "b", '"officials"@b']),
        (['(A + B) <- "officials"'], ["a", "b", '"officials"@a', '"officials"@b']),
        (['A <- B <- "officials"', 'A <- "officials"'], ["a", "b", '"officials"@b', '"officials"@a']),
        (['A <- "aides" <- "officials"'], ["a", '"aides"@a', '"officials"@"aides"@a']),
        (['A <- "officials" <- "officials"'], ["a", '"officials"@a', '"officials"@"officials"@a']),
        (["A <- ?", "A <- ?"], ["a", "?@a"]),
        (["A <- ?", "B <- ?"], ["a", "?@a", "b", "?@b"]),
        (["(A + B) <- ?"], ["a", "b", "?@a", "?@b"]),
        (['A <- "officials" <- ?'], ["a", '"officials"@a', '?@"officials"@a']),
        # what we cite, and what stands first, is ours
        (['us <- "officials"', 'A <- "officials"'], ['"officials"@us', "a", '"officials"@a']),
        (['"officials"', 'us <- "officials"'], ['"officials"@us']),
        (["us <- ?", "?"], ["?@us"]),
        # both dates of an outlet cite one description
        (['A [2024-11-28] <- "officials"', 'A [2024-11-29] <- "officials"'],
         ["a@2024-11-28", '"officials"@a', "a@2024-11-29"]),
        # a described person is nobody with that name
        (["A <- Ann (anonymous)", "A <- Ann"], ["a", '"ann"@a', "ann"]),
    ],
)  # fmt: skip
def test_scope(chains: list[str], found: list[str]) -> None:
    assert keys(*chains) == found


def test_ends_without_a_name_are_voices_of_their_claim() -> None:
    found = read('A <- "Syrian Sources"', "A <- ?", "A <- B").statements
    named, missing, described = found["b"], found["?@a"], found['"syrian sources"@a']
    assert (described.kind, described.name, described.source) == ("unnamed", "Syrian Sources", None)
    assert (missing.kind, missing.name, missing.source) == ("missing", "?", None)
    assert (named.kind, named.name, named.source) == ("named", "B", "b")
    assert (described.label, missing.label, named.label) == ('c#"syrian sources"@a', "c#?@a", "b")


GROUP = Source("syrians", "group", "Syrian sources", aliases=("مصادر سورية",), via="a")
OUTLET = Source("a", "outlet", "The A", aliases=("Alpha",))


@pytest.mark.parametrize(
    ("chain", "found"),
    [
        ('A <- "Syrian sources"', '"syrian sources"@a'),
        ('Alpha <- "مصادر سورية"', '"syrian sources"@a'),
        ("A <- Syrian sources (anonymous)", '"syrian sources"@a'),
        ("A <- syrians", '"syrian sources"@a'),
        ("B <- syrians", '"syrian sources"@a'),
    ],
)
def test_a_registered_group_of_the_outlet_is_found(chain: str, found: str) -> None:
    group = statement(found, chain, sources=(GROUP, OUTLET))
    assert (group.kind, group.source, group.label, group.name) == ("unnamed", "syrians", "syrians", "Syrian sources")
    assert group.source_kind == "group"


def test_a_registered_group_is_of_one_outlet_only() -> None:
    stranger = statement('"syrian sources"@b', 'B <- "Syrian sources"', sources=(GROUP, OUTLET))
    assert (stranger.source, stranger.label) == (None, 'c#"syrian sources"@b')


def test_aliases_join() -> None:
    sources = (OUTLET, Source("b", "outlet", aliases=("ب",)))
    assert keys("Alpha <- B", "the a <- ب", sources=sources) == ["a", "b"]
    assert statement("a", "Alpha <- B", sources=sources).name == "The A"
    assert statement("some-blog", "Some  Blog <- B").name == "Some Blog"


def test_a_group_without_via_is_somebody_with_a_name() -> None:
    group = Source("whitehall", "group", "Whitehall")
    assert statement("whitehall", "A <- Whitehall", sources=(group,)).kind == "named"
    assert statement('"whitehall"@a', 'A <- "Whitehall"', sources=(group,)).source is None


def test_a_group_of_our_own() -> None:
    group = Source("ours", "group", "officials", via="us")
    found = statement('"officials"@us', 'us <- "Officials"', sources=(group,))
    assert (found.source, found.label, found.seen) == ("ours", "ours", True)
    assert keys("us <- ours", sources=(group,)) == ['"officials"@us']


def test_the_label_follows_the_registry() -> None:
    sources = (GROUP, OUTLET, Source("ann", "person", same_as=("aa",)), Source("x", "account", resolved_to="Ann"))
    found = read('A <- "Syrian sources"', "A <- X + Ann", sources=sources).statements
    assert [found[key].label for key in ("x", "ann", '"syrian sources"@a')] == ["aa", "aa", "syrians"]
    assert [found[key].source for key in ("x", "ann")] == ["x", "ann"]


# ---- Links


@pytest.mark.parametrize(
    ("chains", "found"),
    [
        (["A <- B <~ C"], ["b > a", "c ~> b"]),
        (["A <- B + C"], ["b > a", "c > a"]),
        (["A <- B + (C <~ D)"], ["b > a", "c > a", "d ~> c"]),
        (["A <- (B + C) <- D"], ["b > a", "c > a", "d > b", "d > c"]),
        (["(A + B) <~ C"], ["c ~> a", "c ~> b"]),
        (['(A + B) <- "x" <- C'], ['"x"@a > a', '"x"@b > b', 'c > "x"@a', 'c > "x"@b']),
        (["us <- A <- B"], ["b > a"]),
        (["us <- A + (B <- C)"], ["c > b"]),
        # what a text credits outweighs what we infer, in either order
        (["A <~ B", "A <- B"], ["b > a"]),
        (["A <- B", "A <~ B"], ["b > a"]),
        (["A <~ B", "A <~ B"], ["b ~> a"]),
        (["A <- B", "B <- A"], ["b > a", "a > b"]),
    ],
)
def test_links(chains: list[str], found: list[str]) -> None:
    assert links(*chains) == found


def test_a_link_says_why_and_where() -> None:
    chain = parse_chain('A <~ B [because="same words"]', locate=lambda column: Location("x.yaml", 4, column))
    link = read_statements(Claim("c", "C.", (chain,)), Registry(), VERBS).links["b", "a"]
    assert (link.inferred, link.because, link.location) == (True, "same words", Location("x.yaml", 4, 6))


def test_a_reason_given_once_is_given() -> None:
    for order in (("A <~ B", "A <~ B [because=x]"), ("A <~ B [because=x]", "A <~ B")):
        claim = Claim("c", "C.", tuple(map(parse_chain, order)))
        assert read_statements(claim, Registry(), VERBS).links["b", "a"].because == "x"


# ---- Seen


@pytest.mark.parametrize(
    ("chains", "seen"),
    [
        (["A <- B <- C"], ["a"]),
        (["A <- B", "B <- C"], ["a", "b"]),
        (["A <- B [https://b.org] <- C"], ["a", "b"]),
        (["A <- B [archive=https://b.org]"], ["a", "b"]),
        (["A <- B [accessed=2024]"], ["a"]),
        (["(A + B) <- C"], ["a", "b"]),
        (["(A + (B <- C)) <- D"], ["a", "b"]),
        (["us <- A <- B"], ["a"]),
        (["us <- A + (B <- C)"], ["a", "b"]),
        (['us <- "officials" + ?'], ['"officials"@us', "?@us"]),
        (["A <- B [seen] <- C"], ["a", "b"]),
        (["A [unseen] <- B"], []),
        (["A <- B [https://b.org unseen]"], ["a"]),
        (["A [unseen] <- B", "A <- C"], []),
        (["A [unseen] <- B", "C <- A [seen]"], ["a", "c"]),
        (["?"], ["?@us"]),
    ],
)
def test_seen(chains: list[str], seen: list[str]) -> None:
    assert [key for key, found in read(*chains).statements.items() if found.seen] == seen


# ---- Stance


@pytest.mark.parametrize(
    ("chain", "stance"),
    [
        # the default: an end asserts, whoever relies on somebody relays
        ("A", "asserts"),
        ("A <- B", "relays"),
        ("A <~ B", "relays"),
        ("A <- ?", "relays"),
        ("Z <- A", "asserts"),
        # a verb
        ("A [said]", "asserts"),
        ("A [said] <- B", "asserts"),
        ("A [reported] <- B", "relays"),
        ("A [denied] <- B", "denies"),
        ("A [debunked]", "denies"),
        ("A [questioned] <- B", "questions"),
        ("A [retracted]", "withdraws"),
        ("A [killed] <- B", "withdraws"),
        # a relay verb at an end: there is nobody else who says so
        ("A [reported]", "asserts"),
        ("Z <- A [cited]", "asserts"),
        # in its own voice, though it credits somebody
        ("A [own] <- B", "asserts"),
        ("A (own) <- B", "asserts"),
        ("A [reported own] <- B", "asserts"),
        ("A [denied own] <- B", "denies"),
        # stance= goes before everything
        ("A [stance=relays]", "relays"),
        ("A [said stance=denies]", "denies"),
        ("A [denied stance=asserts] <- B", "asserts"),
        ("A [deleted stance=asserts]", "asserts"),
        ("A [corrected stance=relays] <- B", "relays"),
        ("A [reported stance=withdraws] <- B", "withdraws"),
        ("A [own stance=questions]", "questions"),
    ],
)
def test_stance(chain: str, stance: Stance) -> None:
    assert statement("a", chain).stance == stance
    assert messages(chain) == []


@pytest.mark.parametrize(
    ("chains", "stance"),
    [
        (["A", "A <- B"], "relays"),
        (["A <- B", "A [said]"], "asserts"),
        (["A [reported] <- B", "A [denied]"], "denies"),
        (["A [said]", "A [stance=questions]"], "questions"),
        (["A [said]", "A [retracted]"], "withdraws"),
        (["A [stance=asserts]", "A [stance=withdraws]"], "withdraws"),
        (["A <- A2", "Z <- A [own]"], "asserts"),
    ],
)
def test_stance_is_settled_over_all_mentions(chains: list[str], stance: Stance) -> None:
    assert statement("a", *chains).stance == stance
    assert statement("a", *reversed(chains)).stance == stance


def test_nobody_asserts_and_denies_at_one_time() -> None:
    told = ["CG106 error A both asserts and denies this at one time; date the two apart"]
    assert messages("A [said]", "A [denied]") == told
    assert messages("A [stance=asserts]", "A [denied]") == told
    assert messages("A [said 2024-11-28]", "A [denied 2024-11-29]") == []
    assert messages("A [reported] <- B", "A [denied]") == []


def test_own_verbs() -> None:
    chain = parse_chain("A [bestritt] <- B [meldete]", verbs={"bestritt": "denies", "meldete": "relays"})
    found = read_statements(Claim("c", "C.", (chain,)), Registry(), {"bestritt": "denies"}).statements
    assert (found["a"].stance, found["b"].stance) == ("denies", "asserts")


# ---- What was taken back


@pytest.mark.parametrize(
    ("chains", "withdrawn"),
    [
        # on or before the day, never behind it
        (["A [2024-11-29]", "A [retracted 2024-12-01]"], ["a@2024-11-29"]),
        (["A [2024-12-02]", "A [retracted 2024-12-01]"], []),
        (["A [2024-11-28]", "A [2024-12-02]", "A [retracted 2024-12-01]"], ["a@2024-11-28"]),
        (["A [2024-12-01T10:00]", "A [retracted 2024-12-01]"], ["a@2024-12-01T10:00"]),
        (["A [2024-12-01T12:00Z]", "A [retracted 2024-12-01T11:00Z]"], []),
        # dates in part: as soon as it may have been before
        (["A [2024-12]", "A [retracted 2024-12-01]"], ["a@2024-12"]),
        (["A [2024-12-31]", "A [retracted 2024-12]"], ["a@2024-12-31"]),
        (["A [2025-01]", "A [retracted 2024-12]"], []),
        (["A [2024-12-02~]", "A [retracted 2024-12-01]"], ["a@2024-12-02~"]),
        (["A [2024]", "A [retracted 2024-02]"], ["a@2024"]),
        # whatever it said, with whatever stance, and whatever takes back
        (["A [2024-11-29 denied]", "A [withdrew 2024-12-01]"], ["a@2024-11-29"]),
        (["A [2024-11-29] <- B", "A [2024-12-01 stance=withdraws]"], ["a@2024-11-29"]),
        (["A [retracted 2024-11-30]", "A [2024-11-29]", "A [retracted 2024-12-01]"], ["a@2024-11-29"]),
        # nobody takes back for another
        (["A [2024-11-29]", "B [retracted 2024-12-01]"], []),
        (["A [2024-11-29] <- B [2024-11-28]", "A [retracted 2024-12-01]"], ["a@2024-11-29"]),
        (['A <- "officials" [2024-11-28]', 'B <- "officials" [retracted 2024-12-01]'], []),
        (['A <- "officials" [2024-11-28]', 'A <- "officials" [retracted 2024-12-01]'], ['"officials"@a@2024-11-28']),
    ],
)  # fmt: skip
def test_withdrawals(chains: list[str], withdrawn: list[str]) -> None:
    assert [key for key, found in read(*chains).statements.items() if found.withdrawn] == withdrawn
    backwards = read(*reversed(chains)).statements
    assert {key for key, found in backwards.items() if found.withdrawn} == set(withdrawn)


def test_a_withdrawal_is_found_by_any_alias() -> None:
    sources = (OUTLET,)
    assert statement("a@2024-11-29", "A [2024-11-29]", "Alpha [retracted 2024-12-01]", sources=sources).withdrawn


def test_nobody_takes_back_what_another_voice_of_the_same_said() -> None:
    sources = (Source("a", "outlet", same_as=("b",)), Source("b", "account"))
    found = read("A [2024-11-29]", "B [retracted 2024-12-01]", sources=sources).statements
    assert found["a@2024-11-29"].label == found["b@2024-12-01"].label == "a"
    assert not found["a@2024-11-29"].withdrawn


def test_a_registered_group_takes_back_as_one() -> None:
    chains = ('A <- "Syrian sources" [2024-11-28]', "B <- syrians [withdrew 2024-12-01]")
    found = read(*chains, sources=(GROUP, OUTLET)).statements
    assert found['"syrian sources"@a@2024-11-28'].withdrawn
    assert not found["a"].withdrawn


def test_a_withdrawal_never_lends_its_date_nor_takes_one() -> None:
    found = read("B <- A [told]", "A [retracted 2024-12-01]").statements
    assert [(s.key, s.stance, s.verb, s.withdrawn) for s in found.values()] == [
        ("b", "relays", None, False),
        ("a", "asserts", "told", True),
        ("a@2024-12-01", "withdraws", "retracted", False),
    ]
    found = read("B <- A [2024-01-01]", "A [retracted]").statements
    assert [(s.key, s.date, s.stance) for s in found.values()] == [
        ("b", None, "relays"),
        ("a@2024-01-01", "2024-01-01", "asserts"),
        ("a", None, "withdraws"),
    ]


def test_a_statement_that_takes_itself_back_reads_so() -> None:
    found = statement("a@2024-12-01", "B <- A [told 2024-12-01]", "A [retracted 2024-12-01]")
    assert (found.stance, found.verb, found.withdrawn) == ("withdraws", "retracted", False)


def test_what_one_statement_is_given_twice_is_a_warning() -> None:
    found = read('P <- A [said 2024-01-01 "one" https://a.org]', 'Q <- A [told 2024-01-01 "two" https://b.org]')
    advice = "and only the first counts; if these are two statements, give each its date or time"
    assert [(p.severity, p.code, p.message) for p in found.problems] == [
        ("warning", "CG106", f"A has two values for {name} in one statement, {advice}") for name in ("url", "wording")
    ]


def test_stances_that_exclude_each_other_at_one_time_are_an_error() -> None:
    found = read("A [said 2024-01-01]", "B <- A [questioned 2024-01-01]")
    assert [(p.severity, p.message) for p in found.problems] == [
        ("error", "A both asserts and questions this at one time; date the two apart")
    ]


# ---- Attributes


def test_of_every_attribute_the_first_that_is_given() -> None:
    found = statement(
        "a@2024-11-29",
        'A [reported lang=ar "one" page=1] <- B',
        'C <- A [2024-11-29 https://a.org "two" as=probable hearsay p=0.3] (confidential)',
        "A [https://other.org archive=https://w.org accessed=2024 checked=2025 tag=t likelihood=likely firsthand]",
    )
    assert found == Statement(
        claim="c", key="a@2024-11-29", kind="named", name="A", label="a", stance="relays", source="a",
        verb="reported", date="2024-11-29", url="https://a.org", archive="https://w.org", accessed="2024",
        wording="one", lang="ar", certainty="probable", p="0.3", likelihood="likely", page="1", checked="2025", tag="t",
        access="hearsay", seen=True, confidential=True,
    )  # fmt: skip


def test_the_verb_is_the_one_that_gave_the_stance() -> None:
    assert statement("a", "A [reported] <- B", "A [denied]").verb == "denied"
    assert statement("a", "A [reported] <- B", "A [published] <- C").verb == "reported"
    assert statement("a", "A [cited]").verb == "cited"


def test_what_the_registry_knows() -> None:
    sources = (Source("afp", "outlet", "AFP", wire=True), Source("deep-throat", "person", confidential=True))
    found = read("A <- AFP <- Deep Throat", sources=sources).statements
    assert [(s.source_kind, s.wire, s.confidential) for s in found.values()] == [
        (None, False, False), ("outlet", True, False), ("person", False, True)
    ]  # fmt: skip


# ---- Laws


@given(claims(), st.randoms(use_true_random=False))
def test_the_order_of_chains_changes_no_statement_and_no_link(claim: Claim, random: Random) -> None:
    shuffled = list(claim.chains)
    random.shuffle(shuffled)
    one = read_statements(claim, Registry(), VERBS)
    other = read_statements(Claim("c", "C.", tuple(shuffled)), Registry(), VERBS)
    assert set(one.statements) == set(other.statements)
    assert set(one.links) == set(other.links)
    assert {ends for ends, link in one.links.items() if link.inferred} == {
        ends for ends, link in other.links.items() if link.inferred
    }
    assert len(one.problems) == len(other.problems)
    assert {k for k, s in one.statements.items() if s.seen} == {k for k, s in other.statements.items() if s.seen}


@given(claims())
def test_a_chain_told_twice_changes_nothing(claim: Claim) -> None:
    once = read_statements(claim, Registry(), VERBS)
    twice = read_statements(Claim("c", "C.", claim.chains * 2), Registry(), VERBS)
    assert once.statements == twice.statements
    assert once.links == twice.links


@given(claims())
def test_links_join_statements_and_keys_are_theirs(claim: Claim) -> None:
    found = read_statements(claim, Registry(), VERBS)
    assert all(key == s.key and s.claim == "c" and s.node == f"c#{key}" for key, s in found.statements.items())
    assert {key for ends in found.links for key in ends} <= set(found.statements)
    assert all(upstream != downstream for upstream, downstream in found.links)
    assert all(problem.code == "CG106" for problem in found.problems)
    assert not any(s.withdrawn and s.stance == "withdraws" for s in found.statements.values())


def test_who_an_unnamed_source_turned_out_to_be() -> None:
    entries = (
        Source("officials", "group", "officials", via="a", resolved_to="rose"),
        Source("rose", "person", "Rose", confidential=True),
    )
    claim = Claim("c", "C.", (parse_chain('A <- "officials"'),))
    (found,) = (s for s in read_statements(claim, Registry(entries), VERBS).statements.values() if s.kind == "unnamed")
    assert (found.name, found.voice, found.label) == ("officials", "Rose", "rose")
    assert found.confidential  # whoever names the one names the other
