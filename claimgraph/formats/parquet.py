"""One Parquet file with a typed row per link: the columns of `tables`, for DuckDB, polars, pandas and R."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from claimgraph.errors import STAMP
from claimgraph.formats.tables import COLUMNS, rows_of
from claimgraph.redaction import Released

_TYPES = {
    "tags": pa.list_(pa.string()), "floor": pa.int64(), "ceiling": pa.int64(),
    "seen": pa.bool_(), "withdrawn": pa.bool_(), "inferred": pa.bool_(),
}  # fmt: skip
SCHEMA = pa.schema([(column, _TYPES.get(column, pa.string())) for column in COLUMNS])
"""The type of every column; dates are texts, since an EDTF date need not be a day."""


def dumps(name: str, released: Released) -> bytes:  # noqa: ARG001
    """Return the table as the bytes of a Parquet file; what is packed is confirmed before, text by text.

    Raises
    ------
    ProtectionError
        A text names a protected source.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> from claimgraph.redaction import release
    >>> record = Ledger((Claim("c", "C.", (parse_chain("A <- B"),), tags=("x",)),))
    >>> data = dumps("parquet", release(build_graph(record), record))
    >>> pq.read_table(io.BytesIO(data)).select(["tags", "floor", "source", "upstream"]).to_pylist()
    [{'tags': ['x'], 'floor': 1, 'source': 'A', 'upstream': 'B'}]
    """
    claims = [released.claims[claim_id] for claim_id in sorted(released.claims)]
    rows = [row for claim in claims for row in rows_of(released.graph, claim)]
    for row in rows:
        released.confirm(*_texts(row.values()))
    table = pa.Table.from_pylist([{key: _storable(value) for key, value in row.items()} for row in rows], SCHEMA)
    if released.internal:
        table = table.replace_schema_metadata({"stamp": STAMP})
    packed = io.BytesIO()
    pq.write_table(table, packed, compression="zstd")
    return packed.getvalue()


def _texts(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from _texts(value)


def _storable(value: Any) -> Any:
    """Return a value without halves of surrogate pairs, which no UTF-8 holds."""
    if isinstance(value, list):
        return [_storable(one) for one in value]
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
