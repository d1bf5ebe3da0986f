"""Real markup, with its real defects, to claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from claimgraph.addresses import address, host
from claimgraph.dates import date_or_none
from claimgraph.errors import FormatError
from claimgraph.formats.base import Imported, Losses, Options
from claimgraph.formats.claimreview import claimskg
from claimgraph.formats.claimreview.building import Place, Rating, Review, claim_of
from claimgraph.formats.claimreview.documents import Found, decoded, documents, find, with_plain_keys
from claimgraph.formats.claimreview.pages import RDFA, Node
from claimgraph.formats.claimreview.values import clean, first_text, language, texts
from claimgraph.formats.claimreview.writing import OURS
from claimgraph.model import Claim
from claimgraph.names import is_id

_REVIEW = frozenset(
    "claimReviewed itemReviewed author datePublished url reviewRating inLanguage publisher sourceOrganization "
    "creativeWorkStatus".split()
)
_ITEM = frozenset(
    "text author datePublished appearance firstAppearance url keywords claimInterpreter creativeWorkStatus".split()
)
_PLACE = frozenset("url archivedAt datePublished author publisher inLanguage text".split())
_RATING = frozenset("alternateName ratingExplanation ratingValue worstRating bestRating".split())
_PARTY = frozenset(["name"])
_MAX_WORDING = 2_000
_MAX_FIELDS = 300
_MOST = 100
_Value = TypeVar("_Value")


def loads(name: str, data: bytes, options: Options) -> Imported:  # noqa: ARG001
    """Return the claims of a JSON-LD document, of a web page, or of a table of ClaimsKG.

    Options: ``speakers``, for tables of ClaimsKG: the sites whose column of authors names who said it; ``charset``, for
    what is neither UTF-8 nor a page that names its character set.

    Raises
    ------
    FormatError
        It is none of them, or holds no claim.

    Examples
    --------
    >>> page = b'{"@type": "ClaimReview", "claimReviewed": "It is so.", "url": "https://x.org/1", "author": "X"}'
    >>> print(*loads("claimreview", page, {}).claims[0].chains)
    X [reported https://x.org/1] <- ?
    """
    unknown = sorted(set(options) - {"speakers", "charset"})
    if unknown:
        raise FormatError(
            f"no option '{unknown[0]}'; there are charset=LABEL, and speakers=SITE,SITE for tables of ClaimsKG"
        )
    losses = Losses()
    text = decoded(data, options.get("charset", ""))
    if claimskg.is_table(text):
        reviews = claimskg.reviews(text, losses, options.get("speakers"))
    else:
        found = Found()
        for document in documents(text, losses):
            find(document, found)
        if not found.reviews and not found.claims:
            if RDFA in losses.counts:
                raise FormatError(f"{RDFA}, which is not read; add the claim with `claimgraph add`")
            raise FormatError("holds no ClaimReview and no Claim of schema.org; name another format, or another page")
        reviews = _reviews(found, losses)
    return Imported(_claims(reviews, losses), losses=losses)


def _claims(reviews: Iterable[Review], losses: Losses) -> list[Claim]:
    claims: dict[str, Claim] = {}
    for review in reviews:
        if not review.text:
            losses.add("claimReviewed: empty, so that nothing was claimed", review.url or "")
            continue
        claim = claim_of(review, losses)
        if claim.id in claims:
            again = "the same again" if claims[claim.id] == claim else "a further review of the same claim"
            losses.add(again, review.url or claim.text)
        claims.setdefault(claim.id, claim)
    return list(claims.values())


def _reviews(found: Found, losses: Losses) -> Iterator[Review]:
    """Yield what the reviews say, and the claims that no review is about."""
    reviewed: set[str] = set()
    for node in found.reviews:
        item = _item(found, node, losses)
        reviewed.add(str(item.get("@id") or ""))
        yield _review(found, node, item, losses)
    for claim in found.claims:
        if not claim.get("@id") or str(claim["@id"]) not in reviewed:
            yield _review(found, {}, claim, losses)


def _item(found: Found, node: Node, losses: Losses) -> Node:
    """Return what a review is about as an object, whatever it is."""
    value = node.get("itemReviewed")
    listed = value if isinstance(value, list) else [value]
    for one in listed[1:]:
        losses.add("itemReviewed: more than one", first_text(one))
    item = found.resolved(listed[0]) if listed else None
    if isinstance(item, str) and address(item):
        return {"url": item}
    if item and not isinstance(item, dict):
        losses.add("itemReviewed: neither an object nor an address", first_text(item))
    return with_plain_keys(item) if isinstance(item, dict) else {}


def _review(found: Found, node: Node, item: Node, losses: Losses) -> Review:
    _tell_unread(node, _REVIEW, "", losses)
    _tell_unread(item, _ITEM, "itemReviewed.", losses)
    mark = str(item.get("@id") or "")
    own = mark.removeprefix(OURS) if mark.startswith(OURS) and is_id(mark.removeprefix(OURS)) else ""
    url = _address(node.get("url"), "url", losses)
    author = node.get("author") or node.get("publisher") or node.get("sourceOrganization")
    names = list(_parties(found, author, "author", losses)) if node else []
    for other in names[1:]:
        losses.add("author: more than one", other)
    return Review(
        text=first_text(node.get("claimReviewed")) or first_text(item.get("text")),
        speakers=_some(_parties(found, item.get("author"), "itemReviewed.author", losses), "author", losses),
        said=_day(item.get("datePublished"), "itemReviewed.datePublished", losses),
        places=_some(_places(found, item, losses), "appearance", losses),
        reviewer=names[0] if names else host(url or ""),
        date=_day(node.get("datePublished"), "datePublished", losses),
        url=url,
        lang=_language(node.get("inLanguage"), "inLanguage", losses),
        rating=_rating(found, node.get("reviewRating"), losses) if node.get("reviewRating") else None,
        tags=tuple(dict.fromkeys(_tags(item.get("keywords")))),
        id=own,
    )


def _some(values: Iterable[_Value], field: str, losses: Losses) -> tuple[_Value, ...]:
    """Return the first of some values, each once: all speakers stand behind all who carried what they said."""
    each = tuple(dict.fromkeys(values))
    for _ in each[_MOST:]:
        losses.add(f"itemReviewed.{field}: beyond {_MOST}")
    return each[:_MOST]


def _parties(found: Found, value: Any, field: str, losses: Losses) -> Iterator[str]:
    """Yield the names in a value: a text, an object, or a list of them; of the nameless, the site of their address."""
    for one in value if isinstance(value, list) else [value]:
        node = found.resolved(one)
        node = with_plain_keys(node) if isinstance(node, dict) else node
        name = first_text(node)
        if isinstance(node, dict):
            _tell_unread(node, _PARTY, f"{field}.", losses)
            name = name or host(address(first_text(node.get("url") or node.get("@id"))) or "")
        if name:
            yield name


def _places(found: Found, item: Node, losses: Losses) -> Iterator[Place]:
    """Yield where a claim appeared, the first appearance first."""
    for key in ("firstAppearance", "appearance", "url"):
        value = item.get(key)
        for one in value if isinstance(value, list) else [value] if value else []:
            field = f"itemReviewed.{key}"
            work = found.resolved(one)
            work = with_plain_keys(work) if isinstance(work, dict) else {"url": work}
            if not any(work.get(name) for name in work if name != "@type"):
                continue
            url = _address(work.get("url") or work.get("@id"), field, losses)
            _tell_unread(work, _PLACE, f"{field}.", losses)
            who = next(_parties(found, work.get("author") or work.get("publisher"), f"{field}.author", losses), "")
            day_there = _day(work.get("datePublished"), f"{field}.datePublished", losses)
            archive = _address(work.get("archivedAt"), f"{field}.archivedAt", losses)
            lang = _language(work.get("inLanguage"), f"{field}.inLanguage", losses)
            place = Place(url or "", who, day_there, archive, lang, first_text(work.get("text"))[:_MAX_WORDING] or None)
            if url:
                yield place


def _rating(found: Found, value: Any, losses: Losses) -> Rating:
    node = found.resolved(value[0] if isinstance(value, list) else value)
    if not isinstance(node, dict):
        return Rating(first_text(node))
    node = with_plain_keys(node)
    _tell_unread(node, _RATING, "reviewRating.", losses)
    name, because, number, worst, best = (
        first_text(node.get(key))
        for key in ("alternateName", "ratingExplanation", "ratingValue", "worstRating", "bestRating")
    )
    if not name and not _is_number(number):
        name = number  # "ratingValue": "False"
    return Rating(name, because, number, worst, best)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return not text
    return True


def _tags(value: Any) -> Iterator[str]:
    listed = value if isinstance(value, list) else [part for one in texts(value) for part in one.split(",")]
    yield from (tag for one in listed for tag in texts(one))


def _day(value: Any, field: str, losses: Losses) -> str | None:
    text = first_text(value)
    found = date_or_none(text)
    if text and not found:
        losses.add(f"{field}: no date", text)
    return found


def _address(value: Any, field: str, losses: Losses) -> str | None:
    """Return the first address in a value; of whatever stands there beside it, tell."""
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id") or value.get("@value")
    listed = [one for one in (value if isinstance(value, list) else [value]) if one]
    found = next((url for one in listed if isinstance(one, str) and (url := address(one))), None)
    for one in listed:
        if not isinstance(one, str) or address(one) != found or not found:
            losses.add(f"{field}: no address, or one of several", first_text(one))
    return found


def _language(value: Any, field: str, losses: Losses) -> str | None:
    text = first_text(value.get("alternateName") or value if isinstance(value, dict) else value)
    if text and not language(text):
        losses.add(f"{field}: no code of a language", text)
    return language(text)


def _tell_unread(node: Node, known: frozenset[str], prefix: str, losses: Losses) -> None:
    for key, value in node.items():
        if not key.startswith("@") and key not in known and value not in ("", None, [], {}):
            field = f"{prefix}{clean(key)[:60]}"
            known_field = field in losses.counts or len(losses.counts) < _MAX_FIELDS
            losses.add(field if known_field else "and other fields", first_text(value))
