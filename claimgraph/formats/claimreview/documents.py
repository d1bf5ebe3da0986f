"""The objects of a JSON-LD document or of a web page that are a Claim or a ClaimReview."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from claimgraph.errors import FormatError
from claimgraph.formats.base import Losses
from claimgraph.formats.claimreview.charsets import text_of
from claimgraph.formats.claimreview.factchecktools import from_search
from claimgraph.formats.claimreview.pages import Node, read_page
from claimgraph.formats.claimreview.values import clean

MAX_BYTES = 100_000_000
_DECODER = json.JSONDecoder(strict=False)
_SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(slots=True)
class Found:
    """What stands in a document: reviews, claims, and everything that has an id, by it."""

    reviews: list[Node] = field(default_factory=list)
    claims: list[Node] = field(default_factory=list)
    by_id: dict[str, Node] = field(default_factory=dict)

    def resolved(self, value: Any) -> Any:
        """Return what a reference stands for, or the value itself."""
        ref = value.get("@id") if isinstance(value, dict) else None
        return self.by_id.get(ref, value) if isinstance(ref, str) and len(value) == 1 else value


def decoded(data: bytes, charset: str = "") -> str:
    """Return the text of a file; ``charset`` is what the call says of one that neither is UTF-8 nor names its own.

    Raises
    ------
    FormatError
        It is too large or no text.
    """
    if len(data) > MAX_BYTES:
        raise FormatError(f"larger than {MAX_BYTES // 1_000_000} MB; split it")
    return text_of(data, charset)


def documents(text: str, losses: Losses) -> Iterator[Any]:
    """Yield the JSON values of a file, one after the other, or the scripts of a page and its items of microdata.

    Raises
    ------
    FormatError
        It is neither, or is broken.
    """
    first = text.lstrip()[:1]
    if first in {"{", "["}:
        place = 0
        while place < len(text):
            value, place = _value(text, place)
            yield value
        return
    if first != "<":
        raise FormatError("line 1: neither JSON-LD, a web page nor a table of ClaimsKG; name another format")
    page = read_page(text)
    for what in page.unread:
        losses.add(what)
    yield page.items
    broken, whole = None, bool(page.items)
    for line, script in page.scripts:
        try:
            value, end = _value(script, 0, line)
            _confirm_end(script, end, line)
        except FormatError as error:
            broken = error
            losses.add("a script of the page that is no JSON", str(error))
        else:
            whole = True
            yield value
    if broken and not whole:
        raise broken


def _value(text: str, start: int, line: int = 1) -> tuple[Any, int]:
    """Return a value that begins somewhere in a text, and where the next one would."""
    try:
        value, end = _DECODER.raw_decode(text, _SPACE.match(text, start).end())  # type: ignore[union-attr]
    except json.JSONDecodeError as error:
        raise _no_json(error, line) from None
    except RecursionError:
        raise FormatError(f"line {line}: nested too deep; take out what is no claim") from None
    except ValueError:
        raise FormatError(f"line {line}: a number is too long; mend it") from None
    return value, _SPACE.match(text, end).end()  # type: ignore[union-attr]


def _confirm_end(text: str, end: int, line: int) -> None:
    if end < len(text):
        raise _no_json(json.JSONDecodeError("Extra data", text, end), line)


def _no_json(error: json.JSONDecodeError, line: int) -> FormatError:
    where = f"line {line + error.lineno - 1} column {error.colno}"
    return FormatError(f"{where}: is no JSON ({error.msg}); mend it")


def find(value: Any, found: Found) -> None:
    """Add to what was found the reviews anywhere in a value, and the claims outside of them, in their order."""
    waiting: list[tuple[Any, bool]] = [(value, False)]
    seen: dict[int, Any] = {}  # what a page says twice of one item; kept, so that no other object gets its number
    while waiting:
        one, inside = waiting.pop()
        if isinstance(one, list):
            waiting += [(part, inside) for part in reversed(one)]
        elif isinstance(one, dict) and id(one) not in seen:
            seen[id(one)] = one
            node = with_plain_keys(one)
            types = types_of(node)
            if not types and isinstance(node.get("claimReview"), list):
                waiting.append((from_search(node), inside))
                continue
            if isinstance(node.get("@id"), str) and len(node) > 1:
                found.by_id.setdefault(node["@id"], node)
            if "ClaimReview" in types:
                found.reviews.append(node)
                inside = True
            elif "Claim" in types and not inside:
                found.claims.append(node)
            waiting += [(part, inside) for part in reversed(node.values())]


def with_plain_keys(node: Node) -> Node:
    """Return an object whose keys are the plain words of schema.org.

    Examples
    --------
    >>> with_plain_keys({"schema:name": 1, "https://schema.org/url": 2, "@id": 3})
    {'name': 1, 'url': 2, '@id': 3}
    """
    return {_plain(key): value for key, value in node.items()}


def types_of(node: Node) -> set[str]:
    """Return the plain names of the types of an object."""
    types = node.get("@type")
    listed = types if isinstance(types, list) else [types]
    return {_plain(clean(one)) for one in listed if isinstance(one, str)}


def _plain(word: str) -> str:
    return word.rsplit("/", 1)[-1].removeprefix("schema:") if "schema" in word else word
