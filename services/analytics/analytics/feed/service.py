"""Events go into the lake in batches. A batch is named first, then committed under that name, then forgotten here: one
that was interrupted is taken up again, and the commit that is there already is not made twice.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from fastapi import FastAPI
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.dataset.kinds import ColumnKind
from analytics.dataset.queries import columns_of, find_fed_dataset
from analytics.dataset.tables import Dataset, DatasetColumn
from analytics.feed.shape import code_of, columns_of_event
from analytics.feed.tables import FeedEvent
from analytics.feed.words import leave_words
from analytics.feed.writing import write
from analytics.lake.store import Lake
from analytics.load.service import new_load
from kit.events import PUBLISHED
from kit.jobs import every
from kit.text import fold, sort_key

MOST = 5000
WHO = "bus"


@every(timedelta(seconds=20), name="feed-events")
async def feed(_: AsyncSession, app: FastAPI) -> None:
    async with app.state.database.session() as session:
        topics = (await session.scalars(select(FeedEvent.topic).distinct())).all()
    for topic in topics:
        await _flush(app, topic)
    await leave_words(app)


async def _flush(app: FastAPI, topic: str) -> None:
    columns = columns_of_event(PUBLISHED[topic])
    dataset_id, batch, events = await _claim(app, topic, columns)
    lake: Lake = app.state.lake
    async with lake.writing(dataset_id) as folder:
        part = await asyncio.to_thread(write, events, columns, folder, str(batch))
    version = await lake.publish(dataset_id, [part], columns, "append", batch)
    now = app.state.clock()
    async with app.state.database.session() as session:
        load = new_load(dataset_id, "event", topic, WHO, now)
        load.id, load.state, load.percent, load.snapshot, load.finished_at = batch, "done", 100, version, now
        load.rows_read = load.rows_taken = part.rows
        seen = {"snapshot": version, "rows": Dataset.rows + part.rows, "bytes": Dataset.bytes + part.size}
        row = await session.execute(
            update(Dataset).where(Dataset.id == dataset_id).values(**seen, loaded_at=now).returning(Dataset.rows)
        )
        load.bytes, load.total_rows = part.size, row.scalar_one()
        session.add(load)
        await session.execute(delete(FeedEvent).where(FeedEvent.batch == batch))


async def _claim(app: FastAPI, topic: str, columns: dict[str, ColumnKind]) -> tuple[UUID, UUID, Sequence[FeedEvent]]:
    """The batch that was interrupted, or a new one."""
    async with app.state.database.session() as session:
        dataset = await find_fed_dataset(session, code_of(topic)) or await _begin(app, session, topic)
        await _keep_columns(session, dataset, columns)
        batch: UUID | None = await session.scalar(
            select(FeedEvent.batch).where(FeedEvent.topic == topic, FeedEvent.batch.is_not(None)).limit(1)
        )
        if batch is None:
            batch = uuid4()
            free = select(FeedEvent.event_id).where(FeedEvent.topic == topic).order_by(FeedEvent.event_id).limit(MOST)
            named = update(FeedEvent).where(FeedEvent.event_id.in_(free.scalar_subquery()))
            await session.execute(named.values(batch=batch))
        mine = select(FeedEvent).where(FeedEvent.batch == batch).order_by(FeedEvent.event_id)
        return dataset.id, batch, (await session.scalars(mine)).all()


async def _begin(app: FastAPI, session: AsyncSession, topic: str) -> Dataset:
    name, now = f"Sự kiện {topic}", app.state.clock()
    dataset = Dataset(
        code=code_of(topic),
        name=name,
        folded=fold(f"{name} {code_of(topic)} su kien event"),
        sort_key=sort_key(name),
        description=(PUBLISHED[topic].__doc__ or "").strip(),
        owner=app.state.settings.events_agency,
        tags=["sự kiện", topic.partition(".")[0]],
        licence="",
        refresh="never",
        visibility="agency",
        key_columns=[],
        retention_days=30,
        source="event",
        rows=0,
        bytes=0,
        loaded_at=now,
        created_at=now,
        created_by=WHO,
        wordless=True,
    )
    session.add(dataset)
    await session.flush()
    return dataset


async def _keep_columns(session: AsyncSession, dataset: Dataset, columns: dict[str, ColumnKind]) -> None:
    known = {one.name for one in await columns_of(session, dataset.id)}
    for place, (name, kind) in enumerate(columns.items()):
        if name not in known:
            column = DatasetColumn(dataset_id=dataset.id, name=name, title=name, position=place, kind=kind)
            column.description, column.tag, column.tag_state, column.tagged_by = "", "", "none", ""
            session.add(column)
    await session.flush()
