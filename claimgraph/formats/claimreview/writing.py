"""What may leave of a record as one JSON-LD document of schema.org."""

from __future__ import annotations

import json
import re
from typing import Any

from claimgraph.addresses import address
from claimgraph.chains import for_origins
from claimgraph.errors import STAMP
from claimgraph.formats.claimreview.ratings import BEST, WORST, WRITTEN
from claimgraph.formats.claimreview.values import clean, language
from claimgraph.graph import Graph, claim_nodes, registry_of, statement_of
from claimgraph.model import Claim, Statement, Verdict
from claimgraph.redaction import Released

CONTEXT = "https://schema.org"
OURS = "urn:claimgraph:claim:"
"""What the ids of claims begin with."""

_REVIEWS = "urn:claimgraph:review:"
_TYPES = {"person": "Person", "outlet": "Organization", "org": "Organization", "group": "Organization"}
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?)?)?", re.ASCII)


def dumps(name: str, released: Released) -> str:  # noqa: ARG001
    """Return a Claim for each claim, and a ClaimReview where there is a verdict and it is said whose.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Ledger
    >>> from claimgraph.notation import parse_chain
    >>> from claimgraph.redaction import release
    >>> chains = (parse_chain("A [2024-05-02 https://a.org/1] <- B [said 2024-05-01]"),)
    >>> record = Ledger((Claim("c", "C is so.", chains, verdict=Verdict("false", by="Desk")),))
    >>> graph = json.loads(dumps("claimreview", release(build_graph(record), record)))["@graph"]
    >>> [node["@type"] for node in graph], graph[0]["author"], graph[0]["appearance"][0]["url"]
    (['Claim', 'ClaimReview'], {'name': 'B'}, 'https://a.org/1')
    """
    nodes: list[dict[str, Any]] = []
    for claim in released.claims.values():
        made = [_claim(released.graph, claim)]
        if claim.verdict and claim.verdict.by and clean(claim.verdict.by):
            made.append(_review(released.graph, claim, claim.verdict, claim.verdict.by))
        nodes += [{**node, "creativeWorkStatus": STAMP} for node in made] if released.internal else made
    return json.dumps({"@context": CONTEXT, "@graph": nodes}, ensure_ascii=False, indent=2) + "\n"


def _claim(graph: Graph, claim: Claim) -> dict[str, Any]:
    """Return a claim: its speakers are the named origins, and it appeared where it is passed on or said."""
    origins = [statement_of(graph, node) for node in for_origins(graph, claim.id)]
    named = {s.label: s for s in origins if s.kind == "named" and not s.confidential}
    statements = (statement_of(graph, node) for node in claim_nodes(graph, claim.id))
    review = _page_of_review(graph, claim)
    shown = [s for s in statements if _is_shown(s) and s != review]
    first = [s for s in shown if origins == [s]]
    return _filled(
        {
            "@type": "Claim",
            "@id": f"{OURS}{claim.id}",
            "text": claim.text,
            "author": _one_or_all([_party(s.name, s.source_kind) for s in named.values()]),
            "datePublished": _iso(origins[0].date) if len(origins) == 1 and named else None,
            "firstAppearance": _work(first[0]) if first else None,
            "appearance": [_work(s) for s in shown if s not in first],
            "keywords": list(claim.tags),
        }
    )


def _page_of_review(graph: Graph, claim: Claim) -> Statement | None:
    """Return the statement that is the review itself: the reviewer's own, with an address, of the verdict's day."""
    verdict = claim.verdict
    if not (verdict and verdict.by and verdict.date):
        return None
    reviewer = registry_of(graph).resolve(verdict.by)
    for node in claim_nodes(graph, claim.id):
        statement = statement_of(graph, node)
        if (statement.source, statement.date) == (reviewer, verdict.date) and address(statement.url or ""):
            return None if statement.confidential else statement
    return None


def _is_shown(statement: Statement) -> bool:
    if statement.kind != "named" or statement.confidential or statement.withdrawn:
        return False
    return statement.stance in {"asserts", "relays"} and bool(address(statement.url or ""))


def _work(statement: Statement) -> dict[str, Any]:
    return _filled(
        {
            "@type": "CreativeWork",
            "url": address(statement.url or ""),
            "archivedAt": address(statement.archive or ""),
            "datePublished": _iso(statement.date),
            "author": _party(statement.name, statement.source_kind),
            "inLanguage": language(statement.lang or ""),
            "text": statement.wording,
        }
    )


def _review(graph: Graph, claim: Claim, verdict: Verdict, reviewer: str) -> dict[str, Any]:
    page = _page_of_review(graph, claim)
    called, number = WRITTEN.get(verdict.value, (verdict.value, None))
    registry = registry_of(graph)
    source = registry.get(registry.resolve(reviewer))
    rating = {"@type": "Rating", "alternateName": called, "ratingExplanation": verdict.because}
    if number is not None:
        rating |= {"ratingValue": number, "worstRating": WORST, "bestRating": BEST}  # type: ignore[dict-item]
    return _filled(
        {
            "@type": "ClaimReview",
            "@id": f"{_REVIEWS}{claim.id}",
            "url": address(page.url or "") if page else None,
            "claimReviewed": claim.text,
            "itemReviewed": {"@id": f"{OURS}{claim.id}"},
            "author": _party(reviewer, source.kind if source else None, source.url if source else None),
            "datePublished": _iso(verdict.date),
            "reviewRating": _filled(rating),
        }
    )


def _party(name: str, kind: str | None, url: str | None = None) -> dict[str, Any]:
    """Return whoever it is; what they are is only said where the registry does."""
    return _filled({"@type": _TYPES.get(kind or ""), "name": name, "url": address(url or "")})


def _iso(date: str | None) -> str | None:
    """Return a date that schema.org has a place for: no interval, no doubt."""
    return date if date and _ISO.fullmatch(date) else None


def _one_or_all(values: list[dict[str, Any]]) -> Any:
    return values[0] if len(values) == 1 else values


def _filled(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value not in (None, "", [])}
