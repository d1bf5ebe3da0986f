"""Statements, and places in files, as JSON values: apart from what asks the analyses, since a trace needs no more."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from claimgraph.model import Location, Statement

NOT_SHOWN = frozenset({"location", "places", "claim"})
"""Fields that say where something is written, or what goes without saying."""


def location_json(location: Location | None) -> dict[str, Any] | None:
    """Return a place in a file."""
    return {"path": location.path, "line": location.line, "column": location.column} if location else None


def statement_json(statement: Statement) -> dict[str, Any]:
    """Return a statement with all its fields; ``statement`` is its name in the record."""
    values = {f.name: getattr(statement, f.name) for f in fields(statement) if f.name not in NOT_SHOWN}
    return {"statement": statement.node, **values, "location": location_json(statement.location)}
