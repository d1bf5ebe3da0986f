"""CG205 and CG207: what the words of statements say about each other."""

from __future__ import annotations

from collections.abc import Iterator

from claimgraph.analyses.drift import DRIFTS, drifts
from claimgraph.analyses.wording import shared_wordings
from claimgraph.checks.base import Record
from claimgraph.graph import statement_of
from claimgraph.harmless import plain
from claimgraph.model import Problem
from claimgraph.text import statement_name

_SHOWN = 120


def drift(record: Record) -> Iterator[Problem]:
    """CG205: certainty, a number, the tense or a name changed between a statement and the one relying on it.

    A credit that was dropped is no news to the record, which says so itself (``<~``, ``own``).
    Bad: ``A ["20 killed"] <- B ["12 killed"]``. Good: the same, looked up and explained in a note.
    """
    for claim in record.ledger:
        for found in drifts(record.graph, claim.id):
            if found.kind == "uncredited":
                continue
            before, after = (statement_of(record.graph, node) for node in (found.upstream, found.downstream))
            message = (
                f"{DRIFTS[found.kind]} from {statement_name(before)} ({_short(found.before)}) to "
                f"{statement_name(after)} ({_short(found.after)}); read both, and correct "
                "the record or say in note: which of them changed it"
            )
            place = after.location or claim.place("chain")
            yield Problem(place, "CG205", "warning", message, claim=claim.id)


def shared_wording(record: Record) -> Iterator[Problem]:
    """CG207: two statements have long passages in common, and no link between them or to a third.

    Bad: ``A ["eight or more of the same words"]`` and ``B ["eight or more of the same words"]``.
    Good: ``B <~ A [because="word for word"]``, or both from the one they have it from.
    """
    claims = {claim.id: claim for claim in record.ledger}
    for found in shared_wordings(record.graph):
        own, other = (statement_of(record.graph, node) for node in (found.statement, found.others[0]))
        where = "" if other.claim == own.claim else f" (in {other.claim})"
        more = f" and {len(found.others) - 1} more" if len(found.others) > 1 else ""
        message = (
            f"{statement_name(own)} shares {found.words} words in a row with {statement_name(other)}{where}{more}: "
            f"“{_short(found.passage)}”; if one has it from the other or both from a third, add the link"
        )
        claim = claims[own.claim]
        yield Problem(own.location or claim.place("chain"), "CG207", "warning", message, claim=claim.id)


def _short(text: str) -> str:
    """Return a text on one line, as far as a message has room for it."""
    flat = plain(" ".join(text.split()))
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN - 3].rstrip()}..."
