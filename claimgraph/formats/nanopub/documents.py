"""Files of nanopublications to quads, through rdflib; what is read is hostile, and nothing is ever fetched."""

from __future__ import annotations

import re
from io import BytesIO

from rdflib import URIRef

from claimgraph.errors import FormatError
from claimgraph.formats.rdf.quads import Quad, check_prefixes, read_quads
from claimgraph.formats.xml_reading import root_of

MAX_BYTES = 20_000_000
MAX_LINE = 1_000_000

_BASE = "http://relative.invalid/"
"""What relative addresses are resolved against; nothing has this address."""
_XML = re.compile(rb"\s*<(?:\?xml|!|TriX)")
_LINE = re.compile(rb"(?:\s|#[^\n]*\n)*(?:<[^<>\s]*>|_:\S+)\s*<[^<>\s]*>")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def quads_of(data: bytes) -> list[Quad]:
    """Return the quads of a file: TriG, N-Quads or TriX, by how it begins.

    Raises
    ------
    FormatError
        It cannot be read, is too large, or has addresses that are relative to nothing.

    Examples
    --------
    >>> len(quads_of(b"<urn:g> { <urn:a> <urn:b> 1, 2 }"))
    2
    """
    if len(data) > MAX_BYTES:
        raise FormatError(f"nanopub: larger than {MAX_BYTES // 1_000_000} MB; split it")
    form = _form_of(data)
    # rdflib takes time by the square of it.
    if form == "nquads" and max(map(len, data.split(b"\n"))) > MAX_LINE:
        raise FormatError(f"nanopub: a line has more than {MAX_LINE:,} bytes; write it as TriG")
    check_prefixes("nanopub", data)
    if form == "trix":
        root_of(data)
    try:
        found = read_quads("nanopub", lambda dataset: dataset.parse(BytesIO(data), format=form, publicID=_BASE))
    except FormatError:
        raise
    except RecursionError:
        raise FormatError("nanopub: nested too deep to be read; flatten it") from None
    except Exception as error:  # the library raises whatever its parsers do
        told = " ".join(str(error).split()).rstrip(".;")[:200] or type(error).__name__
        raise FormatError(f"nanopub: cannot be read as {form}: {told}") from None
    _check_addresses(found)
    return found


def _form_of(data: bytes) -> str:
    start = data.removeprefix(b"\xef\xbb\xbf")[:10_000]
    return "trix" if _XML.match(start) else "nquads" if _LINE.match(start) else "trig"


def _check_addresses(quads: list[Quad]) -> None:
    for address in {term for quad in quads for term in quad if isinstance(term, URIRef)}:
        if address.startswith(_BASE) or not _ADDRESS.match(address):
            told = address.removeprefix(_BASE)[:80]
            raise FormatError(f"nanopub: <{told}> is relative, and nothing says to what; add @base")
