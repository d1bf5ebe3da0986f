"""Who must not be identified, and whether a text would do it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any

from claimgraph.errors import ProtectionError
from claimgraph.harmless import has_rtl
from claimgraph.model import Ledger, Location, Problem
from claimgraph.names import fold, slug
from claimgraph.parts import protected_voices
from claimgraph.registry import Registry, registry_of_ledger

HIDDEN = "not told here, since it may show a protected source; --internal tells it"
"""What stands in the place of a message that would show somebody."""

_QUOTING = frozenset({"CG101", "CG102", "CG106", "CG109"})
"""Checks whose messages quote what could not be read, where nobody can tell whose words it was."""

HARMLESS = frozenset({"CG104", "CG108", "CG304", "CG306", "CG501", "CG502"})
"""Checks whose messages hold nothing of a statement."""

_HIDDEN_PATH = "(a file whose name would show a protected source)"
_MARKED = re.compile(r"[\\%&<#]")
"""Without any of these a text reads as it is written."""
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(
    r"\\+(?:u\{?([0-9a-fA-F]{4,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U00([0-9a-fA-F]{6})|[A-Za-z0-7_])"
)
"""An escape, also where a format has doubled its backslash; one of a single letter is a break or a space."""
_NUMBERED = re.compile(r"&?#(\d{1,6});")
"""A character by its number, as Mermaid and HTML write it."""


@dataclass(frozen=True)
class Secrets:
    """Who must not be identified in a record: the labels of the voices, and every name that any of them has.

    Examples
    --------
    >>> secrets = Secrets(frozenset({"jane-doe"}), frozenset({"Jane Doe"}))
    >>> [secrets.shown_in(text) for text in ("JANE&#32;DOE", "e.example/jane%20doe", "JaneDoe's house", "Jane")]
    [True, True, True, False]
    """

    voices: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    described: frozenset[str] = frozenset()
    """In what words chains describe those who go without a name; anybody may be described so."""

    def __bool__(self) -> bool:
        return bool(self.names or self.voices or self.described)

    def __or__(self, other: Secrets) -> Secrets:
        return Secrets(self.voices | other.voices, self.names | other.names, self.described | other.described)

    def shown_in(self, text: str) -> bool:
        """Tell whether a text names anybody who must not be identified.

        Names are looked for as whole words in the form in which names are looked up, and those of several words
        within words too; the text also as it reads without tags, entities, percent signs and backslashes.
        """
        if not self.names or not text:
            return False
        for reading in _readings(text):
            words = f" {_words(reading)} "
            if any(form in words for form in self._forms):
                return True
            digits = words.replace(" ", "") if self._numbers else ""
            if any(number in digits for number in self._numbers):
                return True
        return False

    def shown_anywhere(self, value: Any) -> bool:
        """Tell whether any text in a value, however deep it stands in it, names anybody who must not be identified."""
        return bool(self.names) and any(map(self.shown_in, dict.fromkeys(texts_in(value))))

    def describes_in(self, text: str) -> bool:
        """Tell whether a text holds words in which somebody protected is described somewhere."""
        form = f" {_words(text)} "
        return any(f" {_words(words)} " in form for words in self.described)

    def censored(
        self, problem: Problem, holding: Container[str | None] = (), files: Container[str] | None = None
    ) -> Problem:
        """Return a problem that shows nobody: its message, or the name of its file, is left out where it would.

        So is any message that may quote what somebody wrote: of the claims ``holding`` something protected, and of
        whatever could not be read. The column tells how long a name before it is; it stays only outside of the
        ``files`` that hold something protected, and nowhere where these are not given.
        """
        path, line, column = problem.location.path, problem.location.line, problem.location.column
        quotes = problem.code in _QUOTING or (problem.claim in holding and problem.code not in HARMLESS)
        if quotes or files is None or path in files:
            column = 1
        problem = replace(problem, location=Location(_HIDDEN_PATH if self.shown_in(path) else path, line, column))
        return replace(problem, message=HIDDEN) if quotes or self.shown_in(problem.message) else problem

    @cached_property
    def _as_words(self) -> frozenset[str]:
        return frozenset(map(_words, self.names)) - {""}

    @cached_property
    def _forms(self) -> frozenset[str]:
        """The names as whole words, and those that are looked for within words too."""
        whole = (f" {name} " for name in self._as_words)
        telling = [name for name in self._as_words if _is_telling(name)]
        attached = (name for name in telling if has_rtl(name) or _UNSPACED.search(name))
        return frozenset([*whole, *(name.replace(" ", "") for name in telling), *attached])

    @cached_property
    def _numbers(self) -> frozenset[str]:
        compact = (name.replace(" ", "") for name in self._as_words)
        return frozenset(one for one in compact if one.isdecimal() and len(one) >= _LETTERS)


def secrets_of(ledger: Ledger, terms: Iterable[str] = ()) -> Secrets:
    """Return who must not be identified in a record; ``terms`` are names that stand in its vault.

    A voice is protected under all its names. What only a chain calls confidential has the name it is called by.
    """
    registry = registry_of_ledger(ledger)
    voices = protected_voices(ledger, registry)
    names = ledger.confidential_names.union(names_of(registry, voices), terms)
    groups = (source for source in registry.having("via") if voices and registry.label(source.id) in voices)
    words = frozenset(name for group in groups for name in (group.name, *group.aliases) if name)
    return Secrets(voices, names, words | (ledger.confidential_parties - ledger.confidential_names))


def confirm_read(ledger: Ledger) -> None:
    """Make sure that all of a record could be read that may say who is protected.

    Raises
    ------
    ProtectionError
        A file could not, or not all of it. The error says which, and never who.
    """
    problem = ledger.concealing
    if problem is None:
        return
    secrets = secrets_of(ledger)
    if problem.conceals == 1 and not secrets:
        return
    path = _HIDDEN_PATH if secrets.shown_in(problem.location.path) else problem.location.path
    raise ProtectionError(
        f"{path}: line {problem.location.line} cannot be read ({problem.code}) and may say that a source is protected; "
        "nothing is shown until it is fixed; `claimgraph check --internal` says what to do"
    )


def names_of(registry: Registry, voices: frozenset[str]) -> Iterator[str]:
    """Yield every name that the entries of some voices have."""
    for source in registry.sources if voices else ():
        if registry.label(source.id) in voices:
            described = source.kind == "group" and source.via  # by words that anybody may be described by
            names = () if described else (source.name, *source.aliases)
            ids = (one for one in (source.id, *source.was) if not described or one != slug(source.name or ""))
            yield from filter(None, (*ids, *names))


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text in a value: of containers, their keys included, and of the fields of our own values.

    Where something stands (`Location`) is no text of it.

    Examples
    --------
    >>> list(texts_in({"a": ["b", None, ("c", 1)]}))
    ['a', 'b', 'c']
    """
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            waiting += [part for pair in reversed(list(one.items())) for part in reversed(pair)]
        elif isinstance(one, list | tuple | set | frozenset):
            waiting += reversed(list(one))
        elif is_dataclass(one) and not isinstance(one, Location | type):
            waiting += [getattr(one, field.name) for field in reversed(fields(one)) if field.compare]


def _readings(text: str) -> Iterator[str]:
    """Yield a text as written and as whoever displays it may read it, each once."""
    if not _MARKED.search(text):
        yield text
        return
    import html
    from urllib.parse import unquote

    plain = _TAG.sub("", text)
    numbered = _NUMBERED.sub(lambda m: chr(int(m.group(1))), text)
    escaped = _ESCAPE.sub(_unescaped, numbered)
    if not escaped.isprintable():  # two escapes may be the halves of one character
        escaped = escaped.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    both = (unquote(html.unescape(one)) for one in (text, escaped))
    yield from dict.fromkeys((text, html.unescape(text), html.unescape(plain), escaped, *both))


def _unescaped(found: re.Match[str]) -> str:
    code = int(found.group(found.lastindex), 16) if found.lastindex else ord(" ")
    return chr(code) if code < _CHARACTERS else " "


_CHARACTERS = 0x110000
_NO_LETTERS = re.compile(r"[\W_]+")


_BORDER = re.compile(r"(?<=[a-z])(?=[^\W\da-z_])|(?<=[^\W\da-z_])(?=[a-z])")
"""Where letters of another script follow those of Latin, with no space between them."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
)
"""Scripts that are written without spaces between words, or with particles in one with a name."""


def _words(text: str) -> str:
    words = _NO_LETTERS.sub(" ", fold(text)).strip()
    return words if words.isascii() else _BORDER.sub(" ", words)


def _is_telling(name: str) -> bool:
    """Tell whether a name can be looked for within words: "Falcon" stands in "falconer", "Jane Doe" in nothing else.

    In Arabic and Hebrew prefixes are written in one with a name, so that single words count there; in Chinese,
    Japanese, Korean, Thai and their like no space stands between a name and what is around it.
    """
    if len(name) > 1 and _UNSPACED.search(name):
        return True
    letters = len(name.replace(" ", ""))
    return (" " in name and letters >= _LETTERS) or (has_rtl(name) and letters >= _LETTERS_RTL)


_LETTERS, _LETTERS_RTL = 6, 4
