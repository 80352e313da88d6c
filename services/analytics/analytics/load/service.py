"""A load is put in line, and runs in the background (running.py)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.dataset.queries import get_loadable_dataset
from analytics.dataset.tables import Dataset
from analytics.lake.store import Lake
from analytics.load.errors import DatasetBusy, KeyNotSet, LoadsWaiting
from analytics.load.queries import check_snapshot, count_waiting
from analytics.load.schemas import LoadCreate
from analytics.load.tables import Load
from analytics.upload.errors import UploadNotWhole
from analytics.upload.queries import get_upload
from kit.auth import Caller

MOST_WAITING = 5


async def put_in_line(session: AsyncSession, caller: Caller, dataset_id: UUID, data: LoadCreate, now: datetime) -> Load:
    dataset = await get_loadable_dataset(session, caller, dataset_id)
    upload = await get_upload(session, caller, dataset_id, data.upload_id)
    if upload.received < upload.size:
        raise UploadNotWhole(received=upload.received, size=upload.size)
    if data.mode == "upsert" and not dataset.key_columns:
        raise KeyNotSet
    if await count_waiting(session, dataset_id) >= MOST_WAITING:
        raise LoadsWaiting(most=MOST_WAITING)
    load = new_load(dataset_id, data.mode, upload.name, caller.name or caller.username, now)
    load.upload_id = upload.id
    session.add(load)
    await session.flush()
    return load


async def restore(
    session: AsyncSession, lake: Lake, caller: Caller, dataset_id: UUID, snapshot: int, now: datetime
) -> Load:
    """What was seen at that snapshot is seen again, as a new one."""
    dataset = await get_loadable_dataset(session, caller, dataset_id)
    past = await check_snapshot(session, dataset_id, snapshot)
    if await count_waiting(session, dataset_id):
        raise DatasetBusy
    load = new_load(dataset_id, "restore", past.file_name, caller.name or caller.username, now)
    session.add(load)
    await session.flush()
    load.snapshot = await lake.restore(dataset_id, snapshot, load.id)
    load.state, load.percent, load.finished_at = "done", 100, now
    load.facts, load.total_rows = past.facts, past.total_rows
    values = {"snapshot": load.snapshot, "rows": past.total_rows, "loaded_at": now}
    await session.execute(update(Dataset).where(Dataset.id == dataset.id).values(values))
    return load


def new_load(dataset_id: UUID, mode: str, file_name: str, who: str, now: datetime) -> Load:
    return Load(
        dataset_id=dataset_id,
        file_name=file_name,
        mode=mode,
        state="waiting",
        percent=0,
        tries=0,
        facts={},
        reason="",
        reason_params={},
        rows_read=0,
        rows_taken=0,
        rows_rejected=0,
        total_rows=0,
        bytes=0,
        created_at=now,
        created_by=who,
    )
