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
from claimgraph.formats.tables.rows import Confirm, Row, Unusable, confirm_once, confirm_unpacked, rows_of_objects
from claimgraph.redaction import Released

_TYPES = {
    "text": pa.string(), "texts": pa.list_(pa.string()), "number": pa.int64(), "flag": pa.bool_(), "day": pa.date32(),
}  # fmt: skip
_BATCH = 1_000


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


def _rows(data: bytes, confirm: Confirm, losses: Losses) -> Iterator[Row]:
    try:
        schema = pq.read_schema(io.BytesIO(data))
        heading = schema.names
        asked = confirm(heading)
        confirm_once(heading, asked)
        # Texts that stand in a file once stay so in memory, however many rows have them.
        texts = [field.name for field in schema if field.name in asked and pa.types.is_string(field.type)]
        file = pq.ParquetFile(io.BytesIO(data), read_dictionary=texts)
        groups = (file.metadata.row_group(number) for number in range(file.metadata.num_row_groups))
        confirm_unpacked(sum(group.total_byte_size for group in groups))
        yield from rows_of_objects(_objects(file, asked), confirm, losses)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        said = " ".join(str(error).split())[:200]
        raise FormatError(f"cannot be read as Parquet ({said}); check that the file is whole") from None


def _objects(file: pq.ParquetFile, asked: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows one by one, of the columns that are asked for."""
    columns = sorted(asked) if not any("." in name for name in file.schema_arrow.names) else None  # a dot means a part
    for batch in file.iter_batches(_BATCH, columns=columns):
        found = {name: batch.column(batch.schema.get_field_index(name)) for name in sorted(asked)}
        for at in range(batch.num_rows):
            yield {name: _value(values[at]) for name, values in found.items()}


def _value(scalar: pa.Scalar) -> Any:
    """Return a value as Python has it; one that Python cannot hold is no text."""
    if pa.types.is_map(scalar.type) or pa.types.is_duration(scalar.type):
        return Unusable(repr(scalar)) if scalar.is_valid else None
    if pa.types.is_temporal(scalar.type) and getattr(scalar.type, "unit", "") == "ns":
        zoned = pa.types.is_timestamp(scalar.type)
        scalar = scalar.cast(pa.timestamp("us", tz=scalar.type.tz) if zoned else pa.time64("us"), safe=False)
    try:
        return scalar.as_py()
    except (OverflowError, ValueError) as error:  # of time, of bytes that are no UTF-8, of zones that nobody knows
        return Unusable(f"{type(error).__name__} in a value of type {scalar.type}")
