"""The first rows of a dataset on a page, and all its reader may have as a file."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from analytics.dataset.queries import get_dataset
from analytics.lake.store import OpenLake
from analytics.mask.api import Reader, RowsWanted
from analytics.mask.asking import blocks_of, rows_of
from analytics.mask.schemas import View
from analytics.mask.view import masked_view
from kit.db import Session
from kit.web import csv_list, render

router = APIRouter(prefix="/analytics/datasets/{dataset_id:uuid}", tags=["mask-page"], include_in_schema=False)


@router.get("/rows")
async def show(
    request: Request,
    dataset_id: UUID,
    wanted: Annotated[RowsWanted, Query()],
    session: Session,
    lake: OpenLake,
    caller: Reader,
) -> Response:
    dataset = await get_dataset(session, caller, dataset_id)
    seen = await masked_view(session, lake, caller, dataset_id)
    rows = await rows_of(seen, wanted.limit, wanted.sort, wanted.offset)
    return render(request, "mask/rows.html", block="rows", dataset=dataset, seen=seen, rows=rows)


@router.get("/rows.csv")
async def export(request: Request, dataset_id: UUID, lake: OpenLake, caller: Reader) -> Response:
    """Sent while it is read; no transaction waits for a slow line."""
    async with request.app.state.database.session() as session:
        seen = await masked_view(session, lake, caller, dataset_id)
    return await csv_list(f"{seen.code}.csv", [one.title for one in seen.columns], _sent(seen))


async def _sent(seen: View) -> AsyncIterator[tuple[Any, ...]]:
    blocks = blocks_of(seen)
    while (block := await asyncio.to_thread(next, blocks, None)) is not None:
        for row in block:
            yield row
