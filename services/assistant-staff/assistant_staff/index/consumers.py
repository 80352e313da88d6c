"""What governance and meetings tell of: it is fetched anew, or taken away."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.index.service import Told, hear
from kit.consumer import Consumer, Received
from kit.contracts.governance import (
    DocumentAssigned,
    DocumentCancelled,
    DocumentChanged,
    DocumentRegistered,
    DocumentSettled,
    TaskChanged,
    TaskOpened,
)
from kit.contracts.meetings import MinutesMoved, MinutesPublished

consumer = Consumer("assistant-staff")
SHOWN = frozenset({"published", "withdrawn"})


@consumer.on(DocumentRegistered)
async def registered(session: AsyncSession, events: list[Received[DocumentRegistered]]) -> None:
    await _documents(session, events)


@consumer.on(DocumentAssigned)
async def assigned(session: AsyncSession, events: list[Received[DocumentAssigned]]) -> None:
    await _documents(session, events)


@consumer.on(DocumentChanged)
async def corrected(session: AsyncSession, events: list[Received[DocumentChanged]]) -> None:
    await _documents(session, events)


@consumer.on(DocumentSettled)
async def settled(session: AsyncSession, events: list[Received[DocumentSettled]]) -> None:
    await _documents(session, events)


@consumer.on(DocumentCancelled)
async def cancelled(session: AsyncSession, events: list[Received[DocumentCancelled]]) -> None:
    await hear(session, [Told("document", one.event.document_id, one.version, gone=True) for one in events], _now())


@consumer.on(TaskOpened)
async def opened(session: AsyncSession, events: list[Received[TaskOpened]]) -> None:
    await _tasks(session, events)


@consumer.on(TaskChanged)
async def changed(session: AsyncSession, events: list[Received[TaskChanged]]) -> None:
    await _tasks(session, events)


@consumer.on(MinutesPublished)
async def published(session: AsyncSession, events: list[Received[MinutesPublished]]) -> None:
    await hear(session, [Told("minutes", one.event.minutes_id, one.version) for one in events], _now())


@consumer.on(MinutesMoved)
async def moved(session: AsyncSession, events: list[Received[MinutesMoved]]) -> None:
    told = [one for one in events if one.event.step in SHOWN]
    gone = "withdrawn"
    await hear(
        session,
        [Told("minutes", one.event.minutes_id, one.version, gone=one.event.step == gone) for one in told],
        _now(),
    )


async def _documents(session: AsyncSession, events: Sequence[Received[Any]]) -> None:
    await hear(session, [Told("document", one.event.document_id, one.version) for one in events], _now())


async def _tasks(session: AsyncSession, events: Sequence[Received[Any]]) -> None:
    told = [Told("task", one.event.task_id, one.version, gone=one.event.state == "cancelled") for one in events]
    await hear(session, told, _now())


def _now() -> datetime:
    return datetime.now(UTC)
