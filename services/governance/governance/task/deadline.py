"""Deadlines: a day, or so many working days from today; judged by working days."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.calendar.queries import holidays_around
from governance.calendar.working import add_working_days, on_or_after, working_days_between
from governance.task.errors import DeadlineWrong
from governance.task.queries import OPEN
from governance.task.tables import Task


async def deadline_of(session: AsyncSession, due_on: date | None, due_days: int | None, today: date) -> date | None:
    """DeadlineWrong for a day that has passed or that nobody could wait for."""
    if due_days is not None:
        return add_working_days(today, due_days, await holidays_around(session, today))
    if due_on is not None and due_on < today:
        raise DeadlineWrong("due_on", "task.wrong.due_passed")
    if due_on is not None and due_on.year > today.year + 20:
        raise DeadlineWrong("due_on", "task.wrong.due_far")
    return due_on


async def refuse_after_whole(session: AsyncSession, part: Task, due_on: date | None) -> None:
    """A part is due no later than the whole."""
    if part.parent_id is None:
        return
    latest = await session.scalar(select(Task.due_on).where(Task.id == part.parent_id))
    if latest and (due_on is None or due_on > latest):
        raise DeadlineWrong("due_on", "task.wrong.due_after_whole")


async def refuse_before_parts(session: AsyncSession, whole: Task, due_on: date | None) -> None:
    """A whole is due no earlier than what is still to be done of its parts: those are given less time first."""
    latest = select(func.max(Task.due_on)).where(Task.parent_id == whole.id, Task.state.in_(OPEN))
    if due_on and (found := await session.scalar(latest)) and due_on < found:
        raise DeadlineWrong("due_on", "task.wrong.due_before_parts")


async def days_late(session: AsyncSession, due_on: date | None, done_on: date) -> int | None:
    """Working days after the deadline; a deadline on a day off ends with the next working day."""
    if due_on is None:
        return None
    holidays = await holidays_around(session, due_on)
    return max(0, working_days_between(on_or_after(due_on, holidays), done_on, holidays)) if done_on > due_on else 0
