"""Claims and sources to rows of the index and back: the value that comes back is the value that went in.

A chain goes in as its canonical text, with the places of its mentions in a list, because that text read again
is the same chain. Where it would not be, the claim is read from its file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from hashlib import blake2b
from json.encoder import encode_basestring
from typing import Any

from claimgraph.errors import NotationError
from claimgraph.index.chain_rows import ChainRows
from claimgraph.index.columns import SOURCE_FIELDS
from claimgraph.model import (
    Article,
    Assessment,
    Chain,
    Checked,
    Claim,
    Location,
    Relation,
    Silence,
    Source,
    Stance,
    Verdict,
)
from claimgraph.names import normalise

_folded = normalise.__wrapped__
"""Whole texts hardly come again, so they are not kept as names are."""
_SOURCE_LISTS = frozenset({"aliases", "was", "same_as", "maybe"})
_SOURCE_FLAGS = frozenset({"wire", "confidential", "quotable"})
_ARTICLE_FIELDS = tuple(f.name for f in fields(Article) if f.name != "places")


def saying(text: str) -> int:
    """Return a number by which claims with one text, compared as names are, can be found."""
    return int.from_bytes(blake2b(_folded(text).encode("utf-8", "surrogatepass"), digest_size=7).digest(), "big")


def searched_text(claim: Claim, wordings: Iterable[str]) -> str:
    """Return all that a search for words looks through, in the form in which names are looked up."""
    return _folded(" ".join(filter(None, (claim.id, claim.text, claim.said, claim.note, *claim.tags, *wordings))))


def claim_row(claim: Claim, ordinal: int, chains: ChainRows, *, as_written: bool) -> tuple[Any, ...]:
    """Return the values of `CLAIM_COLUMNS`; its chains are those given, whatever the claim has."""
    place = claim.location or Location("")
    judged = claim.assess or claim.verdict or claim.checked or claim.silence
    return (
        ordinal,
        claim.id,
        place.line,
        place.column,
        claim.text,
        claim.said,
        claim.when,
        claim.as_of,
        claim.due,
        claim.review_by,
        claim.note,
        _json_texts(claim.tags) if claim.tags else None,
        claim.verdict.value if claim.verdict else None,
        _json(_judgements(claim)) if judged else None,
        _places_text(claim.places),
        _json_texts(chains.texts),
        chains.spots,
        int(as_written),
        int(bool(chains.wordings)),
        saying(claim.text),
        searched_text(claim, chains.wordings),
        _json_texts(chains.origins),
    )


def _judgements(claim: Claim) -> dict[str, Any]:
    verdict = claim.verdict
    judgements = {
        "assess": [[a.code, a.by, a.date] for a in claim.assess],
        "verdict": [verdict.value, verdict.date, verdict.by, verdict.because] if verdict else None,
        "checked": [[c.by, c.date] for c in claim.checked],
        "silence": [[s.code, s.because, *_place(s.location)] for s in claim.silence],
    }
    return {key: value for key, value in judgements.items() if value}


def claim_of(
    row: Sequence[Any],
    *,
    path: str,
    relations: Iterable[tuple[str, str, int, int]],
    article: Article | None,
    verbs: Mapping[str, Stance],
) -> Claim:
    """Return the claim of the values of `CLAIM_COLUMNS`, as far as ``spots``, read from the file ``path``."""
    _, claim_id, line, column, text, said, when, as_of, due, review_by, note, tags = row[:12]
    _, judged, places, chains, spots = row[12:17]
    given = json.loads(judged) if judged else {}
    verdict = given.get("verdict")
    return Claim(
        id=claim_id,
        text=text,
        chains=_chains(json.loads(chains), spots, path, verbs),
        said=said,
        when=when,
        as_of=as_of,
        due=due,
        review_by=review_by,
        tags=tuple(json.loads(tags)) if tags else (),
        note=note,
        assess=tuple(Assessment(*part) for part in given.get("assess", ())),
        verdict=Verdict(*verdict) if verdict else None,
        checked=tuple(Checked(*part) for part in given.get("checked", ())),
        relations=tuple(Relation(kind, target, _location(path, *place)) for kind, target, *place in relations),
        silence=tuple(Silence(code, why, _location(path, *place)) for code, why, *place in given.get("silence", ())),
        article=article,
        location=Location(path, line, column),
        places=StoredPlaces(places, path),
    )


def relation_rows(claim: Claim) -> list[tuple[Any, ...]]:
    """Return (n, kind, target, line, column) of every relation."""
    return [(n, r.kind, r.target, *_place(r.location)) for n, r in enumerate(claim.relations)]


def article_row(article: Article) -> tuple[str, str]:
    """Return fields and places of an article."""
    return _json([getattr(article, name) for name in _ARTICLE_FIELDS]), _places_text(article.places)


def article_of_row(values: str, places: str, path: str) -> Article:
    """Return the article of a row."""
    given = dict(zip(_ARTICLE_FIELDS, json.loads(values), strict=True))
    return Article(**given, places=StoredPlaces(places, path))


def source_row(source: Source, ordinal: int) -> tuple[Any, ...]:
    """Return the values of `SOURCE_COLUMNS`."""
    place = source.location or Location("")
    values = (_source_value(name, getattr(source, name)) for name in SOURCE_FIELDS)
    return (ordinal, place.line, place.column, _places_text(source.places), *values)


def source_of(row: Sequence[Any], path: str) -> Source:
    """Return the source of the values of `SOURCE_COLUMNS`."""
    _, line, column, places, *values = row
    given = {
        name: _source_part(name, value)
        for name, value in zip(SOURCE_FIELDS, values, strict=True)
        if value is not None  # every other field has that as its default
    }
    return Source(**given, location=Location(path, line, column), places=StoredPlaces(places, path))


def reads_back(chains: Iterable[Chain], verbs: Mapping[str, Stance]) -> bool:
    """Tell whether the canonical texts of chains, read again, are the same chains."""
    from claimgraph.notation import parse_chain

    try:
        return all(parse_chain(str(chain), verbs=verbs) == chain for chain in chains)
    except NotationError:
        return False


def _source_value(name: str, value: Any) -> Any:
    if name == "reliability":
        return _json([[a.code, a.by, a.date] for a in value]) if value else None
    if name in _SOURCE_LISTS:
        return _json(value) if value else None
    return int(value) if name in _SOURCE_FLAGS else value


def _source_part(name: str, value: Any) -> Any:
    if name == "reliability":
        return tuple(Assessment(*part) for part in json.loads(value)) if value else ()
    if name in _SOURCE_LISTS:
        return tuple(json.loads(value)) if value else ()
    return bool(value) if name in _SOURCE_FLAGS else value


def _chains(texts: Sequence[str], spots: str, path: str, verbs: Mapping[str, Stance]) -> tuple[Chain, ...]:
    from claimgraph.notation import parse_chain

    places = _spots(spots, path)
    # Mentions are made in the order in which they are written, so that each asks for its place in turn.
    return tuple(parse_chain(text, verbs=verbs, locate=lambda _: next(places)) for text in texts)  # type: ignore[arg-type,return-value]


def _spots(spots: str, path: str) -> Iterator[Location | None]:
    for spot in spots.split():
        line, _, column = spot.partition(":")
        yield Location(path, int(line), int(column)) if column else None


def _places_text(places: Mapping[str, Location]) -> str:
    if isinstance(places, StoredPlaces):
        return places.text
    return " ".join(f"{key}:{place.line}:{place.column}" for key, place in places.items())


class StoredPlaces(Mapping[str, Location]):
    """Where the fields of something are written, read from their text when somebody asks."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path

    @cached_property
    def _places(self) -> dict[str, Location]:
        parts = (part.rsplit(":", 2) for part in self.text.split())
        return {key: Location(self.path, int(line), int(column)) for key, line, column in parts}

    def __getitem__(self, key: str) -> Location:
        return self._places[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _place(location: Location | None) -> tuple[int | None, int | None]:
    return (location.line, location.column) if location else (None, None)


def _location(path: str, line: int | None, column: int | None) -> Location | None:
    return None if line is None or column is None else Location(path, line, column)


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _json_texts(texts: Iterable[str]) -> str:
    """Return a list of texts as `_json` does, several times as fast."""
    return f"[{','.join(map(encode_basestring, texts))}]"
