"""One at a time: a task is changed together with the whole it is part of, taken from the top down."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from governance.task.tables import Task


async def take(session: AsyncSession, task: Task) -> Task:
    """Locked and as it is now, with its parties; so are the tasks above it."""
    above = []
    parent_id = task.parent_id
    while parent_id:
        above.append(parent_id)
        parent_id = await session.scalar(select(Task.parent_id).where(Task.id == parent_id))
    for task_id in (*reversed(above), task.id):
        await session.execute(select(Task.id).where(Task.id == task_id).with_for_update())
    return await fresh(session, task.id)


async def fresh(session: AsyncSession, task_id: UUID) -> Task:
    wanted = select(Task).where(Task.id == task_id).options(selectinload(Task.parties))
    found: Task = (await session.scalars(wanted.execution_options(populate_existing=True))).one()
    return found


async def hold_key(session: AsyncSession, key: UUID) -> None:
    """Until the end of the transaction: of two forms with one key the second waits and finds what the first did."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(key), 0))))
