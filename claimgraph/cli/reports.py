"""Problems as text, JSON, GitHub annotations and SARIF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from claimgraph import __version__
from claimgraph.checks import CHECKS, CODES
from claimgraph.cli.shared import to_json
from claimgraph.cli.values import problem_json
from claimgraph.harmless import plain
from claimgraph.model import Ledger, Problem, Severity

LISTED = 5
"""So many problems for information are listed of one code; of more only the number is said."""

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ANNOTATIONS = {"error": "error", "warning": "warning", "info": "notice"}


def to_text(ledger: Ledger, problems: Iterable[Problem]) -> str:
    """Return a line per problem and a line that counts them.

    What is for information never hides what is wrong: more than `LISTED` of one code are one line, and
    not held in memory.
    """
    told, infos, counts = _gathered(problems)
    many = {code: count for code, count in infos.items() if count > LISTED}
    lines = [plain(str(problem)) for problem in sorted(told) if problem.severity != "info" or problem.code not in many]
    lines += [
        f"{code} info {CODES[code].title}: {count} in all; `claimgraph check --json` lists them"
        for code, count in sorted(many.items())
    ]
    return "\n".join([*lines, summary(ledger, counts)]) + "\n"


def _gathered(problems: Iterable[Problem]) -> tuple[set[Problem], Counter[str], Counter[Severity]]:
    """Return the problems that may have to be listed, how many are for information by code, and all by severity."""
    told: set[Problem] = set()
    infos: Counter[str] = Counter()
    counts: Counter[Severity] = Counter()
    met: set[Problem] = set()
    path = ""
    for problem in problems:
        if problem.location.path != path:  # only within a file is something found twice
            path = problem.location.path
            met.clear()
        if problem in met or problem in told:
            continue
        met.add(problem)
        counts[problem.severity] += 1
        infos[problem.code] += problem.severity == "info"
        if problem.severity != "info" or infos[problem.code] <= LISTED:
            told.add(problem)
    return told, infos, counts


def summary(ledger: Ledger, counts: Mapping[Severity, int]) -> str:
    """Return how much was checked and how much was found, counted by severity.

    Examples
    --------
    >>> summary(Ledger(), Counter())
    '0 claims, 0 registered sources: no errors, no warnings'
    """
    parts = [_count(counts["error"], "error"), _count(counts["warning"], "warning")]
    parts += [f"{counts['info']} for information"] if counts["info"] else []
    registered = _count(len(ledger.sources), "registered source", none="0")
    return f"{_count(len(ledger), 'claim', none='0')}, {registered}: {', '.join(parts)}"


def _count(number: int, noun: str, *, none: str = "no") -> str:
    return f"{number or none} {noun}{'' if number == 1 else 's'}"


def to_json_report(ledger: Ledger, problems: Iterable[Problem]) -> str:
    """Return the problems as JSON."""
    values = {
        "claims": len(ledger),
        "sources": len(ledger.sources),
        "problems": [problem_json(problem) for problem in sorted(set(problems))],
    }
    return to_json(values) + "\n"


def to_github(ledger: Ledger, problems: Iterable[Problem]) -> str:
    """Return the problems as workflow commands, which GitHub shows beside the lines of a change.

    Source: GitHub Docs, Workflow commands for GitHub Actions.
    """
    lines = []
    told = sorted(set(problems))
    for problem in told:
        place = problem.location
        values = {"file": place.path, "line": place.line, "col": place.column, "title": problem.code}
        properties = ",".join(f"{key}={_escape_property(str(value))}" for key, value in values.items())
        lines.append(f"::{_ANNOTATIONS[problem.severity]} {properties}::{_escape_data(problem.message)}")
    counts = Counter(problem.severity for problem in told)
    return "\n".join([*lines, summary(ledger, counts)]) + "\n"


def _escape_data(text: str) -> str:
    return plain(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def to_sarif(ledger: Ledger, problems: Iterable[Problem]) -> str:  # noqa: ARG001
    """Return the problems as SARIF 2.1.0 (OASIS, 2020), which code hosts and editors read."""
    codes = [check.code for check in CHECKS]
    rules = [
        {
            "id": check.code,
            "name": check.code,
            "shortDescription": {"text": check.title},
            "defaultConfiguration": {"level": _LEVELS[check.severity]},
        }
        for check in CHECKS
    ]
    driver = {"name": "claimgraph", "version": __version__, "semanticVersion": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(problem, codes) for problem in sorted(set(problems))],
    }
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    return to_json({"$schema": schema, "version": "2.1.0", "runs": [run]}) + "\n"


def _sarif_result(problem: Problem, codes: list[str]) -> dict[str, Any]:
    place = problem.location
    region = {"startLine": max(1, place.line), "startColumn": max(1, place.column)}
    location = {"artifactLocation": {"uri": quote(Path(place.path).as_posix())}, "region": region}
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": _LEVELS[problem.severity],
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": location}],
    }


REPORTS: dict[str, Callable[[Ledger, Iterable[Problem]], str]] = {
    "text": to_text,
    "json": to_json_report,
    "github": to_github,
    "sarif": to_sarif,
}
"""The forms of a report by name."""
