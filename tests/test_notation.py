"""The chain notation: what every form means, that printing and parsing are inverse, what the errors say."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimgraph.errors import EXIT_PROBLEMS, NotationError
from claimgraph.model import Article, Chain, Location, Mention, Stance, join_steps
from claimgraph.notation import (
    MAX_DEPTH,
    MAX_LINKS,
    MAX_NAME,
    MAX_TEXT,
    check_attribute,
    check_chain,
    check_description,
    check_name,
    parse_chain,
    read_this,
    to_text,
)
from tests.strategies import names, whole_chains

A, B, C, D = (Mention(letter) for letter in "ABCD")
MISSING, US, THIS = Mention(kind="missing"), Mention(kind="us"), Mention(kind="this")


def unnamed(description: str) -> Mention:
    return Mention(description, kind="unnamed")


def line(*steps: Mention) -> Chain:
    """A chain without branches, all of its links stated."""
    return Chain(tuple((step,) for step in steps), (False,) * (len(steps) - 1))


# ---- What every form means

MEANINGS: list[tuple[str, Chain]] = [
    # the table of DESIGN, section 3
    (
        'Kataeb <- Sky News Arabia [reported 2024-11-29] <- "Syrian sources" [told]',
        line(
            Mention("Kataeb"),
            Mention("Sky News Arabia", verb="reported", date="2024-11-29"),
            Mention("Syrian sources", kind="unnamed", verb="told"),
        ),
    ),
    ("A", line(A)),
    ("A <- ?", line(A, MISSING)),
    (
        "A <~ Reuters [2024-11-29 https://example.org/r]",
        Chain(((A,), (Mention("Reuters", date="2024-11-29", url="https://example.org/r"),)), (True,)),
    ),
    ("A <- B + C", Chain(((A,), (B, C)), (False,))),
    ("A <- B + (C <- D)", Chain(((A,), (B, line(C, D))), (False,))),
    ("A <- (B + C) <- D", Chain(((A,), (B, C), (D,)), (False, False))),
    ("(A + B + C) <- Reuters", Chain(((A, B, C), (Mention("Reuters"),)), (False,))),
    ("A [denied 2024-11-29]", line(Mention("A", verb="denied", date="2024-11-29"))),
    (
        "A [retracted 2024-12-01 https://example.org/r]",
        line(Mention("A", verb="retracted", date="2024-12-01", url="https://example.org/r")),
    ),
    ("Canal+ <- X", line(Mention("Canal+"), Mention("X"))),
    # arrows
    ("A ← B", line(A, B)),
    ("A<-B<-C", line(A, B, C)),
    ("A <~ B <- C", Chain(((A,), (B,), (C,)), (True, False))),
    ("A<~B←C", Chain(((A,), (B,), (C,)), (True, False))),
    ("A\n  <- B\n  <- C\n", line(A, B, C)),
    # us and this
    ("us <- Ann", line(US, Mention("Ann"))),
    ('us <- "officials" + Ann', Chain(((US,), (unnamed("officials"), Mention("Ann"))), (False,))),
    ("this <- A", line(THIS, A)),
    ("this [own]", line(Mention(kind="this", own=True))),
    ("Us <- This", line(Mention("Us"), Mention("This"))),
    ("?", line(MISSING)),
    ("A <- ? [told]", line(A, Mention(kind="missing", verb="told"))),
    # brackets and +
    ("(A)", line(A)),
    ("((A <- (B)))", line(A, B)),
    ("A + B", Chain(((A, B),))),
    ("A + (B + (C + D))", Chain(((A, B, C, D),))),
    ("A <- (B <- C)", line(A, B, C)),
    ("A <- (B <~ C) <- D", Chain(((A,), (B,), (C,), (D,)), (False, True, False))),
    ("(A <- B) + (C <- D)", Chain(((line(A, B), line(C, D)),))),
    ("(A + (B <- C)) <- D", Chain(((A, line(B, C)), (D,)), (False,))),
    ("A <- (B + C) <- (C + D)", Chain(((A,), (B, C), (C, D)), (False, False))),
    ("A <- B + (C <- D + ?)", Chain(((A,), (B, Chain(((C,), (D, MISSING)), (False,)))), (False,))),
    ('A <- "x"+B', Chain(((A,), (unnamed("x"), B)), (False,))),
    ("A <- B [told]+C", Chain(((A,), (Mention("B", verb="told"), C)), (False,))),
    # names with signs
    ("A+B", line(Mention("A+B"))),
    ("A <- +972 Magazine", line(A, Mention("+972 Magazine"))),
    ("A + +972 Magazine", Chain(((A, Mention("+972 Magazine")),))),
    ("Canal+ + A", Chain(((Mention("Canal+"), A),))),
    ("A<B <- R&D, Ltd.", line(Mention("A<B"), Mention("R&D, Ltd."))),
    ("A < <- -30-", line(Mention("A <"), Mention("-30-"))),
    ("O’Reilly “Mac” <- l'Humanité", line(Mention("O’Reilly “Mac”"), Mention("l'Humanité"))),
    ("  Sky \t News  <-  الكتائب ", line(Mention("Sky News"), Mention("الكتائب"))),
    # descriptions
    ('"two officials (retired)"', line(unnamed("two officials (retired)"))),
    (r'"he \"the boss\" of C:\\x"', line(unnamed('he "the boss" of C:\\x'))),
    ('"two\n   officials"', line(unnamed("two officials"))),
    (r'"two\nofficials"', line(unnamed("two officials"))),
    ("“Syrian sources” <- „Quellen“", line(unnamed("Syrian sources"), unnamed("Quellen"))),
    ("„źródła” <- « sources »", line(unnamed("źródła"), unnamed("sources"))),
    # flags
    ("Ann (anonymous)", line(unnamed("Ann"))),
    ("two officials ( anonymous ) [told]", line(Mention("two officials", kind="unnamed", verb="told"))),
    ("Ann (confidential)", line(Mention("Ann", confidential=True))),
    ('"officials" (confidential)', line(Mention("officials", kind="unnamed", confidential=True))),
    ("Ann [told] (own) (confidential) [2024]",
     line(Mention("Ann", verb="told", own=True, confidential=True, date="2024"))),
    ("own <- seen", line(Mention("own"), Mention("seen"))),
    # attributes
    ("A []", line(A)),
    ("A [told] [2024-11-29]", line(Mention("A", verb="told", date="2024-11-29"))),
    ("A [2024-11-29 told]", line(Mention("A", verb="told", date="2024-11-29"))),
    ("A[told]<-B", line(Mention("A", verb="told"), B)),
    ("A [2024-11-29T17:31:09+02:00]", line(Mention("A", date="2024-11-29T17:31:09+02:00"))),
    ("A [2024-11-27/2024-11-29?]", line(Mention("A", date="2024-11-27/2024-11-29?"))),
    ("A [http://x.org https://web.archive.org/http://x.org]",
     line(Mention("A", url="http://x.org", archive="https://web.archive.org/http://x.org"))),
    ("A [archive=http://b.org http://a.org]", line(Mention("A", url="http://a.org", archive="http://b.org"))),
    ("A [https://x.org/?a=b&c=(d)#e]", line(Mention("A", url="https://x.org/?a=b&c=(d)#e"))),
    ('A [url="https://x.org/[1] 2"]', line(Mention("A", url="https://x.org/[1] 2"))),
    ('A ["no, \\"never\\"]"]', line(Mention("A", wording='no, "never"]'))),
    ("A [“no, “never”]", line(Mention("A", wording="no, “never"))),
    (r'A ["first\nsecond \\n third \t"]', line(Mention("A", wording="first\nsecond \\n third \\t"))),
    ('A ["first\nsecond"]', line(Mention("A", wording="first\nsecond"))),
    (

        "A [lang=ar as=probable stance=questions p=0.3 likelihood=low accessed=2024-12 page=7 checked=2024 tag=t]",
        line(
            Mention(
                "A", lang="ar", certainty="probable", stance="questions", p="0.3", likelihood="low",
                accessed="2024-12", page="7", checked="2024", tag="t",
            )
        ),
    ),
    ('A <~ B [because="same words, and \\"so\\""]',
     Chain(((A,), (Mention("B", because='same words, and "so"'),)), (True,))),
    ('A [likelihood="very likely" page=a=b because=x]',
     line(Mention("A", likelihood="very likely", page="a=b", because="x"))),
    ("A [verb=told date=2024 wording=so]", line(Mention("A", verb="told", date="2024", wording="so"))),
    ('A [date=" 2024 "]', line(Mention("A", date="2024"))),
    ("A [own seen firsthand]", line(Mention("A", own=True, seen=True, access="firsthand"))),
    ("A [unseen hearsay]", line(Mention("A", seen=False, access="hearsay"))),
    ("A [own own seen seen]", line(Mention("A", own=True, seen=True))),
    ("A [lang=no]", line(Mention("A", lang="no"))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "chain"), MEANINGS, ids=[text for text, _ in MEANINGS])
def test_meaning(text: str, chain: Chain) -> None:
    assert parse_chain(text) == chain
    assert parse_chain(to_text(chain)) == chain


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("A<-B", "A <- B"),
        ("A ← B <~ C", "A <- B <~ C"),
        ("A <- ((B + C)) <- (D)", "A <- (B + C) <- D"),
        ("A <- (B + C)", "A <- B + C"),
        ("A<-(B<-(C + D)) + A", "A <- (B <- C + D) + A"),
        ("A <- (B <- C) <- D", "A <- B <- C <- D"),
        ("« x »<-“y”", '"x" <- "y"'),
        ("A (anonymous) (confidential)", '"A" (confidential)'),
        ("A (own)", "A [own]"),
        ("A [2024-11-29 told]", "A [told 2024-11-29]"),
        ("A [https://b.org archive=https://a.org]", "A [https://b.org https://a.org]"),
        ('A [archive="https://a.org"]', "A [archive=https://a.org]"),
        ("A [ftp://b.org https://a.org]", "A [url=ftp://b.org archive=https://a.org]"),
        ("A [tag=t because=b page=p p=1 lang=ar as=certain]", "A [lang=ar as=certain p=1 page=p because=b tag=t]"),
        ("A [hearsay unseen own]", "A [own unseen hearsay]"),
        ('A ["two\nlines"]', r'A ["two\nlines"]'),
        ("A []", "A"),
        ("this<-us+", "this <- us+"),
    ],
)
def test_canonical_text(text: str, printed: str) -> None:
    assert to_text(parse_chain(text)) == printed
    assert str(parse_chain(text)) == printed
    assert to_text(parse_chain(printed)) == printed


def test_a_name_with_a_plus_is_no_list() -> None:
    assert parse_chain("Canal+ <- X").heads == (Mention("Canal+"),)
    assert parse_chain("Canal + X").heads == (Mention("Canal"), Mention("X"))


def test_links_of_branches() -> None:
    chain = parse_chain("(A + B) <- (C + (D <~ F)) <- E")
    pairs = [(str(down), str(up), inferred) for down, up, inferred in chain.pairs]
    assert pairs == [
        ("D", "F", True),
        ("A", "C", False),
        ("A", "D", False),
        ("B", "C", False),
        ("B", "D", False),
        ("C", "E", False),
        ("F", "E", False),
    ]


def test_locations_are_the_columns_of_the_mentions() -> None:
    text = 'A <- (B [told] + "x") <~ us+'
    chain = parse_chain(text, locate=lambda column: Location("f.yaml", 3, column))
    assert [(str(m), str(m.location)) for m in chain.mentions] == [
        ("A", "f.yaml:3:1"),
        ("B [told]", "f.yaml:3:7"),
        ('"x"', "f.yaml:3:18"),
        ("us+", "f.yaml:3:26"),
    ]
    assert parse_chain(text) == chain
    assert [m.location for m in parse_chain(text).mentions] == [None] * 4


def test_own_verbs() -> None:
    verbs: dict[str, Stance] = {
        "berichtete": "relays",
        "قال": "asserts",
        "hat gesagt": "asserts",
        "own": "denies",
        "x=y": "asserts",
    }
    for verb in verbs:
        chain = line(Mention("A", verb=verb))
        assert parse_chain(to_text(chain), verbs=verbs) == chain
    assert to_text(line(Mention("A", verb="قال"))) == "A [قال]"
    assert to_text(line(Mention("A", verb="hat gesagt"))) == 'A [verb="hat gesagt"]'
    assert to_text(line(Mention("A", verb="own"))) == "A [verb=own]"
    with pytest.raises(NotationError, match="unknown verb 'told'"):
        parse_chain("A [told]", verbs=verbs)


# ---- Printing and parsing are inverse


@given(whole_chains())
@settings(max_examples=120)
def test_what_is_printed_is_read_as_the_same_chain(chain: Chain) -> None:
    assert parse_chain(to_text(chain)) == chain


@given(st.text(max_size=30) | names())
@example("«x»")
@example("+ x")
@example("x +")
@example("us")
def test_every_name_that_is_let_through_is_read_as_that_name(text: str) -> None:
    name = " ".join(text.split())
    if not check_name(name):
        assert parse_chain(f"{name} <- ({name} + {name}) <- {name} [told]") == Chain(
            ((Mention(name),), (Mention(name), Mention(name)), (Mention(name, verb="told"),)), (False, False)
        )


@given(st.text(max_size=30))
def test_every_description_that_is_let_through_is_read_as_that_description(text: str) -> None:
    description = " ".join(text.split())
    if not check_description(description):
        assert parse_chain(str(unnamed(description))) == line(unnamed(description))


PIECES = (
    "A", "B", " ", " ", "<-", " <- ", "<~", "←", "+", " + ", "(", ")", "[", "]", '"', "“", "”", "«", "»", "„", "\\",
    "\n", "?", "us", "this", "told", "2024", "2024-13", "https://x.org", "lang=", "p=", "=", "own", "seen", "unseen",
    "(own)", "(anonymous)", "~", "-", ">", "ب", "\x00", "\u200f", "\ud7ff", "x" * 301,
)  # fmt: skip


@given(
    st.one_of(
        st.text(), st.text('<-~←+()[]"“”«»„\\?=ab \n'), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
    )
)
@settings(max_examples=600)
def test_any_text_is_a_chain_or_a_notation_error(text: str) -> None:
    try:
        chain = parse_chain(text)
    except NotationError as error:
        column, code, message = error.column, error.code, str(error)
    else:
        assert to_text(parse_chain(to_text(chain))) == to_text(chain)
        assert parse_chain(to_text(chain)) == chain
        return
    assert 1 <= column <= len(text) + 1
    assert code in {"CG101", "CG102"}
    assert message.startswith(f"column {column}: ")


@given(whole_chains(), st.data())
def test_a_slip_of_the_finger_never_breaks_the_parser(chain: Chain, data: st.DataObject) -> None:
    text = to_text(chain)
    at = data.draw(st.integers(0, len(text)))
    typed = data.draw(st.sampled_from(["", *PIECES]))
    try:
        again = parse_chain(text[:at] + typed + text[at + 1 :])
    except NotationError as error:
        found = error.column
    else:
        assert parse_chain(to_text(again)) == again
        found = 1
    assert 1 <= found <= len(text) + len(typed) + 1


# ---- Errors: where, and what

EXPECTED_PARTY = 'expected a source, a "description", ? or us'
EXPECTED_ATTRIBUTE = 'expected a verb, date, url, key=value or "wording"'
AMBIGUOUS = (
    "ambiguous: brackets must say who relies on what follows the +; write A <- B + (C <- D) or A <- (B + C) <- D"
)
US_FIRST = "'us' is the reader: it stands first and alone, as in us <- Ann"
IN_ROUND = "what is in brackets belongs to one source; put it behind a name inside the (...)"
NO_VERB_NEAR = "; the known ones are in docs/notation.md (own verbs go into .claimgraph/config.yaml)"
MISSING_LAST = "'?' means that no source is given, so nothing can follow it; describe the source in quotes"
ALL_KEYS = "accessed, archive, as, because, checked, date, lang, likelihood, p, page, stance, tag, url, verb, wording"
NO_ARROW = "is no arrow; write <-, or <~ for a link that we infer"

ERRORS: list[tuple[str, int, str]] = [
    # nothing where somebody is expected
    ("", 1, "the chain is empty; expected who said it, as in Kataeb <- Sky News Arabia"),
    ("   ", 4, "the chain is empty; expected who said it, as in Kataeb <- Sky News Arabia"),
    ("A <-", 5, EXPECTED_PARTY),
    ("A <- ", 6, EXPECTED_PARTY),
    ("<- A", 1, f"{EXPECTED_PARTY}, not '<'"),
    ("A <- <- B", 6, f"{EXPECTED_PARTY}, not '<'"),
    ("A <- B +", 9, EXPECTED_PARTY),
    ("A <- + B", 6, f"{EXPECTED_PARTY}, not '+'"),
    ("A + + B", 5, f"{EXPECTED_PARTY}, not '+'"),
    ("+", 1, f"{EXPECTED_PARTY}, not '+'"),
    ("()", 2, f"{EXPECTED_PARTY}, not ')'"),
    ("[told] <- A", 1, f"{EXPECTED_PARTY}, not '['"),
    ("(own) <- A", 1, f"{EXPECTED_PARTY}, not '('"),
    ('A <- ""', 6, "the description is empty; write what the text calls them"),
    ('A <- "  "', 6, "the description is empty; write what the text calls them"),
    # arrows
    ("A -> B", 3, "'->' points the wrong way; write the reader first: carrier <- origin"),
    ("A → B", 3, "'→' points the wrong way; write the reader first: carrier <- origin"),
    ("A <- B ~> C", 8, "'~>' points the wrong way; write the reader first: carrier <- origin"),
    ("A => B", 3, "'=>' points the wrong way; write the reader first: carrier <- origin"),
    ("A <-- B", 3, f"'<--' {NO_ARROW}"),
    ("A <-> B", 3, f"'<->' {NO_ARROW}"),
    ("A <~~ B", 3, f"'<~~' {NO_ARROW}"),
    ("A <= B", 3, f"'<=' {NO_ARROW}"),
    ("A <— B", 3, f"'<—' {NO_ARROW}"),
    # brackets and quotes
    ("A <- (B", 6, "this bracket is never closed; expected )"),
    ("A <- (B <- (C) <- D", 6, "this bracket is never closed; expected )"),
    ("A [told", 3, "this bracket is never closed; expected ]"),
    ("A [told <- B [said]", 3, "this bracket is not closed before the next arrow; expected ]"),
    ("A [<~ B", 3, "this bracket is not closed before the next arrow; expected ]"),
    ("A [xyz]", 4, f"unknown verb 'xyz'{NO_VERB_NEAR}"),
    ('A <- "x', 6, 'this quote is never closed; expected "'),
    ("A <- “x", 6, "this quote is never closed; expected ”"),
    ('A <- "x\\"', 6, 'this quote is never closed; expected "'),
    ('A ["no]', 4, 'this quote is never closed; expected "'),
    ("A) <- B", 2, "')' has no partner before it; delete it, or open the bracket"),
    ("A <- B]", 7, "']' has no partner before it; delete it, or open the bracket"),
    ("A (Paris) <- B", 3, "expected an arrow <- or a + before this"),
    ('A "x"', 3, "expected an arrow <- or a + before this"),
    ('"x" A', 5, "expected an arrow <-, a + or the end, not 'A'"),
    ("A [told] B", 10, "expected an arrow <-, a + or the end, not 'B'"),
    ("A <- (B <- C) D", 15, "expected an arrow <-, a + or the end, not 'D'"),
    ("(A <- B) [told]", 10, IN_ROUND),
    ("(A <- B) (own)", 10, IN_ROUND),
    ("(A +) <- B", 2, "'+' cannot stand in a name; leave it out, or register the name with an alias"),
    # attributes
    ("A [tolled]", 4, "unknown verb 'tolled'; did you mean told? (own verbs go into .claimgraph/config.yaml)"),
    ("A [told, 2024]", 4, "unknown verb 'told,'; did you mean told? (own verbs go into .claimgraph/config.yaml)"),
    ("A [told said]", 9, "a second verb in one bracket; keep one"),
    ("A [told] [said]", 11, "a second verb in one bracket; keep one"),
    ("A [2024 2025]", 9, "a second date in one bracket; keep one"),
    ('A ["x" "y"]', 8, "a second wording in one bracket; keep one"),
    ("A [http://a http://b http://c]", 22, "a second url in one bracket; keep one"),
    ("A [lang=ar lang=en]", 12, "a second lang in one bracket; keep one"),
    ("A [seen unseen]", 9, "'unseen' contradicts what stands before it; keep one"),
    ("A [firsthand hearsay]", 14, "'hearsay' contradicts what stands before it; keep one"),
    ("A [lnag=ar]", 4, "unknown key 'lnag='; did you mean lang?"),
    ("A [zz=ar]", 4, f"unknown key 'zz='; the keys are {ALL_KEYS}"),
    ("A [lang=]", 9, f"{EXPECTED_ATTRIBUTE}, not ]"),
    ("A [told [x]]", 9, f"{EXPECTED_ATTRIBUTE}, not ["),
    ("A [lang=", 9, EXPECTED_ATTRIBUTE),
    ('A [lang=" "]', 4, "lang is empty; give it a value or leave it out"),
    ('A [""]', 4, "wording is empty; give it a value or leave it out"),
    ("A [as=sure]", 4, "as=sure is not one of certain, probable, possible, unknown"),
    ("A [stance=against]", 4, "stance=against is not one of asserts, relays, denies, questions, withdraws"),
    ("A [29.11.2024]", 4, "invalid date '29.11.2024'; use YYYY-MM-DD"),
    ("A [told 2024-12/2024-11]", 9, "'2024-12/2024-11' ends before it starts; write the earlier date first"),
    ("A [accessed=soon]", 4, "invalid date 'soon'; use YYYY-MM-DD"),
    # who can stand where
    ("us", 1, "'us' needs who told us: us <- Ann"),
    ("A <- us", 6, US_FIRST),
    ("us <- us", 7, US_FIRST),
    ("us <- A <- us", 12, US_FIRST),
    ("us + A", 1, US_FIRST),
    ("(us <- A) + B", 2, US_FIRST),
    ("us <~ A", 1, "we know who told us: write us <- ..., not us <~ ..."),
    ("us [told] <- A", 1, "'us' is no statement and takes no brackets; put them behind who told us"),
    ("us (confidential) <- A", 1, "'us' is no statement and takes no brackets; put them behind who told us"),
    ("? <- A", 1, MISSING_LAST),
    ("A <- (B + ?) <- C", 11, MISSING_LAST),
    ("A <- B + (? <~ C)", 11, MISSING_LAST),
    ("A <- ? <- B", 6, MISSING_LAST),
    ("A <- ? (anonymous)", 8, "(anonymous) belongs behind a description of somebody"),
    ("us (anonymous) <- A", 4, "(anonymous) belongs behind a description of somebody"),
    # limits
    ("A <- " + "x" * (MAX_NAME + 1), 6, "a name has at most 300 characters"),
    ('A <- "' + "x" * (MAX_NAME + 1) + '"', 6, "a description has at most 300 characters"),
    ("A <- B\x07", 6, "control character U+0007 in a name; delete it"),
    ('A <- "B\x00"', 6, "control character U+0000 in a name; delete it"),
    ("(" * 1000, 31, "brackets nest at most 30 deep"),
    ("x" * 20_001, 1, "a chain has at most 20,000 characters; record it as several chains"),
    (f"({' + '.join('a' * 101)}) <- ({' + '.join('b' * 100)})", 2,
     "this chain stands for more than 10,000 links; record it as several chains"),
    (" <- ".join(["A", *['("x" + "y")'] * 60]), 1,
     "this chain stands for more than 10,000 links; record it as several chains"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "message"), ERRORS, ids=[text[:40] for text, _, _ in ERRORS])
def test_error(text: str, column: int, message: str) -> None:
    with pytest.raises(NotationError) as caught:
        parse_chain(text)
    error = caught.value
    assert (error.column, error.code, error.message) == (column, "CG101", message)
    assert str(error) == f"column {column}: {message}"
    assert error.exit_code == EXIT_PROBLEMS


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("A <- B + C <- D", 6),
        ("A + B <- C", 1),
        ("A <- (B + C <- D)", 7),
        ("A <- B + (C <- D) <- E", 6),
        ("A <- (B + C) + D <~ E", 6),
        ('A [told] + "x" <- B', 1),
        ("us + A <- B", 1),
    ],
)
def test_an_ambiguous_plus_is_cg102(text: str, column: int) -> None:
    with pytest.raises(NotationError) as caught:
        parse_chain(text)
    assert (caught.value.column, caught.value.code, caught.value.message) == (column, "CG102", AMBIGUOUS)


# ---- Long and deep texts end at once; none of these may take long, overflow the stack or eat the memory


def test_the_longest_line_and_the_deepest_brackets_are_read() -> None:
    assert len(parse_chain(" <- ".join("A" * 4000)).steps) == 4000
    assert len(parse_chain(" + ".join("A" * 5000)).heads) == 5000
    deep = f"{'(A <- ' * MAX_DEPTH}B{')' * MAX_DEPTH}"
    assert len(parse_chain(deep).steps) == MAX_DEPTH + 1
    with pytest.raises(NotationError, match="nest at most 30 deep"):
        parse_chain(f"({deep})")
    assert len(parse_chain(" <- ".join(['"x"'] * 2500)).steps) == 2500
    assert parse_chain("A" + " " * (MAX_TEXT - 1)) == line(A)


def test_a_hundred_times_a_hundred_links_are_read() -> None:
    wide = f"({' + '.join('a' * 100)}) <- ({' + '.join('b' * 100)})"
    assert len(parse_chain(wide).pairs) == MAX_LINKS


@pytest.mark.parametrize(
    "unit",
    [
        "(", ")", "[", "]", '"', "“", "«", "\\", "+", "+ ", " +", "A + ", "A <- ", "<-", "<", "<~", "~", "=", "a=",
        "?", "? + ", '"a" <- ', '"a" + ', "(A + ", "(A <- ", "( ", "(own)", "A(own)", "A [", "A [own ", "[own ",
        'A ["', "\n", "\x00", "->", "a->", "us <- ", "this + ", "\\\\", '\\"', '"\\', "a ", "(a)", "(a) + ",
        "((a) + ", "told ", "http://a ", "2024/", "lang=a ",
    ],
)  # fmt: skip
def test_nasty_shapes_end(unit: str) -> None:
    for prefix in ("", "A [", 'A ["', "A <- (", '"', "A [lang="):
        text = (prefix + unit * MAX_TEXT)[:MAX_TEXT]
        try:
            chain = parse_chain(text)
        except NotationError as error:
            end = error.column
        else:
            end = len(to_text(chain))
        assert 1 <= end <= 2 * MAX_TEXT


# ---- The single checks that the long form uses too


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("Canal+", ""),
        ("+972 Magazine", ""),
        ("Ann “the boss” Lee", ""),
        ("x" * 300, ""),
        ("", "expected the name of a source"),
        (" ", "expected the name of a source"),
        ("x" * 301, "a name has at most 300 characters"),
        ("A (B)", "'(' cannot stand in a name; leave it out, or register the name with an alias"),
        ("A [B]", "'[' cannot stand in a name; leave it out, or register the name with an alias"),
        ('A "B"', "'\"' cannot stand in a name; leave it out, or register the name with an alias"),
        ("A <- B", "'<-' cannot stand in a name; leave it out, or register the name with an alias"),
        ("A <~ B", "'<~' cannot stand in a name; leave it out, or register the name with an alias"),
        ("A + B", "'+' cannot stand in a name; leave it out, or register the name with an alias"),
        ("A +", "'+' cannot stand in a name; leave it out, or register the name with an alias"),
        ("+ A", "'+' cannot stand in a name; leave it out, or register the name with an alias"),
        ("+", "'+' cannot stand in a name; leave it out, or register the name with an alias"),
        ("A → B", "'→' points the wrong way; write the reader first: carrier <- origin"),
        ("«A»", "a name does not begin with a quote; leave the quotes out, or write it as a description"),
        ("us", "'us' is a word of the notation, not a name; write who it is"),
        ("this", "'this' is a word of the notation, not a name; write who it is"),
        ("?", "'?' is a word of the notation, not a name; write who it is"),
        ("A\x00", "control character U+0000 in a name; delete it"),
    ],
)
def test_check_name(name: str, wrong: str) -> None:
    assert check_name(name) == wrong


@pytest.mark.parametrize(
    ("description", "wrong"),
    [
        ('a <- b + "c" [d]', ""),
        ("?", ""),
        ("", "the description is empty; write what the text calls them"),
        ("x" * 301, "a description has at most 300 characters"),
        ("a\x1bb", "control character U+001B in a name; delete it"),
    ],
)
def test_check_description(description: str, wrong: str) -> None:
    assert check_description(description) == wrong


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("verb", "told", ""),
        ("date", "2024", ""),
        ("certainty", "possible", ""),
        ("stance", "denies", ""),
        ("p", "0", ""),
        ("p", "1.0", ""),
        ("lang", "no", ""),
        ("page", "", "page is empty; give it a value or leave it out"),
        ("checked", "Ann", "invalid date 'Ann'; use YYYY-MM-DD"),
    ],
)  # fmt: skip
def test_check_attribute(name: str, value: str, wrong: str) -> None:
    assert check_attribute(name, value) == wrong


def test_check_chain_takes_chains_that_were_never_text() -> None:
    assert check_chain(line(US, A)) is None
    assert check_chain(line(A, MISSING)) is None
    assert check_chain(line(MISSING, A)) == (
        "'?' means that no source is given, so nothing can follow it; describe the source in quotes", MISSING
    )  # fmt: skip
    assert check_chain(line(A, US)) == (US_FIRST, US)
    assert check_chain(join_steps([(US, A)], [])) == (US_FIRST, US)


# ---- this

ARTICLE = Article(
    "Kataeb", date="2024-11-29", url="https://k.org", archive="https://w.org", accessed="2024-11-30", lang="en"
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("this <- ?", "Kataeb [2024-11-29 https://k.org https://w.org lang=en accessed=2024-11-30] <- ?"),
        (
            "this [told 2024-11-28 lang=ar own] <- A",
            "Kataeb [told 2024-11-28 https://k.org https://w.org lang=ar accessed=2024-11-30 own] <- A",
        ),
        (
            "A <- B + (C <- this [https://own.org])",
            "A <- B + (C <- Kataeb [2024-11-29 https://own.org lang=en])",
        ),
        ("A <- Kataeb", "A <- Kataeb"),
    ],
)  # fmt: skip
def test_this_is_the_article(text: str, read: str) -> None:
    assert to_text(read_this(parse_chain(text), ARTICLE)) == read


def test_the_name_of_the_article_is_spaced_as_names_are() -> None:
    assert read_this(parse_chain("this"), Article("  Sky   News ")) == line(Mention("Sky News"))
