"""The short way for most chains: names, descriptions, plain attributes and arrows, one after the other.

What is not that simple, or not right, is left to the parser, which knows all of the notation and every error.
The same steps come again and again in a record, so what was read of a step is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from claimgraph.dates import date_or_none, looks_like_date
from claimgraph.model import Chain, Location, Mention, Stance
from claimgraph.model.chain import FLAG_WORDS, PartyKind
from claimgraph.notation.rules import check_description, check_name

_ARROW = re.compile("(<-|<~|←)")
_NAME = r"[^\s\"“”„«»()\[\]<>←→~=+?\\–—](?:[^\"“”„«»()\[\]<>←→~=+?\\–—]*[^\s\"“”„«»()\[\]<>←→~=+?\\–—])?"
_PARTY = re.compile(rf"\s*(\?|{_NAME}|\"[^\"\\\[\]]*\")\s*")
_INSIDE = re.compile(r"([^\"“”„«»()\[\]<>←]*)\]\s*")
_KEY = re.compile("[A-Za-z_]+=")
_ADDRESS = re.compile("https?://.")
_NOT_AFTER_ARROW = ("-", "~", ">")
_NOTHING: Mapping[str, Any] = {}
_RANKS = {"verb": 0, "date": 1, "url": 2, "archive": 3, "own": 4, "seen": 5, "access": 6}
"""The order of attributes in the canonical text."""


class SimpleStep(NamedTuple):
    """One step: the fields of its mention, the column in which it begins, and its canonical text."""

    party: str
    kind: PartyKind
    attributes: Mapping[str, Any]
    column: int
    text: str


class SimpleChain(NamedTuple):
    """A chain of which every step is one mention; ``columns`` tells where they begin, from 1."""

    steps: list[SimpleStep]
    columns: list[int]
    inferred: list[bool]

    def __str__(self) -> str:
        if not any(self.inferred):
            return " <- ".join([step.text for step in self.steps])
        behind = zip(self.inferred, self.steps[1:], strict=True)
        return self.steps[0].text + "".join(f" {'<~' if ours else '<-'} {step.text}" for ours, step in behind)


def parse_simple(text: str, verbs: Mapping[str, Stance], locate: Callable[[int], Location] | None) -> Chain | None:
    """Return the chain of a text where it is simple and right, else None."""
    simple = split_simple(text, verbs)
    if simple is None:
        return None
    mentions = [
        Mention(step.party, step.kind, **step.attributes, location=locate(column) if locate else None)
        for step, column in zip(simple.steps, simple.columns, strict=True)
    ]
    return Chain(tuple([(mention,) for mention in mentions]), tuple(simple.inferred))


def split_simple(text: str, verbs: Mapping[str, Stance]) -> SimpleChain | None:
    """Return the steps of a chain where it is simple and right, else None."""
    parts = _ARROW.split(text)
    steps: list[SimpleStep] = []
    columns: list[int] = []
    at = 0
    for number in range(0, len(parts), 2):
        part = parts[number]
        step = _read_step(part) if "://" in part else _known_step(part)
        if step is None or (step.kind == "missing" and number < len(parts) - 1):
            return None
        if "verb" in step.attributes and step.attributes["verb"] not in verbs:
            return None
        steps.append(step)
        columns.append(at + step.column)
        at += len(part) + len(parts[number + 1]) if number < len(parts) - 1 else 0
    return SimpleChain(steps, columns, [arrow == "<~" for arrow in parts[1::2]])


def _read_step(text: str) -> SimpleStep | None:
    """Return what stands between two arrows, its verb whatever it is; None where it is not simple or not right."""
    written, bracket, inside = text.partition("[")
    who = _party(written)
    if who is None:
        return None
    party, kind, column, text = who
    if not bracket:
        return SimpleStep(party, kind, _NOTHING, column, text)
    said = _attributes(inside) if "://" in inside else _known_attributes(inside)
    if said is None:
        return None
    attributes, canonical = said
    return SimpleStep(party, kind, attributes, column, f"{text} [{canonical}]" if canonical else text)


_known_step = lru_cache(maxsize=20_000)(_read_step)
"""The same for a step without an address, which is likely to come again."""


@lru_cache(maxsize=10_000)
def _party(written: str) -> tuple[str, PartyKind, int, str] | None:
    """Return who speaks: name or description, kind, column and canonical text."""
    found = _PARTY.fullmatch(written)
    if found is None or written.startswith(_NOT_AFTER_ARROW):
        return None
    column = found.start(1) + 1
    party = " ".join(found.group(1).strip('"').split())
    if found.group(1).startswith('"'):
        return None if check_description(party) else (party, "unnamed", column, f'"{party}"')
    if party in {"?", "this"}:
        return "", "missing" if party == "?" else "this", column, party
    return None if party == "us" or check_name(party) else (party, "named", column, party)


def _attributes(written: str) -> tuple[Mapping[str, Any], str] | None:
    """Return what stands behind an opening bracket, and its canonical text; None where it is not plain or not right."""
    found = _INSIDE.fullmatch(written)
    if found is None:
        return None
    given: dict[str, Any] = {}
    canonical = True
    last = -1
    words = found.group(1).split()
    for word in words:
        name, value = "verb", word
        if word in FLAG_WORDS:
            name, value = FLAG_WORDS[word]
        elif "=" in word and _KEY.match(word):
            return None
        elif "://" in word:
            name = "archive" if "url" in given else "url"
            canonical = canonical and _ADDRESS.match(word) is not None
        elif looks_like_date(word):
            day = date_or_none(word)
            if day is None:
                return None
            canonical = canonical and day == word
            name, value = "date", day
        elif ":" in word or "=" in word:
            canonical = False
        if name in given:
            return None
        given[name] = value
        canonical = canonical and _RANKS[name] > last
        last = _RANKS[name]
    return given, " ".join(words) if canonical else Mention("", **given).attributes


_known_attributes = lru_cache(maxsize=10_000)(_attributes)
