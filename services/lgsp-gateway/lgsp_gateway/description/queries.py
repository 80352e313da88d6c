from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from lgsp_gateway.access.queries import standing_for
from lgsp_gateway.access.tables import AccessRight
from lgsp_gateway.catalogue.queries import find_description, get_own_service
from lgsp_gateway.catalogue.tables import Service
from lgsp_gateway.description.comparing import Comparison, compare
from lgsp_gateway.description.errors import DraftNotFound
from lgsp_gateway.description.schemas import DescriptionDifferences, Difference, LostRight
from lgsp_gateway.description.tables import DescriptionDraft


async def get_draft(session: AsyncSession, caller: Caller, service_id: UUID) -> tuple[Service, DescriptionDraft]:
    service = await get_own_service(session, caller, service_id)
    draft = await session.get(DescriptionDraft, service_id)
    if draft is None:
        raise DraftNotFound
    return service, draft


async def get_differences(session: AsyncSession, caller: Caller, service_id: UUID) -> DescriptionDifferences:
    service, draft = await get_draft(session, caller, service_id)
    found = compare(service, await find_description(session, service_id), draft.document)
    lost = await standing_for(session, [endpoint.id for endpoint in found.removed])
    return DescriptionDifferences(
        digest=draft.digest,
        version=service.version,
        lost_rights=[_lost(right) for right in lost],
        **_told(found),
    )


def _told(found: Comparison) -> dict[str, list[Difference]]:
    of = Difference.model_validate
    return {
        "added": [of(operation, from_attributes=True) for operation in found.added],
        "removed": [of(endpoint, from_attributes=True) for endpoint in found.removed],
        "changed": [of(operation, from_attributes=True) for _, operation in found.changed],
    }


def _lost(right: AccessRight) -> LostRight:
    identifier = right.application.identifier
    return LostRight(id=right.id, application=identifier, method=right.method, template=right.template)
