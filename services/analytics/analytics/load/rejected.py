"""Rejected rows as a sheet to mend and to send again."""

import asyncio
from typing import Any

from fastapi import Request
from starlette.responses import Response

from analytics.lake.engine import connected
from analytics.lake.store import Lake
from analytics.load.errors import NothingRejected
from analytics.load.tables import Load
from kit.web import csv_file, translator

MOST = 100_000
"""Rows of one file; a load with more of them is a load of the wrong file."""


async def rejected_file(request: Request, lake: Lake, load: Load) -> Response:
    if not load.rows_rejected:
        raise NothingRejected
    path = await lake.beside(load.dataset_id, f"_rejects/{load.id}.parquet")
    reader = translator(request)
    heading = [reader.t(f"load.rejected.{name}") for name in ("row", "reason", "column", "value", "line")]
    rows = await asyncio.to_thread(_rows, path)
    shown = ((place, reader.t(f"load.reject.{reason}"), *rest) for place, reason, *rest in rows)
    return csv_file(f"rejected-{load.created_at:%Y%m%d-%H%M}.csv", heading, shown)


def _rows(path: str) -> list[tuple[Any, ...]]:
    with connected([path]) as connection:
        asked = 'SELECT place, reason, "column", value, row FROM read_parquet(?) ORDER BY place LIMIT ?'
        return [*connection.execute(asked, [path, MOST]).fetchall()]
