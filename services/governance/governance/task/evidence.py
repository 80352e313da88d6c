"""Files that show that work was done. Who may see the task may have them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.attachment.errors import AttachmentNotFound
from governance.attachment.service import take as keep
from governance.attachment.tables import Attachment
from governance.organisation.standing import Standing
from governance.task.locking import take
from governance.task.party import stead_of
from governance.task.queries import get_task, roles_of
from governance.task.states import MOVES, next_state
from governance.task.story import record
from governance.task.tables import TaskEvidence
from kit.files import Files
from kit.web.upload import Upload


async def attach(
    session: AsyncSession, files: Files, acting: Standing, task_id: UUID, uploads: Sequence[Upload], now: datetime
) -> list[TaskEvidence]:
    task = await take(session, await get_task(session, acting, task_id))
    next_state(task.state, "evidence", roles_of(acting, task))  # type: ignore[arg-type]
    stead = stead_of(acting, task.parties, MOVES["evidence"].roles)
    told: dict[str, Any] = {"instead_of": stead} if stead else {}
    found = []
    for upload in uploads:
        kept = await keep(session, files, acting, upload)
        facts = {"title": kept.name, "attachment": kept, "person_id": acting.person_id, "at": now}
        one = TaskEvidence(task_id=task.id, **facts)
        session.add(one)
        await record(session, task, "evidence", now, by=acting.person_id, evidence=kept.name, **told)
        found.append(one)
    await session.flush()
    return found


async def get_file(session: AsyncSession, acting: Standing, task_id: UUID, evidence_id: UUID) -> Attachment:
    await get_task(session, acting, task_id)
    wanted = select(TaskEvidence).where(TaskEvidence.id == evidence_id, TaskEvidence.task_id == task_id)
    found = await session.scalar(wanted)
    if found is None or found.attachment is None:
        raise AttachmentNotFound
    return found.attachment
