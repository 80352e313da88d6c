"""The life of signing keys: next → current → retired → gone.

The next key is published well before it signs, and the last one verifies until every token it signed has expired, so
nobody notices a rotation.
"""

from datetime import datetime, timedelta

from joserfc.jwk import ECKey
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.vault import Vault
from lgsp_gateway.revocation.service import LONGEST_TOKEN
from lgsp_gateway.token.errors import KeyNotFound, NextKeyTooYoung
from lgsp_gateway.token.tables import SigningKey

ALGORITHM = "ES256"
PUBLISHED_AHEAD = timedelta(minutes=10)
"""Twice as long as services keep the published keys (kit.auth.keys)."""
OVERLAP = LONGEST_TOKEN + timedelta(minutes=5)
LOCK = 0x6B657973


async def ensure_keys(session: AsyncSession, vault: Vault, now: datetime) -> None:
    """A current and a next key, whichever process comes first."""
    await _one_at_a_time(session)
    states = set(await session.scalars(select(SigningKey.state)))
    if "current" not in states:
        session.add(_new(vault, "current", now))
    if "next" not in states:
        session.add(_new(vault, "next", now))
    await session.flush()


async def rotate(session: AsyncSession, vault: Vault, now: datetime) -> None:
    """The next key begins to sign. NextKeyTooYoung when services may not know it yet."""
    await ensure_keys(session, vault, now)
    following = await _in_state(session, "next")
    if now - following.created_at < PUBLISHED_AHEAD:
        raise NextKeyTooYoung(ready_at=following.created_at + PUBLISHED_AHEAD)
    current = await _in_state(session, "current")
    current.state, current.expires_at = "retired", now + OVERLAP
    await _promote(session, following, vault, now)


async def rotate_if_due(session: AsyncSession, vault: Vault, now: datetime, period: timedelta) -> bool:
    await ensure_keys(session, vault, now)
    await session.execute(delete(SigningKey).where(SigningKey.expires_at < now))
    current = await _in_state(session, "current")
    due = current.activated_at is None or now - current.activated_at >= period
    if due:
        await rotate(session, vault, now)
    return due


async def destroy(session: AsyncSession, vault: Vault, kid: str, now: datetime) -> None:
    """For a key that has leaked: what it signed is refused from now on, and the next key takes over at once."""
    await ensure_keys(session, vault, now)
    key = await session.get(SigningKey, kid)
    if key is None:
        raise KeyNotFound(kid=kid)
    was = key.state
    await session.delete(key)
    await session.flush()
    if was == "current":
        await _promote(session, await _in_state(session, "next"), vault, now)
    elif was == "next":
        session.add(_new(vault, "next", now))
    await session.flush()


async def _promote(session: AsyncSession, following: SigningKey, vault: Vault, now: datetime) -> None:
    await session.flush()
    following.state, following.activated_at = "current", now
    await session.flush()
    session.add(_new(vault, "next", now))
    await session.flush()


async def _in_state(session: AsyncSession, state: str) -> SigningKey:
    return (await session.scalars(select(SigningKey).where(SigningKey.state == state))).one()


async def _one_at_a_time(session: AsyncSession) -> None:
    await session.execute(select(func.pg_advisory_xact_lock(LOCK)))


def _new(vault: Vault, state: str, now: datetime) -> SigningKey:
    key = ECKey.generate_key("P-256", {"alg": ALGORITHM, "use": "sig"}, auto_kid=True)
    return SigningKey(
        kid=key.kid,
        state=state,
        public=key.as_dict(private=False),
        locked=vault.lock(key.as_pem(private=True), str(key.kid)),
        created_at=now,
        activated_at=now if state == "current" else None,
    )
