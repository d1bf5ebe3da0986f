"""Which claims have to do with something, as SQL: `claimgraph.model.Ledger.about`."""

from __future__ import annotations

import sqlite3

from claimgraph.index.schema import DENYING
from claimgraph.model import Topic
from claimgraph.registry import Registry

_JUDGED_TOGETHER = "('same_as', 'contradicts', 'based_on')"

_CONDITIONS: dict[Topic, str] = {
    "names": "c.no IN (SELECT m.claim FROM mentions m JOIN unregistered u ON u.no = m.name)",
    "relations": "c.no IN (SELECT claim FROM relations)",
    "judgements": (
        "(c.verdict IS NOT NULL"
        f" OR c.no IN (SELECT claim FROM relations WHERE kind IN {_JUDGED_TOGETHER})"
        f" OR c.id IN (SELECT target FROM relations WHERE kind IN {_JUDGED_TOGETHER}))"
    ),
    "wordings": "c.wordings",
    "dates": "(c.due IS NOT NULL OR c.review_by IS NOT NULL)",
    "silences": """c.judgements LIKE '%"silence":%'""",
    "bare": "c.chains = '[]'",
    "disputes": (
        f"(c.no IN (SELECT claim FROM statements WHERE role & {DENYING})"
        " OR c.no IN (SELECT claim FROM relations WHERE kind = 'contradicts')"
        " OR c.id IN (SELECT target FROM relations WHERE kind = 'contradicts'))"
    ),
    "propositions": (
        "(c.no IN (SELECT claim FROM relations WHERE kind = 'same_as')"
        " OR c.id IN (SELECT target FROM relations WHERE kind = 'same_as'))"
    ),
}


def condition(connection: sqlite3.Connection, topic: Topic, registry: Registry) -> str:
    """Return the SQL condition on claims ``c`` that picks those that have to do with a topic."""
    if topic == "names":
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS unregistered (no INTEGER PRIMARY KEY)")
        connection.execute("DELETE FROM unregistered")
        spoken = connection.execute("SELECT no, party FROM names WHERE NOT described").fetchall()
        free = ((no,) for no, party in spoken if registry.get(registry.resolve(party)) is None)
        connection.executemany("INSERT INTO unregistered VALUES (?)", free)
    return _CONDITIONS[topic]
