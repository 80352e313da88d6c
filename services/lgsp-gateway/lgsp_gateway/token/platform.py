"""A platform that proves itself by the secret it shares with the gateway, and its token for the other platforms."""

from datetime import datetime
from hmac import compare_digest
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from lgsp_gateway.audit.service import note
from lgsp_gateway.token.authentication import UNKNOWN, Proof
from lgsp_gateway.token.authority import Authority
from lgsp_gateway.token.errors import InvalidClient


async def grant(session: AsyncSession, authority: Authority, proof: Proof, now: datetime) -> dict[str, Any]:
    secret = authority.settings.platform_clients.get(proof.client_id)
    known = secret.get_secret_value() if secret else ""
    if not known or not compare_digest(known.encode(), (proof.secret or "").encode()):
        raise InvalidClient(UNKNOWN)
    minted = authority.minter.for_platform(proof.client_id, now)
    await note(session, "token-issued", now, actor=f"platform:{proof.client_id}", target=minted.token_id)
    seconds = minted.expires_at - int(now.timestamp())
    return {"access_token": minted.token, "token_type": "Bearer", "expires_in": seconds, "scope": minted.scope}
