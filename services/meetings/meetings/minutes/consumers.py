"""What governance tells of the tasks that action items became."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kit.consumer import Consumer, Received, project
from kit.contracts.governance import TaskChanged, TaskOpened
from meetings.minutes.tables import ActionTask

consumer = Consumer("meetings")
Told = Received[TaskOpened] | Received[TaskChanged]


@consumer.on(TaskOpened)
async def opened(session: AsyncSession, events: list[Received[TaskOpened]]) -> None:
    await project(session, ActionTask, [_row(one) for one in events if _is_ours(one)])


@consumer.on(TaskChanged)
async def changed(session: AsyncSession, events: list[Received[TaskChanged]]) -> None:
    await project(session, ActionTask, [_row(one) for one in events if _is_ours(one)])


def _is_ours(one: Told) -> bool:
    origin = one.event.origin
    return origin is not None and (origin.service, origin.kind) == ("meetings", "minutes")


def _row(one: Told) -> dict[str, Any]:
    event = one.event
    facts = {name: getattr(event, name) for name in ("task_id", "state", "progress", "due_on", "completed_on", "path")}
    return {**facts, "conclusion_id": event.origin.id if event.origin else None, "version": one.version}
