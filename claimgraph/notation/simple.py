"""The short way for most chains: names, descriptions, plain attributes and arrows, one after the other.

What is not that simple, or not right, is left to the parser, which knows all of the notation and every error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from claimgraph.dates import looks_like_date
from claimgraph.model import Chain, Location, Mention, Stance
from claimgraph.model.chain import FLAG_WORDS
from claimgraph.notation.rules import DATES, check_attribute, check_description, check_name

_NAME = r"[^\s\"“”„«»()\[\]<>←→~=+?\\–—](?:[^\"“”„«»()\[\]<>←→~=+?\\–—]*[^\s\"“”„«»()\[\]<>←→~=+?\\–—])?"
_STEP = re.compile(
    rf"\s*(?:(?P<name>{_NAME})|(?P<quoted>\"[^\"\\\[\]]*\"))\s*(?:\[(?P<inside>[^\"“”„«»()\[\]<>←=]*)\]\s*)?(?P<arrow><-|<~|←|\Z)"
)
_NOT_AFTER_ARROW = frozenset("-~>")


def parse_simple(text: str, verbs: Mapping[str, Stance], locate: Callable[[int], Location] | None) -> Chain | None:
    """Return the chain of a text where it is simple and right, else None."""
    found: list[tuple[int, dict[str, Any]]] = []
    inferred: list[bool] = []
    at, arrow = 0, "<-"
    while arrow:
        step = _STEP.match(text, at)
        if step is None:
            return None
        name, quoted, inside, arrow = step.groups()
        given = _party(name, quoted)
        if given is None or (inside is not None and not _add_attributes(given, inside, verbs)):
            return None
        at = step.end()
        if arrow:
            if text[at : at + 1] in _NOT_AFTER_ARROW and at < len(text):
                return None
            inferred.append(arrow == "<~")
        found.append((step.start("name") if name else step.start("quoted"), given))
    places = [locate(start + 1) if locate else None for start, _ in found]
    mentions = (Mention(**given, location=place) for (_, given), place in zip(found, places, strict=True))
    return Chain(tuple((mention,) for mention in mentions), tuple(inferred))


def _party(name: str | None, quoted: str | None) -> dict[str, Any] | None:
    if quoted is not None:
        description = " ".join(quoted[1:-1].split())
        return None if check_description(description) else {"party": description, "kind": "unnamed"}
    party = " ".join((name or "").split())
    if party == "this":
        return {"kind": "this"}
    return None if party == "us" or check_name(party) else {"party": party}


def _add_attributes(given: dict[str, Any], inside: str, verbs: Mapping[str, Stance]) -> bool:
    """Add what stands in brackets; tell whether all of it was plain and right."""
    for word in inside.split():
        if word in FLAG_WORDS:
            name, value = FLAG_WORDS[word]
        else:
            name = "url" if "://" in word else "date" if looks_like_date(word) else "verb"
            value = word
            if name == "url" and "url" in given:
                name = "archive"
            if check_attribute(name, value, verbs):
                return False
            if name in DATES:
                value = value.strip()
        if name in given:
            return False
        given[name] = value
    return True
