"""Parquet: the record as a folder of four typed tables, for DuckDB, polars, pandas and R; and tables of others."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from claimgraph.delimited import MAX_CELL
from claimgraph.errors import FormatError
from claimgraph.formats.base import Imported, Losses, Options
from claimgraph.formats.tables.cells import MAX_VALUES as MAX_LISTED
from claimgraph.formats.tables.cells import Unusable
from claimgraph.formats.tables.flat import TABLES, Table
from claimgraph.formats.tables.reading import read_table
from claimgraph.formats.tables.rows import Row, Wanted, confirm_rows, rows_of_objects
from claimgraph.redaction import Released

_TYPES = {
    "text": pa.string(), "texts": pa.list_(pa.string()), "number": pa.int64(), "flag": pa.bool_(), "day": pa.date32(),
}  # fmt: skip
_BATCH = 1_000
_MAX_BYTES = 4 * MAX_CELL
_TOLD = 80
MAX_UNPACKED = 80_000_000
"""The most bytes of the columns that are read in a row group, unpacked; reading takes several times as many."""
MAX_VALUES = 20_000_000
"""The most values of these columns."""


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


def _rows(data: bytes, wanted: Wanted, losses: Losses) -> Iterator[Row]:
    wanted.refuse("parquet", "heading", "separator")
    try:
        wanted.confirm(pq.read_schema(io.BytesIO(data)).names)
        file = _opened(data, wanted.columns)
        yield from rows_of_objects(_objects(file, wanted.columns), wanted, losses)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        said = " ".join(str(error).split())[:200]
        raise FormatError(f"cannot be read as Parquet ({said}); check that the file is whole") from None


def _opened(data: bytes, asked: frozenset[str]) -> pq.ParquetFile:
    """Return a file for reading in little memory: a text that stands in it once stays so, however many rows have it.

    Raises
    ------
    FormatError
        It says itself that it holds too much.
    """
    metadata = pq.read_metadata(io.BytesIO(data))
    confirm_rows(metadata.num_rows)
    whole = _columns(metadata.schema.to_arrow_schema(), asked) is None
    leaves = [
        number
        for number in range(metadata.num_columns)
        if whole or metadata.schema.column(number).path.split(".")[0] in asked
    ]
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    columns = [[group.column(number) for number in leaves] for group in groups]
    if any(sum(column.total_uncompressed_size for column in group) > MAX_UNPACKED for group in columns):
        raise FormatError(
            f"the columns of a row group unpack to more than {MAX_UNPACKED // 1_000_000} MB; "
            "split the table, or write it with smaller row groups"
        )
    if sum(column.num_values for group in columns for column in group) > MAX_VALUES:
        raise FormatError(f"the columns hold more than {MAX_VALUES:,} values; split the table")
    found = [metadata.schema.column(number) for number in leaves]
    texts = [one.path for one in found if one.physical_type == "BYTE_ARRAY" and one.logical_type.type in _TEXTS]
    return pq.ParquetFile(io.BytesIO(data), metadata=metadata, read_dictionary=texts)


_TEXTS = frozenset({"STRING", "NONE", "JSON", "ENUM"})


def _columns(schema: pa.Schema, asked: frozenset[str]) -> list[str] | None:
    """Return the columns to read, None for all: a dot in a name would mean a part of a column."""
    return None if any("." in name for name in schema.names) else sorted(asked)


def _objects(file: pq.ParquetFile, asked: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows one by one, of the columns that are asked for."""
    for batch in file.iter_batches(_BATCH, columns=_columns(file.schema_arrow, asked)):
        found = {name: batch.column(batch.schema.get_field_index(name)) for name in sorted(asked)}
        for at in range(batch.num_rows):
            yield {name: _value(values[at]) for name, values in found.items()}


def _value(scalar: pa.Scalar) -> Any:
    """Return a value as Python has it; one that Python cannot hold, or that has parts with names, is no text."""
    if isinstance(scalar, pa.DictionaryScalar):
        scalar = scalar.value
    kind = scalar.type
    if not scalar.is_valid:
        return None
    if isinstance(scalar, pa.BinaryScalar) and scalar.as_buffer().size > _MAX_BYTES:
        return Unusable(bytes(scalar.as_buffer()[:_TOLD]).decode("utf-8", "replace"))
    if _is_list(kind):
        if len(scalar) > MAX_LISTED:
            return Unusable(f"a list of {len(scalar):,} values")
        return [_value(one) for one in scalar]
    if pa.types.is_nested(kind) or pa.types.is_duration(kind):
        return Unusable(f"a value of type {kind}")
    if pa.types.is_temporal(kind) and getattr(kind, "unit", "") == "ns":
        zoned = pa.types.is_timestamp(kind)
        scalar = scalar.cast(pa.timestamp("us", tz=kind.tz) if zoned else pa.time64("us"), safe=False)
    try:
        return scalar.as_py()
    except (OverflowError, ValueError) as error:  # of time, of bytes that are no UTF-8, of zones that nobody knows
        return Unusable(f"{type(error).__name__} in a value of type {kind}")


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind))
