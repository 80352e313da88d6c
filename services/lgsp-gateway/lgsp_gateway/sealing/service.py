"""SECRET_KEY is changed in three steps: the old one becomes SECRET_KEY_PREVIOUS and the services start anew; everything
locked is locked again with the new one, here; the old one goes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from kit.settings import Settings
from kit.vault import Vault
from lgsp_gateway.account import totp
from lgsp_gateway.account.tables import Account, RecoveryCode
from lgsp_gateway.audit.service import note
from lgsp_gateway.national import tables as national
from lgsp_gateway.token import rotation
from lgsp_gateway.token.tables import SigningKey

Column = InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Sealed:
    """Where something locked stands: `label` is what it was locked under (kit.vault)."""

    name: str
    purpose: str
    key: Column
    label: Column
    locked: Column


SEALED = (
    Sealed("signing keys", rotation.PURPOSE, SigningKey.kid, SigningKey.kid, SigningKey.locked),
    Sealed("authenticators", totp.PURPOSE, Account.id, Account.id, Account.totp_locked),
    Sealed("recovery codes", totp.PURPOSE, RecoveryCode.id, RecoveryCode.account_id, RecoveryCode.code_hash),
    Sealed(
        "national platforms",
        national.PURPOSE,
        national.NationalPlatform.id,
        national.NationalPlatform.base_url,
        national.NationalPlatform.locked_secret,
    ),
)


async def reseal(session: AsyncSession, settings: Settings, actor: str, now: datetime) -> dict[str, int]:
    """How many of each were locked anew. Locked, and nothing is changed, if there is one that no key opens."""
    counts = {sealed.name: await _reseal(session, Vault.of(settings, sealed.purpose), sealed) for sealed in SEALED}
    await note(session, "vault-resealed", now, actor=actor, target="secret-key", counts=counts)
    return counts


async def _reseal(session: AsyncSession, vault: Vault, sealed: Sealed) -> int:
    held = select(sealed.key, sealed.label, sealed.locked).where(sealed.locked.is_not(None)).with_for_update()
    count = 0
    for key, label, locked in (await session.execute(held)).all():
        fresh = vault.resealed(locked, str(label))
        if fresh != locked:
            row = update(sealed.locked.class_).where(sealed.key == key).values({sealed.locked.key: fresh})
            await session.execute(row.execution_options(synchronize_session=False))
            count += 1
    return count
