"""The timeline as SVG: what stands where, in any script, safely and the same every time."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from claimgraph.graph import build_graph
from claimgraph.model import Chain, Claim, Ledger, Mention, Verdict
from claimgraph.notation import parse_chain
from claimgraph.store import load
from claimgraph.svg.timeline import draw_timeline

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).parent.parent


def draw(*claims: Claim, internal: bool = False) -> ET.Element:
    """Return the timeline of some claims."""
    graph = build_graph(Ledger(claims))
    return ET.fromstring(draw_timeline(graph, claims, internal=internal))


def claim(*chains: str, **more: object) -> Claim:
    return Claim("c", "It rained.", tuple(map(parse_chain, chains)), **more)  # type: ignore[arg-type]


def marks(root: ET.Element) -> list[str]:
    """Return the kind of every mark, in the order of rows."""
    names = {"circle": "day", "rect": "span", "path": "against", "polygon": "claim"}
    rows = [g for g in root.iter(f"{SVG}g") if g.get("class") not in {None, "axis", "legend"}]
    return [names[row[-1].tag.removeprefix(SVG)] for row in rows]


def test_every_kind_of_date_has_its_mark() -> None:
    verdict = Verdict("false", "2024-06-01", "Desk")
    drawn = draw(claim("A [2020] <- B [2024-01-01]", "C [denied 2024-03-01]", verdict=verdict, due="2025"))
    assert marks(drawn) == ["span", "day", "against", "claim", "span"]
    titles = [g.findtext(f"{SVG}title") for g in drawn.iter(f"{SVG}g") if g.find(f"{SVG}title") is not None]
    assert titles == [
        "2020: A",
        "2024-01-01: B · not opened",
        "2024-03-01: C · denied",
        "2024-06-01: verdict: false by Desk",
        "2025: due",
    ]
    assert drawn.findtext(f"{SVG}desc") == (
        "2020: A; 2024-01-01: B · not opened; 2024-03-01: C · denied; 2024-06-01: verdict: false by Desk; 2025: due"
    )


def test_a_span_is_as_long_as_the_time_it_may_mean() -> None:
    drawn = draw(claim("A [2020/2023]", "B [2021]"))
    longer, shorter = (float(r.get("width", "")) for r in drawn.iter(f"{SVG}rect") if r.get("rx"))
    assert longer / shorter == pytest.approx(4, rel=0.01)


@pytest.mark.parametrize(
    ("first", "last", "ticks"),
    [
        ("2024-11-29", "2024-11-30", ["2024-11-29", "2024-11-30", "2024-12-01"]),
        ("2023-11", "2024-02", ["2023-11", "2023-12", "2024-01", "2024-02", "2024-03"]),
        ("2001", "2006", ["2001", "2002", "2003", "2004", "2005", "2006", "2007"]),
        ("1000", "2024", ["1000", "1200", "1400", "1600", "1800", "2000"]),
    ],
)
def test_the_axis_has_round_dates(first: str, last: str, ticks: list[str]) -> None:
    drawn = draw(claim(f"A [{first}]", f"B [{last}]"))
    (axis,) = (g for g in drawn.iter(f"{SVG}g") if g.get("class") == "axis")
    assert [t.text for t in axis.iter(f"{SVG}text")] == ticks


@pytest.mark.parametrize("when", ["0001", "9999", "0001/9999", "2024-01-01T10:00:05Z"])
def test_odd_dates(when: str) -> None:
    assert len(marks(draw(claim(f"A [{when}]")))) == 1


def test_nothing_dated() -> None:
    assert draw(claim("A <- B")).findtext(f"{SVG}title") == "Nothing is dated here."


def test_what_is_hostile_stays_text() -> None:
    name = '<script>alert("1")</script>\x07\u202e]]>&amp;'
    drawn = draw(Claim("c", f"It {name}", (Chain(((Mention(name, date="2024"),),)),)))
    assert {element.tag.removeprefix(SVG) for element in drawn.iter()} <= {
        "svg", "title", "desc", "rect", "g", "text", "line", "circle", "polygon", "path",
    }  # fmt: skip
    assert "\u202e" not in ET.tostring(drawn, encoding="unicode")


def test_protected_sources_are_not_dated_unless_stamped() -> None:
    hidden = claim("A [2024] <- Rose [2023] (confidential)")
    shown = ET.tostring(draw(hidden), encoding="unicode")
    assert ("2024" in shown, "2023" in shown, "Rose" in shown) == (True, False, False)
    assert "INTERNAL" in (draw(hidden, internal=True).findtext(f"{SVG}title") or "")


def test_the_niger_case(snapshot: Callable[[str, str], None]) -> None:
    ledger = load(ROOT / "claims")
    shown = [c for c in ledger if c.id.startswith("niger")]
    graph = build_graph(ledger, shown)
    snapshot("svg/niger-timeline.svg", draw_timeline(graph, shown))
