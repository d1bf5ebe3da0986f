"""Web pages as files: their character set, and the data that they hold as JSON-LD scripts and as microdata."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from claimgraph.errors import FormatError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Mapping

Node = dict[str, Any]

_HEAD = 100_000
"""So many bytes of a page are looked through for its character set."""
_XML = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s;\"']{1,40})", re.IGNORECASE)
_LEAST_LIBXML = (2, 14)
"""The first one whose HTML parser tells texts from tags as browsers do."""

_NOT_READ = frozenset({"template"})
"""Elements in which a browser keeps content that is not part of the page."""
_ADDRESS_OF = {
    **dict.fromkeys(("a", "area", "link"), "href"),
    **dict.fromkeys(("audio", "embed", "iframe", "img", "source", "track", "video"), "src"),
    "object": "data",
    "meta": "content",
    "data": "value",
    "meter": "value",
    "time": "datetime",
}
"""Which attribute is the value of an element (HTML Standard, section 5.2.4, Values); of others it is the text."""
_MOST_OPEN = 50
"""Properties of microdata nest at most so deep."""
_WRAPPING = re.compile(
    r"\A\s*(?://\s*|/\*\s*)?(?:<!\[CDATA\[|<!--)(?:[ \t]*\*/)?|(?://\s*|/\*\s*)?(?:\]\]>|-->)(?:\s*\*/)?\s*;?\s*\Z"
)
"""What XHTML and older systems put around a script."""


@dataclass(slots=True)
class Page:
    """What a page holds: the text of each JSON-LD script with its line, and the outermost items of microdata."""

    scripts: list[tuple[int, str]]
    items: list[Node]


def page_text(data: bytes) -> str:
    """Return the text of a page that is not UTF-8, in the character set that it names.

    Raises
    ------
    FormatError
        It names none, or one that browsers do not know, or is not written in it.
    MissingExtraError
        The libraries that read pages are not installed.
    """
    label = declared_charset(data)
    if not label:
        raise FormatError("is not UTF-8 and names no character set; save it as UTF-8")
    try:
        import webencodings
    except ImportError:
        raise _missing("webencodings") from None
    found = webencodings.lookup(label)
    if found is None or found.name == "replacement":  # which browsers know and refuse to read
        raise FormatError(f"names the character set '{label}', which browsers do not know; save it as UTF-8")
    try:
        text: str = found.codec_info.decode(data, "strict")[0]
    except UnicodeDecodeError as error:
        place = f"byte {error.start + 1}"
        raise FormatError(f"{place}: is not {found.name}, which the page names; save it as UTF-8") from None
    return text


def declared_charset(data: bytes) -> str:
    r"""Return the character set that a page or an XML document names, or an empty text.

    Examples
    --------
    >>> declared_charset(b'<title><meta charset=x></title><meta charset="KOI8-R">')
    'KOI8-R'
    """
    named = _XML.match(data)
    if named:
        return named[1].decode("ascii")
    return _parsed(data[:_HEAD].decode("latin-1")).charset


def read_page(text: str) -> Page:
    r"""Return the data that a page holds.

    Scripts in comments, in forms that readers fill in (``textarea``) and in templates are not part of a page.

    Raises
    ------
    MissingExtraError
        The libraries that read pages are not installed.

    Examples
    --------
    >>> page = '<textarea><script type="application/ld+json">1</script></textarea>\n'
    >>> read_page(page + '<SCRIPT type="application/ld+json; charset=utf-8">{}</script>').scripts
    [(2, '{}')]
    """
    parsed = _parsed(text)
    scripts, place, line = [], 0, 1
    for script in parsed.scripts:
        start = text.find(script, place)
        if start >= 0:  # a line break of Windows or a null is not found again
            line += text.count("\n", place, start)
            place = start
        scripts.append((line, _unwrapped(script)))
    return Page(scripts, parsed.items)


def _unwrapped(script: str) -> str:
    """Return a script without the comments or CDATA that some put around it; its lines stay."""
    return _WRAPPING.sub(lambda found: "\n" * found[0].count("\n"), script).rstrip().removesuffix(";")


def _missing(name: str) -> MissingExtraError:
    return MissingExtraError(f"web pages need {name}, which is not installed; pip install 'claimgraph[pages]'")


def _parsed(text: str) -> _Builder:
    try:
        from lxml import etree
    except ImportError:
        raise _missing("lxml") from None
    if etree.LIBXML_VERSION < _LEAST_LIBXML:
        raise _missing("lxml 6 or later")
    builder = _Builder()
    parser = etree.HTMLParser(target=builder, encoding="utf-8", huge_tree=True, no_network=True)
    parser.feed(text.encode("utf-8", "replace"))
    try:
        parser.close()
    except etree.ParseError:  # of a page in which nothing stands
        return builder
    return builder


@dataclass(slots=True)
class _Open:
    """An element that has begun: the item that it is, and the properties of which it is the value."""

    item: Node | None = None
    names: tuple[str, ...] = ()
    owner: Node | None = None
    start: int = -1


@dataclass(slots=True)
class _Builder:
    """Takes what a parser tells, one tag after the other, so that no tree is made of a page."""

    charset: str = ""
    scripts: list[str] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    _open: list[_Open | None] = field(default_factory=list)
    _scopes: list[Node] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _script: list[str] | None = None
    _collecting: int = 0
    _unread: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        opened = None
        if tag in _NOT_READ:
            self._unread += 1
        elif not self._unread:
            if tag == "script":
                kind = attributes.get("type", "").partition(";")[0].strip().lower()
                self._script = [] if kind == "application/ld+json" else None
            elif tag == "meta" and not self.charset:
                self.charset = _charset(attributes)
            if "itemscope" in attributes or ("itemprop" in attributes and self._scopes):
                opened = self._item_or_value(tag, attributes)
        self._open.append(opened)

    def _item_or_value(self, tag: str, attributes: Mapping[str, str]) -> _Open:
        names = tuple(attributes.get("itemprop", "").split()) if self._scopes else ()
        owner = self._scopes[-1] if self._scopes else None
        if "itemscope" in attributes:
            item: Node = {"@type": attributes.get("itemtype", "").split()}
            if "itemid" in attributes:
                item["@id"] = attributes["itemid"].strip()
            if owner is None or not names:
                self.items.append(item)
            for name in names if owner is not None else ():
                _add(owner, name, item)
            self._scopes.append(item)
            return _Open(item)
        value = attributes.get(_ADDRESS_OF.get(tag, ""), attributes.get("content"))
        if value is not None:
            for name in names if owner is not None else ():
                _add(owner, name, value)
            return _Open()
        if self._collecting >= _MOST_OPEN:
            return _Open()
        self._collecting += 1
        return _Open(None, names, owner, len(self._texts))

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if tag in _NOT_READ:
            self._unread -= 1
        if tag == "script" and self._script is not None:
            self.scripts.append("".join(self._script))
            self._script = None
        closed = self._open.pop() if self._open else None
        if closed is None:
            return
        if closed.item is not None:
            self._scopes.pop()
        if closed.start >= 0:
            self._collecting -= 1
            for name in closed.names if closed.owner is not None else ():
                _add(closed.owner, name, "".join(self._texts[closed.start :]))
            if not self._collecting:
                self._texts.clear()

    def data(self, text: str) -> None:
        """Take a text."""
        if self._script is not None:
            self._script.append(text)
        elif self._collecting:
            self._texts.append(text)

    def close(self) -> None:
        """Take the end of the page."""


def _charset(attributes: Mapping[str, str]) -> str:
    if "charset" in attributes:
        return attributes["charset"].strip()[:40]
    if attributes.get("http-equiv", "").strip().lower() == "content-type":
        found = _CHARSET.search(attributes.get("content", ""))
        return found[1] if found else ""
    return ""


def _add(owner: Node | None, name: str, value: Any) -> None:
    """Add a value to a property; several stand in a list."""
    if owner is None:
        return
    if name not in owner:
        owner[name] = value
    elif isinstance(owner[name], list):
        owner[name].append(value)
    else:
        owner[name] = [owner[name], value]
