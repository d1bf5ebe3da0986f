"""XML of strangers to elements: no document type, so no entities, and nothing is ever fetched."""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from claimgraph.errors import FormatError

MAX_DEPTH, MAX_ELEMENTS = 100, 5_000_000


def root_of(data: bytes) -> Element:
    """Return the root of a document, its names without their namespaces.

    Raises
    ------
    FormatError
        It is not well formed, declares a document type, or is too deep or too large; with line and column.

    Examples
    --------
    >>> root_of(b"<a><b>1</b></a>")[0].text
    '1'
    """
    parser, builder = expat.ParserCreate(namespace_separator="}"), TreeBuilder()
    depth = count = 0

    def refuse(what: str) -> FormatError:
        return FormatError(f"line {parser.CurrentLineNumber}, column {parser.CurrentColumnNumber + 1}: {what}")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise refuse("too deeply nested, or too many elements; export fewer claims")
        builder.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_local(name))

    def no_doctype(*_: object) -> None:
        raise refuse("a document type is declared, and entities are not read; delete <!DOCTYPE ...>")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = no_doctype
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise refuse(f"{expat.ErrorString(error.code)}; this is no XML") from None
    except (ValueError, LookupError):
        raise FormatError("the encoding is not known; save the file as UTF-8") from None
    return builder.close()


def _local(name: str) -> str:
    return name.rpartition("}")[2]
