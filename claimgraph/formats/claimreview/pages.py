"""Web pages as files: their character set, and the data that they hold as JSON-LD scripts and as microdata."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from claimgraph.errors import FormatError, MissingExtraError
from claimgraph.formats.claimreview.values import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

Node = dict[str, Any]

MAX_PAGE = 20_000_000
"""So many characters of a page are read, without the images and fonts that are embedded in it."""
_EMBEDDED = re.compile(r"(?<=;base64,)[A-Za-z0-9+/=]{200,}")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s;\"']{1,40})", re.IGNORECASE)
_LEAST_LIBXML = (2, 14)
"""The first one whose HTML parser tells texts from tags as browsers do."""

_NOT_READ = frozenset({"template"})
"""Elements in which a browser keeps content that is not part of the page."""
_NOT_SHOWN = frozenset({"script", "style"})
"""Elements whose text is not a text that readers see."""
_MOST_NAMES = 20
"""So many names of one property of microdata are read."""
RDFA, ITEMREF = "ClaimReview marked up as RDFa (typeof)", "properties of microdata elsewhere in the page (itemref)"
"""What is found in pages and not read."""
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
_BEFORE = re.compile(r"(?:\s|\ufeff|<!--|-->|<!\[CDATA\[|/\*|\*/|//|>)*+")
_BEHIND = re.compile(r"(?:\s|;|>--|>\]\]|--!<|!<|\*/|/\*|//)*+")
"""What XHTML and older systems put around a script; what stands behind it is read backward."""


@dataclass(slots=True)
class Page:
    """What a page holds: JSON-LD scripts with their lines, the outermost items of microdata, and what is not read."""

    scripts: list[tuple[int, str]]
    items: list[Node]
    unread: list[str]


def charset_of_head(text: str) -> str:
    """Return the character set that the first ``<meta>`` with one names, or an empty text.

    Raises
    ------
    MissingExtraError
        The library that reads pages is not installed.
    """
    return _parsed(text).charset


def read_page(text: str) -> Page:
    r"""Return the data that a page holds.

    Scripts in comments, in forms that readers fill in (``textarea``) and in templates are not part of a page.

    Raises
    ------
    FormatError
        It is too large.
    MissingExtraError
        The libraries that read pages are not installed.

    Examples
    --------
    >>> page = '<textarea><script type="application/ld+json">1</script></textarea>\n'
    >>> read_page(page + '<SCRIPT type="application/ld+json; charset=utf-8">{}</script>').scripts
    [(2, '{}')]
    """
    text = _EMBEDDED.sub("", text)
    if len(text) > MAX_PAGE:
        raise FormatError(f"a page of more than {MAX_PAGE // 1_000_000} million characters; delete what is no claim")
    parsed = _parsed(text)
    scripts, place, line = [], 0, 1
    for script in parsed.scripts:
        start = text.find(script, place)
        if start >= 0:  # a null is not found again
            line += text.count("\n", place, start)
            place = start
        scripts.append((line, _unwrapped(script)))
    return Page(scripts, parsed.items, list(parsed.unread))


def _unwrapped(script: str) -> str:
    r"""Return a script without the comments or CDATA that some put around it; its lines stay.

    Examples
    --------
    >>> _unwrapped("<!--//--><![CDATA[//><!--\n[[1]]\n//--><!]]>"), _unwrapped("/*<![CDATA[*/ [[1]]; /*]]>*/")
    ('\n[[1]]', '[[1]]')
    """
    before, behind = _BEFORE.match(script), _BEHIND.match(script[::-1])
    assert before is not None  # both match an empty text as well
    assert behind is not None
    return "\n" * before[0].count("\n") + script[before.end() : max(before.end(), len(script) - behind.end())]


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
    unread: dict[str, None] = field(default_factory=dict)
    _collecting: int = 0
    _outside: int = 0
    _hidden: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        opened = None
        self._hidden += tag in _NOT_SHOWN
        if tag in _NOT_READ:
            self._outside += 1
        elif not self._outside:
            if tag == "script":
                kind = attributes.get("type", "").partition(";")[0].strip().lower()
                self._script = [] if kind == "application/ld+json" else None
            elif tag == "meta" and not self.charset:
                self.charset = _charset(attributes)
            if "ClaimReview" in attributes.get("typeof", ""):
                self.unread[RDFA] = None
            if "itemscope" in attributes or ("itemprop" in attributes and self._scopes):
                opened = self._item_or_value(tag, attributes)
        self._open.append(opened)

    def _item_or_value(self, tag: str, attributes: Mapping[str, str]) -> _Open:
        names = tuple(dict.fromkeys(attributes.get("itemprop", "").split())) if self._scopes else ()
        names = names[:_MOST_NAMES]
        owner = self._scopes[-1] if self._scopes else None
        if "itemscope" in attributes:
            item: Node = {"@type": attributes.get("itemtype", "").split()}
            if "itemid" in attributes:
                item["@id"] = attributes["itemid"].strip()
            if "itemref" in attributes:
                self.unread[ITEMREF] = None
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
        self._hidden -= tag in _NOT_SHOWN
        self._outside -= tag in _NOT_READ
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
            text = " ".join("".join(self._texts[closed.start :]).split())[:MAX_TEXT] if closed.names else ""
            for name in closed.names if closed.owner is not None else ():
                _add(closed.owner, name, text)
            if not self._collecting:
                self._texts.clear()

    def data(self, text: str) -> None:
        """Take a text."""
        if self._script is not None:
            self._script.append(text)
        elif self._collecting and not self._hidden and not self._outside:
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
