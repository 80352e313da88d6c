from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.upload.errors import UploadNotFound
from analytics.upload.tables import Upload
from kit.auth import Caller


async def get_upload(session: AsyncSession, caller: Caller, dataset_id: UUID, upload_id: UUID) -> Upload:
    """Only its sender's."""
    found = await session.get(Upload, upload_id)
    if found is None or found.dataset_id != dataset_id or found.subject != caller.subject:
        raise UploadNotFound
    return found


async def count_open(session: AsyncSession, caller: Caller) -> int:
    mine = Upload.subject == caller.subject, Upload.received < Upload.size
    return await session.scalar(select(func.count()).select_from(Upload).where(*mine)) or 0
