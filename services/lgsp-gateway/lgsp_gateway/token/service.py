"""Rotating and destroying signing keys, on record."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from lgsp_gateway.audit.service import note
from lgsp_gateway.revocation.service import forget_expired
from lgsp_gateway.token import rotation
from lgsp_gateway.token.authority import Authority
from lgsp_gateway.token.tables import UsedAssertion

ROTATION = "key-rotation"


async def rotate_keys(session: AsyncSession, authority: Authority, actor: str, now: datetime) -> None:
    await rotation.rotate(session, authority.vault, now)
    await note(session, "key-rotated", now, actor=actor, target="signing-keys")


async def destroy_key(session: AsyncSession, authority: Authority, kid: str, actor: str, now: datetime) -> None:
    await rotation.destroy(session, authority.vault, kid, now)
    await note(session, "key-destroyed", now, actor=actor, target=kid)


async def keep_house(session: AsyncSession, authority: Authority, now: datetime) -> None:
    """Rotate what is due, forget what has expired."""
    period = timedelta(days=authority.settings.key_days)
    if await rotation.rotate_if_due(session, authority.vault, now, period):
        await note(session, "key-rotated", now, actor=ROTATION, target="signing-keys")
    await forget_expired(session, now)
    await session.execute(delete(UsedAssertion).where(UsedAssertion.expires_at < now))
