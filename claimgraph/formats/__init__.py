"""Exchange formats: one module each, all of them in one table.

A module writes with ``dumps(released)`` what `claimgraph.redaction.release` gives, and nothing else can be given to it;
it reads with ``loads(data, options)``.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from claimgraph.errors import FormatError, MissingExtraError
from claimgraph.formats.base import Format, Imported, Losses, Options, Reader, Writer, Written
from claimgraph.redaction import Released

FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("csv", "a table with a row per link, comma-separated", (".csv",), "tables", reads=True),
        Format("tsv", "the same, tab-separated", (".tsv", ".tab"), "tables", reads=True),
        Format("jsonl", "the same, a JSON object per line", (".jsonl", ".ndjson"), "tables", reads=True),
        Format("xlsx", "a workbook: links, claims, statements, sources", (".xlsx",), "sheets", "xlsx", reads=True),
        Format("claimreview", "schema.org Claim and ClaimReview", (".jsonld",), "claimreview", reads=True),
        *(
            Format(name, title, suffixes, "provenance", "prov", reads=True)
            for name, title, suffixes in (
                ("prov-json", "W3C provenance: PROV-JSON", (".provjson", ".prov.json")),
                ("prov-xml", "the same as PROV-XML", (".provx", ".prov.xml")),
                ("provn", "the same as PROV-N", (".provn",)),
                ("prov-ttl", "the same as PROV-O in Turtle", (".prov.ttl",)),
                ("prov-jsonld", "the same as PROV-JSONLD; PROV-O as JSON-LD is read", (".prov.jsonld",)),
            )
        ),
        Format("nanopub", "nanopublications (TriG), one per statement", (".trig",), "nanopub", "nanopub", reads=True),
        Format("json", "the whole record in our own JSON", (".json",), "record", reads=True),
        Format(
            "parquet",
            "a folder of the same as typed tables",
            (".parquet",),
            "parquet",
            "parquet",
            reads=True,
            folder=True,
        ),
        Format("graphml", "the graph of statements and claims as GraphML", (".graphml",), "graphs", reads=True),
        Format("gexf", "the same as GEXF", (".gexf",), "graphs", reads=True),
        Format("node-link", "the same as JSON that networkx reads", (".node-link.json",), "graphs", reads=True),
        Format("stix", "STIX 2.1 bundle: reports, notes, opinions and identities", (".stix.json",), "stix"),
        Format("dot", "the picture as DOT, for Graphviz", (".dot", ".gv"), "pictures"),
        Format("mermaid", "the picture as a Mermaid flowchart", (".mmd", ".mermaid"), "pictures"),
    )
}
"""All formats by name: the choices of the command line, the page of docs and the tests are made from it."""


def dumps(name: str, released: Released) -> Written:
    """Return what may leave of a record in a format; of a `Format.folder` its files by their names.

    Raises
    ------
    ProtectionError
        Something in it names a protected source after all.
    MissingExtraError
        The format needs a library that is not installed.
    """
    released.confirm(released.claims, released.sources)  # as values, before a format escapes them
    data = cast("Writer", _module(name)).dumps(name, released)
    if isinstance(data, str):
        released.confirm(data)
    return data


def loads(name: str, data: bytes, options: Options) -> Imported:
    """Return the claims and sources in a file of a format.

    Raises
    ------
    FormatError
        The file is not of this format, or an option is unknown or missing.
    MissingExtraError
        The format needs a library that is not installed.
    """
    if options and FORMATS[name].module not in _TAKING_OPTIONS:
        raise FormatError(f"{name} takes no options; leave out {', '.join(sorted(options))}")
    return cast("Reader", _module(name)).loads(name, data, options)


_TAKING_OPTIONS = frozenset({"tables", "sheets", "parquet", "claimreview"})
"""The modules whose files need to be explained; they say themselves which options they know."""


def format_of(file: str, *, reading: bool = False) -> str | None:
    """Return the name of the format that the end of a file's name means; None if it means none.

    Examples
    --------
    >>> format_of("links.CSV"), format_of("picture.svg")
    ('csv', None)
    """
    wanted = [f for f in FORMATS.values() if (f.reads if reading else f.writes)]
    ends = [(suffix, f.name) for f in wanted for suffix in f.suffixes if file.lower().endswith(suffix)]
    return max(ends, key=lambda end: len(end[0]))[1] if ends else None


def _module(name: str) -> object:
    form = FORMATS[name]
    try:
        return import_module(f"claimgraph.formats.{form.module}")
    except ImportError as error:
        if form.extra is None:
            raise
        missing = f"{name} needs {error.name}, which is not installed; pip install 'claimgraph[{form.extra}]'"
        raise MissingExtraError(missing) from None


__all__ = ["FORMATS", "Format", "Imported", "Losses", "Options", "dumps", "format_of", "loads"]
