"""SVG to PNG and PDF, through vl-convert (the extra ``claimgraph[print]``)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from claimgraph.errors import PictureError


def to_png(svg: str, *, scale: float = 2.0) -> bytes:
    """Return an SVG as PNG; the same bytes for the same SVG and fonts.

    Parameters
    ----------
    svg : str
        From `to_svg`.
    scale : float
        Pixels of the image to a pixel of the screen (1/96 inch); 2 is sharp on any screen and in print.

    Raises
    ------
    PictureError
        vl-convert is not installed, or the picture is too large for an image.

    Examples
    --------
    >>> to_png('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')[1:4]
    b'PNG'
    """
    return _converted("svg_to_png", svg, "PNG", scale=scale)


def to_pdf(svg: str) -> bytes:
    """Return an SVG as a PDF of one page, with its title; the same bytes for the same SVG and fonts.

    Parameters
    ----------
    svg : str
        From `to_svg`.

    Raises
    ------
    PictureError
        vl-convert is not installed, or cannot convert the picture.

    Examples
    --------
    >>> pdf = to_pdf('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>T</title></svg>')
    >>> pdf[:4], b"/Title <feff0054>" in pdf
    (b'%PDF', True)
    """
    title = ET.fromstring(svg).findtext("{*}title", "")  # noqa: S314 - an SVG of ours, and expat loads nothing
    return _rewritten(_converted("svg_to_pdf", svg, "PDF"), title)


def _converted(function: str, svg: str, format_: str, **options: Any) -> bytes:
    try:
        import vl_convert
    except ImportError:
        raise PictureError(f"{format_} needs vl-convert: pip install 'claimgraph[print]'; SVG needs nothing") from None
    convert: Callable[..., bytes] = getattr(vl_convert, function)
    try:
        return convert(svg, **options)
    # What the Rust side raises is of no documented kind; a panic is not even an Exception.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        reason = next(iter(str(error).splitlines()), "no reason given")
        advice = "draw fewer claims, use a smaller scale, or take the SVG"
        raise PictureError(f"this picture cannot become a {format_} ({reason}); {advice}") from None


# vl-convert numbers the fonts of a PDF in an order that differs from call to call, and leaves the
# title out. Both are put right by writing the objects of the file anew.

_OBJECT = re.compile(rb"(\d+) 0 obj\n")
_REFERENCE = re.compile(rb"(\d+) 0 R\b")
_SEVERAL_REFERENCES = re.compile(rb"(?:/[^\s/<>\[\]()]+ \d+ 0 R\s+){2,}")


def _rewritten(pdf: bytes, title: str) -> bytes:
    """Return a PDF with its objects in the order in which its pages need them; as it is if it reads unlike expected."""
    trailer = re.search(rb"/Root (\d+) 0 R\s+/Info (\d+) 0 R", pdf)
    objects = dict(_objects(pdf))
    if trailer is None or not {int(trailer[1]), int(trailer[2])} <= objects.keys():
        return pdf
    root, info = int(trailer[1]), int(trailer[2])
    head, body = objects[root]
    objects[root] = (_inserted(head, b"/Lang (en) /ViewerPreferences << /DisplayDocTitle true >>"), body)
    head, body = objects[info]
    objects[info] = (_inserted(head, b"/Title <feff" + title.encode("utf-16-be").hex().encode() + b">"), body)
    numbers = {old: new for new, old in enumerate(_in_order(objects, root, info), start=1)}
    return _assembled(pdf[: pdf.index(b"\n\n") + 2], objects, numbers, root=numbers[root], info=numbers[info])


def _inserted(dictionary: bytes, entry: bytes) -> bytes:
    end = dictionary.rindex(b">>")
    return dictionary[:end] + b"  " + entry + b"\n" + dictionary[end:]


def _objects(pdf: bytes) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
    """Yield every object's number, with its dictionary (references in a fixed order) and its stream."""
    position = 0
    while found := _OBJECT.search(pdf, position):
        end = pdf.index(b"endobj", found.end())
        stream = pdf.find(b"stream\n", found.end(), end)
        if stream >= 0:
            length = re.search(rb"/Length (\d+)", pdf[found.end() : stream])
            end = pdf.index(b"endobj", stream + int(length[1]) if length else end)
        head, body = (pdf[found.end() : stream], pdf[stream:end]) if stream >= 0 else (pdf[found.end() : end], b"")
        yield int(found[1]), (_SEVERAL_REFERENCES.sub(_sorted_references, head), body)
        position = end


def _sorted_references(found: re.Match[bytes]) -> bytes:
    return b"\n".join(sorted(re.findall(rb"/\S+ \d+ 0 R", found[0]))) + b"\n"


def _in_order(objects: Mapping[int, tuple[bytes, bytes]], *roots: int) -> list[int]:
    order = dict.fromkeys(roots)
    waiting = list(roots)
    while waiting:
        head, _ = objects[waiting.pop(0)]
        for number in map(int, _REFERENCE.findall(head)):
            if number in objects and number not in order:
                order[number] = None
                waiting.append(number)
    return list(order)


def _assembled(
    header: bytes, objects: Mapping[int, tuple[bytes, bytes]], numbers: Mapping[int, int], *, root: int, info: int
) -> bytes:
    pdf, places = bytearray(header), []
    for old, new in numbers.items():
        head, body = objects[old]
        places.append(len(pdf))
        head = _REFERENCE.sub(lambda found: b"%d 0 R" % numbers.get(int(found[1]), 0), head)
        pdf += b"%d 0 obj\n" % new + head + body + b"endobj\n\n"
    start = len(pdf)
    size = len(places) + 1
    pdf += b"xref\n0 %d\n0000000000 65535 f\r\n" % size + b"".join(b"%010d 00000 n\r\n" % place for place in places)
    pdf += b"trailer\n<<\n  /Size %d\n  /Root %d 0 R\n  /Info %d 0 R\n>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        root,
        info,
        start,
    )
    return bytes(pdf)
