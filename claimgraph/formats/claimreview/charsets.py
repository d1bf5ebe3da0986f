"""Character sets of files: the one that a mark tells, that the call gives, or that a page names; strictly decoded."""

from __future__ import annotations

import json
import re

from claimgraph.errors import FormatError, MissingExtraError
from claimgraph.formats.claimreview.pages import charset_of_head

_HEAD = 100_000
"""So many bytes of a page are looked through for its character set."""
_XML = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_NO_LETTERS = re.compile("[\x80-\x9f]")
"""Control characters: what ISO character sets have where those of Windows have letters."""
_SHIFT = b"\x1b$"
"""How ISO-2022 begins other letters in what looks like ASCII."""
_READ_AS = {"gbk": "gb18030", "x-user-defined": "cp1252"}
"""Codecs by which browsers decode a character set (Encoding Standard; GB 18030 contains GBK)."""
_NAMED_IN_ASCII = {"utf-16le": "utf-8", "utf-16be": "utf-8"}
"""What a file without zeros is surely not, and what browsers take it for."""
_REMEDY = "save it as UTF-8, or give its character set as --set charset=LABEL"


def text_of(data: bytes, charset: str = "") -> str:
    r"""Return the text of a file, in Unicode by its mark, in ``charset`` if that is given, or as a page names it.

    What is valid UTF-8 beyond ASCII is that, also where a page names something else: it was saved again.

    Raises
    ------
    FormatError
        It is not written in the character set, or none is known.
    MissingExtraError
        The libraries that read pages and character sets are not installed.

    Examples
    --------
    >>> text_of(b'<meta charset=koi8-r>\xed\xcf\xd3\xd4'), text_of(b"\xcc\xee\xf1\xf2", "windows-1251")
    ('<meta charset=koi8-r>Мост', 'Мост')
    """
    unicode = json.detect_encoding(data)
    if unicode != "utf-8":
        return _strict(data, unicode, unicode.removesuffix("-sig").upper())
    if charset:
        return _in(data, charset, "was given")
    is_page = data.lstrip()[:1] == b"<"
    if not data.isascii():
        try:
            return data.decode()
        except UnicodeDecodeError:
            if not is_page:
                return _strict(data, unicode, "UTF-8")
    label = declared_charset(data) if is_page else ""
    if label:
        return _in(data, label, "the page names")
    if is_page and not data.isascii():
        raise FormatError(f"is not UTF-8 and names no character set; {_REMEDY}")
    if _SHIFT in data:
        raise FormatError(f"byte {data.index(_SHIFT) + 1}: changes to another character set (ISO-2022); {_REMEDY}")
    return data.decode("ascii")


def declared_charset(data: bytes) -> str:
    r"""Return the character set that a page names, in its ``<meta>`` or else in an XML declaration, or an empty text.

    Raises
    ------
    MissingExtraError
        The library that reads pages is not installed.

    Examples
    --------
    >>> declared_charset(b'<title><meta charset=x></title><meta charset="KOI8-R">')
    'KOI8-R'
    """
    named = charset_of_head(data[:_HEAD].decode("latin-1"))
    found = _XML.match(data)
    return named or (found[1].decode("ascii") if found else "")


def _in(data: bytes, label: str, how: str) -> str:
    """Return the text of a file in the character set of a label, as browsers know them."""
    try:
        import webencodings
    except ImportError as error:
        message = f"character sets need {error.name}, which is not installed; pip install 'claimgraph[pages]'"
        raise MissingExtraError(message) from None
    found = webencodings.lookup(label)
    if found is None or found.name == "replacement":  # which browsers know and refuse to read
        raise FormatError(f"character set '{label}', which {how}, is not one that browsers know; {_REMEDY}")
    name = _NAMED_IN_ASCII.get(found.name, found.name)
    codec = _READ_AS.get(name) or webencodings.lookup(name).codec_info.name
    text = _strict(data, codec, f"{name}, which {how}")
    wrong = None if name.startswith("utf-") else _NO_LETTERS.search(text)
    if wrong:
        line = text.count("\n", 0, wrong.start()) + 1
        raise FormatError(f"line {line}: has a byte that is no character in {name}, which {how}; {_REMEDY}")
    return text


def _strict(data: bytes, codec: str, called: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise FormatError(f"byte {error.start + 1}: is not {called}; {_REMEDY}") from None
