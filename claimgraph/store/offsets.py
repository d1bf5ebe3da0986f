"""Where the characters of a YAML scalar's value stand in the text it was written as."""

from __future__ import annotations

import re

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_HEADER = re.compile(r"[|>][^\n]*\n")
_ESCAPE = re.compile(r"\\(?:x..|u.{4}|U.{8}|.)")
_SPACE_ESCAPE = re.compile(r"\\(?:[nrtNLP_ \t]|x(?:09|0[aAdD]|20|85|[aA]0)|u(?:0009|000[aAdD]|0020|00[aA]0|202[89]))")
_SPACE = re.compile(r"\s+")
_SPACE_IN_DOUBLE_QUOTES = re.compile(r"(?:\\\r?\n|\s)+")
_WRITTEN_OTHERWISE = {"'": "'", '"': "\\"}
_WORD_OR_SPACE = re.compile(r"\s+|\S+")
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def value_offsets(raw: str, value: str, style: str) -> list[int]:
    r"""Return for every character of a scalar's value its offset in the raw text; empty if unclear.

    One more offset follows for the end of the value.

    Examples
    --------
    >>> value_offsets("'it''s'", "it's", "'")
    [1, 2, 3, 5, 6]
    >>> value_offsets("a\n  b", "a b", "")
    [0, 1, 4, 5]
    """
    found = (_HEADER if style in {"|", ">"} else _PROPERTIES).match(raw)
    position = (found.end() if found else 0) + (1 if style in {"'", '"'} else 0)
    special = _WRITTEN_OTHERWISE.get(style)
    spaces = _SPACE_IN_DOUBLE_QUOTES if style == '"' else _SPACE
    offsets: list[int] = []
    for part in _WORD_OR_SPACE.findall(value):
        if part.isspace():
            for _ in part:
                offsets.append(position)
                escape = _SPACE_ESCAPE.match(raw, position) if style == '"' else None
                position = escape.end() if escape else position
            continue
        space = spaces.match(raw, position)
        position = space.end() if space else position
        if raw.startswith(part, position) and (special is None or special not in part):
            offsets += range(position, position + len(part))
            position += len(part)
            continue
        for character in part:
            width = _width(raw, position, character, style)
            if not width:
                return []
            offsets.append(position)
            position += width
    return [*offsets, position]


def place_of(raw: str, offset: int, *, line: int, column: int) -> tuple[int, int]:
    r"""Return line and column of an offset in a text whose first character stands at ``line``, ``column``.

    Examples
    --------
    >>> place_of("a\nbc", 3, line=7, column=5)
    (8, 2)
    """
    breaks = list(_BREAK.finditer(raw, 0, offset))
    if not breaks:
        return line, column + offset
    return line + len(breaks), offset - breaks[-1].end() + 1


def _width(raw: str, position: int, character: str, style: str) -> int:
    """Return how many raw characters stand for one of the value, 0 if it is not there."""
    if style == '"' and raw.startswith("\\", position):
        escape = _ESCAPE.match(raw, position)
        return len(escape.group()) if escape else 0
    if not raw.startswith(character, position):
        return 0
    return 2 if style == "'" and character == "'" else 1
