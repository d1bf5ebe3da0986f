"""Whether what could not be read of a file may say that a source is protected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimgraph.model import Problem
from claimgraph.names import fold

WORD = "confidential"
_MOST_EDITS = 2
"""So many letters too many, too few, wrong or swapped still mean the word; "confident" has three too few."""

_SPLIT = re.compile("[ '-]?".join(WORD))
"""The word, also with a hyphen or a space in it."""
_NEAR = re.compile(r"\b([^\W\d_]{9,15})(?='?\s*[:=)!\]},]|\s+(?:true|yes|on)\b)|[(\[{]\s*([^\W\d_]{9,15})")
"""A word where it could be meant as a mark: before a colon, a bracket or a value, or behind a bracket."""
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8}))")
"""The escapes of YAML that stand for a letter."""


def may_conceal(text: str) -> bool:
    r"""Tell whether a text holds the word ``confidential``, however it is misspelt or escaped.

    Examples
    --------
    >>> [may_conceal(text) for text in ("confidental: true", "(Confidnetial)", r'"\u0063onfidential": true')]
    [True, True, True]
    >>> may_conceal("We are confident; she spoke in confidence.")
    False
    """
    plain = _ESCAPE.sub(lambda found: _character(found[found.lastindex or 0]), text) if "\\" in text else text
    folded = fold(plain)
    if _SPLIT.search(folded):
        return True
    return any(_is_near(found[1] or found[2]) for found in _NEAR.finditer(folded))


def marked(problems: Sequence[Problem], text: str, *, registry: bool = False, empty: bool = False) -> list[Problem]:
    """Return the problems of a file, the first one marked where what was not read may say who is protected.

    A registry may say so without the word, by ``same_as`` or an alias, and one of which nothing was read (``empty``)
    may say anything.
    """
    if not problems:
        return []
    only_remarks = all(problem.severity == "info" for problem in problems)
    if (registry and empty and not only_remarks) or (_has_mark(text) if only_remarks else may_conceal(text)):
        return [replace(problems[0], conceals=2), *problems[1:]]
    return [replace(problems[0], conceals=1), *problems[1:]] if registry and not only_remarks else list(problems)


def _has_mark(text: str) -> bool:
    """Tell whether the word stands where it protects, as a key or in brackets, and not just in a text."""
    return any(may_conceal(found.group()) for found in _MARK.finditer(text))


_MARK = re.compile(r"[\w\\-]+[\"']?\s*:|[(\uff08\ufe59]\s*[\w\\-]+")


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code < 0x110000 else " "


def _is_near(word: str) -> bool:
    if abs(len(word) - len(WORD)) > _MOST_EDITS or len(set(word) & set(WORD)) < len(set(WORD)) - _MOST_EDITS:
        return False
    return _edits(word, WORD) <= _MOST_EDITS


def _edits(one: str, other: str) -> int:
    """Return how many letters to add, drop, change or swap with a neighbour to get from one word to the other.

    Source: the optimal string alignment distance (Boytsov, Indexing methods for approximate dictionary searching,
    2011).
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        now = [i]
        for j, wanted in enumerate(other, start=1):
            best = min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                best = min(best, before[j - 2] + 1)
            now.append(best)
        before, last = last, now
    return last[-1]
