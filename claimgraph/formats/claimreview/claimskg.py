"""The tables that the extractor of ClaimsKG makes of the pages of fact-checkers.

Most of its extractors write the reviewer's own writer into the column of who said it, so that only the sites are
believed that do not.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice, zip_longest

from claimgraph.addresses import address
from claimgraph.dates import date_or_none
from claimgraph.delimited import heading_of, rows_of
from claimgraph.formats.base import Losses
from claimgraph.formats.claimreview.building import Rating, Review
from claimgraph.formats.claimreview.values import clean

_MARK = "claimReview_claimReviewed"
SPEAKERS = "factcheck_afp,Vishvanews"
"""The sites whose column ``creativeWork_author_name`` names who said it."""

_READ = frozenset(
    "rating_ratingValue rating_worstRating rating_bestRating rating_alternateName creativeWork_author_name "
    "creativeWork_datePublished claimReview_author_name claimReview_url claimReview_claimReviewed "
    "claimReview_datePublished claimReview_source".split()
)


def is_table(text: str) -> bool:
    """Tell whether a text is a table of ClaimsKG, by its heading."""
    return text.lstrip()[:1] not in {"<", "{", "["} and _MARK in text[:5_000].split("\n", 1)[0]


def reviews(text: str, losses: Losses, speakers: str | None = None) -> Iterator[Review]:
    """Yield what the rows of a table say.

    Raises
    ------
    FormatError
        A row cannot be read.
    """
    believed = {one.strip().casefold() for one in (SPEAKERS if speakers is None else speakers).split(",")}
    stream = io.StringIO(text, newline="")
    heading = heading_of(stream, lambda columns: int(_MARK not in columns))
    for _, cells in islice(rows_of(stream, heading.separator), heading.row, None):
        row = zip_longest(heading.columns, cells[: len(heading.columns)], fillvalue="")
        if cells:
            yield _review({column: _cell(cell) for column, cell in row if column}, losses, believed)


def _cell(value: str) -> str:
    """Return a cell, without the quotes that some extractors put around theirs."""
    text = clean(value)
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text


def _review(row: dict[str, str], losses: Losses, believed: set[str]) -> Review:
    for key, value in row.items():
        if key not in _READ and value not in ("", "[]"):
            losses.add(key, value)
    site = row.get("claimReview_author_name") or row.get("claimReview_source", "")
    speaker, said = row.get("creativeWork_author_name", ""), row.get("creativeWork_datePublished", "")
    if site.casefold() not in believed:
        for field, value in (("creativeWork_author_name", speaker), ("creativeWork_datePublished", said)):
            if value:
                losses.add(f"{field}: the reviewer's own, as this site has it (speakers=SITE if not)", value)
        speaker = said = ""
    url = address(row.get("claimReview_url", ""))
    return Review(
        text=row.get("claimReview_claimReviewed", ""),
        speakers=(speaker,) if speaker else (),
        said=_day(said, "creativeWork_datePublished", losses),
        reviewer=site,
        date=_day(row.get("claimReview_datePublished", ""), "claimReview_datePublished", losses),
        url=url,
        rating=_rating(row),
    )


def _rating(row: dict[str, str]) -> Rating | None:
    name, number, worst, best = (
        row.get(f"rating_{key}", "") for key in ("alternateName", "ratingValue", "worstRating", "bestRating")
    )
    return Rating(name, number=number, worst=worst, best=best) if name or number else None


def _day(text: str, field: str, losses: Losses) -> str | None:
    found = date_or_none(text)
    if text and not found:
        losses.add(f"{field}: no date", text)
    return found
