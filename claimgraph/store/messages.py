"""What problems say: one line each, printable, and the errors of the YAML parser in a newcomer's words."""

from __future__ import annotations

import re

import yaml

from claimgraph.model import Location, Problem
from claimgraph.store.offsets import place_of

MAX_MESSAGE = 600
MAX_PROBLEMS = 1000
"""How many problems of one file are told; who has that many mends the first ones."""

OTHER_DOCUMENT = "another YAML document in this file, left alone; delete it, or move it into a file of its own"

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
_INNER_MARKER = re.compile(r"^(?:={7}\r?$|\|{7}(?: |\r?$))", re.MULTILINE)
_ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTE_IT = "put single quotes around the whole text"
_CHAIN_IT = """chain: '"Syrian sources" <- ?'"""
_NOT_CLOSED = "found unexpected end of stream"
_AT_CONTEXT = {
    _NOT_CLOSED: "this quote is never closed; end the text with the same quote",
    "did not find expected ',' or ']'": "this list in brackets is never closed, or lacks a comma; end it with ]",
    "did not find expected ',' or '}'": "this mapping in braces is never closed, or lacks a comma; end it with }",
    "could not find expected ':'": "expected 'key: value' here; indent the line if it goes on with the text above",
    "did not find expected alphabetic or numeric character": f"a text cannot begin with * or &; {_QUOTE_IT}",
    "found undefined tag handle": f"a text cannot begin with !; {_QUOTE_IT}",
    "found unknown escape character": "in double quotes \\ begins an escape; use single quotes instead",
}
_AT_PROBLEM = {
    "mapping values are not allowed in this context": (
        f"': ' inside a text, or a line with the wrong indentation; {_QUOTE_IT}, or align the line with its neighbours"
    ),
    "mapping keys are not allowed in this context": f"? at the start of a text is a sign of YAML; {_QUOTE_IT}",
    "block sequence entries are not allowed in this context": f"a text cannot begin with '- '; {_QUOTE_IT}",
    "did not find expected comment or line break": f"a text cannot begin with | or >; {_QUOTE_IT}",
    "found a tab character that violates indentation": "a tab cannot indent a line; use spaces",
    "did not find expected '-' indicator": "expected '- ' as in the lines before; align this line with them",
    "did not find expected <document start>": "this line begins farther left than the first one; align it",
    "found unknown directive name": "a line cannot begin with %; delete it, or indent it",
}


def one_line(message: str) -> str:
    r"""Return a message as one printable line of bearable length.

    Examples
    --------
    >>> one_line("unknown key 'a\nb\x1b[31m'")
    "unknown key 'a\\nb\\x1b[31m'"
    """
    if len(message) > MAX_MESSAGE:
        half = MAX_MESSAGE // 2
        message = f"{message[:half]} ... {message[-half:]}"
    if message.isprintable():
        return message
    return _UNSAFE.sub(lambda found: found.group().encode("unicode_escape").decode(), message)


def git_conflict(text: str, path: str) -> Problem | None:
    r"""Return the problem that a text holds an unresolved git conflict, at its first marker, or None.

    A line of ``=======`` alone is a marker only where a line begins with ``<<<<<<< `` or ``>>>>>>> ``.

    Examples
    --------
    >>> print(git_conflict("id: a\n<<<<<<< ours\n", "x.yaml"))
    x.yaml:2:1: CG110 error unresolved git conflict; resolve it (keep one side, delete the marker lines)
    >>> git_conflict("note: |\n  Heading\n=======\n", "x.yaml")
    """
    if "<<<<<<< " not in text and ">>>>>>> " not in text:
        return None
    found = _CONFLICT.search(text)
    if found is None:
        return None
    if text.startswith(">", found.start()):  # the marker at its top was deleted
        found = _INNER_MARKER.search(text, 0, found.start()) or found
    place = Location(path, place_of(text, found.start(), line=1, column=1)[0])
    message = "unresolved git conflict; resolve it (keep one side, delete the marker lines)"
    return Problem(place, "CG110", "error", message)


def illegal_character(text: str, path: str) -> Problem | None:
    r"""Return the problem that a text holds a character which YAML does not allow, or None.

    Examples
    --------
    >>> print(illegal_character("é\x00", "x.yaml"))
    x.yaml:1:2: CG109 error control character U+0000 in the file; delete it
    """
    found = _ILLEGAL.search(text)
    if found is None:
        return None
    place = Location(path, *place_of(text, found.start(), line=1, column=1))
    return Problem(place, "CG109", "error", f"control character U+{ord(found.group()):04X} in the file; delete it")


def syntax_problem(error: yaml.MarkedYAMLError, text: str, path: str) -> Problem:
    """Return an error of the YAML parser as a problem, at the place where a person would look."""
    what = " ".join(str(error.problem or error.context or "it cannot be read").split())
    mark = error.problem_mark or error.context_mark
    message = _AT_PROBLEM.get(what)
    if message is None and error.context_mark and what in _AT_CONTEXT:
        mark, message = error.context_mark, _AT_CONTEXT[what]
    line, column, index = (mark.line + 1, mark.column + 1, mark.index) if mark else (1, 1, 0)
    if message is None or what.endswith("'-' indicator"):
        message = _by_surroundings(what, text, index) or message
    if message is None:
        message = f"not valid YAML: {what}; a text with ': ' in it or a sign at its start needs single quotes around it"
    return Problem(Location(path, line, column), "CG109", "error", one_line(message))


def _by_surroundings(what: str, text: str, index: int) -> str | None:
    """Return what is wrong, where that depends on the characters at the place of the error."""
    if what == "found character that cannot start any token":
        if text.startswith("\t", index):
            return _AT_PROBLEM["found a tab character that violates indentation"]
        return f"a text cannot begin with {text[index : index + 1]}; {_QUOTE_IT}"
    if what in {"did not find expected key", "did not find expected '-' indicator"}:
        before = text[text.rfind("\n", 0, index) + 1 : index].strip()
        if before.strip("- "):
            return f"the text goes on behind its closing quote; {_QUOTE_IT} ({_CHAIN_IT}), and '' for one inside"
        return "this line is indented differently from its neighbours; align it with them"
    if what == "did not find expected node content":
        if not text[index:].strip():
            return "the file ends before this is complete; close what is open, with ] or }"
        return f"a text cannot begin with {text[index : index + 1]}; {_QUOTE_IT}, or delete this character"
    return None
