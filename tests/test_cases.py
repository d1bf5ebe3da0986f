"""The documented cases: how many it looks like, how many it is, where it goes round, and what changes that."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from claimgraph.analyses.circularity import apparent, circles, has_false_confirmation, is_unnamed_only
from claimgraph.analyses.lines import independent_lines, lines_against
from claimgraph.chains import denials
from claimgraph.dates import parse_date
from claimgraph.graph import Graph, build_graph, statement_of, without_inferred
from claimgraph.model import Ledger
from claimgraph.notation import parse_chain
from claimgraph.store import load, loads
from tests.documented import EXPECTED, Expected

CLAIMS = Path(__file__).parent.parent / "claims"
DATA = Path(os.environ.get("CLAIMGRAPH_TEST_DATA", Path(__file__).parent.parent.parent / "shared" / "data"))
CASES = DATA / "cases" / "cases.yaml"


@pytest.fixture(scope="module")
def record() -> Ledger:
    return load(CLAIMS)


@pytest.fixture(scope="module")
def graph(record: Ledger) -> Graph:
    return build_graph(record)


def changed(record: Ledger, claim_id: str, *, drop: tuple[str, ...], add: tuple[str, ...] = ()) -> Graph:
    """Return the graph of a claim without the chains that begin with these texts, and with others."""
    claim = record[claim_id]
    for beginning in drop:
        assert any(str(chain).startswith(beginning) for chain in claim.chains), beginning
    kept = tuple(chain for chain in claim.chains if not str(chain).startswith(drop))
    return build_graph(record, [replace(claim, chains=(*kept, *map(parse_chain, add)))])


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected.claim)
def test_case(graph: Graph, expected: Expected) -> None:
    claim = expected.claim
    lines = independent_lines(graph, claim)
    found = Expected(
        claim,
        expected.why,
        apparent=apparent(graph, claim),
        lines=(lines.floor, lines.ceiling),
        cut=lines.cut,
        single_points=lines.single_points,
        circles=tuple((circle.sources, circle.dated, circle.grounded) for circle in circles(graph, claim)),
        denials=denials(graph, claim),
        unnamed_only=is_unnamed_only(graph, claim),
        false_confirmation=has_false_confirmation(graph, claim),
    )
    assert found == expected
    assert lines.exact


def test_every_claim_of_the_record_is_worked_out(record: Ledger) -> None:
    assert sorted(expected.claim for expected in EXPECTED) == sorted(claim.id for claim in record)


def test_what_the_french_had_changes_niger(record: Ledger, graph: Graph) -> None:
    """On 4 March 2003 the US learnt that the French relied on the same documents: one origin fewer."""
    alone = ("French Foreign Ministry [told 2002-11-22]",)
    before = changed(record, "niger-uranium", drop=("French Foreign Ministry",), add=alone)
    # The dossier and the French are named; "foreign government service" and "intelligence sources" may be anybody.
    assert str(independent_lines(before, "niger-uranium")) == "2 to 4"
    assert independent_lines(before, "niger-uranium").cut[0] == "french-foreign-ministry"
    # With the link the French share the dossier with SISMI and the magazine, and what a reader counts stays the same.
    assert str(independent_lines(graph, "niger-uranium")) == "1 to 3"
    assert apparent(before, "niger-uranium") == apparent(graph, "niger-uranium")


def test_the_recall_changes_curveball(record: Ledger) -> None:
    recalls = ("Defense HUMINT Service [withdrew", "CIA [withdrew")
    before = changed(record, "curveball-mobile-labs", drop=recalls)
    # The estimate and Powell could be read. Curveball stands behind both, three nameless others behind Powell alone.
    assert apparent(before, "curveball-mobile-labs") == ("colin-powell", "us-intelligence-community")
    assert str(independent_lines(before, "curveball-mobile-labs")) == "1 to 2"


def test_steele_is_one_line_without_our_own_links(graph: Graph) -> None:
    """What the article says of the three officials is not on record, so without our inferences Steele is all."""
    lines = independent_lines(without_inferred(graph), "steele-yahoo-fisa")
    # The article keeps its Western source, which is Steele, and Steele stands on the FBI's way as well.
    assert (lines.floor, lines.ceiling, lines.single_points) == (1, 1, ("christopher-steele",))


def test_who_the_western_source_is_makes_the_difference(record: Ledger) -> None:
    """The registry says that he is Steele: without that a reader of the article counts him as somebody else."""
    unresolved = tuple(replace(source, resolved_to=None) for source in record.sources)
    reader = without_inferred(build_graph(replace(record, sources=unresolved)))
    assert str(independent_lines(reader, "steele-yahoo-fisa")) == "1 to 2"


def test_as_many_speak_for_the_memo_as_against_it(graph: Graph) -> None:
    # Against: Media Matters and one member of Congress, who share nobody in this record.
    against = lines_against(graph, "steele-yahoo-no-corroboration")
    assert (against.floor, against.ceiling) == (2, 2)


def test_the_bbc_stands_on_both_sides_of_the_toaster(graph: Graph) -> None:
    """First it repeated the story, later it debunked it: two statements, and only the later one is dated to a month."""
    bbc = [s for n in graph.graph["claims"]["alan-macmasters-toaster"] if (s := statement_of(graph, n)).source == "bbc"]
    assert [(s.date, s.stance) for s in bbc] == [("2012/2022-11", "relays"), ("2022-11", "denies")]


def test_the_doubt_about_the_photo_covers_both_years(graph: Graph) -> None:
    """The pages say July 2021 and July 2022: the date on record excludes neither."""
    (doubt,) = (
        s
        for n in graph.graph["claims"]["alan-macmasters-photo-genuine"]
        if (s := statement_of(graph, n)).stance == "questions"
    )
    assert doubt.date is not None
    when = parse_date(doubt.date)
    assert all(when.start <= parse_date(july).start <= when.end for july in ("2021-07", "2022-07"))


def test_before_the_deletion_the_god_looked_like_four(record: Ledger) -> None:
    before = changed(record, "jaredo-wens-god", drop=("Wikipedia [deleted",))
    # Wikipedia, its other languages, Wikidata and a book; behind all of them one anonymous edit.
    assert len(apparent(before, "jaredo-wens-god")) == 4
    assert str(independent_lines(before, "jaredo-wens-god")) == "1"
    assert has_false_confirmation(before, "jaredo-wens-god")


@pytest.mark.skipif(not CASES.is_file(), reason=f"needs the documented cases at {CASES}")
def test_every_documented_case_is_entered(record: Ledger) -> None:
    """A case is a claim of the same id; a list of loops is a file of that name with a claim for each."""
    cases = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    assert [case["id"] for case in cases if "loops" not in case and case["id"] not in record] == []
    lists = {case["id"]: len(case["loops"]) for case in cases if "loops" in case}
    files = {name: loads((CLAIMS / f"{name}.yaml").read_text(encoding="utf-8")) for name in lists}
    assert {name: len(file.claims) for name, file in files.items()} == lists
