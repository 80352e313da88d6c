from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.clock import local_day
from kit.contracts.lgsp_gateway import AccessGranted, AccessRevoked
from kit.editing import edit, expect, unless_taken
from lgsp_gateway.access.errors import AlreadyGranted, AlreadyRevoked, EndpointOfAnotherService
from lgsp_gateway.access.queries import find_standing, get_own_access_right, standing_for, state_on
from lgsp_gateway.access.schemas import AccessGrant, AccessRevoke, AccessUpdate
from lgsp_gateway.access.tables import AccessRight
from lgsp_gateway.application.queries import get_application
from lgsp_gateway.catalogue.queries import get_own_service
from lgsp_gateway.registry.reach import must_open
from lgsp_gateway.registry.service import alone, record

EXPIRED = "Đã hết hạn; thay bằng quyền mới."


async def grant(session: AsyncSession, caller: Caller, data: AccessGrant, now: datetime) -> AccessRight:
    """To a service of one's own, for whichever application; to a national one, who keeps the whole registry.

    AlreadyGranted while the same right stands; one that expired makes room for its successor.
    """
    instance = await alone(session)
    service = await get_own_service(session, caller, data.service_id)
    must_open(caller, service.kind)
    await _make_room(session, caller, data, now)
    right = AccessRight(
        **data.model_dump(exclude={"service_id", "application_id", "endpoint_id"}),
        service=service,
        application=await get_application(session, data.application_id),
        granted_by=caller.subject,
        granted_at=now,
    )
    _aim(right, data.endpoint_id)
    async with unless_taken(session, AlreadyGranted()):
        session.add(right)
    await record(session, caller, AccessGranted(**facts(right, instance)), version=right.version)
    return right


async def change(session: AsyncSession, caller: Caller, right_id: UUID, data: AccessUpdate) -> AccessRight:
    """Legal basis, purpose and dates; what may be called is another right."""
    instance = await alone(session)
    right = await get_own_access_right(session, caller, right_id)
    must_open(caller, right.service.kind)
    if right.revoked_at is not None:
        raise AlreadyRevoked
    if changed := edit(right, data):
        await session.flush()
        event = AccessGranted(**facts(right, instance))
        await record(session, caller, event, version=right.version, changed=changed)
    return right


async def revoke(
    session: AsyncSession, caller: Caller, right_id: UUID, data: AccessRevoke, now: datetime
) -> AccessRight:
    await alone(session)
    right = await get_own_access_right(session, caller, right_id)
    if right.revoked_at is not None:
        raise AlreadyRevoked
    expect(right, data.version)
    await _end(session, caller, right, data.reason, now)
    return right


async def revoke_for_endpoints(
    session: AsyncSession, caller: Caller, endpoint_ids: Sequence[UUID], reason: str, now: datetime
) -> list[AccessRight]:
    """Rights to endpoints that are about to go."""
    lost = await standing_for(session, endpoint_ids)
    for right in lost:
        await _end(session, caller, right, reason, now)
    return lost


async def _make_room(session: AsyncSession, caller: Caller, data: AccessGrant, now: datetime) -> None:
    before = await find_standing(session, data.service_id, data.application_id, data.endpoint_id)
    if before is not None and state_on(before, local_day(now)) == "expired":
        await _end(session, caller, before, EXPIRED, now)


async def _end(session: AsyncSession, caller: Caller, right: AccessRight, reason: str, now: datetime) -> None:
    instance = await alone(session)
    right.revoked_by, right.revoked_at, right.revoke_reason = caller.subject, now, reason
    await session.flush()
    event = AccessRevoked(**facts(right, instance), reason=reason)
    await record(session, caller, event, version=right.version)


def _aim(right: AccessRight, endpoint_id: UUID | None) -> None:
    if endpoint_id is None:
        return
    endpoint = next((one for one in right.service.endpoints if one.id == endpoint_id), None)
    if endpoint is None:
        raise EndpointOfAnotherService
    right.endpoint, right.method, right.template = endpoint, endpoint.method, endpoint.template


def facts(right: AccessRight, instance: str) -> dict[str, object]:
    """What every event about a right tells."""
    names = ("service_id", "application_id", "method", "template", "legal_basis", "purpose")
    return {
        **{name: getattr(right, name) for name in (*names, "valid_from", "valid_to")},
        "access_right_id": right.id,
        "service": f"{instance}/{right.service.identifier}",
        "application": f"{instance}/{right.application.identifier}",
    }
