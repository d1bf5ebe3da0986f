"""The finished SVG: accessible, safe, legible, the same everywhere, from either engine."""

from __future__ import annotations

import re
import shutil
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

import claimgraph as cg
from claimgraph.dot import sources_to_dot, to_dot
from claimgraph.errors import PictureError
from claimgraph.graph import build_graph
from claimgraph.model import Claim, Ledger
from claimgraph.notation import parse_chain
from claimgraph.picture import draw_claims
from claimgraph.picture.lettering import text_width
from claimgraph.svg import engine as engines
from claimgraph.svg import to_svg
from claimgraph.svg.engine import Engine
from claimgraph.svg.geometry import Box
from claimgraph.svg.reading import read_drawing
from tests.pictures import HOSTILE, RELATED, SCRIPTS, SIGNS, ledger

ROOT = Path(__file__).parent.parent
RECORDS = {"signs": SIGNS, "related": RELATED, "scripts": SCRIPTS, "hostile": HOSTILE}
needs_dot = pytest.mark.skipif(not shutil.which("dot"), reason="no `dot` on this machine: apt-get install graphviz")
ENGINES = [pytest.param("wheel"), pytest.param("system", marks=needs_dot)]
SVG = "{http://www.w3.org/2000/svg}"


def draw(record: Ledger, engine: Engine = "wheel") -> ET.Element:
    """Return the parsed SVG of all claims of a record."""
    return ET.fromstring(to_svg(to_dot(build_graph(record), claims=record), engine=engine))


def groups(root: ET.Element, kind: str) -> list[ET.Element]:
    """Return the groups of one class."""
    return [g for g in root.iter(f"{SVG}g") if kind in g.get("class", "").split()]


def texts(element: ET.Element) -> list[str]:
    """Return the lines of text of an element, without isolates."""
    return [re.sub("[\u2066-\u2069]", "", text.text or "") for text in element.iter(f"{SVG}text")]


@pytest.fixture(params=[(name, engine) for name in RECORDS for engine in ("wheel", "system")], ids=" by ".join)
def drawn(request: pytest.FixtureRequest) -> tuple[Ledger, ET.Element]:
    """Return every record with its picture, by either engine."""
    name, engine = request.param
    if engine == "system" and not shutil.which("dot"):
        pytest.skip("no `dot` on this machine: apt-get install graphviz")
    return RECORDS[name], draw(RECORDS[name], engine)


def test_whole_output(snapshot: Callable[[str, str], None]) -> None:
    snapshot("svg/signs.svg", to_svg(to_dot(build_graph(SIGNS), claims=SIGNS)))


def test_it_is_an_image_with_a_name_and_a_description(drawn: tuple[Ledger, ET.Element]) -> None:
    record, root = drawn
    picture = draw_claims(build_graph(record), claims=record)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "claimgraph-title claimgraph-desc"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert [(child.get("id"), child.text) for child in root][:2] == [
        ("claimgraph-title", picture.headline),
        ("claimgraph-desc", picture.description),
    ]


def test_every_node_and_every_arrow_has_a_title(drawn: tuple[Ledger, ET.Element]) -> None:
    record, root = drawn
    picture = draw_claims(build_graph(record), claims=record)
    nodes = [g for g in groups(root, "node") if "word" not in g.get("class", "").split()]
    assert {g.get("id"): g.findtext(f"{SVG}title") for g in nodes} == {
        f"claimgraph-{node.id}": node.title for node in picture.nodes
    }
    titles = [g.findtext(f"{SVG}title") for g in groups(root, "edge")]
    assert {edge.title for edge in picture.edges} == set(titles)


def test_nothing_in_it_acts_or_reaches_out(drawn: tuple[Ledger, ET.Element]) -> None:
    _, root = drawn
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {
        "svg", "title", "desc", "g", "a", "rect", "text", "path", "polygon", "polyline", "ellipse", "circle", "line",
    }  # fmt: skip
    names = {name for e in root.iter() for name in e.attrib}
    assert not [name for name in names if name.startswith("on") or name in {"style", "src", "xlink:href"}]
    assert not [v for e in root.iter() for v in e.attrib.values() if "url(" in v or "javascript" in v.lower()]
    for link in root.iter(f"{SVG}a"):
        assert (link.get("href") or "").startswith(("http://", "https://"))
        assert (link.get("target"), link.get("rel")) == ("_blank", "noopener noreferrer")


def test_ids_say_nothing_and_are_unique(drawn: tuple[Ledger, ET.Element]) -> None:
    _, root = drawn
    ids = [e.get("id", "") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert [i for i in ids if not re.fullmatch(r"claimgraph-(title|desc|[ncr]\d+|e\d+b?(-words)?|clust\d+)", i)] == []


def test_text_is_large_enough_and_in_fonts_that_exist(drawn: tuple[Ledger, ET.Element]) -> None:
    _, root = drawn
    for text in root.iter(f"{SVG}text"):
        assert float(text.get("font-size", "0")) >= 12
        assert (text.get("font-family") or "").startswith("Arial, ")
        assert (text.get("font-family") or "").endswith("sans-serif")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", [n for n in RECORDS if n != "hostile"])
def test_text_fits_its_shape(name: str, engine: Engine) -> None:
    """Whatever an engine believes of letters, a shape is as wide as ours would be."""
    record = RECORDS[name]
    text = to_dot(build_graph(record), claims=record)
    for part in read_drawing(engines.lay_out(text, engine=engine)).parts:
        if part.kind == "node" and part.box:
            assert max(line.width for line in part.lines) <= part.box.width + 0.5, part.lines
            assert all(part.box.top < line.y < part.box.bottom for line in part.lines)


def test_no_comment_no_doctype_no_trace_of_the_tool() -> None:
    svg = to_svg(to_dot(build_graph(SIGNS), claims=SIGNS))
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" role="img"')
    for word in ("<!", "<?", "Generated", "graphviz", "<script", "javascript:"):
        assert word not in svg


def test_the_size_is_given_and_the_ground_is_white() -> None:
    root = draw(SIGNS)
    width, height = (root.get("viewBox") or "").split()[2:]
    assert (root.get("width"), root.get("height")) == (f"{width}pt", f"{height}pt")
    ground = root.find(f"{SVG}rect")
    assert ground is not None
    assert (ground.get("fill"), ground.get("width"), ground.get("height")) == ("white", width, height)


def test_signs_that_do_not_rest_on_colour() -> None:
    root = draw(SIGNS)
    by_name = {g.findtext(f"{SVG}title", "").split(":")[0]: g for g in groups(root, "node")}
    assert by_name["Ann Example"].find(f"{SVG}rect") is not None  # a pill
    assert len(by_name["Reuters"].findall(f"{SVG}path")) == 2  # a double border
    assert by_name["No source given"].find(f"{SVG}ellipse") is not None
    dashed = by_name['"two officials"'].find(f"{SVG}path")
    assert dashed is not None
    assert dashed.get("stroke-dasharray")
    assert texts(by_name["@some_handle"])[0] == "@some_handle"
    assert "not opened" in texts(by_name["Reuters"])
    withdrawn = next(g for g in groups(root, "node") if "withdrawn" in texts(g))
    assert next(withdrawn.iter(f"{SVG}text")).get("text-decoration") == "line-through"
    words = [t for g in groups(root, "edge") for t in texts(g)]
    assert {"denies", "questions", "withdraws", "inferred"} <= set(words)


def test_the_legend_shows_what_occurs_and_nothing_else() -> None:
    (legend,) = groups(draw(ledger("A <- B")), "legend")
    assert texts(legend) == [
        "kind not recorded",
        "claim",
        "pale: not opened, known only through others",
        "thick outline: everything passes here",
        "credited by the next",
        "what we read",
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_address_with_an_ampersand(engine: Engine) -> None:
    (link,) = draw(ledger("A [https://example.org/?a=1&b=2&amp=3]"), engine).iter(f"{SVG}a")
    assert link.get("href") == "https://example.org/?a=1&b=2&amp=3"


@pytest.mark.parametrize("engine", ENGINES)
def test_hostile_text_is_shown_as_it_is(engine: Engine) -> None:
    root = draw(HOSTILE, engine)
    shown = {text for g in groups(root, "node") for text in texts(g)}
    assert {"<b>bold</b>", "\\N \\G \\L", "A & B &lt; &#60;", 'quote " here', "cdata ]]> end", "back\\"} <= shown
    assert {"port:n:w", "{record|<f0>}", "evil gpj.exe iso", "new line", "(no name)", "digraph", "n1"} <= shown


@pytest.mark.parametrize("engine", ENGINES)
def test_text_that_runs_to_the_left(engine: Engine) -> None:
    root = draw(SCRIPTS, engine)
    (note,) = groups(root, "claim")
    box = read_drawing(engines.lay_out(to_dot(build_graph(SCRIPTS), claims=SCRIPTS), engine=engine)).parts
    right = next(part.box.right for part in box if part.id == "c1" and part.box)
    for line in note.iter(f"{SVG}text"):
        assert line.get("text-anchor") == "end"
        assert line.get("direction") is None  # viewers disagree on what it does to where a text starts
        assert float(line.get("x", "0")) == pytest.approx(right - 14, abs=0.01)
        assert re.fullmatch("\u2067.*\u2069", line.text or "")
    names = [t for g in groups(root, "node") for t in g.iter(f"{SVG}text") if "الكتائب" in (t.text or "")]
    assert [(t.get("direction"), t.get("unicode-bidi"), t.get("text-anchor")) for t in names] == [
        ("rtl", "embed", "middle")
    ]


def boxes_of_words(svg: str) -> list[Box]:
    """Return where the words of arrows stand."""
    found = []
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        lines = list(group.findall(f"{SVG}text")) if group.get("id", "").endswith("-words") else []
        if lines:
            width = max(text_width(line.text or "") for line in lines) * 12
            ys = [float(line.get("y", "0")) for line in lines]
            x = float(lines[0].get("x", "0"))
            found.append(Box(x - width / 2, ys[0] - 9, x + width / 2, ys[-1] + 2))
    return found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["niger-uranium", "coati-brazilian-aardvark", "curveball-mobile-labs", None])
def test_words_cover_neither_shapes_nor_each_other(name: str | None, engine: Engine) -> None:
    record = cg.load(ROOT / "claims")
    text = to_dot(build_graph(record), *([name] if name else []), claims=record)
    drawing = read_drawing(engines.lay_out(text, engine=engine))
    shapes = [part.box for part in drawing.parts if part.kind == "node" and part.box]
    words = boxes_of_words(to_svg(text, engine=engine))
    assert [w for w in words for s in shapes if w.meets(s)] == []
    assert [(a, b) for n, a in enumerate(words) for b in words[:n] if a.meets(b)] == []
    assert [(a, b) for n, a in enumerate(shapes) for b in shapes[:n] if a.meets(b)] == []


def test_what_was_read_stands_left_of_its_claim() -> None:
    record = cg.load(ROOT / "claims")
    text = to_dot(build_graph(record), claims=record)
    parts = read_drawing(engines.lay_out(text)).parts
    boxes = {part.id: part.box for part in parts if part.kind == "node" and part.box}
    claims = {round(box.left) for name, box in boxes.items() if name.startswith("c")}
    assert len(claims) == 1
    assert max(box.right for name, box in boxes.items() if name.startswith("n")) < claims.pop()


def test_a_large_picture_is_laid_out_by_distance() -> None:
    many = ledger(*(f'Paper {n} <- Agency {n // 3} <- "an official"' for n in range(90)))
    root = draw(many)
    assert any("too many for columns" in text for text in texts(root))
    width, height = map(float, (root.get("viewBox") or "").split()[2:])
    assert 1 / 4 < width / height < 4


def test_the_overview_of_sources() -> None:
    root = ET.fromstring(to_svg(sources_to_dot(build_graph(RELATED))))
    assert root.findtext(f"{SVG}title") == "Who passes on from whom: 6 sources, 4 claims."
    assert "A way through several arrows need not be a chain that anybody reported." in texts(root)


def test_ids_and_names_can_be_given() -> None:
    root = ET.fromstring(to_svg("digraph { a }", title="T", description="D", prefix="p2"))
    assert root.get("aria-labelledby") == "p2-title p2-desc"
    assert [child.text for child in root][:2] == ["T", "D"]


def test_any_dot_text_becomes_safe() -> None:
    evil = (
        'digraph "x" { a [label="A", URL="javascript:alert(1)", tooltip="<script>", id="<x>", class="Y z\\"", '
        'image="http://e.org/x.png", fillcolor="red:blue", style=filled]; a -> b [URL="http://e.org"] }'
    )
    svg = to_svg(evil)
    assert "javascript" not in svg
    assert "e.org" not in svg
    assert "url(" not in svg
    assert "<image" not in svg
    ids = {e.get("id") for e in ET.fromstring(svg).iter() if e.get("id")}
    assert ids == {"claimgraph-title", "claimgraph-desc", "claimgraph-g1", "claimgraph-node2", "claimgraph-edge1"}


def test_dot_text_that_nobody_can_read() -> None:
    with pytest.raises(PictureError, match=r"Graphviz cannot lay this out: .*syntax error.*-o x\.dot"):
        to_svg("digraph {")


def test_a_layout_that_takes_too_long() -> None:
    dense = "digraph { " + " ".join(f"n{a} -> n{b};" for a in range(60) for b in range(a)) + " }"
    with pytest.raises(PictureError, match=r"did not end within 0\.01 seconds; draw fewer claims.*--sources.*x\.dot"):
        to_svg(dense, time_limit=0.01)


@pytest.mark.parametrize(("engine", "advice"), [("wheel", "pip install graphviz-pure"), ("system", "apt install")])
def test_a_missing_engine_is_one_sentence(engine: Engine, advice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimgraph.svg.engine.metadata.files", lambda _: [])
    monkeypatch.setattr("claimgraph.svg.engine.sys.executable", "/nowhere/python")
    monkeypatch.setattr("claimgraph.svg.engine.shutil.which", lambda _: None)
    with pytest.raises(PictureError) as missing:
        to_svg("digraph {}", engine=engine)
    message = str(missing.value)
    assert advice in message
    assert "-o x.dot" in message
    assert "\n" not in message


def test_an_engine_that_does_not_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "dot"
    broken.write_text("not a program")
    monkeypatch.setattr(engines, "find_engine", lambda _: broken)
    with pytest.raises(PictureError, match="does not run"):
        to_svg("digraph {}")


def test_svg_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimgraph.svg.lay_out", lambda *_, **__: "<svg><a></svg>")
    with pytest.raises(PictureError, match="not well-formed"):
        to_svg("digraph {}")
    monkeypatch.setattr("claimgraph.svg.lay_out", lambda *_, **__: "<svg/>")
    with pytest.raises(PictureError, match="without a drawing"):
        to_svg("digraph {}")


def test_pictures_can_be_drawn_side_by_side() -> None:
    texts_ = [to_dot(build_graph(record), claims=record) for record in (SIGNS, RELATED, SCRIPTS)]
    expected = [to_svg(text) for text in texts_]
    found: dict[int, str] = {}
    threads = [threading.Thread(target=lambda n=n: found.update({n: to_svg(texts_[n % 3])})) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[n] == expected[n % 3] for n in range(12))


@pytest.mark.parametrize("engine", ENGINES)
def test_loops_and_odd_records_are_drawn(engine: Engine) -> None:
    odd = Ledger(
        (
            Claim("alone", "A claim that nobody is recorded to say."),
            Claim("loop", "C.", tuple(map(parse_chain, ("A <- B <- C <- B", "D <- E <- D2 <- E")))),
            Claim("unseen", "C.", (parse_chain("A [unseen] <- B [denied] <- C"),)),
            Claim("wide", "", (parse_chain("A <- B + (C <- D) + ?"), parse_chain("(A + B + C) <- Reuters"))),
        )
    )
    root = draw(odd, engine)
    assert len(groups(root, "claim")) == 4
