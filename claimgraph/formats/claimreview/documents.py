"""The objects of a JSON-LD document or of a web page that are a Claim or a ClaimReview."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from claimgraph.errors import FormatError
from claimgraph.formats.base import Losses
from claimgraph.formats.claimreview.values import clean

MAX_BYTES = 100_000_000
_SCRIPT = re.compile(r"<!--|<script\b", re.IGNORECASE)
_END = re.compile(r"</script", re.IGNORECASE)
_MAX_TAG = 1_000

Node = dict[str, Any]


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
    """Return the text of a file.

    Raises
    ------
    FormatError
        It is too large or no text.
    """
    if len(data) > MAX_BYTES:
        raise FormatError(f"larger than {MAX_BYTES // 1_000_000} MB; split it")
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"<" in data[:200] and encoding != "utf-16":
            return data.decode("cp1252", "replace")  # what browsers take an old page for
        raise FormatError(
            f"byte {error.start + 1}: is not {encoding.removesuffix('-sig').upper()}; save it as UTF-8"
        ) from None


def documents(text: str, losses: Losses) -> Iterator[Any]:
    """Yield the JSON values of a file: the file itself, or the scripts of a page.

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
    broken = None
    whole = False
    for line, script in scripts(text):
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


class _Tag(HTMLParser):
    """Reads one start tag."""

    kind = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.kind = (dict(attrs).get("type") or "").split(";")[0].strip().lower()


def scripts(page: str) -> Iterator[tuple[int, str]]:
    r"""Yield the JSON-LD scripts of a page with their lines; those in comments are none.

    The parser sees one tag at a time, so that no page takes more time than its length.

    Examples
    --------
    >>> list(scripts('<!-- <script> --><p>\n<SCRIPT type="application/ld+json; charset=utf-8">{}</script>'))
    [(2, '{}')]
    """
    place, line, counted = 0, 1, 0
    while found := _SCRIPT.search(page, place):
        if found.group() == "<!--":
            end = page.find("-->", found.end())
            place = end + 3 if end >= 0 else len(page)
            continue
        start = page.find(">", found.end(), found.start() + _MAX_TAG) + 1
        if not start:
            place = found.end()
            continue
        tag = _Tag()
        tag.feed(page[found.start() : start])
        end_tag = _END.search(page, start)
        place = end_tag.start() if end_tag else len(page)
        if tag.kind == "application/ld+json":
            line += page.count("\n", counted, start)
            counted = start
            yield line, _unwrapped(page[start:place])


def _unwrapped(script: str) -> str:
    """Return a script without the comments or CDATA that some put around it; its lines stay."""
    for mark in ("<![CDATA[", "]]>", "<!--", "-->"):
        stripped = script.strip()
        if stripped.startswith(mark) or stripped.endswith(mark):
            script = script.replace(mark, "", 1)
    return script.rstrip().removesuffix(";")


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
