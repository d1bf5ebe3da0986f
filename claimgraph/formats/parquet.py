"""Parquet: the record as a folder of four typed tables, for DuckDB, polars, pandas and R; and tables of others."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from claimgraph.errors import FormatError
from claimgraph.formats.base import Imported, Losses, Options
from claimgraph.formats.tables.flat import TABLES, Table
from claimgraph.formats.tables.reading import read_table
from claimgraph.formats.tables.rows import Confirm, Row, rows_of_objects
from claimgraph.redaction import Released

_TYPES = {
    "text": pa.string(), "texts": pa.list_(pa.string()), "number": pa.int64(), "flag": pa.bool_(), "day": pa.date32(),
}  # fmt: skip
_BATCH = 10_000


def dumps(name: str, released: Released) -> dict[str, bytes]:  # noqa: ARG001
    """Return the tables as Parquet files by their names; what is packed is confirmed before, text by text.

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
    >>> record = Ledger((Claim("c", "C.", (parse_chain("A <- B [said 2024-05]"),), tags=("x",)),))
    >>> files = dumps("parquet", release(build_graph(record), record))
    >>> list(files)
    ['claims.parquet', 'statements.parquet', 'links.parquet', 'sources.parquet']
    >>> pq.read_table(io.BytesIO(files["links.parquet"])).select(["tags", "floor", "source", "upstream"]).to_pylist()
    [{'tags': ['x'], 'floor': 1, 'source': 'A', 'upstream': 'B'}]
    """
    return {f"{title}.parquet": _packed(table, released) for title, table in TABLES.items()}


def _packed(table: Table, released: Released) -> bytes:
    rows = [{key: _storable(value) for key, value in row.items()} for row in table.rows(released)]
    schema = pa.schema([(column, _TYPES[kind]) for column, kind in table.columns(released).items()])
    packed = pa.Table.from_pylist(rows, schema)
    file = io.BytesIO()
    pq.write_table(packed, file, compression="zstd", store_schema=False)
    return file.getvalue()


def _storable(value: Any) -> Any:
    """Return a value without halves of surrogate pairs, which no UTF-8 holds."""
    if isinstance(value, list):
        return [_storable(one) for one in value]
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def loads(name: str, data: bytes, options: Options) -> Imported:  # noqa: ARG001
    """Return the claims of a table of others, by a mapping of its columns as for `claimgraph.formats.tables`.

    Raises
    ------
    FormatError
        It is no Parquet, the mapping cannot be read, or it speaks of a column that the table does not have.
    """
    return read_table(partial(_rows, data), options)


def _rows(data: bytes, confirm: Confirm, losses: Losses) -> Iterator[Row]:  # noqa: ARG001
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        confirm(file.schema_arrow.names)
        for batch in file.iter_batches(_BATCH):
            yield from rows_of_objects(batch.to_pylist(), confirm)
    except (pa.ArrowException, OSError, ValueError) as error:
        said = " ".join(str(error).split())[:200]
        raise FormatError(f"cannot be read as Parquet ({said}); check that the file is whole") from None
