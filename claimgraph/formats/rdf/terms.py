"""The words of our own vocabulary, what they fill, and texts and names that are legal in every form of RDF."""

from __future__ import annotations

CG = "urn:claimgraph:ns:"
"""Our own terms; docs/vocabulary.ttl says what each means. Nothing is ever fetched from there."""
REC = "urn:claimgraph:record:"
"""Claims, statements, sources and links of a record."""
PROV = "http://www.w3.org/ns/prov#"

CLAIM_TEXTS = ("id", "text", "said", "when", "as_of", "due", "review_by", "note")
VERDICT_TEXTS = {"verdict": "value", "verdict_date": "date", "verdict_by": "by", "verdict_because": "because"}
STATEMENT_TEXTS = (
    "name", "stance", "verb", "date", "url", "archive", "accessed", "lang", "certainty", "p", "likelihood", "page",
    "checked", "tag", "access",
)  # fmt: skip
STATEMENT_FLAGS = ("own", "seen", "confidential", "withdrawn")
SOURCE_TEXTS = (
    "id", "kind", "name", "owner", "speaks_for", "part_of", "role", "lang", "url", "via", "pool", "access",
    "resolved_to",
)  # fmt: skip
SOURCE_LISTS = ("aliases", "was", "same_as", "maybe")
SOURCE_FLAGS = ("wire", "confidential", "quotable")
LINK_TERMS = ("inferred", "because")
AGENT_TYPES = {"person": "Person", "org": "Organization", "outlet": "Organization"}
"""What PROV calls the kinds of sources for which it has a word."""


def local_name(kind: str, *parts: str) -> str:
    """Return the name of something in a record, without the namespace.

    Bytes of UTF-8 other than ASCII letters, digits and hyphens are written as percent-encoding does it, with ``_``
    for the percent sign, which no qualified name in XML may hold; the parts are separated by full stops.

    Examples
    --------
    >>> local_name("statement", "c", "الأ@2024")
    'statement.c._D8_A7_D9_84_D8_A3_402024'
    """
    return ".".join((kind, *map(_encoded, parts)))


def _encoded(part: str) -> str:
    plain = (c if c.isascii() and (c.isalnum() or c == "-") else _bytes(c) for c in part)
    return "".join(plain)


def _bytes(character: str) -> str:
    return "".join(f"_{byte:02X}" for byte in character.encode("utf-8", "replace"))


def legal_text(text: str) -> str:
    r"""Return a text without what XML forbids; line ends are ``\n``.

    Examples
    --------
    >>> legal_text("a\x07b\r\nc")
    'ab\nc'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines if lines.isprintable() else "".join(filter(_is_legal, lines))


def _is_legal(character: str) -> bool:
    code = ord(character)
    return code in (9, 10) or (code >= 32 and not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF))
