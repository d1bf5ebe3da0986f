"""Claims as Reports, what others think of them as Opinions, and relations between claims as relationships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from claimgraph.analyses.impact import standing_claims
from claimgraph.analyses.lines import independent_lines, lines_against
from claimgraph.chains import standing_nodes
from claimgraph.errors import ScaleError
from claimgraph.formats.stix.notes import deed
from claimgraph.formats.stix.objects import OURS, Object, begin_of, made, reference, shortened, time_of
from claimgraph.graph import claim_nodes, statement_of
from claimgraph.headline import looks_like
from claimgraph.model import SYMMETRIC, VERBS, Assessment, Claim
from claimgraph.redaction import Released
from claimgraph.report import basis_text, conflict_findings, label_names, withdrawn_findings
from claimgraph.scales import parse_claim_code
from claimgraph.text import listed, statement_name

_CONFIDENCE = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}
"""Admiralty Credibility by the scales of confidence in the standard; 6, cannot be judged, is no number there either."""

_OPINIONS = {"true": "strongly-agree", "partly": "neutral", "false": "strongly-disagree"}
"""What a verdict is as an Opinion; one that cannot be given is none."""

_FOUND = ("conflict", "withdrawn")
"""What `show` finds that a reader of the Report must not miss: who changed its account, and what was taken back."""

_RELATIONSHIPS = {"same_as": "duplicate-of", "based_on": "derived-from"}
"""Which relations between claims STIX has a word for; the others are related-to, and their word is the description."""


def published_at(released: Released, claim: Claim) -> str:
    """Return the latest time that a claim's own statements and its verdict bear; no clock is asked."""
    dates = [statement_of(released.graph, node).date for node in claim_nodes(released.graph, claim.id)]
    return time_of(*dates, claim.verdict.date if claim.verdict else None)


def report_of(released: Released, claim: Claim, told: Iterable[Object], at: str, *, standing: frozenset[str]) -> Object:
    """Return the Report of a claim; it refers to all that is told of it, and whatever refers to it is not in it.

    ``standing`` are the ids of the claims that stand, from `standing_in`.

    It has no ``report_types``: the words of STIX are kinds of threats, and a claim is none.
    """
    name = shortened(claim.text)
    return made(
        released,
        "report",
        at,
        name=name,
        description="\n".join([*([claim.text] if name != claim.text else []), *_lines(released, claim, standing)]),
        published=at,
        object_refs=[one["id"] for one in told],
        labels=list(dict.fromkeys(filter(None, claim.tags))),
        confidence=_confidence(claim.assess),
        external_references=reference(OURS, external_id=claim.id),
    )


def standing_in(released: Released) -> frozenset[str]:
    """Return the ids of the claims that stand, as far as what leaves tells."""
    lines = {claim_id: independent_lines(released.graph, claim_id) for claim_id in released.claims}
    return standing_claims(released.claims.values(), lines)


def _lines(released: Released, claim: Claim, standing: frozenset[str]) -> Iterator[str]:
    """Yield what a claim comes down to, a line each."""
    graph = released.graph
    stands_on_others = not claim.chains and claim.related("based_on")
    yield basis_text(claim, standing) if stands_on_others else looks_like(graph, claim.id)
    against = lines_against(graph, claim.id)
    lines = f"Independent lines in this record: {independent_lines(graph, claim.id)}"
    yield f"{lines}; against it: {against}." if against.ceiling else f"{lines}."
    if denied := _denials(released, claim):
        yield f"Denied by {listed(statement_name(statement_of(graph, node)) for node in denied)}."
    names = label_names(graph, claim.id)
    for subject, sentence in (*conflict_findings(graph, [claim], names), *withdrawn_findings(graph, claim.id)):
        if subject in _FOUND:
            yield f"{subject.capitalize()}: {sentence}"
    if claim.said:
        yield f"In its words: “{claim.said}”"
    for word, date in (("When", claim.when), ("As of", claim.as_of), ("Due", claim.due)):
        if date:
            yield f"{word}: {date}."
    for one in claim.assess:
        yield f"Assessed: {_signed(one.code, one.by, one.date)}."
    if claim.verdict:
        yield f"Verdict: {_signed(claim.verdict.value, claim.verdict.by, claim.verdict.date)}."
        if claim.verdict.because:
            yield claim.verdict.because


def _signed(what: str, by: str | None, date: str | None) -> str:
    return f"{what}{f' by {by}' if by else ''}{f' ({date})' if date else ''}"


def _confidence(assessments: Iterable[Assessment]) -> int | None:
    """Return the number of the latest assessment on the scale of STIX; the letter, of a source, has no part in it."""
    begins = [(begin_of(one.date), number, one) for number, one in enumerate(assessments)]
    dated = [entry for entry in begins if entry[0]] or begins
    if not dated:
        return None
    latest = max(dated, key=lambda entry: (str(entry[0] or ""), entry[1]))[2]
    try:
        return _CONFIDENCE.get(parse_claim_code(latest.code).number or "")
    except ScaleError:
        return None


def opinions_on(released: Released, claim: Claim, report: Object) -> Iterator[Object]:
    """Yield what the verdict and every denial that stands make of a Report; for a doubt STIX has no word."""
    verdict = claim.verdict
    if verdict and verdict.value in _OPINIONS:
        yield made(
            released,
            "opinion",
            time_of(verdict.date) if begin_of(verdict.date) else report["created"],
            explanation="\n".join(filter(None, (f"Verdict: {verdict.value}", verdict.because))),
            authors=list(filter(None, [verdict.by])),
            opinion=_OPINIONS[verdict.value],
            object_refs=[report["id"]],
            external_references=reference(OURS, external_id=claim.id),
        )
    for node in _denials(released, claim):
        statement = statement_of(released.graph, node)
        did = f"{deed(statement, {**VERBS, **released.verbs})}: {claim.text}"
        yield made(
            released,
            "opinion",
            time_of(statement.date) if begin_of(statement.date) else report["created"],
            explanation="\n".join(filter(None, (did, statement.wording and f"“{statement.wording}”"))),
            authors=[statement_name(statement)] if statement.kind != "missing" else [],
            opinion="disagree",
            object_refs=[report["id"]],
            external_references=reference(OURS, external_id=node),
        )


def _denials(released: Released, claim: Claim) -> list[str]:
    nodes = standing_nodes(released.graph, claim.id)
    return [node for node in nodes if statement_of(released.graph, node).stance == "denies"]


def relations_among(released: Released, reports: Mapping[str, Object]) -> Iterator[Object]:
    """Yield how the Reports of claims are related, each relation once; of those that are not here nothing is said."""
    pairs: dict[tuple[str, str, str], None] = {}
    for claim_id in reports:
        for relation in released.claims[claim_id].relations:
            ends = (claim_id, relation.target)
            first, second = sorted(ends) if relation.kind in SYMMETRIC else ends
            if relation.target in reports and first != second:
                pairs[relation.kind, first, second] = None
    for kind, first, second in sorted(pairs):
        yield made(
            released,
            "relationship",
            max(reports[first]["created"], reports[second]["created"]),
            relationship_type=_RELATIONSHIPS.get(kind, "related-to"),
            source_ref=reports[first]["id"],
            target_ref=reports[second]["id"],
            description=f"{first} {kind.replace('_', ' ')} {second}",
            labels=[kind.replace("_", "-")],
        )
