"""How applications prove who they are: secrets shown once, and registered public keys."""

import re
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import token_hex, token_urlsafe
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.contracts.lgsp_gateway import CredentialIssued, CredentialRevoked
from lgsp_gateway.application.errors import TooManyCredentials
from lgsp_gateway.application.keys import public_key_set
from lgsp_gateway.application.queries import count_live, get_credential, get_own_application
from lgsp_gateway.application.schemas import CredentialCreate
from lgsp_gateway.application.tables import Credential
from lgsp_gateway.registry.service import alone, record
from lgsp_gateway.revocation.service import revoke_client

MOST_LIVE = 4
SECRET_BYTES = 32
UNSAFE = re.compile(r"[^A-Za-z0-9.-]")


async def issue(
    session: AsyncSession, caller: Caller, application_id: UUID, data: CredentialCreate, now: datetime
) -> tuple[Credential, str | None]:
    """The credential, and for `client_secret` the secret, which nobody can read again."""
    await alone(session)
    application = await get_own_application(session, caller, application_id)
    if await count_live(session, application_id, now) >= MOST_LIVE:
        raise TooManyCredentials(most=MOST_LIVE)
    secret = token_urlsafe(SECRET_BYTES) if data.kind == "client_secret" else None
    credential = Credential(
        application=application,
        client_id=f"{UNSAFE.sub('-', application.code)}-{token_hex(6)}",
        kind=data.kind,
        label=data.label,
        secret_hash=hash_of(secret) if secret else None,
        jwks=None if secret else public_key_set(data.public_keys),
        created_by=caller.subject,
        created_at=now,
        expires_at=now + timedelta(days=data.days),
    )
    session.add(credential)
    await session.flush()
    await record(session, caller, CredentialIssued(**_facts(credential)), version=1)
    return credential, secret


async def revoke(
    session: AsyncSession, caller: Caller, application_id: UUID, credential_id: UUID, now: datetime
) -> Credential:
    """For good; doing it again changes nothing."""
    await alone(session)
    application = await get_own_application(session, caller, application_id)
    credential = await get_credential(session, application.id, credential_id)
    if credential.revoked_at is None:
        credential.revoked_at = now
        await revoke_client(session, credential.client_id, now)
        await record(session, caller, CredentialRevoked(**_facts(credential)), version=2)
    return credential


def secret_matches(credential: Credential, secret: str) -> bool:
    """In constant time; a 256-bit random secret needs no slow hash."""
    return credential.secret_hash is not None and compare_digest(credential.secret_hash, hash_of(secret))


def hash_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _facts(credential: Credential) -> dict[str, object]:
    return {
        "credential_id": credential.id,
        "application_id": credential.application_id,
        "client_id": credential.client_id,
        "kind": credential.kind,
        "expires_at": credential.expires_at,
    }
