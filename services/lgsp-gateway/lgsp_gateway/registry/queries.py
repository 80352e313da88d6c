from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from lgsp_gateway.registry.tables import DirectoryVersion


async def directory_version(session: AsyncSession) -> int:
    """Moves on with every committed change of members, applications, services, endpoints and rights."""
    return (await session.execute(select(DirectoryVersion.version))).scalar_one()
