"""Reminders before the deadline, on the day and once it has passed: each once for a deadline."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from governance.calendar.queries import holidays_around
from governance.calendar.working import add_working_days
from governance.task.locking import fresh
from governance.task.news import tell, tell_helping
from governance.task.queries import overdue
from governance.task.tables import Task, TaskParty, TaskReminder, TaskStep
from kit.clock import local_day

PASSED = -1
FORGOTTEN = timedelta(days=31)
"""Of a day longer ago nobody is told any more."""
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
        own = TaskParty.due_on == today if days == 0 else (TaskParty.due_on > edge) & (TaskParty.due_on <= until)
        count += await _tell_helping(session, days, own, today)
        edge = until
    passed = (TaskParty.due_on < today) & (TaskParty.due_on >= today - FORGOTTEN)
    count += await _tell_helping(session, PASSED, passed, today)
    return count + await _mark_overdue(session, now)


async def _tell_each(session: AsyncSession, days: int, window: ColumnElement[bool], today: date) -> int:
    due = select(Task.id, Task.due_on, literal(days)).where(window, Task.state.in_(WORKING))
    found = await _once(session, due, days, Task.due_on)
    for task_id, _ in found:
        await tell(session, await fresh(session, task_id), "soon" if days else "today", today)
    return len(found)


async def _tell_helping(session: AsyncSession, days: int, window: ColumnElement[bool], today: date) -> int:
    """Who helps by an earlier day of the own: they alone, and once it has passed whoever leads too."""
    own = TaskParty.role == "coordinating", TaskParty.named, TaskParty.is_open, TaskParty.due_on < Task.due_key
    due = select(Task.id, TaskParty.due_on, literal(days)).join(TaskParty, TaskParty.task_id == Task.id)
    found = await _once(session, due.where(*own, window, Task.state.in_(WORKING)), days, TaskParty.due_on)
    for task_id, due_on in found:
        what = "help_overdue" if days == PASSED else "help_soon" if days else "help_today"
        await tell_helping(session, await fresh(session, task_id), what, due_on, today)
    return len(found)


async def _once(
    session: AsyncSession, due: Select[UUID, date | None, int], days: int, of: InstrumentedAttribute[date | None]
) -> list[tuple[UUID, date]]:
    """Tasks of which nobody was told yet for this deadline and distance; `of` is the deadline."""
    told = select(TaskReminder.task_id).where(
        TaskReminder.task_id == Task.id, TaskReminder.due_on == of, TaskReminder.days == days
    )
    new = due.where(~told.exists()).order_by(of, Task.id).limit(MOST).distinct()
    add = upsert(TaskReminder).from_select(["task_id", "due_on", "days"], new).on_conflict_do_nothing()
    return [
        (one.task_id, one.due_on)
        for one in await session.execute(add.returning(TaskReminder.task_id, TaskReminder.due_on))
    ]


async def _mark_overdue(session: AsyncSession, now: datetime) -> int:
    """On record and told, once for each deadline."""
    today = local_day(now)
    late = select(Task.id, Task.due_on, literal(PASSED)).where(overdue(today), Task.state.in_(WORKING))
    found = await _once(session, late, PASSED, Task.due_on)
    if not found:
        return 0
    marked = update(Task).where(Task.id.in_([task_id for task_id, _ in found])).values(overdue_on=today)
    await session.execute(marked.execution_options(synchronize_session=False))
    for task_id, _ in found:
        task = await fresh(session, task_id)
        facts = {"task_id": task_id, "at": now, "action": "overdue", "before": task.state, "after": task.state}
        await session.execute(insert(TaskStep).values(**facts, note="", details={}))
        await tell(session, task, "overdue", today)
    return len(found)
