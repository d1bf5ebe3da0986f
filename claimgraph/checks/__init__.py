"""What `claimgraph check` says of a record; one function per code, one tuple of them all.

Codes are stable. Their pages, with what to do, are the headings of docs/checks.md.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice

from claimgraph import dates
from claimgraph.checks.base import Check, Record
from claimgraph.checks.judgement import invalid_reliability, invalid_scale, stronger_than_the_graph, verdicts_collide
from claimgraph.checks.leaks import leak, leak_in_registry
from claimgraph.checks.record import (
    alias_of_two,
    ambiguous_statement,
    not_self_contained,
    unknown_claim,
    unregistered,
    unregistered_references,
)
from claimgraph.checks.settling import settled
from claimgraph.checks.sourcing import address_without_date, never_opened, relay_ends_chain, vague_group
from claimgraph.checks.support import (
    circular_reporting,
    false_confirmation,
    resting_on_each_other,
    ungrounded_loop,
    withdrawn_support,
)
from claimgraph.checks.times import impossible_time, overdue_claim
from claimgraph.checks.wordings import drift, shared_wording
from claimgraph.model import Claim, Ledger, Problem, Topic
from claimgraph.protection import HARMLESS
from claimgraph.redaction import RedactedLedger

CHECKS: tuple[Check, ...] = (
    Check("CG101", "error", "chain syntax"),
    Check("CG102", "error", "ambiguous +"),
    Check("CG103", "error", "duplicate or illegal id"),
    Check("CG104", "error", "relation to an unknown claim", across=unknown_claim, topic="relations"),
    Check(
        "CG105", "warning", "unregistered source", across=unregistered, topic="names", registry=unregistered_references
    ),
    Check("CG106", "error", "ambiguous statement", ambiguous_statement),
    Check("CG107", "error", "alias of two sources", registry=alias_of_two),
    Check("CG108", "warning", "text not self-contained", not_self_contained),
    Check("CG109", "error", "bad YAML, duplicate or unknown key, wrong type"),
    Check("CG110", "error", "unresolved git conflict"),
    Check("CG201", "error", "impossible times", impossible_time),
    Check("CG202", "warning", "a relay verb ends the chain", relay_ends_chain),
    Check(
        "CG203", "warning", "url without archive or access date, inferred link without because", address_without_date
    ),
    Check("CG204", "info", "never opened", never_opened),
    Check("CG205", "warning", "drift", drift),
    Check("CG206", "warning", "vague group", vague_group),
    Check("CG207", "warning", "shared wording, no link", across=shared_wording, topic="wordings"),
    Check("CG301", "error", "ungrounded loop", ungrounded_loop, resting_on_each_other, topic="bare"),
    Check("CG302", "warning", "circular reporting", circular_reporting),
    Check("CG303", "warning", "false confirmation", false_confirmation),
    Check("CG304", "error", "verdicts collide", across=verdicts_collide, topic="judgements"),
    Check("CG305", "warning", "rests on a withdrawn statement", withdrawn_support),
    Check("CG306", "warning", "overdue", across=overdue_claim, topic="dates"),
    Check("CG401", "warning", "rating or verdict stronger than the graph", stronger_than_the_graph),
    Check("CG402", "error", "invalid or mixed scale", invalid_scale, registry=invalid_reliability),
    Check("CG501", "error", "leak of a protected name", leak, registry=leak_in_registry),
    Check("CG502", "error", "vault tracked by git"),
)
"""All checks by code. Those without a function are found while a file is read, or by asking git."""

CODES: Mapping[str, Check] = {check.code: check for check in CHECKS}

Progress = Callable[[int, int], None]


def check_ledger(ledger: Ledger, *, today: date | None = None) -> tuple[Problem, ...]:
    """Return everything that is wrong with a record, in the order of files and lines.

    The record's settings say how severe, and its claims which checks are not to be told of them.

    Parameters
    ----------
    ledger : Ledger
        The record.
    today : date, optional
        The day from which to look back on what is due; the present one without it.

    Examples
    --------
    >>> from claimgraph.store import load
    >>> [p for p in check_ledger(load("claims")) if p.severity == "error"]
    []
    """
    return tuple(sorted(set(find_problems(ledger, today=today))))


def find_problems(
    ledger: Ledger,
    *,
    today: date | None = None,
    terms: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> Iterator[Problem]:
    """Yield what `check_ledger` returns as it is found, in no order; what stands in one file perhaps twice.

    Memory holds a part of the claims at a time, where the ledger can give them so.

    Parameters
    ----------
    ledger, today
        As of `check_ledger`.
    terms : frozenset of str
        What stands in the vault, and so must not stand in the record.
    progress : callable, optional
        Told how many claims are done, of how many.
    """
    if isinstance(ledger, RedactedLedger):
        for problem in find_problems(ledger.original, today=today, terms=terms, progress=progress):
            # That nobody has registered a protected source is told of each, or of none: else it links claims.
            if problem.code != "CG105" or not ledger.secrets.shown_in(problem.message):
                yield ledger.secrets.censored(problem, ledger.holding, ledger.holding_files)
        return
    yield from ledger.problems
    silencing = ledger.about("silences").claims

    def alone(claims: tuple[Claim, ...]) -> Iterator[Problem]:
        record = Record(Ledger(claims, ledger.sources, (), ledger.config), ledger)
        return (problem for check in CHECKS if check.alone for problem in check.alone(record))

    across = _found_across(ledger, today or dates.today())
    found = itertools.chain(ledger.found_alone(alone, progress), across, _found_of_vault(ledger, terms))
    yield from _told_once(settled(ledger.config, silencing, found, CODES))


def _found_of_vault(ledger: Ledger, terms: frozenset[str]) -> Iterator[Problem]:
    """Yield where the record holds what stands in its vault; it is not kept, as no index may know of a vault."""
    for claims in ledger.batches() if terms else ():
        yield from leak(Record(Ledger(claims, ledger.sources, (), ledger.config), ledger, terms=terms))
    if terms:
        yield from leak_in_registry(Record(Ledger(), ledger, terms=terms))


def _found_across(ledger: Ledger, day: date) -> Iterator[Problem]:
    for check in CHECKS:
        if check.across:
            yield from check.across(Record(ledger.about(check.topic), ledger, day))
        if check.registry:
            yield from check.registry(Record(Ledger(), ledger, day))


def check_claim(ledger: Ledger, claim_id: str, *, today: date | None = None) -> tuple[Problem, ...]:
    """Return everything that is wrong with one claim; what other claims are like counts as far as it has to.

    Raises
    ------
    NotFoundError
        The record has no such claim.

    Examples
    --------
    >>> from claimgraph.store import load
    >>> [p.code for p in check_claim(load("claims"), "coati-brazilian-aardvark") if p.severity != "info"]
    ['CG302', 'CG303']
    """
    if isinstance(ledger, RedactedLedger):
        found = [ledger.secrets.censored(p) for p in check_claim(ledger.original, claim_id, today=today)]
        if ledger.hides_in(claim_id):  # that there is a problem tells of a statement, and its column of a name
            harmless = (problem for problem in found if problem.code in HARMLESS)
            found = [replace(problem, location=replace(problem.location, column=1)) for problem in harmless]
        return tuple(sorted(set(found)))
    claim, day = ledger[claim_id], today or dates.today()
    alone = ledger.part([claim.id])
    quotes = any(mention.wording for chain in claim.chains for mention in chain.mentions)
    together: dict[Topic, Ledger] = {
        "wordings": ledger.part(ledger.with_wordings) if quotes else ledger.part(()),
        "judgements": ledger.part(_judged_together(ledger, claim)),
    }
    wrong: list[Problem] = []
    for check in CHECKS:
        if check.alone:
            wrong += check.alone(Record(alone, ledger, day))
        if check.across:
            wrong += check.across(Record(together.get(check.topic, alone), ledger, day))
    of_claim = [problem for problem in wrong if problem.claim == claim_id]
    once = _told_once(settled(ledger.config, alone.claims, of_claim, CODES))
    return tuple(sorted({*ledger.problems_of(claim_id), *once}))


_JUDGED_TOGETHER = frozenset({"same_as", "contradicts", "based_on"})


MAX_JUDGED_TOGETHER = 300
"""So many claims are looked at for the verdicts that one claim's own has to fit; `check_ledger` looks at all."""


def _judged_together(ledger: Ledger, claim: Claim) -> set[str]:
    """Return the ids of claims whose verdicts a claim's own has to fit, directly or through others, the nearest."""
    met, waiting = {claim.id}, deque([claim])
    while waiting and len(met) < MAX_JUDGED_TOGETHER:
        one = waiting.popleft()
        targets = dict.fromkeys(r.target for r in one.relations if r.kind in _JUDGED_TOGETHER and r.target not in met)
        near = [ledger[target] for target in islice(targets, MAX_JUDGED_TOGETHER) if target in ledger]
        near += [
            other
            for other in ledger.pointing_at(one.id)
            if other.id not in met and any(r.target == one.id and r.kind in _JUDGED_TOGETHER for r in other.relations)
        ]
        for other in near:
            if other.id not in met and len(met) < MAX_JUDGED_TOGETHER:
                met.add(other.id)
                waiting.append(other)
    return met


def _told_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems, an unregistered source only where it first stands."""
    first: dict[str, Problem] = {}
    for problem in problems:
        if problem.code != "CG105":
            yield problem
        elif problem.message not in first or problem < first[problem.message]:
            first[problem.message] = problem
    yield from first.values()


__all__ = ["CHECKS", "CODES", "Check", "Record", "check_claim", "check_ledger", "find_problems"]
