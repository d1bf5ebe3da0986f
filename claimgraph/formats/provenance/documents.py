"""PROV documents to and from bytes, through the `prov` library; what is read is hostile."""

from __future__ import annotations

import logging
import warnings
from io import BytesIO
from typing import Any

from lxml import etree
from prov.model import ProvDocument

from claimgraph.errors import FormatError

MAX_BYTES = 20_000_000
MAX_RECORDS = 200_000
FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "prov-json": ("json", {}),
    "prov-xml": ("xml", {}),
    "provn": ("provn", {}),
    "prov-ttl": ("rdf", {"rdf_format": "turtle"}),
    "prov-jsonld": ("jsonld", {}),
}
"""What the library calls each form, and how it is told to write it."""
_READ = {**FORMS, "prov-ttl": ("rdf", {"rdf_format": "trig"})}
"""How it is told to read it: all Turtle is TriG, which has bundles too."""


def to_text(name: str, document: ProvDocument) -> str:
    """Return a document in one of the forms."""
    form, options = FORMS[name]
    if name in ("prov-json", "prov-jsonld"):
        options = {**options, "indent": 1, "ensure_ascii": False}
    stream = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of one library about another
        document.serialize(stream, format=form, **options)
    return stream.getvalue().decode("utf-8").rstrip("\n") + "\n"


def parse_document(name: str, data: bytes) -> ProvDocument:
    """Return the document in a file of one of the forms; nothing is fetched, and no entity of XML is expanded.

    Raises
    ------
    FormatError
        It cannot be read, or is too large.
    """
    if len(data) > MAX_BYTES:
        raise FormatError(f"{name}: larger than {MAX_BYTES // 1_000_000} MB; split it")
    if name == "prov-xml":
        _check_xml(data)
    form, options = _READ[name]
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)  # it tells of odd addresses and odd dates, which are read as they are
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            document: ProvDocument = ProvDocument.deserialize(BytesIO(data), format=form, **options)
    except RecursionError:
        raise FormatError(f"{name}: nested too deep to be read; flatten it") from None
    except Exception as error:  # the library raises whatever its parsers do
        raise FormatError(f"{name}: {_told(error)}; check that it is valid {name}") from None
    finally:
        logger.setLevel(level)
    count = sum(len(part.records) for part in (document, *document.bundles))
    if count > MAX_RECORDS:
        raise FormatError(f"{name}: {count} records, and at most {MAX_RECORDS} can be read at once; split it")
    return document


def _check_xml(data: bytes) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormatError(f"prov-xml: {_told(error)}; check that it is well-formed XML") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise FormatError("prov-xml: line 1: holds a document type (DOCTYPE), which PROV-XML has none of; take it out")


def _told(error: Exception) -> str:
    """Return what an error of a library says, as one line; the part of a message that shows the text is cut."""
    said = " ".join(str(error).split()).partition(" at ^ in: ")[0].rstrip(".;")
    said = said.replace("at line", "near line").replace(" of <>", "")  # rdflib counts lines only roughly
    return said[:200] or f"cannot be read ({type(error).__name__})"
