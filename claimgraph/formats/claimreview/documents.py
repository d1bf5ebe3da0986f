"""The objects of a JSON-LD document or of a web page that are a Claim or a ClaimReview."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from claimgraph.errors import FormatError
from claimgraph.formats.base import Losses
from claimgraph.formats.claimreview.pages import Node, page_text, read_page
from claimgraph.formats.claimreview.values import clean

MAX_BYTES = 100_000_000

_SHIFTED = b"\x1b"


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


def decoded(data: bytes) -> str:
    """Return the text of a file: of a page in the character set that it names, else UTF-8 or UTF-16.

    What is valid UTF-8 is that, also where a page names something else: it was saved again.

    Raises
    ------
    FormatError
        It is too large or no text.
    """
    if len(data) > MAX_BYTES:
        raise FormatError(f"larger than {MAX_BYTES // 1_000_000} MB; split it")
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    is_page = encoding != "utf-16" and b"<" in data[:200]
    if is_page and _SHIFTED in data and data.isascii():  # other letters written in ASCII, as iso-2022-jp does
        return page_text(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if is_page:
            return page_text(data)
        raise FormatError(
            f"byte {error.start + 1}: is not {encoding.removesuffix('-sig').upper()}; save it as UTF-8"
        ) from None


def documents(text: str, losses: Losses) -> Iterator[Any]:
    """Yield the JSON values of a file: the file itself, or the scripts of a page and its items of microdata.

    Raises
    ------
    FormatError
        It is neither, or is broken.
    """
    if text.lstrip()[:1] in {"{", "["}:
        yield _parsed(text)
        return
    if text.lstrip()[:1] != "<":
        raise FormatError("line 1: neither JSON-LD, a web page nor a table of ClaimsKG; name another format")
    page = read_page(text)
    yield page.items
    broken, whole = None, bool(page.items)
    for line, script in page.scripts:
        try:
            value = _parsed(script, line)
        except FormatError as error:
            broken = error
            losses.add("a script of the page that is no JSON", str(error))
        else:
            whole = True
            yield value
    if broken and not whole:
        raise broken


def _parsed(text: str, line: int = 1) -> Any:
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        where = f"line {line + error.lineno - 1} column {error.colno}"
        raise FormatError(f"{where}: is no JSON ({error.msg}); mend it") from None
    except RecursionError:
        raise FormatError(f"line {line}: nested too deep; take out what is no claim") from None
    except ValueError:
        raise FormatError(f"line {line}: a number is too long; mend it") from None


def find(value: Any, found: Found) -> None:
    """Add to what was found the reviews anywhere in a value, and the claims outside of them, in their order."""
    waiting: list[tuple[Any, bool]] = [(value, False)]
    while waiting:
        one, inside = waiting.pop()
        if isinstance(one, list):
            waiting += [(part, inside) for part in reversed(one)]
        elif isinstance(one, dict):
            node = with_plain_keys(one)
            types = types_of(node)
            if not types and isinstance(node.get("claimReview"), list):
                waiting.append((list(_from_search(node)), inside))
                continue
            if isinstance(node.get("@id"), str) and len(node) > 1:
                found.by_id.setdefault(node["@id"], node)
            if "ClaimReview" in types:
                found.reviews.append(node)
                inside = True
            elif "Claim" in types and not inside:
                found.claims.append(node)
            waiting += [(part, inside) for part in reversed(node.values())]


def _from_search(claim: Node) -> Iterator[Node]:
    """Yield the reviews of a claim in an answer of the Fact Check Tools API of Google, in the words of schema.org.

    Source: its reference, method claims.search, resource Claim.
    """
    said = _day_alone(claim.get("claimDate"))
    item = {"@type": "Claim", "author": {"name": claim.get("claimant")}, "datePublished": said}
    for one in claim["claimReview"]:
        if isinstance(one, dict):
            publisher = one.get("publisher")
            known = publisher if isinstance(publisher, dict) else {"name": publisher}
            yield {
                "@type": "ClaimReview",
                "claimReviewed": claim.get("text"),
                "itemReviewed": item,
                "author": {"name": known.get("name") or known.get("site")},
                "url": one.get("url"),
                "name": one.get("title"),
                "datePublished": _day_alone(one.get("reviewDate")),
                "inLanguage": one.get("languageCode"),
                "reviewRating": {"@type": "Rating", "alternateName": one.get("textualRating")},
            }


def _day_alone(value: Any) -> Any:
    """Return a day without the midnight that the interface adds to it."""
    return value.removesuffix("T00:00:00Z") if isinstance(value, str) else value


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
