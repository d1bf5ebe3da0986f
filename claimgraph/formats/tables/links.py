"""One row per link of the record, with all that is known of both ends: what a table holds if there is only one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimgraph.analyses.lines import independent_lines
from claimgraph.graph import Graph, claim_nodes, link_between, statement_of
from claimgraph.model import Claim, Statement

COLUMNS = (
    "claim", "text", "tags", "when", "due", "verdict", "floor", "ceiling",
    "source", "source_id", "statement", "kind", "stance", "verb", "date", "url", "archive", "wording", "lang",
    "seen", "withdrawn", "inferred", "because",
    "upstream", "upstream_id", "upstream_statement", "upstream_kind", "upstream_stance", "upstream_verb",
    "upstream_date", "upstream_url", "upstream_wording",
)  # fmt: skip
"""What a row says: the claim with its independent lines, a statement, and what that relies on, if anything."""

_STATEMENT = ("stance", "verb", "date", "url", "archive", "wording", "lang", "seen", "withdrawn")
_UPSTREAM = ("stance", "verb", "date", "url", "wording")


def rows_of(graph: Graph, claim: Claim) -> Iterator[dict[str, Any]]:
    """Yield the rows of a claim, in the order of its chains."""
    lines = independent_lines(graph, claim.id)
    about = {
        "claim": claim.id,
        "text": claim.text,
        "tags": list(claim.tags),
        "when": claim.when,
        "due": claim.due,
        "verdict": claim.verdict.value if claim.verdict else None,
        "floor": lines.floor,
        "ceiling": lines.ceiling,
    }
    for node in claim_nodes(graph, claim.id):
        statement = statement_of(graph, node)
        own = {**about, **_who(statement, ""), **{key: getattr(statement, key) for key in _STATEMENT}}
        upstream = list(graph.predecessors(node))
        for up in upstream:
            other = statement_of(graph, up)
            link = link_between(graph, upstream=up, downstream=node)
            values = {f"upstream_{key}": getattr(other, key) for key in _UPSTREAM}
            yield {**own, "inferred": link.inferred, "because": link.because, **_who(other, "upstream"), **values}
        if not upstream and not graph.out_degree(node):
            yield {column: own.get(column) for column in COLUMNS}


def _who(statement: Statement, prefix: str) -> dict[str, Any]:
    name = None if statement.kind == "missing" else statement.name
    values = {"id": statement.source, "statement": statement.key, "kind": statement.kind}
    if prefix:
        return {prefix: name, **{f"{prefix}_{key}": value for key, value in values.items()}}
    return {"source": name, "source_id": values.pop("id"), **values}
