"""The token endpoint's rules: client credentials (RFC 6749, section 4.4), revocation (7009), introspection (7662)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import Unauthenticated
from lgsp_gateway.application.tables import Credential
from lgsp_gateway.audit.service import note
from lgsp_gateway.revocation.service import revoke_token
from lgsp_gateway.token.authority import Authority
from lgsp_gateway.token.errors import OAuthError
from lgsp_gateway.token.minting import SYSTEM_SCOPES
from lgsp_gateway.token.verify import Claims, Verifier


async def grant(
    session: AsyncSession,
    authority: Authority,
    credential: Credential,
    form: Mapping[str, str],
    *,
    now: datetime,
    thumbprint: str | None = None,
) -> dict[str, Any]:
    """The answer of RFC 6749, section 5.1."""
    if form.get("grant_type") != "client_credentials":
        error = "unsupported_grant_type" if "grant_type" in form else "invalid_request"
        raise OAuthError(error, "use grant_type=client_credentials")
    application = credential.application
    minted = authority.minter.for_system(
        application_id=str(application.id),
        client_id=credential.client_id,
        name=application.name,
        agency=application.member.code,
        scopes=_granted(form.get("scope", "")),
        now=now,
        thumbprint=thumbprint,
    )
    subject = str(application.id)
    await note(session, "token-issued", now, actor=subject, target=minted.token_id, client_id=credential.client_id)
    seconds = minted.expires_at - int(now.timestamp())
    return {"access_token": minted.token, "token_type": "Bearer", "expires_in": seconds, "scope": minted.scope}


def _granted(asked: str) -> list[str]:
    wanted = asked.split() or list(SYSTEM_SCOPES)
    if unknown := set(wanted) - set(SYSTEM_SCOPES):
        raise OAuthError("invalid_scope", f"not granted to systems: {' '.join(sorted(unknown))[:100]!r}")
    return sorted(set(wanted))


async def withdraw(
    session: AsyncSession, authority: Authority, credential: Credential, token: str, now: datetime
) -> None:
    """A token the client no longer needs. One that is unknown, expired or another's is left alone, in silence."""
    claims = _known(authority.exchange, token)
    if claims and claims.subject == str(credential.application_id):
        await revoke_token(session, claims.token_id, now)
        await note(session, "token-revoked", now, actor=claims.subject, target=claims.token_id)


def introspect(authority: Authority, credential: Credential, token: str) -> dict[str, Any]:
    """What a client may know of a token: everything of its own; of others' only when it is asked to accept them.

    A provider behind the exchange is handed no tokens, so that is: the tokens of its own member's applications.
    """
    claims = _known(authority.exchange, token)
    if claims is None or claims.caller.agency != credential.application.member.code:
        return {"active": False}
    return {
        "active": True,
        "scope": " ".join(sorted(claims.caller.scopes)),
        "client_id": claims.client_id,
        "token_type": "Bearer",
        "exp": claims.expires_at,
        "iat": claims.issued_at,
        "sub": claims.subject,
        "aud": claims.audience,
        "iss": claims.issuer,
        "jti": claims.token_id,
        **({"cnf": {"x5t#S256": claims.thumbprint}} if claims.thumbprint else {}),
    }


def _known(verifier: Verifier, token: str) -> Claims | None:
    try:
        return verifier.verify(token)
    except Unauthenticated:
        return None


def token_of(form: Mapping[str, str]) -> str:
    if not form.get("token"):
        raise OAuthError("invalid_request", "token is missing")
    return form["token"]
