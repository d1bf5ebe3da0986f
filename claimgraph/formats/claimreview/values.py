"""Values of strangers' markup, whatever type they have: texts, dates, names."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from claimgraph.formats.base import Losses
from claimgraph.model import Mention
from claimgraph.names import normalise
from claimgraph.notation import MAX_NAME, check_description, check_name

MAX_TEXT = 20_000
_MAX_DEPTH = 8
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NOT_IN_NAMES = re.compile(r"<-|<~|←|->|→|~>|=>|<=+|<[–—]+|[\[\]()\"“”„«»]|(?<=\s)\+(?=\s|$)|^\+(?=\s)")


def clean(text: str) -> str:
    r"""Return a text in one line, with its entities resolved and without what nobody sees.

    Examples
    --------
    >>> clean(" R&amp;amp;D\n says &quot;no&quot; ")
    'R&D says "no"'
    """
    for _ in range(2):
        text = html.unescape(text) if "&" in text else text
    return " ".join(_INVISIBLE.sub("", text).split())


def texts(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the texts in a value, be it a text, a number, an object with a name or value, or a list of such.

    Examples
    --------
    >>> list(texts(["a", 3, {"@value": "b"}, {"@type": "Person", "name": ["c"]}, None, True, ""]))
    ['a', '3', 'b', 'c']
    """
    if isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        found = clean(value if isinstance(value, str) else repr(value))[:MAX_TEXT]
        if found:
            yield found
    elif isinstance(value, list) and depth < _MAX_DEPTH:
        for one in value:
            yield from texts(one, depth + 1)
    elif isinstance(value, dict) and depth < _MAX_DEPTH:
        keys = (key for key in ("@value", "name", "legalName", "alternateName") if value.get(key))
        yield from texts(value.get(next(keys, "@value")), depth + 1)


def first_text(value: Any) -> str:
    """Return the first text in a value, or an empty one."""
    return next(texts(value), "")


def language(text: str) -> str | None:
    """Return a code of a language; None of what is none."""
    return text if _LANGUAGE.fullmatch(text) else None


_NOBODY = frozenset(
    map(
        normalise,
        (
            "Multiple sources", "Multiple source", "Multiples sources", "Multiple resources", "Multiple people",
            "Multiple persons", "Multiple authors", "Multiple", "Various sources", "Fuentes varias",
            "Fuentes múltiples", "Plusieurs sites internet", "Facebook user", "FB user", "WhatsApp users",
            "Whastapp user", "பேஸ்புக் பயனர்", "ட்விட்டர் பயனர்",
        ),
    )
)  # fmt: skip


def party(name: str, losses: Losses, field: str) -> Mention | None:
    """Return whoever a name stands for: nobody in particular is unnamed; what the notation cannot hold is left out.

    Examples
    --------
    >>> [str(party(name, Losses(), "author")) for name in ("AFP (Paris)", "Multiple Sources", "()")]
    ['AFP Paris', '"Multiple Sources"', 'None']
    """
    if normalise(name) in _NOBODY:
        return Mention(name, "unnamed")
    if check_name(name):
        fitting = " ".join(_NOT_IN_NAMES.sub(" ", name).split())[:MAX_NAME].strip()
        losses.add(f"{field}: what a name cannot hold", name)
        if not check_name(fitting):
            return Mention(fitting)
        return (
            Mention(name[:MAX_NAME], "unnamed")
            if any(c.isalnum() for c in name) and not check_description(name[:MAX_NAME])
            else None
        )
    return Mention(name)
