"""Answers of the Fact Check Tools API of Google: claims with their reviews, in words of its own.

Source: its reference, method claims.search, resource Claim.
"""

from __future__ import annotations

from typing import Any

from claimgraph.formats.claimreview.pages import Node

_CLAIM = frozenset(("text", "claimant", "claimDate", "claimReview"))
_REVIEW = frozenset(("publisher", "url", "reviewDate", "textualRating", "languageCode"))


def from_search(claim: Node) -> list[Node]:
    """Return the reviews of a claim in an answer, or the claim where nobody reviewed it, in the words of schema.org.

    Examples
    --------
    >>> from_search({"text": "It is so.", "claimReview": [{"url": "https://x.org/1"}]})[0]["claimReviewed"]
    'It is so.'
    """
    item: Node = {
        **{key: value for key, value in claim.items() if key not in _CLAIM},
        "@type": "Claim",
        "text": claim.get("text"),
        "author": {"name": claim.get("claimant")},
        "datePublished": _day_alone(claim.get("claimDate")),
    }
    return [_review(one, item) for one in claim["claimReview"] if isinstance(one, dict)] or [item]


def _review(one: Node, item: Node) -> Node:
    publisher = one.get("publisher")
    rating = one.get("textualRating")
    known = publisher if isinstance(publisher, dict) else {"name": publisher}
    return {
        **{key: value for key, value in one.items() if key not in _REVIEW},
        "@type": "ClaimReview",
        "claimReviewed": item["text"],
        "itemReviewed": item,
        "author": {"name": known.get("name") or known.get("site")},
        "url": one.get("url"),
        "datePublished": _day_alone(one.get("reviewDate")),
        "inLanguage": one.get("languageCode"),
        "reviewRating": rating and {"@type": "Rating", "alternateName": rating},
    }


def _day_alone(value: Any) -> Any:
    """Return a day without the midnight that the interface adds to it."""
    return value.removesuffix("T00:00:00Z") if isinstance(value, str) else value
