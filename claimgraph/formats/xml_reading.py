"""XML of strangers to elements: no document type, so no entities, and nothing is ever fetched."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from claimgraph.errors import FormatError

MAX_DEPTH, MAX_ELEMENTS = 100, 5_000_000
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_ISO_8859 = re.compile("(?:iso[-_]?8859|latin)", re.IGNORECASE)
_NO_LETTERS = re.compile(rb"[\x80-\x9f]")


def declared_encoding(data: bytes) -> str:
    """Return the encoding that the XML declaration of a document names, or an empty text.

    Examples
    --------
    >>> declared_encoding(b'<?xml version="1.0" encoding="koi8-r"?><a/>')
    'koi8-r'
    """
    found = _DECLARED.match(data)
    return found[1].decode("ascii") if found else ""


def confirm_letters(data: bytes) -> None:
    """Make sure that a document in an ISO 8859 encoding is not in the Windows one that has letters where it has none.

    Raises
    ------
    FormatError
        It is, with the line.

    Examples
    --------
    >>> confirm_letters('<?xml version="1.0" encoding="iso-8859-2"?><a>š</a>'.encode("iso-8859-2"))
    """
    name = declared_encoding(data)
    found = _NO_LETTERS.search(data) if _ISO_8859.match(name) else None
    if found:
        line = data.count(b"\n", 0, found.start()) + 1
        raise FormatError(f"line {line}: has a byte that is no character in the encoding {name}; save it as UTF-8")


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
    confirm_letters(data)
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
        named = declared_encoding(data)
        raise FormatError(f"line 1: the encoding {named} is not one that is read here; save it as UTF-8") from None
    return builder.close()


def _local(name: str) -> str:
    return name.rpartition("}")[2]
