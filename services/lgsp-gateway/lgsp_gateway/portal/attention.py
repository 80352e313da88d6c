"""What the gateway itself has for the first page: platforms that are away, and what runs out of its time; bounded
looks, one statement each, for those who can do something about it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Date, Text, cast, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.clock import local_day
from kit.web import Translator
from kit.web.home import BROKEN, MOST_ITEMS, PRESSING, USUAL, Attention, short
from lgsp_gateway.access.queries import Calling, Client, Offering, Provider, in_state
from lgsp_gateway.access.tables import AccessRight
from lgsp_gateway.application.tables import Application, Credential
from lgsp_gateway.catalogue.tables import Service
from lgsp_gateway.member.tables import Member
from lgsp_gateway.portal.tables import PlatformHealth
from lgsp_gateway.registry.reach import within

AHEAD = timedelta(days=14)
Row = Any


async def waiting_for(
    session: AsyncSession, caller: Caller, now: datetime, reader: Translator
) -> tuple[list[Attention], int]:
    """The most pressing, and how many there are in all."""
    down = await _down(session, caller)
    ending = await _ending(session, caller, now)
    items = [_of_platform(row, reader) for row in down] + [_of_end(row, reader) for row in ending]
    return items, len(down) + sum({row.what: int(row.total) for row in ending}.values())


async def _down(session: AsyncSession, caller: Caller) -> Sequence[PlatformHealth]:
    """For those who look after what happens between platforms."""
    if "events:read" not in caller.scopes:
        return []
    query = select(PlatformHealth).where(PlatformHealth.state == "down").order_by(PlatformHealth.since)
    return (await session.scalars(query)).all()


async def _ending(session: AsyncSession, caller: Caller, now: datetime) -> Sequence[Row]:
    """Rights and credentials within the caller's reach that end in AHEAD, the next to end first."""
    parts = []
    if "access:write" in caller.scopes:
        parts.append(_rights(caller, now))
    if "applications:write" in caller.scopes:
        parts.append(_credentials(caller, now))
    return (await session.execute(union_all(*parts))).all() if parts else []


def _rights(caller: Caller, now: datetime) -> Any:
    """Of services offered within reach: who offers may grant anew."""
    today = local_day(now)
    query = _part("right", AccessRight.id, Client.name, Service.name, AccessRight.valid_to)
    query = query.select_from(AccessRight).join(Service, Service.id == AccessRight.service_id)
    query = query.join(Client, Client.id == AccessRight.application_id).join(Calling, Calling.id == Client.member_id)
    query = query.join(Provider, Provider.id == Service.application_id)
    query = query.join(Offering, Offering.id == Provider.member_id)
    query = query.where(in_state("standing", today), AccessRight.valid_to <= today + AHEAD)
    query = query.where(within(caller, Offering.member_class, Offering.code))
    return select(query.order_by(AccessRight.valid_to, AccessRight.id).limit(MOST_ITEMS).subquery())


def _credentials(caller: Caller, now: datetime) -> Any:
    """Unless the application has a later one."""
    later = Credential.__table__.alias("later")
    replaced = select(later.c.id).where(
        later.c.application_id == Credential.application_id,
        later.c.revoked_at.is_(None),
        later.c.expires_at > Credential.expires_at,
    )
    query = _part("credential", Application.id, Application.name, Credential.label, Credential.expires_at)
    query = query.select_from(Credential).join(Application, Application.id == Credential.application_id)
    query = query.join(Member, Member.id == Application.member_id).where(Application.active)
    query = query.where(Credential.revoked_at.is_(None), Credential.expires_at.between(now, now + AHEAD))
    query = query.where(~replaced.exists(), within(caller, Member.member_class, Member.code))
    return select(query.order_by(Credential.expires_at, Credential.id).limit(MOST_ITEMS).subquery())


def _part(what: str, key: Any, name: Any, about: Any, ends: Any) -> Any:
    return select(
        literal(what).label("what"),
        cast(key, Text()).label("key"),
        name.label("name"),
        cast(about, Text()).label("about"),
        cast(ends, Date()).label("ends_on"),
        func.count().over().label("total"),
    )


def _of_platform(row: PlatformHealth, reader: Translator) -> Attention:
    t = reader.t
    reason = "portal.reason_connection" if row.reason == "connection" else "portal.reason_checks"
    return Attention(
        kind="platform-down",
        title=t("feed.platform-down", platform=t(f"platform.{row.service}.title")),
        why=t(reason, checks=row.reason)[:300],
        next=t("portal.see_platform"),
        path="/#platforms-title",
        starts_at=row.since,
        weight=BROKEN,
    )


def _of_end(row: Row, reader: Translator) -> Attention:
    places = {"right": "/lgsp-gateway/access-rights/{}", "credential": "/lgsp-gateway/applications/{}"}
    return Attention(
        kind=f"{row.what}-ends",
        title=short(row.name if row.what == "credential" else f"{row.name} → {row.about}"),
        why=reader.t(f"portal.{row.what}_ends", day=row.ends_on, about=(row.about or "—")[:120]),
        next=reader.t(f"portal.{row.what}_ends_next"),
        path=places[row.what].format(row.key),
        weight=PRESSING if row.what == "credential" else USUAL,
    )
