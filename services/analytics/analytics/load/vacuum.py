"""Past snapshots go when their time is over; with them what loads that broke off left behind."""

from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.dataset.tables import Dataset
from analytics.lake.store import Lake
from analytics.load.tables import Load
from kit.jobs import every

LEFTOVERS = timedelta(hours=24)
"""Younger files may belong to a load that is not committed yet."""


@every(timedelta(hours=12), name="vacuum-lake")
async def vacuum_lake(session: AsyncSession, app: FastAPI) -> None:
    """The files of datasets that are gone go too."""
    lake: Lake = app.state.lake
    datasets = (await session.scalars(select(Dataset))).all()
    for dataset in datasets:
        await _forget_old(session, app, dataset)
        await lake.vacuum(dataset.id, await _kept(session, dataset), int(LEFTOVERS.total_seconds() // 3600))
    await lake.remove_others({dataset.id for dataset in datasets}, LEFTOVERS)


async def _forget_old(session: AsyncSession, app: FastAPI, dataset: Dataset) -> None:
    """First nobody may ask for it any more, then its files go."""
    before = app.state.clock() - timedelta(days=dataset.retention_days)
    old = Load.dataset_id == dataset.id, Load.created_at < before, Load.snapshot != dataset.snapshot
    await session.execute(update(Load).where(*old).values(snapshot=None))


async def _kept(session: AsyncSession, dataset: Dataset) -> list[int]:
    kept = select(Load.snapshot).where(Load.dataset_id == dataset.id, Load.snapshot.is_not(None))
    return [one for one in (await session.scalars(kept)).all() if one is not None]
