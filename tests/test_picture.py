"""What a picture says: headline, description, signs, and what it refuses to show."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.analyses.impact import impact_of_source
from claimgraph.errors import NotFoundError, ProtectionError
from claimgraph.graph import build_graph
from claimgraph.model import Ledger, Source
from claimgraph.notation import parse_chain
from claimgraph.picture import LEGEND, draw_claims, draw_sources, layout_for
from claimgraph.picture.headline import recorded_headline
from claimgraph.picture.lettering import clean_text, is_rtl, shorten, text_width, wrap_text
from claimgraph.picture.look import DARK_VERMILLION, GREY, INKS, ROW_FILL, STROKES, ink_of
from claimgraph.picture.values import Node, Picture
from claimgraph.picture.words import safe_url
from tests.pictures import HOSTILE_URLS, RELATED, SIGNS, claim, ledger


def picture(*chains: str) -> Picture:
    """Return the picture of one claim with these chains."""
    record = ledger(*chains)
    return draw_claims(build_graph(record), claims=record)


@pytest.mark.parametrize(
    ("chains", "headline"),
    [
        (['Kataeb <- S <- "Syrian sources"'], 'Read in 1 place: Kataeb. Starts with "Syrian sources" (unnamed).'),
        (["Kataeb [own]"], "Read in 1 place: Kataeb. It starts there."),
        (["Kataeb <- ?"], "Read in 1 place: Kataeb. No source is given."),
        (["A", "B"], "Read in 2 places. Each speaks for itself."),
        (["A <- X", "B <- X"], "Read in 2 places. Starts with 1 origin: X."),
        (["A <- X + Y"], "Read in 1 place: A. Starts with 2 origins: X and Y."),
        (["A <- V + W + X + Y + Z"], "Read in 1 place: A. Starts with 5 origins: V, W, X and 2 more."),
        (["A <- ?", "B <- ?"], "Read in 2 places. Starts with 2 origins: no source given (2 times)."),
        (["A <- B <- A2 <- B"], "Read in 1 place: A. No origin: a loop that nobody enters."),
        (["A", "IAEA [denied]"], "Read in 1 place: A. It starts there. Denied by IAEA."),
        (["IAEA [denied]"], "Nobody in this record says so. Denied by IAEA."),
        (["Papers <- Ann [denied]"], "Nobody in this record says so. Denied by Ann."),
        (
            ["A [said 2024-01-01]", "A [retracted 2024-02-01]"],
            "Everything that was read has been withdrawn. Withdrawn by A.",
        ),
        (["A", "B [questioned]"], "Read in 1 place: A. It starts there."),
        (["us <- Ann"], "Read in 1 place: Ann. It starts there."),
        ([], "No chain is recorded."),
    ],
)  # fmt: skip
def test_the_headline_says_what_is_recorded(chains: list[str], headline: str) -> None:
    assert recorded_headline(build_graph(ledger(*chains)), ["c"]) == headline


def test_the_headline_of_several_claims() -> None:
    headline = draw_claims(build_graph(RELATED), claims=RELATED).headline
    assert headline == (
        "4 claims. Read in 4 places. They start with 4 origins: Reuters, no source given, Ann Example and 1 more."
    )


@given(st.lists(st.sampled_from(["A <- B", 'A <- "x"', "C [denied]", "D <- ?", "E", "B <- A"]), min_size=1))
def test_no_headline_claims_independence(chains: list[str]) -> None:
    headline = recorded_headline(build_graph(ledger(*chains)), ["c"])
    assert "independent" not in headline.lower()
    assert "line" not in headline.lower()


def test_names_that_run_the_other_way_turn_nothing_round() -> None:
    assert picture("الكتائب").headline == "Looks like 1 source. Traces back to 1: \u2068الكتائب\u2069."


def test_the_description_holds_the_whole_trace() -> None:
    told = draw_claims(build_graph(SIGNS), claims=SIGNS).description.splitlines()
    assert told[0] == "Claim: On 3 January 2024 a bridge in the north of the country was closed to traffic."
    assert "Kataeb credits Reuters (news agency, not opened)." in told
    assert (
        "We infer that United Nations has it from The dossier (document, not opened), because: the same words." in told
    )
    assert "A paper gives no source." in told
    assert "Read in Ann Example (person, denied 2024-01-06, denies it, opened)." in told


def test_a_circle_is_told_and_ends() -> None:
    told = picture("A <- B <- C <- B").description.splitlines()
    assert told[-1] == "C credits B, which closes a circle."


def test_every_shape_and_sign_has_a_word() -> None:
    drawn = draw_claims(build_graph(SIGNS), claims=SIGNS)
    shapes = {node.shape for node in drawn.nodes}
    assert shapes == set(INKS)
    assert set(drawn.legend) == set(LEGEND) - {"contradicts", "tension", "pivotal", "dropped", "stranded"}
    assert draw_claims(build_graph(RELATED), claims=RELATED).legend[-2:] == ("contradicts", "tension")


def test_what_was_said_stands_on_the_one_arrow_or_under_the_name() -> None:
    one = picture("A <- B [reported 2024-11-29]")
    assert [edge.words for edge in one.edges] == [(), ("reported · 2024-11-29",)]
    two = picture("A <- B [reported 2024-11-29]", "C <- B")
    assert {edge.words for edge in two.edges} == {()}
    assert next(n for n in two.nodes if n.text == "B").notes == (
        "reported · 2024-11-29",
        "not opened",
        "everything passes here",
    )


def test_who_only_passes_on_a_denial_does_not_say_it() -> None:
    drawn = picture("Papers <- Ann [denied 2024-12-02]")
    assert [(e.kind, e.words) for e in drawn.edges] == [
        ("denies", ("passes on a denial",)),
        ("against", ("denies", "2024-12-02")),
    ]
    both = picture("Papers <- Ann [denied]", "Papers <- Bob")
    assert next(e.kind for e in both.edges if e.head == "c1") == "read"


def test_a_relation_is_drawn_once_and_only_between_claims_that_are_shown() -> None:
    graph = build_graph(RELATED)
    kinds = [(e.kind, e.words, e.arrow) for e in draw_claims(graph, claims=RELATED).edges if e.tail.startswith("c")]
    assert kinds == [
        ("tension", ("tension",), False),
        ("contradicts", ("contradicts",), False),
        ("related", ("based on",), True),
    ]
    assert not [e for e in draw_claims(graph, "bridge-open", claims=RELATED).edges if e.tail.startswith("c")]
    assert not [e for e in draw_claims(graph).edges if e.tail.startswith("c")]


def test_the_order_in_which_claims_are_named_changes_nothing() -> None:
    graph = build_graph(RELATED)
    ids = [c.id for c in RELATED]
    assert draw_claims(graph, *ids, claims=RELATED) == draw_claims(graph, *reversed(ids), claims=RELATED)
    assert draw_claims(graph, claims=RELATED) == draw_claims(graph, claims={c.id: c for c in RELATED})


def test_a_claim_without_its_text_shows_its_id() -> None:
    assert draw_claims(build_graph(SIGNS), "every-sign").nodes[-1].text == "every-sign"


def test_what_cannot_be_drawn_says_so() -> None:
    with pytest.raises(NotFoundError, match="no claim 'x'"):
        draw_claims(build_graph(SIGNS), "x")
    with pytest.raises(NotFoundError, match="no claim to draw"):
        draw_claims(build_graph(Ledger()))
    with pytest.raises(NotFoundError, match="no source to draw"):
        draw_sources(build_graph(Ledger()))


def test_a_word_of_ours_for_somebody_protected_stands_in_no_quotes() -> None:
    graph = build_graph(ledger('A <- "a nurse" (confidential) + "a guard"'))
    names = ["A", "Confidential source", '"a guard"']
    assert sorted(node.text for node in draw_claims(graph, "c").nodes if node.shape != "claim") == sorted(names)
    assert sorted(node.text for node in draw_sources(graph).nodes) == sorted(names)
    assert '"a nurse"' in [node.text for node in draw_sources(graph, internal=True).nodes]


@pytest.mark.parametrize("chain", ["A <- Deep Throat (confidential)", "A <- Falcon"])
def test_a_protected_source_is_not_named(chain: str) -> None:
    record = ledger(chain, sources=(Source("falcon", "person", "Falcon", confidential=True),))
    graph = build_graph(record)
    drawn = draw_claims(graph, "c")
    assert [(node.text, node.shape) for node in drawn.nodes[:2]] == [
        ("A", "unregistered"),
        ("Confidential source", "person"),
    ]
    assert drawn.headline == "Looks like 1 source. Traces back to 1: Confidential source."
    assert [node.text for node in draw_sources(graph).nodes] == ["A", "Confidential source"]
    told = replace(record["c"], text="Falcon or Deep Throat saw it.")
    with pytest.raises(ProtectionError, match="a text in this names a protected source"):
        draw_claims(graph, "c", claims={"c": told})
    assert draw_claims(graph, "c", internal=True).headline.startswith("INTERNAL – do not publish. ")
    assert draw_sources(graph, internal=True).headline.startswith("INTERNAL – do not publish. ")


def test_a_picture_of_other_claims_is_not_refused() -> None:
    record = ledger("A <- Deep Throat (confidential)").with_claim(RELATED["bridge-closed"])
    assert draw_claims(build_graph(record), "bridge-closed").nodes


def test_beyond_the_bound_nodes_are_set_by_distance_and_it_is_said() -> None:
    many = ledger(*(f"Paper {n} <- Agency {n // 2}" for n in range(70)))
    drawn = draw_claims(build_graph(many), claims=many)
    assert drawn.layout == "sfdp"
    assert drawn.notes == (
        "105 statements: too many for columns, laid out by distance; `--sources` gives the overview",
    )
    assert layout_for(100, 200) == "dot"
    assert layout_for(101, 0) == layout_for(2, 201) == "sfdp"


def test_many_small_claims_stay_in_columns() -> None:
    chain = parse_chain("A <- B <- C")
    from claimgraph.model import Claim

    record = Ledger(tuple(Claim(f"c{n}", "C.", (chain,)) for n in range(80)))
    drawn = draw_claims(build_graph(record), claims=record)
    assert (drawn.layout, drawn.notes) == ("dot", ("80 claims make a long picture; `--sources` gives the overview",))


def luminance(color: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2)."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("shape", INKS)
@pytest.mark.parametrize("unseen", [True, False])
def test_letters_and_outlines_stand_out(shape: str, unseen: bool) -> None:
    ink = ink_of(Node("n1", shape, "A", "A", unseen=unseen))  # type: ignore[arg-type]
    assert contrast(ink.text, ink.fill) >= 4.5
    assert contrast(GREY, INKS[shape].fill) >= 4.5  # type: ignore[index]
    assert contrast(ink.line, "#ffffff") >= 3
    assert contrast(ink.line, ROW_FILL) >= 3


def test_arrows_and_their_words_stand_out() -> None:
    for stroke in STROKES.values():
        for ground in ("#ffffff", ROW_FILL):
            assert contrast(stroke.text, ground) >= 4.5
            assert contrast(stroke.color, ground) >= 3
    assert contrast(DARK_VERMILLION, ROW_FILL) >= 4.5


@pytest.mark.parametrize("url", [u for u in HOSTILE_URLS if "ok.org" not in u])
def test_no_link_leads_anywhere_but_to_a_page(url: str) -> None:
    assert safe_url(url) is None
    assert safe_url(url, "https://ok.org/") == "https://ok.org/"


@given(st.text(max_size=200))
def test_clean_text_is_one_line_that_xml_can_hold(text: str) -> None:
    import xml.etree.ElementTree as ET

    clean = clean_text(text)
    assert clean_text(clean) == clean
    element = ET.Element("t")
    element.text = clean
    assert (ET.fromstring(ET.tostring(element, encoding="unicode")).text or "") == clean


@given(st.text(max_size=300), st.sampled_from([5.0, 13.5, 17.0]), st.integers(1, 6))
def test_wrapped_lines_fit(text: str, width: float, most: int) -> None:
    clean = clean_text(text)
    lines = wrap_text(clean, width=width, most=most)
    assert len(lines) <= most
    assert all(text_width(line) <= width + 1 for line in lines)
    if not lines or not lines[-1].endswith("…"):
        assert "".join(lines).replace(" ", "") == clean.replace(" ", "")
    assert text_width(shorten(clean, width)) <= width + 1


def test_the_direction_of_a_text() -> None:
    assert [is_rtl(t) for t in ("", "123", "(abc)", '"مصادر"', "הארץ A", "A הארץ")] == [
        False, False, False, True, True, False,
    ]  # fmt: skip


def test_everything_passes_here_is_on_what_every_path_passes() -> None:
    assert [n.text for n in picture("A <- SOHR", "B <- SOHR").nodes if n.pivotal] == ["SOHR"]
    # A second statement of the same source that stands on no supporting path is no such point.
    twice = picture("A <- S [2024-01-01]", "S [denied 2024-03-01]")
    assert [(n.text, n.pivotal) for n in twice.nodes] == [
        ("A", True), ("S", True), ("S", False), ("It rains.", False),
    ]  # fmt: skip
    assert not any(n.pivotal for n in picture("A", "B").nodes)


def test_the_headline_of_a_claim_that_rests_on_others() -> None:
    record = Ledger((claim("base", "It rained.", "A"), claim("on-it", "Streets were wet.", based_on="base")))
    headline = draw_claims(build_graph(record), "on-it", claims=record).headline
    assert headline == "No chain of its own: based on 1 other claim."


def test_the_picture_of_an_impact_marks_what_falls() -> None:
    record = ledger("A <- B <- Wire", "C <- Wire + D", "E [denied]")
    graph = build_graph(record)
    impact = impact_of_source(record, graph, "wire")
    drawn = draw_claims(graph, claims=record, impact=impact, without="Wire")
    assert drawn.headline == "Without Wire, in this record: 0 lost, 1 weakened, 0 unaffected."
    assert {n.text: n.fallen for n in drawn.nodes} == {
        "A": "stranded", "B": "stranded", "Wire": "dropped", "C": None, "D": None, "E": None, "It rains.": None,
    }  # fmt: skip
    assert drawn.nodes[-1].notes == ("weakened: lines 2 → 1",)
    assert [sign for sign in drawn.legend if sign in {"dropped", "stranded", "pivotal"}] == ["dropped", "stranded"]
    assert not any(n.pivotal for n in drawn.nodes)


@pytest.mark.parametrize(
    ("chains", "headline"),
    [
        (["A <- SOHR", "B <- SOHR", "C <- SOHR"], "Looks like 3 sources. Traces back to 1: SOHR."),
        (["A <- B <- C <- B"], "Looks like 1 source. No origin: a loop that nobody enters."),
        (["IAEA [denied]"], "Nobody in this record says so. Denied by IAEA."),
        (['A <- "x"', "B"], 'Looks like 2 sources. Traces back to 1 to 2: B, "x" (unnamed).'),
    ],
)
def test_the_headline_of_one_claim_says_what_it_rests_on(chains: list[str], headline: str) -> None:
    assert picture(*chains).headline == headline
