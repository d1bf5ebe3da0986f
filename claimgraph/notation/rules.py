"""What may stand in a chain beyond its grammar: names, descriptions, attributes, and what makes no sense."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from claimgraph.dates import canonical_date, parse_date
from claimgraph.errors import DateError
from claimgraph.model import CERTAINTIES, STANCES, VERBS, Chain, Mention, Stance
from claimgraph.names import RESERVED, hint

MAX_NAME = 300
MAX_LINKS = 10_000

QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»"}
"""The quotes that begin a description, each with those that end it."""

NAME_END = re.compile(r"<-|<~|←|[\[\]()\"]|\s\+\s|\s\+$")
LONE_PLUS = re.compile(r"\+(?=\s|$)")
WRONG_ARROW = re.compile(r"->|→|~>|=>|<=+|<[–—]+")
DATES = frozenset({"date", "accessed", "checked"})
"""The attributes that are dates."""

_MEANT_AS_FLAG = re.compile(r"[(（﹙{\[,:;]\s*confid[a-z-]*\s*[)）﹚}\]]?\s*$", re.IGNORECASE)
"""A mark that protects, in brackets of another keyboard, inside the quotes, or behind a comma."""
_FLAG_WORD = re.compile(r"^confidential(?:\s|$)|\sconfidential$")
_WRITE_FLAG = "to protect a source, write (confidential) behind its name and outside of quotes"

_WORDS = RESERVED | {"?"}


def check_attribute(name: str, value: str, verbs: Mapping[str, Stance] = VERBS) -> str:
    """Return what is wrong with the value of an attribute of a mention, or an empty text.

    Values of a scale (``p``, ``likelihood``) are kept as written, so that a wrong one costs no chain;
    whether they are on their scale is a check (CG402).

    Examples
    --------
    >>> check_attribute("verb", "tolled")
    "unknown verb 'tolled'; did you mean told? (own verbs go into .claimgraph/config.yaml)"
    >>> check_attribute("certainty", "possible")
    ''
    """
    if not value.strip():
        return f"{name} is empty; give it a value or leave it out"
    if name == "verb" and value not in verbs:
        near = hint(value, verbs) or "; the known ones are in docs/notation.md"
        return f"unknown verb '{value}'{near} (own verbs go into .claimgraph/config.yaml)"
    if name in DATES:
        return _date_error(value)
    if name == "certainty" and value not in CERTAINTIES:
        return f"as={value} is not one of {', '.join(CERTAINTIES)}"
    if name == "stance" and value not in STANCES:
        return f"stance={value} is not one of {', '.join(STANCES)}"
    return ""


def canonical_value(name: str, value: str) -> str:
    """Return the right value of an attribute as a mention holds it: a date as EDTF, another value as it is.

    Examples
    --------
    >>> canonical_value("date", "3 March 2024"), canonical_value("page", "3")
    ('2024-03-03', '3')
    """
    return canonical_date(value) if name in DATES else value


@lru_cache(maxsize=50_000)
def check_name(name: str) -> str:
    """Return what is wrong with the name of a source in a chain, or an empty text.

    Examples
    --------
    >>> check_name("Canal+"), check_name("AFP (Paris)")
    ('', "'(' cannot stand in a name; leave it out, or register the name with an alias")
    """
    if not name.strip():
        return "expected the name of a source"
    if len(name) > MAX_NAME:
        return f"a name has at most {MAX_NAME} characters"
    control = _control_character(name)
    if control:
        return control
    if _MEANT_AS_FLAG.search(name) or _FLAG_WORD.search(name):
        return _WRITE_FLAG
    wrong = WRONG_ARROW.search(name)
    if wrong and wrong.group().startswith("<"):
        return no_arrow(wrong.group())
    if wrong:
        return f"'{wrong.group()}' points the wrong way; write the reader first: carrier <- origin"
    if name.lstrip()[0] in QUOTES:
        return "a name does not begin with a quote; leave the quotes out, or write it as a description"
    if name.strip() in _WORDS:
        return f"'{name.strip()}' is a word of the notation, not a name; write who it is"
    found = LONE_PLUS.match(name.lstrip()) or NAME_END.search(name)
    if found:
        return f"'{found.group().strip()}' cannot stand in a name; leave it out, or register the name with an alias"
    return ""


def check_description(description: str) -> str:
    """Return what is wrong with the description of an unnamed source, or an empty text.

    Examples
    --------
    >>> check_description("two officials (retired)"), check_description(" ")
    ('', 'the description is empty; write what the text calls them')
    """
    if not description.strip():
        return "the description is empty; write what the text calls them"
    if len(description) > MAX_NAME:
        return f"a description has at most {MAX_NAME} characters"
    return _WRITE_FLAG if _MEANT_AS_FLAG.search(description) else _control_character(description)


def check_chain(chain: Chain) -> tuple[str, Mention] | None:
    """Return what makes a well-formed chain meaningless, with the mention it is about, or None.

    ``us`` stands first and alone, with somebody behind it and nothing in brackets; ``?`` relies on
    nobody; nobody is inferred to have told ``us``. A chain stands for at most 10,000 links.
    """
    if chain.count_links() > MAX_LINKS:
        return f"this chain stands for more than {MAX_LINKS:,} links; record it as several chains", chain.heads[0]
    if all(mention.kind not in {"us", "missing"} for mention in chain.mentions):
        return None
    pairs = chain.pairs
    return _check_us(chain, {id(up) for _, up, _ in pairs}) or next(filter(None, map(_check_pair, pairs)), None)


def _check_us(chain: Chain, upstream: set[int]) -> tuple[str, Mention] | None:
    for mention in chain.mentions:
        if mention.kind == "us":
            if chain.steps[0] != (mention,) or id(mention) in upstream:
                return "'us' is the reader: it stands first and alone, as in us <- Ann", mention
            if len(chain.steps) == 1:
                return "'us' needs who told us: us <- Ann", mention
            if mention != Mention(kind="us"):
                return "'us' is no statement and takes no brackets; put them behind who told us", mention
    return None


def _check_pair(pair: tuple[Mention, Mention, bool]) -> tuple[str, Mention] | None:
    downstream, _, inferred = pair
    if downstream.kind == "missing":
        message = "'?' means that no source is given, so nothing can follow it; describe the source in quotes"
        return message, downstream
    if downstream.kind == "us" and inferred:
        return "we know who told us: write us <- ..., not us <~ ...", downstream
    return None


def no_arrow(text: str) -> str:
    """Return what is wrong with something that looks like an arrow and is none."""
    return f"'{text}' is no arrow; write <-, or <~ for a link that we infer"


def _control_character(text: str) -> str:
    if text.isprintable():
        return ""
    found = next((c for c in text if unicodedata.category(c) == "Cc"), None)
    return f"control character U+{ord(found):04X} in a name; delete it" if found else ""


def _date_error(text: str) -> str:
    try:
        parse_date(text)
    except DateError as error:
        return str(error)
    return ""
