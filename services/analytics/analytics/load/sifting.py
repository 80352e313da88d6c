"""One reading of a file: each value of it is made once, rows that can be taken go into one Parquet file, the others,
with why, into another. Both are written as they come, so that memory does not grow with the file.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import compute, parquet

from analytics.load.conversion import Target, can_be_wrong, is_no_value, value_of
from analytics.load.source import Source

ROWS_AT_ONCE = 122_880
FEWEST_ROWS = 2048
BYTES_AT_ONCE = 48 << 20
LONGEST_ROW, LONGEST_VALUE = 2000, 200
"""Characters that are kept of a row that cannot be taken, and of its cell."""
BUFFER = "SET streaming_buffer_size = '32MB'"
WRONG = pa.schema(
    [("place", pa.int64()), *((name, pa.string()) for name in ("reason", "column", "value", "row"))],
)
Heard = Callable[[int], None]


class GuessedWrong(Exception):
    """A column holds too much of something else to be what its first rows promised."""


@dataclass(slots=True)
class Sifted:
    """`wrong`: by the name of a column; a row may be wrong in several."""

    taken: int = 0
    set_aside: int = 0
    wrong: dict[str, int] = field(default_factory=dict)


def sift(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    targets: Sequence[Target],
    places: tuple[Path, Path],
    *,
    most: float | None = None,
    heard: Heard = lambda _: None,
) -> Sifted:
    """`places`: for the rows that can be taken and those that cannot. `most`: cells of one column that may be wrong;
    `heard` is told how many rows were read.
    """
    checks = _checks(source, targets)
    connection.execute(BUFFER)
    reader = connection.sql(reading(source, targets)).to_arrow_reader(_rows_at_once(source, len(targets)))
    schema = pa.schema([reader.schema.field(place).with_name(one.name) for place, one in enumerate(targets)])
    found = Sifted()
    try:
        with ExitStack() as stack:
            good = stack.enter_context(parquet.ParquetWriter(places[0], schema, compression="zstd", store_schema=False))
            bad = stack.enter_context(parquet.ParquetWriter(places[1], WRONG))
            for batch in reader:
                rows = _set_aside(batch, checks, source, found, bad)
                good.write_batch(pa.RecordBatch.from_arrays(rows.columns[: len(targets)], schema=schema))
                found.taken += len(rows)
                if most is not None and max(found.wrong.values(), default=0) > most:
                    raise GuessedWrong
                heard(found.taken + found.set_aside)
    finally:
        reader.close()
    return found


def _checks(source: Source, targets: Sequence[Target]) -> list[Target]:
    """What can be wrong: some columns, and of JSON also the row itself."""
    return [*([Target("", "", "", "text")] if source.kind == "json" else []), *filter(can_be_wrong, targets)]


def reading(source: Source, targets: Sequence[Target]) -> str:
    """The values, then which of them are wrong (NULL: none is), the first wrong cell and the whole row. Each step reads
    what the one before it made, so DuckDB reckons nothing twice.
    """
    at = [replace(one, source=f"s{place}" if one.source else "") for place, one in enumerate(targets)]
    cells = [f"{one.source} AS s{place}" for place, one in enumerate(targets) if one.source]
    values = [f"{value_of(one)} AS v{place}" for place, one in enumerate(at)]
    asked = [place for place, one in enumerate(targets) if can_be_wrong(one)]
    wrong = [f"{is_no_value(at[place], f'v{place}')} AS w{place}" for place in asked]
    flags, relation, whole = [f"w{place}" for place in asked], source.relation, ""
    if source.kind == "json":
        flags, relation, whole = ["line IS NULL", *flags], _objects(relation), "raw"
        cells += ["line", "raw"]
    elif flags:
        held = {one.source: f"s{place}" for place, one in enumerate(targets)}
        whole = f"concat_ws('; ', {', '.join(held[name] for name, _ in source.columns)})"
    steps = [cells or ["1"], ["*", *values], ["*", *wrong]]
    last = [*(f"v{place}" for place in range(len(targets))), *_told(flags, asked, whole)]
    for step in [*steps, last]:
        relation = f"(SELECT {', '.join(step)} FROM {relation})"  # noqa: S608 - expressions of our own
    return relation[1:-1]


def _told(flags: Sequence[str], asked: Sequence[int], whole: str) -> list[str]:
    if not flags:
        return ["NULL::BOOLEAN[]", "NULL::VARCHAR", "NULL::VARCHAR"]
    first = " ".join(f"WHEN w{place} THEN s{place}" for place in asked)
    cell = f"left(CASE {first} END, {LONGEST_VALUE})" if asked else "''"
    is_bad = f"CASE WHEN {' OR '.join(flags)} THEN"
    return [f"{is_bad} [{', '.join(flags)}] END", f"{is_bad} {cell} END", f"{is_bad} left({whole}, {LONGEST_ROW}) END"]


def _objects(relation: str) -> str:
    """`line` is NULL where a line is no object."""
    is_object = "CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' END"
    return f"(SELECT line AS raw, CASE WHEN {is_object} THEN line END AS line FROM {relation})"  # noqa: S608


def _set_aside(batch: Any, checks: Sequence[Target], source: Source, found: Sifted, bad: parquet.ParquetWriter) -> Any:
    """The rows of the batch that can be taken."""
    flags, value, row = batch.columns[-3:]
    if flags.null_count == len(batch):
        return batch
    before = found.taken + found.set_aside + source.skipped + 1
    is_bad = compute.is_valid(flags)
    places = compute.indices_nonzero(is_bad)
    matrix = flags.take(places).flatten().to_numpy(zero_copy_only=False).reshape(len(places), len(checks))
    for one, many in zip(checks, matrix.sum(axis=0), strict=True):
        if one.name:
            found.wrong[one.name] = found.wrong.get(one.name, 0) + int(many)
    first = [checks[place].name for place in matrix.argmax(axis=1)]
    told = [
        compute.add(compute.cast(places, pa.int64()), before),
        pa.array(["value" if name else "json" for name in first]),
        pa.array(first),
        compute.fill_null(value.take(places), ""),
        row.take(places),
    ]
    bad.write_batch(pa.RecordBatch.from_arrays(told, schema=WRONG))
    found.set_aside += len(places)
    return batch.filter(compute.invert(is_bad))


def _rows_at_once(source: Source, columns: int) -> int:
    """So many that they fit in memory however long they are."""
    row = max(source.bytes // max(source.lines, 1), columns * 16, 1)
    return min(max(BYTES_AT_ONCE // row, FEWEST_ROWS), ROWS_AT_ONCE)
