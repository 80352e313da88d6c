from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from lgsp_gateway.account.tables import Account
from lgsp_gateway.session.tables import BrowserSession
from lgsp_gateway.settings import Settings


def alive(settings: Settings, now: datetime) -> ColumnElement[bool]:
    """Neither ended nor expired nor left idle, and its account may still sign in."""
    idle = now - timedelta(minutes=settings.session_idle_minutes)
    return and_(
        BrowserSession.ended_at.is_(None),
        BrowserSession.expires_at > now,
        BrowserSession.seen_at > idle,
        or_(Account.sessions_ended_at.is_(None), BrowserSession.started_at > Account.sessions_ended_at),
        Account.state == "active",
    )


async def find_session(session: AsyncSession, token_hash: str) -> BrowserSession | None:
    return await session.scalar(select(BrowserSession).where(BrowserSession.token_hash == token_hash))


async def find_alive(
    session: AsyncSession, token_hash: str, settings: Settings, now: datetime, *stages: str
) -> BrowserSession | None:
    query = select(BrowserSession).join(BrowserSession.account).where(alive(settings, now))
    fitting = or_(*(BrowserSession.stage == stage for stage in stages))
    return await session.scalar(query.where(BrowserSession.token_hash == token_hash, fitting))


async def list_sessions(
    session: AsyncSession, account_id: UUID, settings: Settings, now: datetime
) -> Sequence[BrowserSession]:
    """Those that are signed in, the one used last first."""
    query = select(BrowserSession).join(BrowserSession.account).where(alive(settings, now))
    query = query.where(BrowserSession.account_id == account_id, BrowserSession.stage == "complete")
    return (await session.scalars(query.order_by(BrowserSession.seen_at.desc()).limit(100))).all()
