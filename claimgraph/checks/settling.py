"""What the record makes of its problems: severities of its own, and silence with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import cast

from claimgraph.checks.base import Check
from claimgraph.model import Claim, Config, Location, Problem, Severity, Silence
from claimgraph.names import hint


def settled(
    config: Config, silencing: Iterable[Claim], problems: Iterable[Problem], checks: Mapping[str, Check]
) -> Iterator[Problem]:
    """Yield the problems as the record wants them told.

    A code that the settings turn off goes, and another severity takes the place of its usual one. What a
    claim silences goes too. A silence that nothing needs any more is itself a problem, under the same
    code; a code that does not exist, or cannot be silenced, is CG109.

    Parameters
    ----------
    config : Config
        The record's settings.
    silencing : iterable of Claim
        At least the claims with a ``silence``.
    problems : iterable of Problem
        What was found.
    checks : mapping
        All checks by code.
    """
    silences = [(claim, silence) for claim in silencing for silence in claim.silence]
    wanted = {(claim.id, silence.code) for claim, silence in silences if _adjustable(checks, silence.code)}
    levels = {code: level for code, level in config.checks.items() if _adjustable(checks, code)}
    met: set[tuple[str | None, str]] = set()
    for problem in problems:
        level = levels.get(problem.code, problem.severity)
        if (problem.claim, problem.code) in wanted:
            met.add((problem.claim, problem.code))
        elif level != "off":
            yield replace(problem, severity=cast("Severity", level)) if level != problem.severity else problem
    yield from _unknown(config, silences, checks)
    for claim, silence in silences:
        key = (claim.id, silence.code)
        if key in wanted and key not in met and levels.get(silence.code) != "off":
            message = f"silence: {silence.code} is not found here any more; delete the line"
            place = silence.location or claim.place("silence")
            yield Problem(place, silence.code, cast("Severity", levels.get(silence.code, "warning")), message, claim.id)


def _adjustable(checks: Mapping[str, Check], code: str) -> bool:
    return code in checks and checks[code].adjustable


def _unknown(
    config: Config, silences: Iterable[tuple[Claim, Silence]], checks: Mapping[str, Check]
) -> Iterator[Problem]:
    """Yield an error for every code that is set or silenced and does not exist, or must always be told."""
    written: list[tuple[str, str, Location | None, str | None]] = [
        (code, "checks", config.places.get(code), None) for code in config.checks
    ]
    written += [(s.code, "silence", s.location or claim.place("silence"), claim.id) for claim, s in silences]
    for code, key, place, claim_id in written:
        if place is None or _adjustable(checks, code):
            continue
        if code in checks:
            message = f"{key}: {code} is always told; mend what it tells of"
        else:
            near = hint(code[:40], [c for c in checks if checks[c].adjustable]) or "; codes are in docs/checks.md"
            message = f"{key}: no check {code[:40]}{near}"
        yield Problem(place, "CG109", "error", message, claim=claim_id)
