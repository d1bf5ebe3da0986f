"""schema.org Claim and ClaimReview: what is written is valid; what is read is read as it is, in whatever state."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.addresses import address
from claimgraph.chains import for_origins
from claimgraph.dates import date_or_none
from claimgraph.errors import FormatError, ProtectionError
from claimgraph.formats import Losses, dumps, loads
from claimgraph.formats.claimreview.ratings import BEST, CALLED, WORST, WRITTEN
from claimgraph.formats.claimreview.values import clean, language, party
from claimgraph.graph import build_graph, claim_nodes, statement_of
from claimgraph.model import Claim, Ledger, Source, Verdict
from claimgraph.names import is_id, slug
from claimgraph.notation import parse_chain
from claimgraph.redaction import release
from claimgraph.store.dumping import dumps as to_yaml
from claimgraph.store.loading import loads as from_yaml
from tests.strategies import date_texts, free_text, whole_chains

DATA = Path(os.environ.get("CLAIMGRAPH_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
FIXTURES = DATA / "claimreview" / "claimreview_real_fixtures.json"
SAMPLES = DATA / "claimskg" / "samples"

SOURCES = (
    Source("kataeb", "outlet", "Kataeb"),
    Source("ann", "person", "Ann"),
    Source("desk", "org", "Desk", url="https://desk.example/"),
    Source("heron", "person", "Heron", confidential=True),
)
RECORD = Ledger(
    (
        Claim(
            "bridge-closed",
            "The bridge <north> was closed on 3 January 2024.",
            (
                parse_chain(
                    'Kataeb [reported 2024-01-04 https://k.example/?a=1&b=2 https://web.archive.org/1 lang=ar "shut"]'
                    " <- Ann [said 2024-01-03 https://ann.example/1]"
                ),
                parse_chain("Blog [2024-01-05~ https://b.example/] <- Kataeb"),
                parse_chain("Other [denied https://o.example/]"),
            ),
            tags=("bridge", "a, b"),
            verdict=Verdict("partly", "2024-02-01", "Desk", "Only one lane was."),
        ),
        Claim("gone", "It is gone.", (parse_chain('Kataeb <- "officials"'),), verdict=Verdict("unresolvable", by="X")),
        Claim("nobody", "Nobody judged it.", (parse_chain("us <- Heron [https://h.example/]"),)),
        Claim("whose", "Somebody judged it.", (parse_chain("A + B"),), verdict=Verdict("true", "2024/2025")),
    ),
    SOURCES,
)


def exported(record: Ledger, *, internal: bool = False) -> str:
    text = dumps("claimreview", release(build_graph(record), record, internal=internal))
    assert isinstance(text, str)
    return text


def imported(document: Any, **options: str) -> list[Claim]:
    return list(loads("claimreview", json.dumps(document).encode(), options).claims)


# ---- Writing


def test_a_whole_document(snapshot: Callable[[str, str], None]) -> None:
    snapshot("formats/claimreview.jsonld", exported(RECORD))


def test_a_protected_reviewer_stops_it_and_a_protected_speaker_is_not_there() -> None:
    assert "eron" not in exported(RECORD)
    assert "h.example" not in exported(RECORD)
    verdict = Verdict("true", by="Heron")
    with pytest.raises(ProtectionError):
        exported(Ledger((Claim("c", "C.", (parse_chain("A"),), verdict=verdict),), SOURCES))


def test_internal_is_stamped_in_the_document() -> None:
    assert exported(RECORD, internal=True).count('"creativeWorkStatus": "INTERNAL') == 6
    assert "INTERNAL" not in exported(RECORD)
    assert [c.id for c in imported(json.loads(exported(RECORD, internal=True)))] == [
        RECORD[one].id for one in ("bridge-closed", "gone", "nobody", "whose")
    ]


# rdflib warns of itself
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")


def violations(document: Any) -> str:
    """Return what the shapes say against a document; the context stands for itself, since nothing is fetched."""
    pyshacl = pytest.importorskip("pyshacl")
    from rdflib import Graph

    local = json.dumps({**document, "@context": {"@vocab": "https://schema.org/"}})
    shapes = Graph().parse(Path(__file__).with_name("claimreview.shacl.ttl"), format="turtle")
    conforms, _, text = pyshacl.validate(Graph().parse(data=local, format="json-ld"), shacl_graph=shapes)
    return "" if conforms else str(text)


def test_a_good_export_is_accepted() -> None:
    assert violations(json.loads(exported(RECORD))) == ""
    assert violations(json.loads(exported(RECORD, internal=True))) == ""


BROKEN: dict[str, Callable[[list[dict[str, Any]]], object]] = {
    "a claim without a text": lambda nodes: nodes[0].pop("text"),
    "an id of nobody's": lambda nodes: nodes[0].update({"@id": "urn:claimgraph:claim:A B"}),
    "an appearance without an address": lambda nodes: nodes[0]["appearance"][0].pop("url"),
    "an author without a name": lambda nodes: nodes[0].update(author={"@type": "Person"}),
    "an author that is a place": lambda nodes: nodes[0].update(author={"@type": "Place", "name": "X"}),
    "a review without a reviewer": lambda nodes: nodes[1].pop("author"),
    "a review without a rating": lambda nodes: nodes[1].pop("reviewRating"),
    "a review of nothing": lambda nodes: nodes[1].update(itemReviewed={"@id": "urn:claimgraph:claim:none"}),
    "a number beyond the best": lambda nodes: nodes[1]["reviewRating"].update(ratingValue=6),
    "a number without bounds": lambda nodes: nodes[1]["reviewRating"].pop("bestRating"),
    "a rating of another scale": lambda nodes: nodes[1]["reviewRating"].update(alternateName="Half true"),
    "a date of an odd form": lambda nodes: nodes[1].update(datePublished="1 February 2024"),
}


@pytest.mark.parametrize("breaking", BROKEN.values(), ids=list(BROKEN))
def test_a_broken_export_is_rejected(breaking: Callable[[list[dict[str, Any]]], object]) -> None:
    document = json.loads(exported(RECORD))
    breaking(document["@graph"])
    assert "Constraint Violation" in violations(document)


# ---- Round trip, up to the losses that docs/format-claimreview.md states


def a_day(date: str | None) -> str | None:
    return date_or_none(date) if date and date[-1] not in "~?" and "/" not in date else None


def kept_places(claim: Claim, record: Ledger) -> set[object]:
    graph = build_graph(record)
    places: set[object] = set()
    for s in (statement_of(graph, node) for node in claim_nodes(graph, claim.id)):
        url = address(s.url or "")
        if s.kind != "named" or s.confidential or s.withdrawn or s.stance not in {"asserts", "relays"} or not url:
            continue
        who = party(clean(s.name), Losses(), "")
        assert who
        wording = clean(s.wording or "") or None
        lang = language(s.lang or "")
        places.add((slug(who.party), url, a_day(s.date), address(s.archive or ""), lang, wording))
    return places


def kept_speakers(claim: Claim, record: Ledger) -> set[str]:
    graph = build_graph(record)
    ends = (statement_of(graph, node) for node in for_origins(graph, claim.id))
    return {slug(clean(s.name)) for s in ends if s.kind == "named" and not s.confidential}


VERDICTS = st.builds(
    Verdict,
    st.sampled_from(["true", "false", "partly", "unresolvable"]),
    st.none() | date_texts(),
    st.none() | st.sampled_from(["Desk", "A & B", "us"]) | free_text(),
    st.none() | free_text(),
)


@given(chains=st.lists(whole_chains(), min_size=1, max_size=3), text=free_text(), verdict=st.none() | VERDICTS)
def test_round_trip(chains: list[Any], text: str, verdict: Verdict | None) -> None:
    article_free = [chain for chain in chains if all(m.kind != "this" for m in chain.mentions)]
    claim = Claim("c-1", f"It is {text}", tuple(article_free), tags=("x",), verdict=verdict)
    record = Ledger((claim,))
    try:
        document = exported(record)
    except ProtectionError:  # the text holds the name of a confidential source
        return
    found = loads("claimreview", document.encode(), {})
    (back,) = found.claims
    assert (back.id, back.text, back.tags, back.note) == ("c-1", clean(claim.text), ("x",), None)
    if verdict is None or not verdict.by or not clean(verdict.by):
        assert back.verdict is None
    else:
        because = clean(verdict.because or "") or None
        assert back.verdict == Verdict(verdict.value, a_day(verdict.date), clean(verdict.by), because)
    mentions = [m for chain in back.chains for m in chain.mentions]
    own = {(slug(m.party), m.url, m.date, m.archive, m.lang, m.wording) for m in mentions if m.url}
    assert own == kept_places(claim, record)
    speakers = kept_speakers(claim, record)
    tails = {slug(m.party) if m.kind == "named" else m.kind for chain in back.chains for m in chain.tails}
    assert tails == (speakers or {place[0] for place in own} or {"missing"})
    assert from_yaml(to_yaml(found.claims)).claims == tuple(found.claims)


# ---- Reading what others write

REVIEW: dict[str, Any] = {
    "@type": "ClaimReview",
    "claimReviewed": "R&amp;D said &quot;no&quot;.",
    "url": "https://check.example/1",
    "datePublished": "2021-7-9",
    "author": {"@type": "Organization", "name": "Check"},
    "reviewRating": {"alternateName": "Falso", "ratingValue": "1", "worstRating": "1", "bestRating": "5"},
    "itemReviewed": {"@type": "Claim", "author": {"name": "Ann"}, "datePublished": "2021-07-08"},
}
THROUGH = "Check [reported 2021-07-09 https://check.example/1] <- "


def chains_of(**changes: Any) -> list[str]:
    (claim,) = imported({**REVIEW, **changes})
    return [str(chain) for chain in claim.chains]


def test_a_review() -> None:
    (claim,) = imported(REVIEW)
    assert claim == Claim(
        "r-d-said-no-a8098575",
        'R&D said "no".',
        (parse_chain(f"{THROUGH}Ann [2021-07-08]"),),
        verdict=Verdict("false", "2021-07-09", "Check", "Falso"),
        note="Review by Check: Falso, https://check.example/1",
    )


def test_a_review_that_was_read_is_written_as_one() -> None:
    (claim,) = imported(REVIEW)
    written, review = json.loads(exported(Ledger((claim,))))["@graph"]
    assert "appearance" not in written
    assert review["url"] == REVIEW["url"]
    (again,) = imported({"@graph": [written, review]})
    assert (again.id, again.chains, again.verdict) == (claim.id, claim.chains, claim.verdict)


WRAPPED: dict[str, Callable[[], bytes]] = {
    "one": lambda: json.dumps(REVIEW).encode(),
    "a list": lambda: json.dumps([REVIEW]).encode(),
    "a graph": lambda: json.dumps(
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]}
    ).encode(),
    "a feed": lambda: json.dumps({"@type": "DataFeed", "dataFeedElement": [{"item": [REVIEW]}]}).encode(),
    "with names in full": lambda: json.dumps(
        [
            {
                f"http://schema.org/{k}" if k[0] != "@" else k: v
                for k, v in {**REVIEW, "@type": ["schema:ClaimReview"]}.items()
            }
        ]
    ).encode(),
    "with a byte order mark": lambda: b"\xef\xbb\xbf" + json.dumps(REVIEW).encode(),
    "in UTF-16": lambda: json.dumps(REVIEW).encode("utf-16"),
    "a page": lambda: bytes(
        "<!doctype html><script>var a = '<!--';</script><!-- <script type='application/ld+json'>{</script> -->"
        "<script type=application/ld+json>{broken</script>"
        f"<SCRIPT id=x TYPE='Application/LD+JSON; charset=utf-8'><![CDATA[{json.dumps(REVIEW)};\n]]></SCRIPT>",
        "utf-8",
    ),
    "an old page": lambda: (
        b"<html><meta charset=latin1>\xe9<script type='application/ld+json'>" + json.dumps(REVIEW).encode()
    ),
}


@pytest.mark.parametrize("data", WRAPPED.values(), ids=list(WRAPPED))
def test_however_it_is_wrapped(data: Callable[[], bytes]) -> None:
    assert list(loads("claimreview", data(), {}).claims) == imported(REVIEW)


CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({"itemReviewed": None}, [f"{THROUGH}?"]),
    ({"itemReviewed": {"author": "Ann"}}, [f"{THROUGH}Ann"]),
    ({"itemReviewed": [{"author": ["Ann", {"name": ["Bob"]}]}]}, [f"{THROUGH}Ann + Bob"]),
    ({"itemReviewed": {"author": "Multiple sources"}}, [f'{THROUGH}"Multiple sources"']),
    ({"itemReviewed": {"author": "Check"}}, [f"{THROUGH}?"]),
    ({"itemReviewed": {"author": "(us)"}}, [f'{THROUGH}"(us)"']),
    ({"itemReviewed": "https://blog.example/1"}, ["blog.example [https://blog.example/1]"]),
    ({"itemReviewed": {"appearance": ["https://twitter.com/x_y/status/1", "1", {"url": "https://fb.watch/7S"}]}},
     ["twitter.com/x_y [https://twitter.com/x_y/status/1]", '"fb.watch/7S" [https://fb.watch/7S]']),
    ({"itemReviewed": {"author": "Ann", "datePublished": "2021-07-01", "appearance": "https://ann.example/"}},
     ["Ann [2021-07-01 https://ann.example/]"]),
    ({"itemReviewed": {"author": "Ann", "url": "https://ann.example/",
                       "appearance": {"url": "https://b.example/", "author": "Bob"}}},
     ["Ann [https://ann.example/]", "Bob [https://b.example/] <- Ann"]),
    ({"itemReviewed": {"author": "Ann", "datePublished": "2022-01-01"}}, [f"{THROUGH}Ann"]),
    ({"itemReviewed": {"author": "Ann", "datePublished": "01/02/2021"}}, [f"{THROUGH}Ann"]),
    ({"author": None}, ["check.example [reported 2021-07-09 https://check.example/1] <- Ann [2021-07-08]"]),
    ({"author": [{"@id": "https://x.example/"}]},
     ["x.example [reported 2021-07-09 https://check.example/1] <- Ann [2021-07-08]"]),
    ({"url": None}, ["Ann [2021-07-08]"]),
    ({"url": "javascript:alert(1)", "itemReviewed": {}}, ["?"]),
    ({"inLanguage": "xx"}, ["Check [reported 2021-07-09 https://check.example/1 lang=xx] <- Ann [2021-07-08]"]),
    ({"inLanguage": "unknown language"}, [f"{THROUGH}Ann [2021-07-08]"]),
    ({"datePublished": 2021, "author": "Check"}, ["Check [reported 2021 https://check.example/1] <- Ann [2021-07-08]"]),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "chains"), CASES)
def test_who_said_it(changes: dict[str, Any], chains: list[str]) -> None:
    assert chains_of(**changes) == chains


@pytest.mark.parametrize(
    ("rating", "verdict"),
    [
        ("FAUX", Verdict("false", "2021-07-09", "Check", "FAUX")),
        ({"ratingValue": "False"}, Verdict("false", "2021-07-09", "Check")),
        ([{"alternateName": ["Mostly True"]}], Verdict("partly", "2021-07-09", "Check", "Mostly True")),
        ({"alternateName": "Misleading", "ratingValue": 1}, None),
        ({"ratingValue": 1, "bestRating": 5, "worstRating": 1}, None),
        (None, None),
    ],
)
def test_what_was_found(rating: Any, verdict: Verdict | None) -> None:
    assert imported({**REVIEW, "reviewRating": rating})[0].verdict == verdict


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "line 1: neither JSON-LD, a web page nor a table of ClaimsKG; name another format"),
        (b"{", "line 1 column 2: is no JSON (Expecting property name enclosed in double quotes); mend it"),
        (b"[\n" * 100_000, "line 1: nested too deep; take out what is no claim"),
        (b"[" + b"1" * 5000 + b"]", "line 1: a number is too long; mend it"),
        (b"{}", "holds no ClaimReview and no Claim of schema.org; name another format, or another page"),
        (b"<p>", "holds no ClaimReview and no Claim of schema.org; name another format, or another page"),
        (b"{\xff", "byte 2: is not UTF-8; save it as UTF-8, or give its character set as --set charset=LABEL"),
        (b"<p>\n<script type='application/ld+json'>\n[}", "line 3 column 2: is no JSON (Expecting value); mend it"),
        (b"claimReview_claimReviewed\n" + b'"' + b"x" * 200_000,
         "line 2: a cell of more than 131,072 characters; shorten it, or close its quotes"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_a_line(data: bytes, message: str) -> None:
    with pytest.raises(FormatError) as told:
        loads("claimreview", data, {})
    assert str(told.value) == message


def test_an_unknown_option_is_told() -> None:
    with pytest.raises(FormatError, match="no option 'map'"):
        imported(REVIEW, map="x")


@pytest.mark.parametrize(
    "part", [b"<!--", b"<script ", b"<script>", b"<script type='application/ld+json'>", b"<", b"]]>"]
)
def test_a_hostile_page_is_read_once(part: bytes) -> None:
    """Whoever would look through the rest of it again for every part would not come to an end here."""
    with pytest.raises(FormatError):
        loads("claimreview", b"<p>" + part * (2_000_000 // len(part)), {})


def test_a_crowd_is_cut_short_and_told() -> None:
    crowd = {"author": [f"A{n}" for n in range(500)], "appearance": [f"https://b{n}.example/" for n in range(500)]}
    found = loads("claimreview", json.dumps({**REVIEW, "itemReviewed": crowd}).encode(), {})
    assert sum(chain.count_links() for chain in found.claims[0].chains) == 100 * 100
    assert found.losses.counts["itemReviewed.author: beyond 100"] == 400
    assert found.losses.counts["itemReviewed.appearance: beyond 100"] == 400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | free_text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["@id", "@type", "@value", "name", "url", "author", "appearance", "alternateName", "text"]),
        inner | st.sampled_from(["Claim", "https://x.org/[1]", "2024-01-01 10:00"]), max_size=4
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*REVIEW, "inLanguage", "x\x1b"]), JSON), st.text(max_size=30))
def test_whatever_the_types_nothing_breaks(changes: dict[str, Any], text: str) -> None:
    found = loads(
        "claimreview",
        json.dumps([{**REVIEW, **changes, "@type": "ClaimReview"}, {"@type": "Claim", "text": text}]).encode(),
        {},
    )
    assert all(is_id(claim.id) for claim in found.claims)
    assert from_yaml(to_yaml(found.claims)).claims == tuple(found.claims)
    assert not from_yaml(to_yaml(found.claims)).problems
    assert "\x1b" not in "".join(found.losses.lines())


# ---- Real data


@pytest.mark.skipif(not FIXTURES.is_file(), reason=f"needs the real reviews at {FIXTURES}")
def test_real_reviews() -> None:
    found = loads("claimreview", FIXTURES.read_bytes(), {})
    assert [(c.verdict.value if c.verdict else None, [m.kind for m in c.chains[0].mentions]) for c in found.claims] == [
        ("false", ["named", "unnamed"]),
        ("partly", ["named", "unnamed"]),
        (None, ["named", "named"]),
        (None, ["named", "unnamed"]),
        ("false", ["named"]),
    ]
    assert found.losses.counts["claimReviewed: empty, so that nothing was claimed"] == 1
    assert found.losses.counts["reviewRating: no verdict of ours"] == 2


TABLES = {  # rows, claims, verdicts
    "aap": (100, 0, 0), "afpfactcheck": (54, 49, 35), "africacheck": (27, 2, 1), "checkyourfact": (38, 38, 36),
    "fatabyyano": (32, 32, 32), "fullfact": (44, 34, 22), "politifact": (30, 30, 30), "snopes": (33, 25, 17),
    "truthorfiction": (30, 30, 17), "vishvasnews": (122, 103, 85),
}  # fmt: skip


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"needs the samples of ClaimsKG at {SAMPLES}")
@pytest.mark.parametrize("site", TABLES)
def test_real_tables(site: str) -> None:
    (path,) = SAMPLES.glob(f"output_sample_{site}.csv*")
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    found = loads("claimreview", data, {})
    rows, claims, verdicts = TABLES[site]
    assert (len(found.claims), sum(c.verdict is not None for c in found.claims)) == (claims, verdicts)
    counts = found.losses.counts
    left = counts["claimReviewed: empty, so that nothing was claimed"] + counts["the same again"]
    assert claims + left + counts["a further review of the same claim"] == rows
    assert found.claims == loads("claimreview", data, {}).claims
    written = from_yaml(to_yaml(found.claims))
    assert (written.claims, written.problems) == (tuple(found.claims), ())


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_speakers_of_a_table_are_believed_where_told(separator: str) -> None:
    table = (
        b"creativeWork_author_name,claimReview_author_name,claimReview_url,claimReview_claimReviewed\n"
        b'"""Ann""",site,https://s.example/1,"""It is so."""\n'
    )
    table = table.replace(b",", separator.encode())
    for options, chain in (({}, "?"), ({"speakers": "Site, other"}, "Ann")):
        (claim,) = loads("claimreview", table, options).claims
        assert (claim.text, str(claim.chains[0])) == ("It is so.", f"site [reported https://s.example/1] <- {chain}")


def test_the_page_of_the_docs_lists_what_the_module_knows() -> None:
    page = (Path(__file__).parents[2] / "docs" / "format-claimreview.md").read_text(encoding="utf-8")
    for value, names in CALLED.items():
        row = next(line for line in page.splitlines() if line.startswith(f"| {value} |") and line.count("|") == 3)
        told = [name.strip().casefold() for name in row.split("|")[2].split(",")]
        assert sorted(told) == sorted(names)
    for value, (called, number) in WRITTEN.items():
        bounds = f"{number} | {WORST} | {BEST} |" if number else " | | |"
        assert f"| {value} | {called} | {bounds}".replace("|  |", "| |") in page
