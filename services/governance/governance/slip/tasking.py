"""Work that comes out of a document."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from governance.document.errors import ActionNotNow
from governance.document.queries import get_document
from governance.document.rights import possible
from governance.document.service import HOME
from governance.organisation.standing import Standing
from governance.task.schemas import TaskCreate
from governance.task.service import open_task
from governance.task.tables import Task
from kit.contracts.governance import Origin


async def make_task(
    session: AsyncSession, acting: Standing, document_id: UUID, data: TaskCreate, now: datetime
) -> Task:
    """Its origin is the document, which shows it from then on; one story goes through both."""
    document = await get_document(session, acting, document_id)
    if document.state == "cancelled":
        raise ActionNotNow(document.state, possible(acting, document))
    origin = Origin(service="governance", kind="document", id=document.id, path=f"{HOME}/{document.id}")
    return await open_task(session, acting, data, origin=origin, now=now, correlation_id=document.correlation_id)
