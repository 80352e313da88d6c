"""The child whose answer is a Parquet file: python -I -m analytics.workspace.parquet.

By itself, since what writes them takes half a second to load.
"""

import io
from typing import Any, BinaryIO

import duckdb  # whole: it gives readers of Arrow
import pyarrow.parquet

from analytics.workspace import child, rendering

ROWS = 50_000
"""Held at a time beside the file."""


def write(connection: duckdb.DuckDBPyConnection, columns: list[Any], asked: dict[str, Any], out: BinaryIO) -> None:
    del columns
    content, left = io.BytesIO(), int(asked["most"])
    reader: Any = connection.to_arrow_reader(ROWS)
    with pyarrow.parquet.ParquetWriter(content, reader.schema) as writer:
        for batch in reader:
            left -= batch.num_rows
            if left < 0:
                raise rendering.TooMuch
            if asked["limited"]:
                _expect_fitting(batch)
            writer.write_batch(batch)
    rendering.head(out)
    out.write(content.getvalue())


def _expect_fitting(batch: Any) -> None:
    for column in batch.columns:
        if pyarrow.types.is_primitive(column.type):
            continue
        for first in range(0, len(column), rendering.AT_ONCE):
            rendering.fitting(column.slice(first, rendering.AT_ONCE).to_pylist())


if __name__ == "__main__":
    rendering.FORMS["parquet"] = write
    child.main()
