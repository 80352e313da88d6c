"""What governance tells of the work a petition became."""

from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.petition.following import follow
from kit.consumer import Consumer, Received
from kit.contracts.governance import TaskChanged, TaskOpened

consumer = Consumer("assistant-citizen")


@consumer.on(TaskOpened)
async def begun(session: AsyncSession, events: list[Received[TaskOpened]]) -> None:
    await follow(session, events)


@consumer.on(TaskChanged)
async def changed(session: AsyncSession, events: list[Received[TaskChanged]]) -> None:
    await follow(session, events)
