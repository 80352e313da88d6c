from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.meeting.tables import TaskMeeting

MOST = 50


async def meetings_about(session: AsyncSession, task_id: UUID) -> Sequence[TaskMeeting]:
    """Newest first."""
    query = select(TaskMeeting).where(TaskMeeting.task_id == task_id)
    newest = query.order_by(TaskMeeting.starts_at.desc(), TaskMeeting.meeting_id).limit(MOST)
    return (await session.scalars(newest)).all()
