"""A claim out of a review: who is said to have said it, where, and what the reviewer made of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from urllib.parse import urlsplit

from claimgraph.addresses import host
from claimgraph.dates import parse_date, surely_before
from claimgraph.formats.base import Losses
from claimgraph.formats.claimreview.ratings import is_contradicted, verdict_called
from claimgraph.formats.claimreview.values import party
from claimgraph.model import Chain, Claim, Mention, Verdict
from claimgraph.names import ID_MAX, slug, suggest_id
from claimgraph.notation import MAX_NAME, check_name


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim appeared: an address, and by whom and when, where that is told."""

    url: str
    who: str = ""
    date: str | None = None
    archive: str | None = None
    lang: str | None = None
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """What a reviewer gave: the name of the rating, why, and the number with its bounds."""

    name: str = ""
    because: str = ""
    number: str = ""
    worst: str = ""
    best: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What a review or a claim says, cleaned; ``id`` is that of a claim that was ours."""

    text: str
    speakers: tuple[str, ...] = ()
    said: str | None = None
    places: tuple[Place, ...] = ()
    reviewer: str = ""
    date: str | None = None
    url: str | None = None
    lang: str | None = None
    rating: Rating | None = None
    tags: tuple[str, ...] = ()
    id: str = ""


def claim_of(review: Review, losses: Losses) -> Claim:
    """Return the claim that a review is about.

    Examples
    --------
    >>> print(claim_of(Review("It is so.", ("Ann",), "2024-01-02", (Place("https://x.org/1"),)), Losses()).chains[0])
    Ann [2024-01-02 https://x.org/1]
    """
    if review.said and review.date and _is_later(review.said, than=review.date):
        losses.add("itemReviewed.datePublished: later than the review of it", f"{review.said} after {review.date}")
        review = replace(review, said=None)
    verdict = verdict_of(review, losses)
    note = None
    if review.url:
        rating = f": {review.rating.name}" if review.rating and review.rating.name else ""
        note = f"Review by {review.reviewer or host(review.url)}{rating}, {review.url}"
    made = review.id or _made_id(review)
    return Claim(made, review.text, chains_of(review, losses), verdict=verdict, note=note, tags=review.tags)


def _is_later(date: str, *, than: str) -> bool:
    return surely_before(parse_date(than), parse_date(date))


def _made_id(review: Review) -> str:
    digest = sha256(f"{review.url or ''}\n{review.text}".encode()).hexdigest()[:8]
    return f"{suggest_id(review.text)[: ID_MAX - 9].rstrip('-')}-{digest}"


def verdict_of(review: Review, losses: Losses) -> Verdict | None:
    """Return the verdict where the name of the rating surely means one; the number is never asked."""
    rating = review.rating
    if rating is None:
        return None
    value = verdict_called(rating.name)
    if value is None:
        losses.add("reviewRating: no verdict of ours", rating.name or f"{rating.number} without a name")
        return None
    if is_contradicted(value, number=rating.number, worst=rating.worst, best=rating.best):
        example = f"{rating.name}, {rating.number} from {rating.worst} to {rating.best}"
        losses.add("reviewRating: the number says the opposite of the name", example)
    named = "" if rating.name.casefold() in {value, "partly true"} else rating.name
    return Verdict(value, review.date, review.reviewer or None, rating.because or named or None)


def chains_of(review: Review, losses: Losses) -> tuple[Chain, ...]:
    """Return the chains that a review attests.

    An address stands for itself: its speaker said it there, or it passes on what the named speakers said. Whom only
    the review knows is known through the reviewer.
    """
    known = [party(name, losses, "itemReviewed.author") for name in review.speakers]
    speakers = list({(m.kind, slug(m.party)): m for m in reversed(known) if m}.values())[::-1]
    if len(speakers) == 1:
        speakers = [replace(speakers[0], date=review.said)]
    elif review.said:
        losses.add("itemReviewed.datePublished: whose, of several speakers or of nobody", review.said)
    nameless = [s for s in speakers if s.kind == "unnamed"]
    if nameless and (len(review.places) > 1 or len(speakers) > 1 or (review.places and not review.url)):
        for speaker in nameless:
            losses.add("itemReviewed.author: nobody by name, where others or addresses are known", speaker.party)
        speakers = [s for s in speakers if s.kind == "named"]
    elif nameless and review.places:
        place = review.places[0]
        one = replace(nameless[0], url=place.url, archive=place.archive, lang=place.lang)
        return (_through(review, [one], losses),)
    own, carriers = _placed(review, speakers, losses)
    said = [
        replace(own[slug(s.party)][0], url=None, archive=None, lang=None, wording=None) if slug(s.party) in own else s
        for s in speakers
    ]
    chains = [_chain([mention]) for mentions in own.values() for mention in mentions]
    chains += [_chain([mention], said) for mention in carriers]
    rest = [] if carriers else [s for s in speakers if slug(s.party) not in own]
    if rest or not chains:
        if review.url:
            chains.append(_through(review, rest, losses))
        else:
            chains += [_chain([speaker]) for speaker in rest or [Mention(kind="missing")]]
    return tuple(dict.fromkeys(chains))


def _placed(
    review: Review, speakers: Sequence[Mention], losses: Losses
) -> tuple[dict[str, list[Mention]], list[Mention]]:
    """Return the places that are the speakers' own, by speaker, and those of others."""
    own: dict[str, list[Mention]] = {}
    carriers = []
    named = {slug(s.party): s for s in speakers}
    for place in review.places:
        carrier = party(place.who, losses, "appearance.author") if place.who else None
        if carrier is None and len(named) == 1 and not own:
            carrier = speakers[0]
        mention = carrier or owner_of(place.url)
        is_own = mention.kind == "named" and slug(mention.party) in named
        date = place.date or (review.said if not place.who and is_own and len(named) == 1 else None)
        mention = replace(
            mention, date=date, url=place.url, archive=place.archive, lang=place.lang, wording=place.wording
        )
        if is_own:
            own.setdefault(slug(mention.party), []).append(mention)
        else:
            carriers.append(mention)
    return own, carriers


def _through(review: Review, speakers: Sequence[Mention], losses: Losses) -> Chain:
    url = review.url or ""
    reviewer = party(review.reviewer, losses, "author") if review.reviewer else None
    name = reviewer.party if reviewer and reviewer.kind == "named" else host(url)
    carrier = Mention(name, verb="reported", date=review.date, url=url, lang=review.lang)
    others = [s for s in speakers if s.kind != "named" or slug(s.party) != slug(name)]
    return _chain([carrier], others or [Mention(kind="missing")])


def _chain(*steps: Sequence[Mention]) -> Chain:
    filled = tuple(tuple(step) for step in steps if step)
    return Chain(filled, (False,) * (len(filled) - 1))


_PLATFORMS = re.compile(
    r"(?:.+\.)?(?:(?:facebook|twitter|x|instagram|youtube|tiktok|whatsapp|telegram|reddit|linkedin|google)\.com|"
    r"telegram\.org|perma\.cc|t\.(?:me|co)|youtu\.be|fb\.watch|archive\.(?:org|is|ph|md|today|vn|li|fo))"
)
_ACCOUNT = re.compile(
    r"(?:twitter|x|instagram|tiktok)\.com/@?([\w.]+)/(?:status|p|reel|video)/|facebook\.com/([\w.-]+)/"
)
_NO_ACCOUNTS = frozenset("groups watch photo photos photo.php permalink.php story.php events pages share p i".split())


def owner_of(url: str) -> Mention:
    """Return whose page an address is: its site; on a platform its account, or nobody by name.

    Examples
    --------
    >>> for url in ("https://blog.x.org/1", "https://twitter.com/abc/status/1", "https://fb.watch/7S"):
    ...     print(owner_of(url))
    blog.x.org
    twitter.com/abc
    "fb.watch/7S"
    """
    site = host(url)
    if not _PLATFORMS.fullmatch(site):
        return Mention(site)
    found = _ACCOUNT.search(f"{site}{urlsplit(url).path}")
    account = (found.group(1) or found.group(2)) if found else ""
    name = f"{site}/{account}"
    if account and account not in _NO_ACCOUNTS and not check_name(name):
        return Mention(name)
    return Mention(url.split("://", 1)[-1].removeprefix("www.")[:MAX_NAME], "unnamed")
