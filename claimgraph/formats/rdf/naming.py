"""Names of agents and entities as chains can hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from claimgraph.formats.base import Losses
from claimgraph.model import Source
from claimgraph.names import ID_MAX, slug, suggest_id, suggest_source_id
from claimgraph.notation import MAX_NAME, check_description, check_name

_NEVER = re.compile(r"->|→|~>|=>|<=+|<[–—-]+|<~|←|[\[\]()\"“”„«»]")


def clean_name(name: str, *, described: bool = False) -> str:
    """Return a name as the notation of chains can hold it, as it is wherever it can; empty if nothing is left.

    Examples
    --------
    >>> clean_name("AFP (Paris)"), clean_name("Canal+"), clean_name('"A" + B'), clean_name("us")
    ('AFP Paris', 'Canal+', 'A & B', 'us source')
    """
    check = check_description if described else check_name
    if not check(name):
        return name
    printable = "".join(c if c.isprintable() else " " for c in name)
    if not described:
        printable = re.sub(r"(?<=\s)\+(?=\s)", "&", _NEVER.sub(" ", printable))
    kept = " ".join(printable.split()).strip("+ ")[: MAX_NAME - 8].strip()
    if kept and check(kept):
        kept = f"{kept} source"
    return kept if kept and not check(kept) else ""


def digest(text: str) -> str:
    """Return eight digits made from a text.

    Examples
    --------
    >>> digest("https://e.org/report")
    '0445d82c'
    """
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


def claim_id_for(text: str, uri: str) -> str:
    """Return the id of a claim made from what it says and from the address that it has in another document.

    Examples
    --------
    >>> claim_id_for("The report", "https://e.org/report")
    'report-0445d82c'
    """
    return f"{suggest_id(text)[: ID_MAX - 9].strip('-')}-{digest(uri)}"


def source_id_for(name: str) -> str:
    """Return the id to register a source under; one made from its digits where letters would be lost.

    Examples
    --------
    >>> source_id_for("Sky News"), source_id_for("ТАСС")
    ('sky-news', 'source-45199ce7')
    """
    return suggest_source_id(name) or f"source-{digest(slug(name))}"


@dataclass(slots=True)
class Names:
    """The names that agents and documents of one file were given, and the entries that go with them."""

    losses: Losses
    sources: dict[str, Source] = field(default_factory=dict)
    _given: dict[str, str] = field(default_factory=dict)
    _taken: dict[str, str] = field(default_factory=dict)

    def of(self, uri: str, label: str, kind: str | None, url: str | None = None) -> str:
        """Return the name of whatever has an address, which nobody else in the file has; one of a kind is registered.

        Examples
        --------
        >>> names = Names(Losses())
        >>> names.of("https://e.org/1", "AFP (Paris)", "org"), names.of("https://e.org/2", "AFP Paris", None)
        ('AFP Paris', 'AFP Paris bb69f4ed')
        """
        if uri in self._given:
            return self._given[uri]
        name = next(n for n in _tried(label, uri) if self._taken.setdefault(source_id_for(n), uri) == uri)
        if name != label:
            self.losses.add("labels that a chain cannot hold, or that two have", label)
        self._given[uri] = name
        if kind:
            source_id = source_id_for(name)
            self.sources[source_id] = Source(source_id, kind, name, url=url)
        return name


def _tried(label: str, uri: str) -> Iterator[str]:
    clean = clean_name(label)
    if clean:
        yield clean
    yield f"{clean or 'source'} {digest(uri)}"
    yield from (f"source {digest(uri)} {n}" for n in range(2, 1_000_000))
