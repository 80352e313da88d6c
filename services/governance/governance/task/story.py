"""What happened to a task, written down for its people and told to other services."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from governance.task.reading import event
from governance.task.states import CLOSED
from governance.task.tables import Task, TaskParty, TaskStep
from kit.contracts.governance import TaskChanged
from kit.outbox import emit


async def was_done(session: AsyncSession, task_id: UUID, key: UUID | None) -> bool:
    """Whether the same form was sent before."""
    if key is None:
        return False
    return await session.scalar(select(TaskStep.id).where(TaskStep.task_id == task_id, TaskStep.key == key)) is not None


async def record(
    session: AsyncSession,
    task: Task,
    action: str,
    now: datetime,
    *,
    since: int | None = None,
    by: UUID | None = None,
    before: str | None = None,
    note: str = "",
    key: UUID | None = None,
    **details: Any,
) -> None:
    """The step, and TaskChanged when the task itself is another than before: than in version `since`."""
    known = since or task.version
    await session.flush()
    told = to_jsonable_python(details)
    facts = {"person_id": by, "before": before or task.state, "after": task.state, "note": note, "key": key}
    if task.state in CLOSED:
        await _close_parties(session, task.id)
    session.add(TaskStep(task_id=task.id, at=now, action=action, details=told, **facts))
    if task.version != known:
        changed = event(task, TaskChanged)
        await emit(session, changed, version=task.version, correlation_id=task.correlation_id)
    await session.flush()


async def _close_parties(session: AsyncSession, task_id: UUID) -> None:
    parties = update(TaskParty).where(TaskParty.task_id == task_id, TaskParty.is_open).values(is_open=False)
    await session.execute(parties.execution_options(synchronize_session=False))
