"""Files of RDF to quads, through rdflib; what is read is hostile, and nothing is ever fetched."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import rdflib
from rdflib import Dataset
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.store import Store
from rdflib.term import Node

from claimgraph.errors import FormatError

MAX_QUADS = 500_000
MAX_PREFIXES = 5_000
MAX_ADDRESS = 2_000
MAX_TEXT = 200_000_000

Quad = tuple[Node, Node, Node, Node | None]
"""Subject, predicate, object, and the graph that they stand in."""

_PREFIX = re.compile(rb"@?prefix\b", re.IGNORECASE)

_LONG = re.compile(rb"(?:prefix|base)\b[^<]{0,1000}<[^>]{%d}" % MAX_ADDRESS, re.IGNORECASE)


def read_quads(name: str, parse: Callable[[Dataset], object]) -> list[Quad]:
    """Return the quads that a parser puts into a dataset: each once, in the order of the file.

    Raises
    ------
    FormatError
        There are too many. What the parser raises passes through.

    Examples
    --------
    >>> quads = read_quads("prov-ttl", lambda dataset: dataset.parse(data="<urn:a> <urn:b> 2, 1 .", format="trig"))
    >>> [str(value) for _, _, value, _ in quads]
    ['2', '1']
    """
    store = _Quads(name)
    with _as_written():
        parse(Dataset(store))
    return list(store.found)


def check_prefixes(name: str, data: bytes) -> None:
    """Refuse a text with more prefixes than rdflib, which takes time by the square of them, can read, or long ones.

    A short name for a long address makes a short file a large one.

    Raises
    ------
    FormatError
        There are too many, or an address is too long.
    """
    if _LONG.search(data):
        raise FormatError(f"{name}: an address has more than {MAX_ADDRESS:,} characters; shorten it")
    if len(_PREFIX.findall(data)) > MAX_PREFIXES:
        raise FormatError(f"{name}: more than {MAX_PREFIXES:,} prefixes; split it")


class _Quads(Store):
    """A store that only takes, in order, and no more than it should; a short file can hold many quads."""

    context_aware = True
    graph_aware = True

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.found: dict[Quad, None] = {}
        self.size = 0

    def add(self, triple: tuple[Any, Any, Any], context: Any, quoted: bool = False) -> None:  # noqa: ARG002
        graph = context.identifier
        self.found[(*triple, None if graph == DATASET_DEFAULT_GRAPH_ID else graph)] = None
        self.size += sum(map(len, triple))
        if self.size > MAX_TEXT:
            raise FormatError(f"{self.name}: more than {MAX_TEXT:,} characters in full addresses and texts; split it")
        if len(self.found) > MAX_QUADS:
            raise FormatError(f"{self.name}: more than {MAX_QUADS:,} quads, too many to be read at once; split it")

    def add_graph(self, graph: Any) -> None:
        """Take no note of a graph without quads."""

    def remove_graph(self, graph: Any) -> None:
        """Remove nothing: parsers remove only graphs without quads."""


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
