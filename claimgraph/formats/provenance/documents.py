"""PROV documents to and from bytes, through the `prov` library and rdflib; what is read is hostile."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import Any

from lxml import etree
from prov.model import ProvDocument

from claimgraph.errors import FormatError
from claimgraph.formats.base import Losses
from claimgraph.formats.provenance import json_ld, prov_o
from claimgraph.formats.provenance.gathering import MAX_RECORDS
from claimgraph.formats.provenance.records import sort_records
from claimgraph.formats.provenance.told import tell_warnings
from claimgraph.formats.rdf.quads import Quad, check_prefixes, read_quads
from claimgraph.formats.rdf.things import Records
from claimgraph.formats.xml_reading import confirm_letters

MAX_BYTES = 20_000_000
FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "prov-json": ("json", {}),
    "prov-xml": ("xml", {}),
    "provn": ("provn", {}),
    "prov-ttl": ("rdf", {"rdf_format": "turtle"}),
    "prov-jsonld": ("jsonld", {}),
}
"""What the library calls each form, and how it is told to write it."""
_BASE = "file:///"
"""What relative addresses are resolved against, in whichever folder the file is."""


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


def parse_records(name: str, data: bytes, losses: Losses) -> list[Records]:
    """Return the records of a file, of the document and of each bundle; nothing is fetched, no XML entity is expanded.

    Raises
    ------
    FormatError
        It cannot be read, or is too large.
    """
    if len(data) > MAX_BYTES:
        raise FormatError(f"{name}: larger than {MAX_BYTES // 1_000_000} MB; split it")
    if name == "prov-xml":
        _check_xml(data)
    if name == "prov-ttl":
        quads = _read(name, lambda: _turtle(data))
    elif name == "prov-jsonld" and not json_ld.is_prov_jsonld(value := _read(name, lambda: json_ld.value_of(data))):
        quads = _read(name, lambda: json_ld.quads_of(value, _BASE))
    else:
        return list(_sorted(name, _read(name, lambda: _document(name, data, losses)), losses))
    return list(prov_o.records_of(quads, losses))


def _read(name: str, read: Callable[[], Any]) -> Any:
    """Return what is read; what goes wrong becomes one sentence."""
    try:
        return read()
    except FormatError:
        raise
    except RecursionError:
        raise FormatError(f"{name}: nested too deep to be read; flatten it") from None
    except Exception as error:  # the libraries raise whatever their parsers do
        raise FormatError(f"{name}: {_told(error)}; check that it is valid {name}") from None


def _turtle(data: bytes) -> list[Quad]:
    """Read Turtle as TriG, which has bundles too."""
    check_prefixes("prov-ttl", data)
    return read_quads("prov-ttl", lambda dataset: dataset.parse(BytesIO(data), format="trig", publicID=_BASE))


def _document(name: str, data: bytes, losses: Losses) -> ProvDocument:
    form, _ = FORMS[name]
    options: dict[str, Any] = {"object_hook": partial(_without_id, losses=losses)} if name == "prov-json" else {}
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        document = ProvDocument.deserialize(BytesIO(data), format=form, **options)
    tell_warnings(told, losses)
    return document


def _without_id(value: dict[str, Any], *, losses: Losses) -> dict[str, Any]:
    """Leave out the ``@id`` that ProvToolbox repeats inside each bundle."""
    bundles = value.get("bundle")
    for key, bundle in bundles.items() if isinstance(bundles, dict) else ():
        name = bundle.pop("@id", key) if isinstance(bundle, dict) else key
        if name != key:
            losses.add("bundle @id: not the name of the bundle", str(name))
    return value


def _sorted(name: str, document: ProvDocument, losses: Losses) -> Iterator[Records]:
    count = sum(len(part.records) for part in (document, *document.bundles))
    if count > MAX_RECORDS:
        raise FormatError(f"{name}: {count} records, and at most {MAX_RECORDS} can be read at once; split it")
    for part in (document, *sorted(document.bundles, key=lambda bundle: str(bundle.identifier))):
        yield sort_records(part, losses)


def _check_xml(data: bytes) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        remedy = "save it as UTF-8" if "encoding" in str(error) else "check that it is well-formed XML"
        raise FormatError(f"prov-xml: {_told(error).partition(' (<string>')[0]}; {remedy}") from None
    confirm_letters(data)
    if root.getroottree().docinfo.internalDTD is not None:
        raise FormatError("prov-xml: line 1: holds a document type (DOCTYPE), which PROV-XML has none of; take it out")


def _told(error: Exception) -> str:
    """Return what an error of a library says, as one line; the part of a message that shows the text is cut."""
    said = " ".join(str(error).split()).partition(" at ^ in: ")[0].rstrip(".;")
    said = said.replace("at line", "near line").replace(" of <>", "")  # rdflib counts lines only roughly
    return said[:200] or f"cannot be read ({type(error).__name__})"
