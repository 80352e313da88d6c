"""Time-based one-time codes (RFC 6238) and the recovery codes that replace a lost telephone."""

import hmac
from datetime import datetime
from hashlib import sha256

import pyotp
import segno
from sqlalchemy import and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.vault import Vault
from lgsp_gateway.account.errors import CodeWrong
from lgsp_gateway.account.passwords import random_groups
from lgsp_gateway.account.tables import Account, RecoveryCode

STEP_SECONDS, DRIFT = 30, 1
RECOVERY_CODES = 10


def prepare(account: Account, vault: Vault) -> None:
    """A new secret, not in force before a code made with it has been seen (`confirm`)."""
    account.totp_locked = vault.lock(pyotp.random_base32().encode(), str(account.id))
    account.totp_confirmed_at, account.totp_last_step = None, 0


def secret_of(account: Account, vault: Vault) -> str:
    if account.totp_locked is None:
        raise CodeWrong
    return vault.unlock(account.totp_locked, str(account.id)).decode()


def picture(account: Account, vault: Vault, issuer: str) -> str:
    """The QR code that authenticator apps read, as a data address of an SVG image."""
    address = pyotp.TOTP(secret_of(account, vault)).provisioning_uri(name=account.username, issuer_name=issuer)
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=2, dark="#000", light="#fff"))


async def confirm(session: AsyncSession, account: Account, vault: Vault, code: str, now: datetime) -> list[str]:
    """In force from now on; the recovery codes, which are shown this once. CodeWrong."""
    await _use_step(session, account, vault, code, now)
    account.totp_confirmed_at = now
    return await renew_recovery(session, account, vault)


async def renew_recovery(session: AsyncSession, account: Account, vault: Vault) -> list[str]:
    codes = [random_groups(3) for _ in range(RECOVERY_CODES)]
    hashes = [vault.lock(_digest(code), str(account.id)) for code in codes]
    await session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    session.add_all(RecoveryCode(account_id=account.id, code_hash=code_hash) for code_hash in hashes)
    return codes


async def accept(session: AsyncSession, account: Account, vault: Vault, code: str, now: datetime) -> str:
    """`totp` or `recovery`; CodeWrong, also for a code that was used before."""
    given = "".join(code.split()).lower()
    if given.isdecimal() and given.isascii():
        await _use_step(session, account, vault, given, now)
        return "totp"
    await _use_recovery(session, account, vault, given, now)
    return "recovery"


async def drop(session: AsyncSession, account: Account) -> None:
    account.totp_locked = account.totp_confirmed_at = None
    await session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


async def _use_step(session: AsyncSession, account: Account, vault: Vault, code: str, now: datetime) -> None:
    """Each step's code works once, whoever else tries it at the same time."""
    generator, present = pyotp.TOTP(secret_of(account, vault)), int(now.timestamp()) // STEP_SECONDS
    fitting = [
        step
        for step in range(present - DRIFT, present + DRIFT + 1)
        if hmac.compare_digest(generator.generate_otp(step).encode(), "".join(code.split()).encode())
    ]
    if not fitting:
        raise CodeWrong
    row = update(Account).where(Account.id == account.id, Account.totp_last_step < fitting[0])
    if await session.scalar(row.values(totp_last_step=fitting[0]).returning(Account.id)) is None:
        raise CodeWrong


async def _use_recovery(session: AsyncSession, account: Account, vault: Vault, given: str, now: datetime) -> None:
    unused = and_(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    rows = await session.scalars(select(RecoveryCode).where(unused))
    digest, label = _digest(given), str(account.id)
    fitting = [row.id for row in rows if hmac.compare_digest(vault.unlock(row.code_hash, label), digest)]
    used = update(RecoveryCode).where(unused, RecoveryCode.id.in_(fitting)).values(used_at=now)
    if await session.scalar(used.returning(RecoveryCode.id)) is None:
        raise CodeWrong


def _digest(code: str) -> bytes:
    return sha256(code.encode()).digest()
