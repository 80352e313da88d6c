"""The answer of a query as a file to save."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from typing import IO

from fastapi import FastAPI
from starlette.responses import Response, StreamingResponse

from analytics.workspace.service import Wanted, run_to_file
from kit.auth import Caller
from kit.files.naming import disposition

TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
IN_MEMORY = 8 << 20
PART = 1 << 18


async def file_of(app: FastAPI, caller: Caller, wanted: Wanted, name: str) -> Response:
    """It is there as a whole before the first of it is sent."""
    place: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when it was sent
    try:
        begin = await run_to_file(app, caller, wanted, place)
    except BaseException:
        place.close()
        raise
    headers = {
        "Content-Disposition": disposition("attachment", f"{name}.{wanted.form}"),
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(_parts(place, begin), media_type=TYPES[wanted.form], headers=headers)


async def _parts(place: IO[bytes], begin: int) -> AsyncIterator[bytes]:
    with place:
        place.seek(begin)
        while part := await asyncio.to_thread(place.read, PART):
            yield part
