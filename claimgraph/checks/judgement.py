"""CG304 and CG4xx: whether what people made of claims and sources agrees with itself and with the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from claimgraph.analyses.circularity import is_unnamed_only
from claimgraph.analyses.lines import Lines, independent_lines
from claimgraph.checks.base import Record
from claimgraph.checks.collisions import collisions
from claimgraph.errors import ScaleError
from claimgraph.graph import claim_nodes, statement_of
from claimgraph.model import Claim, Problem, Statement
from claimgraph.scales import parse_claim_code, parse_likelihood, parse_probability, parse_reliability
from claimgraph.text import statement_name


def verdicts_collide(record: Record) -> Iterator[Problem]:
    """CG304: two verdicts cannot both be right.

    Two claims that contradict each other are both true; one proposition (``same_as``) is true here
    and false there; a claim is true and false what it is based on. Bad: ``verdict: {is: true}`` on
    both ends of ``contradicts``. Good: one of the two is false, partly so, or has no verdict yet.
    """
    for later, found in collisions(record.ledger).items():
        place = record.ledger[later].place("verdict")
        for _, why in found.first:
            message = f"{why}; look at both, and correct a verdict or the relation"
            yield Problem(place, "CG304", "error", message, claim=later)
        if more := found.count - len(found.first):
            message = f"{more:,} more verdicts collide with this one; correct it, or the relations of the claim"
            yield Problem(place, "CG304", "error", message, claim=later)


def stronger_than_the_graph(record: Record) -> Iterator[Problem]:
    """CG401: a rating or verdict says more than the recorded support does.

    Credibility 1 ("confirmed by other sources") with fewer than two independent lines for sure; a
    verdict ``true`` while every origin is unnamed or missing, or while nothing supports the claim.
    Bad: ``assess: B1`` on ``A <- Reuters`` alone. Good: ``assess: B2``, or a second line.
    """
    for claim in record.ledger:
        confirmed = tuple(dict.fromkeys(a.code.strip() for a in claim.assess if _confirmed(a.code)))
        verified = claim.verdict is not None and claim.verdict.value == "true"
        if confirmed or verified:  # counting lines takes its time
            lines = independent_lines(record.graph, claim.id)
            for code in confirmed:
                if message := _unconfirmed(code, lines, claim):
                    yield Problem(claim.place("assess"), "CG401", "warning", message, claim=claim.id)
            if verified and (message := _unsupported(record, lines, claim)):
                yield Problem(claim.place("verdict"), "CG401", "warning", message, claim=claim.id)


def _unconfirmed(code: str, lines: Lines, claim: Claim) -> str:
    surely = lines.floor if lines.exact else lines.ceiling  # a bound that may not be reached proves nothing
    if surely > 1:
        return ""
    counted = "only 1 independent line is" if surely else "no independent line is"
    see = f"see `claimgraph show {claim.id}`"
    return f"assess: {code} means confirmed by other sources, and {counted} sure; add another or {see}"


def _unsupported(record: Record, lines: Lines, claim: Claim) -> str:
    if not lines.ceiling and not claim.related("based_on"):
        see = f"see `claimgraph show {claim.id}`"
        return f"verdict: true, and nothing in the record supports it; add what settled it, or {see}"
    if is_unnamed_only(record.graph, claim.id):
        return "verdict: true, and every origin is unnamed or missing; add the chain that settled it"
    return ""


def invalid_scale(record: Record) -> Iterator[Problem]:
    """CG402: a value is on none of the scales, on the wrong one, or two of them exclude each other.

    Bad: ``assess: B`` on a claim, ``[p=30%]``, ``[p=0.1 likelihood=likely]``. Good: ``assess: B2``,
    ``[p=0.3]``, ``[p=0.6 likelihood=likely]``.
    """
    for claim in record.ledger:
        for assessment in claim.assess:
            if wrong := _wrong(parse_claim_code, assessment.code):
                yield Problem(claim.place("assess"), "CG402", "error", f"assess: {wrong}", claim=claim.id)
    yield from _off_scale(record)
    for claim in record.ledger:
        yield from _mixed(record, claim)


def invalid_reliability(record: Record) -> Iterator[Problem]:
    """CG402: the reliability of a source is on no scale, or on that of claims.

    Bad: ``reliability: B2`` on a source. Good: ``reliability: B``.
    """
    for source in record.whole.sources:
        for assessment in source.reliability:
            if wrong := _wrong(parse_reliability, assessment.code):
                yield Problem(source.place("reliability"), "CG402", "error", f"reliability: {wrong}")


def _off_scale(record: Record) -> Iterator[Problem]:
    for claim, mention in record.mentions():
        values = ((parse_probability, "", mention.p), (parse_likelihood, "likelihood: ", mention.likelihood))
        for parse, key, value in values:
            if value is not None and (wrong := _wrong(parse, value)):
                place = mention.location or claim.place("chain")
                yield Problem(place, "CG402", "error", f"{key}{wrong}", claim=claim.id)


def _mixed(record: Record, claim: Claim) -> Iterator[Problem]:
    """Find statements whose number lies outside the band of their word, even if two mentions gave them."""
    for node in claim_nodes(record.graph, claim.id):
        statement = statement_of(record.graph, node)
        if wrong := _outside(statement):
            yield Problem(statement.location or claim.place("chain"), "CG402", "error", wrong, claim=claim.id)


def _outside(statement: Statement) -> str:
    if statement.p is None or statement.likelihood is None:
        return ""
    try:
        number, band = parse_probability(statement.p), parse_likelihood(statement.likelihood)
    except ScaleError:
        return ""  # told by itself
    if band.holds(number):
        return ""
    word = " ".join(statement.likelihood.split())
    return f"{statement_name(statement)}: p={statement.p} is outside '{word}' ({band}); keep the one that was said"


def _wrong(parse: Callable[[str], object], value: str) -> str:
    try:
        parse(value)
    except ScaleError as error:
        return str(error)
    return ""


def _confirmed(code: str) -> bool:
    try:
        return parse_claim_code(code).number == "1"
    except ScaleError:
        return False
