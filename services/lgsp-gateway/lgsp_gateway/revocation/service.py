"""Revoking: written in the caller's transaction, known to this process once it commits."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, event, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from lgsp_gateway.revocation.memory import Kind, tell
from lgsp_gateway.revocation.tables import Revocation

LONGEST_TOKEN = timedelta(hours=1)
"""No access token lives longer; settings are refused that would let one."""


async def revoke_token(session: AsyncSession, token_id: str, now: datetime) -> None:
    await _revoke(session, "token", token_id, now)


async def revoke_client(session: AsyncSession, client_id: str, now: datetime) -> None:
    """All tokens issued so far on a credential: it was revoked or has leaked."""
    await _revoke(session, "client", client_id, now)


async def revoke_subject(session: AsyncSession, subject: str, now: datetime) -> None:
    """All tokens and sessions so far of an application or account: it was switched off, or its rights changed."""
    await _revoke(session, "subject", subject, now)


async def revoke_session(session: AsyncSession, session_id: str, now: datetime) -> None:
    await _revoke(session, "session", session_id, now)


async def forget_expired(session: AsyncSession, now: datetime) -> None:
    await session.execute(delete(Revocation).where(Revocation.expires_at < now))


async def _revoke(session: AsyncSession, kind: Kind, value: str, now: datetime) -> None:
    row = insert(Revocation).values(kind=kind, value=value, revoked_at=now, expires_at=now + LONGEST_TOKEN)
    later = {
        "revoked_at": func.greatest(Revocation.revoked_at, row.excluded.revoked_at),
        "expires_at": func.greatest(Revocation.expires_at, row.excluded.expires_at),
        "transaction": text("pg_current_xact_id()::text::bigint"),
    }
    await session.execute(row.on_conflict_do_update(index_elements=["kind", "value"], set_=later))
    entry = (kind, value, now.timestamp(), (now + LONGEST_TOKEN).timestamp())

    def committed(_: Any) -> None:
        tell([entry])

    event.listen(session.sync_session, "after_commit", committed, once=True)
