"""Whose account it is that an outside provider vouches for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from lgsp_gateway.account.queries import find_by_email, get_account
from lgsp_gateway.account.schemas import AccountCreate
from lgsp_gateway.account.service import create_external
from lgsp_gateway.account.tables import Account
from lgsp_gateway.audit.service import note
from lgsp_gateway.oidc.errors import NobodyHere, SignInHere
from lgsp_gateway.oidc.tables import ExternalIdentity
from lgsp_gateway.session.service import needs_second_factor
from lgsp_gateway.settings import Settings


async def account_of(session: AsyncSession, settings: Settings, claims: Mapping[str, Any], now: datetime) -> Account:
    """By the provider's own name for the person; the first time by an address that the provider has verified.

    NobodyHere when there is no such account, or it is locked; SignInHere when its roles ask for a second factor,
    which a provider that says who somebody is does not replace.
    """
    identity = await session.get(ExternalIdentity, (claims["iss"], claims["sub"]))
    account = await get_account(session, identity.account_id) if identity else None
    if account is None:
        account = await _linked(session, settings, claims, now)
    return _admitted(account, settings)


def _admitted(account: Account, settings: Settings) -> Account:
    if account.state != "active":
        raise NobodyHere
    if needs_second_factor(account, settings):
        raise SignInHere
    return account


async def _linked(session: AsyncSession, settings: Settings, claims: Mapping[str, Any], now: datetime) -> Account:
    """Only `email_verified: true` counts: anybody may type in an address."""
    if claims.get("email_verified") is not True or not isinstance(claims.get("email"), str):
        raise NobodyHere
    account = await find_by_email(session, claims["email"])
    if account is None and settings.oidc_create:
        account = await _created(session, claims, now)
    if account is None:
        raise NobodyHere
    _admitted(account, settings)
    session.add(ExternalIdentity(issuer=claims["iss"], subject=claims["sub"], account_id=account.id, linked_at=now))
    await note(session, "identity-linked", now, actor=str(account.id), target=str(account.id))
    return account


async def _created(session: AsyncSession, claims: Mapping[str, Any], now: datetime) -> Account:
    name = claims.get("name") or claims["email"].partition("@")[0]
    try:
        data = AccountCreate(username=f"oidc-{uuid4().hex[:12]}", name=name, email=claims["email"], roles=["official"])
    except ValidationError as error:
        raise NobodyHere from error
    return await create_external(session, "oidc", data, now)
