"""Tables: a row per link of the record; and tables of others, read by a mapping of their columns.

Written: CSV and TSV with a heading (RFC 4180), and JSON Lines. No cell of the first two can be taken for a formula.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from claimgraph.analyses.lines import independent_lines
from claimgraph.errors import STAMP
from claimgraph.formats.base import Imported, Options
from claimgraph.graph import Graph, claim_nodes, link_between, statement_of
from claimgraph.harmless import spreadsheet_cell
from claimgraph.model import Claim, Statement
from claimgraph.redaction import Released

COLUMNS = (
    "claim", "text", "tags", "when", "due", "verdict", "floor", "ceiling",
    "source", "source_id", "kind", "stance", "verb", "date", "url", "archive", "wording", "lang", "seen", "withdrawn",
    "inferred", "because",
    "upstream", "upstream_id", "upstream_kind", "upstream_stance", "upstream_verb", "upstream_date", "upstream_url",
    "upstream_wording",
)  # fmt: skip
"""What a row says: the claim with its independent lines, a statement, and what that relies on, if anything."""

_STATEMENT = ("stance", "verb", "date", "url", "archive", "wording", "lang", "seen", "withdrawn")
_UPSTREAM = ("stance", "verb", "date", "url", "wording")


def dumps(name: str, released: Released) -> str:
    """Return a row per link of what may leave, and one per statement that relies on nobody and nobody relies on.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Ledger
    >>> from claimgraph.notation import parse_chain
    >>> from claimgraph.redaction import release
    >>> record = Ledger((Claim("c", "C.", (parse_chain("A <- B [said 2024-05-01]"),)),))
    >>> print(dumps("csv", release(build_graph(record), record)).splitlines()[1])
    c,C.,,,,,1,1,A,a,named,relays,,,,,,,yes,,,,B,b,named,asserts,said,2024-05-01,,
    """
    rows = [row for claim in released.claims.values() for row in rows_of(released.graph, claim)]
    columns: tuple[str, ...] = COLUMNS
    if released.internal:
        columns = (*COLUMNS, "internal")
        rows = [{**row, "internal": STAMP} for row in rows]
    if name == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    table = io.StringIO()
    writer = csv.writer(table, dialect="excel-tab" if name == "tsv" else "excel", lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return table.getvalue()


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
    names = ("upstream", "upstream_id", "upstream_kind") if prefix else ("source", "source_id", "kind")
    name = None if statement.kind == "missing" else statement.name
    return dict(zip(names, (name, statement.source, statement.kind), strict=True))


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return spreadsheet_cell(value)


def loads(name: str, data: bytes, options: Options) -> Imported:
    """Return the claims of a table of others, by a mapping of its columns: see `claimgraph.formats.reading_tables`."""
    from claimgraph.formats.reading_tables import read_table

    return read_table(name, data, options)
