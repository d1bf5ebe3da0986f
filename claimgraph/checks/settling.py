"""What the record makes of its problems: severities of its own, and silence with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import cast

from claimgraph.checks.base import Check
from claimgraph.model import Ledger, Location, Problem, Severity
from claimgraph.names import hint


def settled(ledger: Ledger, problems: Iterable[Problem], checks: Mapping[str, Check]) -> Iterator[Problem]:
    """Yield the problems as the record wants them told.

    A code that the settings turn off goes, and another severity takes the place of its usual one. What a
    claim silences goes too. A silence that nothing needs any more is itself a problem, under the same
    code; a code that does not exist, or cannot be silenced, is CG109.
    """
    found = list(problems)
    silences = {(claim.id, s.code) for claim in ledger for s in claim.silence if _adjustable(checks, s.code)}
    met = {(p.claim, p.code) for p in found}
    levels = {code: level for code, level in ledger.config.checks.items() if _adjustable(checks, code)}
    for problem in found:
        level = levels.get(problem.code, problem.severity)
        if level != "off" and (problem.claim, problem.code) not in silences:
            yield replace(problem, severity=cast("Severity", level))
    yield from _unknown(ledger, checks)
    for claim in ledger:
        for silence in claim.silence:
            key = (claim.id, silence.code)
            if key in silences and key not in met and levels.get(silence.code) != "off":
                message = f"silence: {silence.code} is not found here any more; delete the line"
                place = silence.location or claim.place("silence")
                level = cast("Severity", levels.get(silence.code, "warning"))
                yield Problem(place, silence.code, level, message, claim=claim.id)


def _adjustable(checks: Mapping[str, Check], code: str) -> bool:
    return code in checks and checks[code].adjustable


def _unknown(ledger: Ledger, checks: Mapping[str, Check]) -> Iterator[Problem]:
    """Yield an error for every code that is set or silenced and does not exist, or must always be told."""
    config = ledger.config
    written: list[tuple[str, str, Location | None, str | None]] = [
        (code, "checks", config.places.get(code), None) for code in config.checks
    ]
    for claim in ledger:
        written += [(s.code, "silence", s.location or claim.place("silence"), claim.id) for s in claim.silence]
    for code, key, place, claim_id in written:
        if place is None or _adjustable(checks, code):
            continue
        if code in checks:
            message = f"{key}: {code} is always told; mend what it tells of"
        else:
            near = hint(code[:40], [c for c in checks if checks[c].adjustable]) or "; codes are in docs/checks.md"
            message = f"{key}: no check {code[:40]}{near}"
        yield Problem(place, "CG109", "error", message, claim=claim_id)
