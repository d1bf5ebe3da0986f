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

_LETTERS = re.compile(r"[^\W\d_]+")
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
    return any(WORD in word or _is_near(word) for word in set(_LETTERS.findall(fold(plain))))


def marked(problems: Sequence[Problem], text: str) -> list[Problem]:
    """Return the problems of a file, the first one marked where the text of the file may say who is protected."""
    if not problems or not may_conceal(text):
        return list(problems)
    return [replace(problems[0], conceals=True), *problems[1:]]


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
