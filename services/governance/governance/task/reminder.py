"""Reminders before the deadline, on the day and once it has passed: each once for a deadline."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from governance.calendar.queries import holidays_around
from governance.calendar.working import add_working_days
from governance.task.locking import fresh
from governance.task.news import tell
from governance.task.queries import overdue
from governance.task.tables import Task, TaskReminder, TaskStep
from kit.clock import local_day

PASSED = -1
MOST = 200
"""Of one kind in one run; the next run takes what is left."""
WORKING = ("waiting", "in_progress")


async def remind(session: AsyncSession, offsets: Sequence[int], now: datetime) -> int:
    """`offsets`: working days before the deadline, 0 the day itself; of several that fit, the nearest is told."""
    today = local_day(now)
    holidays = await holidays_around(session, today)
    count, edge = 0, today
    for days in sorted(set(offsets)):
        until = add_working_days(today, days, holidays) if days else today
        window = Task.due_key == today if days == 0 else (Task.due_key > edge) & (Task.due_key <= until)
        count += await _tell_each(session, days, window, today)
        edge = until
    return count + await _mark_overdue(session, now)


async def _tell_each(session: AsyncSession, days: int, window: ColumnElement[bool], today: date) -> int:
    due = select(Task.id, Task.due_on, literal(days)).where(window, Task.state.in_(WORKING))
    found = await _once(session, due, days)
    for task_id in found:
        await tell(session, await fresh(session, task_id), "soon" if days else "today", today)
    return len(found)


async def _once(session: AsyncSession, due: Select[UUID, date | None, int], days: int) -> list[UUID]:
    """Tasks of which nobody was told yet for this deadline and distance."""
    told = select(TaskReminder.task_id).where(
        TaskReminder.task_id == Task.id, TaskReminder.due_on == Task.due_on, TaskReminder.days == days
    )
    new = due.where(~told.exists()).order_by(Task.due_key, Task.id).limit(MOST)
    add = upsert(TaskReminder).from_select(["task_id", "due_on", "days"], new).on_conflict_do_nothing()
    return list(await session.scalars(add.returning(TaskReminder.task_id)))


async def _mark_overdue(session: AsyncSession, now: datetime) -> int:
    """On record and told, once for each deadline."""
    today = local_day(now)
    late = select(Task.id, Task.due_on, literal(PASSED)).where(overdue(today), Task.state.in_(WORKING))
    found = await _once(session, late, PASSED)
    if not found:
        return 0
    marked = update(Task).where(Task.id.in_(found)).values(overdue_on=today)
    await session.execute(marked.execution_options(synchronize_session=False))
    for task_id in found:
        task = await fresh(session, task_id)
        facts = {"task_id": task_id, "at": now, "action": "overdue", "before": task.state, "after": task.state}
        await session.execute(insert(TaskStep).values(**facts, note="", details={}))
        await tell(session, task, "overdue", today)
    return len(found)
