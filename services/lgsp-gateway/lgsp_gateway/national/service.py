from datetime import datetime

from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.vault import Vault
from lgsp_gateway.audit.service import note
from lgsp_gateway.national.schemas import PlatformConnect
from lgsp_gateway.national.tables import PURPOSE, NationalPlatform


async def connect(
    session: AsyncSession, caller: Caller, secret_key: SecretStr, data: PlatformConnect, now: datetime
) -> NationalPlatform:
    """Connect a national platform, or change the key to one. The secret is locked and never shown again."""
    known = select(NationalPlatform).where(NationalPlatform.base_url == data.base_url)
    platform = (await session.scalars(known)).first() or NationalPlatform(base_url=data.base_url)
    platform.name, platform.token_url, platform.client_id = data.name, data.token_url, data.client_id
    secret = data.secret.get_secret_value().encode()
    platform.locked_secret = Vault(secret_key, PURPOSE).lock(secret, data.base_url)
    session.add(platform)
    await session.flush()
    await note(session, "national-platform-connected", now, actor=caller.subject, target=data.base_url)
    return platform
