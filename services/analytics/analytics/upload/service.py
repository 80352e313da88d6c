"""Pieces of about eight MiB are kept one by one, and told to the database one by one: after a broken line, or a process
that ended, whoever sends asks how far it is and goes on from there.
"""

from collections.abc import AsyncIterable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import ClientDisconnect

from analytics.dataset.queries import get_loadable_dataset
from analytics.upload.errors import OffsetWrong, UploadEmpty, UploadsOpen, UploadTooLarge
from analytics.upload.pieces import PIECE, Pieces
from analytics.upload.queries import count_open, get_upload
from analytics.upload.schemas import MOST_BYTES, UploadCreate
from analytics.upload.tables import Upload
from kit.auth import Caller
from kit.db import Database
from kit.jobs import every

MOST_OPEN = 10
KEPT = timedelta(days=2)
"""How long one that nobody goes on with waits."""


async def begin(session: AsyncSession, caller: Caller, dataset_id: UUID, data: UploadCreate, now: datetime) -> Upload:
    await get_loadable_dataset(session, caller, dataset_id)
    if data.size > MOST_BYTES:
        raise UploadTooLarge(gib=MOST_BYTES >> 30)
    if not data.size:
        raise UploadEmpty
    if await count_open(session, caller) >= MOST_OPEN:
        raise UploadsOpen(most=MOST_OPEN)
    upload = Upload(
        dataset_id=dataset_id,
        name=data.name,
        size=data.size,
        received=0,
        subject=caller.subject,
        created_at=now,
        touched_at=now,
    )
    session.add(upload)
    await session.flush()
    return upload


async def receive(
    database: Database, pieces: Pieces, upload: Upload, offset: int, body: AsyncIterable[bytes], now: datetime
) -> int:
    """How many bytes there are now. No transaction is open while the line is waited for."""
    if offset != upload.received:
        raise OffsetWrong(received=upload.received)
    held, at = bytearray(), offset
    with suppress(ClientDisconnect):
        async for chunk in body:
            held += chunk
            if at + len(held) > upload.size:
                raise UploadTooLarge(gib=MOST_BYTES >> 30)
            if len(held) >= PIECE:
                at = await _keep(database, pieces, upload.id, at, bytes(held), now)
                held.clear()
    return await _keep(database, pieces, upload.id, at, bytes(held), now) if held else at


async def _keep(database: Database, pieces: Pieces, upload_id: UUID, at: int, content: bytes, now: datetime) -> int:
    """Of two senders at the same place one is told to ask anew."""
    await pieces.put(upload_id, at, content)
    async with database.session() as session:
        further = update(Upload).where(Upload.id == upload_id, Upload.received == at)
        moved = await session.execute(
            further.values(received=at + len(content), touched_at=now).returning(Upload.received)
        )
        if moved.first() is None:
            raise OffsetWrong(received=await session.scalar(select(Upload.received).where(Upload.id == upload_id)))
    return at + len(content)


async def drop(session: AsyncSession, caller: Caller, pieces: Pieces, dataset_id: UUID, upload_id: UUID) -> None:
    upload = await get_upload(session, caller, dataset_id, upload_id)
    await session.delete(upload)
    await session.flush()
    await pieces.remove(upload.id)


@every(timedelta(hours=1), name="sweep-uploads")
async def sweep_uploads(session: AsyncSession, app: FastAPI) -> None:
    """Those nobody goes on with, and those that were loaded."""
    old = select(Upload.id).where(Upload.touched_at < app.state.clock() - KEPT).limit(100)
    for upload_id in (await session.scalars(old)).all():
        await session.execute(delete(Upload).where(Upload.id == upload_id))
        await Pieces(app.state.settings.files_url).remove(upload_id)
