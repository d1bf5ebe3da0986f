"""Files of nanopublications to quads, through rdflib; what is read is hostile, and nothing is ever fetched."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import rdflib
from rdflib import Dataset, URIRef
from rdflib.plugins.stores.memory import Memory
from rdflib.term import Node

from claimgraph.errors import FormatError
from claimgraph.formats.xml_reading import root_of

MAX_BYTES = 20_000_000
MAX_QUADS = 500_000
MAX_LINE = 1_000_000
MAX_PREFIXES = 5_000

Quad = tuple[Node, Node, Node, Node | None]
"""Subject, predicate, object, and the graph that they stand in."""

_BASE = "http://relative.invalid/"
"""What relative addresses are resolved against; nothing has this address."""
_PREFIX = re.compile(rb"@?prefix\b", re.IGNORECASE)
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
    # rdflib takes time by the square of both.
    if form == "nquads" and max(map(len, data.split(b"\n"))) > MAX_LINE:
        raise FormatError(f"nanopub: a line has more than {MAX_LINE:,} bytes; write it as TriG")
    if len(_PREFIX.findall(data)) > MAX_PREFIXES:
        raise FormatError(f"nanopub: more than {MAX_PREFIXES:,} prefixes; split it")
    if form == "trix":
        root_of(data)
    dataset = Dataset(_Bounded())
    try:
        with _as_written():
            dataset.parse(BytesIO(data), format=form, publicID=_BASE)
            found: list[Quad] = list(dataset.quads((None, None, None, None)))
    except FormatError:
        raise
    except RecursionError:
        raise FormatError("nanopub: nested too deep to be read; flatten it") from None
    except Exception as error:  # the library raises whatever its parsers do
        told = " ".join(str(error).split()).rstrip(".;")[:200] or type(error).__name__
        raise FormatError(f"nanopub: cannot be read as {form}: {told}") from None
    _check_addresses(found)
    return found


class _Bounded(Memory):
    """A store that takes no more quads than it should; a short file can hold many."""

    count = 0

    def add(self, *args: Any, **options: Any) -> None:
        """Add a quad.

        Raises
        ------
        FormatError
            There are too many.
        """
        self.count += 1
        if self.count > MAX_QUADS:
            raise FormatError(f"nanopub: more than {MAX_QUADS:,} quads, which is too much to be read at once; split it")
        super().add(*args, **options)


def _form_of(data: bytes) -> str:
    start = data.removeprefix(b"\xef\xbb\xbf")[:10_000]
    return "trix" if _XML.match(start) else "nquads" if _LINE.match(start) else "trig"


@contextmanager
def _as_written() -> Iterator[None]:
    """Let rdflib keep literals as they are written, which hashes are made of, and say nothing of odd ones."""
    logger = logging.getLogger("rdflib.term")
    level, normalised = logger.level, rdflib.NORMALIZE_LITERALS
    logger.setLevel(logging.CRITICAL)
    rdflib.NORMALIZE_LITERALS = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
        rdflib.NORMALIZE_LITERALS = normalised


def _check_addresses(quads: list[Quad]) -> None:
    for address in {term for quad in quads for term in quad if isinstance(term, URIRef)}:
        if address.startswith(_BASE) or not _ADDRESS.match(address):
            told = address.removeprefix(_BASE)[:80]
            raise FormatError(f"nanopub: <{told}> is relative, and nothing says to what; add @base")
