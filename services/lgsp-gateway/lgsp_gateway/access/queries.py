from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from kit.auth import Caller
from kit.page import Page, paged
from kit.text import fold
from lgsp_gateway.access.errors import AccessRightNotFound
from lgsp_gateway.access.schemas import AccessFilter, State
from lgsp_gateway.access.tables import AccessRight
from lgsp_gateway.application.tables import Application
from lgsp_gateway.catalogue.tables import Service
from lgsp_gateway.member.tables import Member
from lgsp_gateway.registry import reach

Client, Provider = aliased(Application), aliased(Application)
Calling, Offering = aliased(Member), aliased(Member)
KEYS = {"service": Service.sort_key, "application": Client.sort_key, "granted_at": AccessRight.granted_at}


async def get_access_right(session: AsyncSession, caller: Caller, right_id: UUID) -> AccessRight:
    """Shown to both sides: to whose service it is, and to whose application may call it."""
    right = await _find(session, right_id)
    if not may_change(caller, right):
        reach.require(caller, right.application.member, AccessRightNotFound())
    return right


async def get_own_access_right(session: AsyncSession, caller: Caller, right_id: UUID) -> AccessRight:
    """Changed only by whose service it is."""
    right = await _find(session, right_id)
    if not may_change(caller, right):
        raise AccessRightNotFound
    return right


def may_change(caller: Caller, right: AccessRight) -> bool:
    return reach.reaches(caller, right.service.application.member)


async def _find(session: AsyncSession, right_id: UUID) -> AccessRight:
    right = await session.get(AccessRight, right_id)
    if right is None:
        raise AccessRightNotFound
    return right


async def list_access_rights(
    session: AsyncSession, caller: Caller, wanted: AccessFilter, today: date
) -> Page[AccessRight]:
    shown = or_(*(reach.within(caller, side.member_class, side.code) for side in (Offering, Calling)))
    return await paged(session, _matching(wanted, today).where(shown), wanted, KEYS, AccessRight.id)


async def standing_for(session: AsyncSession, endpoint_ids: Sequence[UUID]) -> list[AccessRight]:
    """Rights that name one of these endpoints and are not revoked, expired ones among them."""
    named = AccessRight.endpoint_id.in_(endpoint_ids)
    return list(await session.scalars(select(AccessRight).where(named, AccessRight.revoked_at.is_(None))))


async def find_standing(
    session: AsyncSession, service_id: UUID, application_id: UUID, endpoint_id: UUID | None
) -> AccessRight | None:
    """The one that is not revoked, though it may have expired."""
    same = and_(
        AccessRight.service_id == service_id,
        AccessRight.application_id == application_id,
        AccessRight.endpoint_id.is_not_distinct_from(endpoint_id),
    )
    return await session.scalar(select(AccessRight).where(same, AccessRight.revoked_at.is_(None)))


def state_on(right: AccessRight, day: date) -> State:
    if right.revoked_at is not None:
        return "revoked"
    if day < right.valid_from:
        return "future"
    return "expired" if right.valid_to is not None and day >= right.valid_to else "standing"


def in_state(state: State, day: date) -> ColumnElement[bool]:
    begun, open_ended = AccessRight.valid_from <= day, AccessRight.valid_to.is_(None)
    conditions: dict[State, ColumnElement[bool]] = {
        "standing": and_(begun, or_(open_ended, AccessRight.valid_to > day)),
        "future": AccessRight.valid_from > day,
        "expired": and_(begun, AccessRight.valid_to <= day),
    }
    revoked = AccessRight.revoked_at.is_not(None)
    return revoked if state == "revoked" else and_(~revoked, conditions[state])


def _matching(wanted: AccessFilter, today: date) -> Select[AccessRight]:
    query = select(AccessRight).join(AccessRight.service).join(AccessRight.application.of_type(Client))
    query = query.join(Service.application.of_type(Provider)).join(Provider.member.of_type(Offering))
    query = query.join(Client.member.of_type(Calling))
    if wanted.q:
        folded, plain = fold(wanted.q), wanted.q.strip()
        query = query.where(
            or_(
                Service.name_folded.contains(folded, autoescape=True),
                Client.name_folded.contains(folded, autoescape=True),
                AccessRight.template.contains(plain, autoescape=True),
                AccessRight.legal_basis.contains(plain, autoescape=True),
            )
        )
    if wanted.service_id:
        query = query.where(AccessRight.service_id == wanted.service_id)
    if wanted.application_id:
        query = query.where(AccessRight.application_id == wanted.application_id)
    return query.where(in_state(wanted.state, today)) if wanted.state else query
