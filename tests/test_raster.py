"""PNG and PDF: real files, the same bytes each time, and one clear sentence where they cannot be had."""

from __future__ import annotations

import re
import struct
import sys
import zlib

import pytest

from claimgraph.dot import to_dot
from claimgraph.errors import PictureError
from claimgraph.graph import build_graph
from claimgraph.raster import to_pdf, to_png
from claimgraph.svg import to_svg
from tests.pictures import SCRIPTS, SIGNS

pytest.importorskip("vl_convert", reason="the extra claimgraph[print] is not installed")


@pytest.fixture(scope="module")
def svg() -> str:
    return to_svg(to_dot(build_graph(SIGNS), claims=SIGNS))


def pixels(png: bytes) -> tuple[int, int]:
    """Return width and height of a PNG."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_png_has_the_size_of_the_picture(svg: str) -> None:
    found = re.search(r'viewBox="0 0 (\S+) (\S+)"', svg)
    assert found
    width, height = (float(number) * 4 / 3 for number in found.groups())
    assert pixels(to_png(svg, scale=1)) == pytest.approx((width, height), abs=2)
    assert pixels(to_png(svg)) == pytest.approx((2 * width, 2 * height), abs=3)


def test_png_holds_no_clock(svg: str) -> None:
    png = to_png(svg)
    assert png == to_png(svg)
    assert not re.search(rb"tIME|tEXt|iTXt|zTXt|eXIf", png[:200])


def test_png_shows_text(svg: str) -> None:
    """A font that is not found would leave the shapes empty."""
    without = re.sub(r"<text [^>]*>[^<]*</text>", "", svg)
    assert len(to_png(svg, scale=1)) > 1.5 * len(to_png(without, scale=1))


@pytest.mark.parametrize("record", [SIGNS, SCRIPTS], ids=["signs", "scripts"])
def test_pdf_is_the_same_each_time(record: object) -> None:
    svg = to_svg(to_dot(build_graph(record), claims=record))  # type: ignore[arg-type]
    pdf = to_pdf(svg)
    assert {to_pdf(svg) for _ in range(5)} == {pdf}
    assert not re.search(rb"/(CreationDate|ModDate|ID)\b", pdf)


def test_pdf_carries_the_headline_and_a_sound_table(svg: str) -> None:
    pdf = to_pdf(svg)
    title = re.search(rb"/Title <feff([0-9a-f]*)>", pdf)
    assert title
    assert bytes.fromhex(title[1].decode()).decode("utf-16-be").startswith("Looks like ")
    start = int(pdf.rsplit(b"startxref\n", 1)[1].split()[0])
    assert pdf[start : start + 4] == b"xref"
    places = [int(line[:10]) for line in re.findall(rb"\d{10} 00000 n", pdf[start:])]
    for number, place in enumerate(places, start=1):
        assert pdf[place:].startswith(b"%d 0 obj\n" % number)
    streams = re.findall(rb"/Filter /FlateDecode\s*>>\s*stream\n(.{2})", pdf, re.DOTALL)
    assert streams
    assert all(zlib.decompressobj().decompress(s, 1) is not None for s in streams)


@pytest.mark.parametrize("convert", [to_png, to_pdf])
def test_without_the_extra(convert: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(PictureError) as missing:
        convert("<svg/>")  # type: ignore[operator]
    assert "pip install 'claimgraph[print]'" in str(missing.value)
    assert "\n" not in str(missing.value)


def test_what_is_no_picture_is_one_sentence() -> None:
    with pytest.raises(PictureError, match="this picture cannot become a PNG") as refused:
        to_png("<svg")
    assert "\n" not in str(refused.value)
