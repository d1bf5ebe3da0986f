"""STIX objects whose ids come from what they say, and the small values in them: times, references, names.

Source of the rules: STIX Version 2.1, OASIS Standard, 10 June 2021.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import NAMESPACE_URL, uuid5

from claimgraph.addresses import address
from claimgraph.dates import is_date, parse_date
from claimgraph.errors import STAMP
from claimgraph.harmless import plain
from claimgraph.redaction import Released

Object = dict[str, Any]

NAMESPACE = uuid5(NAMESPACE_URL, "urn:claimgraph:ns:stix")
"""The namespace of our ids. That of STIX itself is for observables, and no other object may use it."""

UNDATED = "2021-06-10T00:00:00.000Z"
"""The time of what bears none: STIX demands one, so it is the day on which 2.1 became a standard, always the same."""

OURS = "claimgraph"
"""The name under which external references give our own ids."""

TLP_RED: Object = {
    "type": "marking-definition",
    "spec_version": "2.1",
    "id": "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
    "created": "2017-01-20T00:00:00.000Z",
    "definition_type": "tlp",
    "name": "TLP:RED",
    "definition": {"tlp": "red"},
}
"""As the standard gives it, down to its id; whoever reads STIX knows it by that."""


def made(released: Released, kind: str, at: str, **values: Any) -> Object:
    """Return an object without what is empty, with an id made from all the rest.

    So an object that says something else has another id, and the rule that one id and one time of modification mean
    one content holds whatever was exported before.

    Raises
    ------
    ProtectionError
        A text names somebody who must not be identified; it is looked at before signs that nobody sees are escaped.
    """
    filled = {key: value for key, value in values.items() if value not in (None, "", [])}
    shown = _shown(filled)
    if shown != filled:
        released.confirm(filled)
    marks = {"object_marking_refs": [one["id"] for one in markings()]} if released.internal else {}
    content = {"type": kind, "spec_version": "2.1", "created": at, "modified": at, **shown, **marks}
    return {"type": kind, "spec_version": "2.1", "id": id_of(kind, content), **content}


def id_of(kind: str, content: Any) -> str:
    """Return the id that a content gives: a UUID of version 5 of its canonical JSON.

    Examples
    --------
    >>> id_of("note", {"b": 1, "a": 2}) == id_of("note", {"a": 2, "b": 1})
    True
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{kind}--{uuid5(NAMESPACE, text)}"


def markings() -> tuple[Object, Object]:
    """Return what marks every object of an internal bundle: the red of the traffic lights, and our stamp in words."""
    content = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "created": UNDATED,
        "definition_type": "statement",
        "definition": {"statement": STAMP},
    }
    return TLP_RED, {**content, "id": id_of("marking-definition", content)}


def time_of(*dates: str | None) -> str:
    """Return the latest of some dates as a time: where it begins, in UTC where a zone is given, as written elsewhere.

    Examples
    --------
    >>> time_of("2024-11-29", "2024~", None), time_of("2024-11-29T17:31+02:00"), time_of(None)
    ('2024-11-29T00:00:00.000Z', '2024-11-29T15:31:00.000Z', '2021-06-10T00:00:00.000Z')
    """
    begins = [begin for date in dates if (begin := begin_of(date))]
    return f"{max(begins).isoformat(timespec='milliseconds')}Z" if begins else UNDATED


def begin_of(date: str | None) -> datetime | None:
    """Return where a date begins as it is written, without what a sign of doubt widens it by."""
    if not date or not is_date(date):
        return None
    return parse_date(date.strip().rstrip("~?")).start


def reference(name: str, url: str | None = None, **values: str) -> list[Object]:
    """Return an external reference in a list, an empty one where there is nothing to refer to."""
    found = uri(url or "")
    if not found and "external_id" not in values:
        return []
    given = {"source_name": name, "url": found, **values}
    return [{key: value for key, value in given.items() if value}]


def uri(text: str) -> str | None:
    """Return an address of the web with percent signs for what only a browser understands; None of what is none.

    Examples
    --------
    >>> uri("https://x.org/ä[1]?q=100%#a#b"), uri("https://x.org:z/"), uri("javascript:alert(1)")
    ('https://x.org/%C3%A4%5B1%5D?q=100%25#a%23b', None, None)
    """
    found = address(text)
    if not found:
        return None
    scheme, *parts = urlsplit(_LONE_PERCENT.sub("%25", found))
    place, path, query, fragment = (
        quote(part, safe=f"{_PLAIN}{more}") for part, more in zip(parts, ("", "/", "/?", "/?"), strict=True)
    )
    return urlunsplit((scheme, place, path, query, fragment)) if _PLACE.fullmatch(place) else None


_PLAIN = "%~!$&'()*+,;=:@"
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PLACE = re.compile(r"(?:[^@]*@)?[^@:]+(?::[0-9]*)?")


def shortened(text: str, most: int = 250) -> str:
    """Return a text in one line that a list can show.

    Examples
    --------
    >>> shortened("one two three", 8)
    'one two…'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _shown(value: Any) -> Any:
    """Return a value whose texts hold nothing that a screen or a database acts upon; ends of lines stay."""
    if isinstance(value, str):
        return "\n".join(map(plain, value.split("\n")))
    if isinstance(value, list):
        return [_shown(one) for one in value]
    return {key: _shown(one) for key, one in value.items()} if isinstance(value, dict) else value
