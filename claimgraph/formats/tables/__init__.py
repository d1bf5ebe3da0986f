"""Tables: a row per link of the record; and tables of others, read by a mapping of their columns.

Written: CSV and TSV with a heading (RFC 4180), and JSON Lines. No cell of the first two can be taken for a formula.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from claimgraph.delimited import to_csv
from claimgraph.errors import STAMP
from claimgraph.formats.base import Imported, Options
from claimgraph.formats.tables.links import COLUMNS, rows_of
from claimgraph.formats.tables.reading import read_table
from claimgraph.formats.tables.rows import rows_of_text
from claimgraph.harmless import spreadsheet_cell
from claimgraph.redaction import Released


def dumps(name: str, released: Released) -> str:
    """Return a row per link of what may leave, and one per statement that relies on nobody and nobody relies on.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> from claimgraph.redaction import release
    >>> record = Ledger((Claim("c", "C.", (parse_chain("A <- B [said 2024-05-01]"),)),))
    >>> print(dumps("csv", release(build_graph(record), record)).splitlines()[1])
    c,C.,,,,,1,1,A,a,a,named,relays,,,,,,,yes,,,,B,b,b@2024-05-01,named,asserts,said,2024-05-01,,
    """
    rows = [row for claim in released.claims.values() for row in rows_of(released.graph, claim)]
    columns: tuple[str, ...] = COLUMNS
    if released.internal:
        columns = (*COLUMNS, "internal")
        rows = [{**row, "internal": STAMP} for row in rows]
    if name == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    lines = ([_cell(row[column]) for column in columns] for row in rows)
    return to_csv([columns, *lines], "\t" if name == "tsv" else ",")


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return spreadsheet_cell(value)


def loads(name: str, data: bytes, options: Options) -> Imported:
    r"""Return the claims of a table of others, by a mapping of its columns.

    Raises
    ------
    FormatError
        The table or the mapping cannot be read, or speaks of a column that the table does not have.

    Examples
    --------
    >>> table = b"day,paper,from\n2024-05-01,Kataeb;Blog,SOHR\n"
    >>> chain = "{paper} [date={day}] <- {from}"
    >>> options = {"text": "Rain fell on {day}.", "chain": chain, "map": "separators: {paper: ;}"}
    >>> str(loads("csv", table, options).claims[0].chains[0])
    '(Kataeb [2024-05-01] + Blog [2024-05-01]) <- SOHR'
    """
    return read_table(partial(rows_of_text, name, data), options)


__all__ = ["COLUMNS", "dumps", "loads", "rows_of"]
