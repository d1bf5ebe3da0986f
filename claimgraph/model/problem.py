"""Where something is written, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: path as given to the loader, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a record, with the next step in its message.

    Examples
    --------
    >>> print(Problem(Location("claims/x.yaml", 7, 3), "CG105", "warning", "unregistered source 'X'"))
    claims/x.yaml:7:3: CG105 warning unregistered source 'X'
    """

    location: Location
    code: str
    severity: Severity
    message: str
    claim: str | None = field(default=None, compare=False)
    conceals: int = field(default=0, compare=False, repr=False)
    """Whether what could not be read here may say that a source is protected, so that nothing may leave: 2 in any
    record, 1 in one that protects a source somewhere else, 0 not at all."""

    def __str__(self) -> str:
        return f"{self.location}: {self.code} {self.severity} {self.message}"
