from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.contracts.lgsp_gateway import ApplicationChanged, ApplicationRegistered
from kit.editing import edit, unless_taken
from kit.text import fold, sort_key
from lgsp_gateway.application.errors import ApplicationCodeTaken
from lgsp_gateway.application.queries import get_own_application
from lgsp_gateway.application.schemas import ApplicationCreate, ApplicationUpdate
from lgsp_gateway.application.tables import Application
from lgsp_gateway.member.queries import get_own_member
from lgsp_gateway.registry.service import alone, record
from lgsp_gateway.revocation.service import revoke_subject


async def register(session: AsyncSession, caller: Caller, data: ApplicationCreate) -> Application:
    instance = await alone(session)
    member = await get_own_member(session, caller, data.member_id)
    application = Application(**data.model_dump(exclude={"member_id"}), member=member, active=True)
    _make_searchable(application)
    async with unless_taken(session, ApplicationCodeTaken()):
        session.add(application)
    await record(session, caller, ApplicationRegistered(**facts(application, instance)), version=application.version)
    return application


async def change(
    session: AsyncSession, caller: Caller, application_id: UUID, data: ApplicationUpdate, now: datetime
) -> Application:
    """Switched off, its tokens are refused at once."""
    instance = await alone(session)
    application = await get_own_application(session, caller, application_id)
    changed = edit(application, data)
    if changed:
        _make_searchable(application)
        if not application.active:
            await revoke_subject(session, str(application.id), now)
        await session.flush()
        event = ApplicationChanged(**facts(application, instance))
        await record(session, caller, event, version=application.version, changed=changed)
    return application


def _make_searchable(application: Application) -> None:
    application.name_folded, application.sort_key = fold(application.name), sort_key(application.name)


def facts(application: Application, instance: str) -> dict[str, object]:
    """What every event about an application tells."""
    return {
        "application_id": application.id,
        "member_id": application.member_id,
        "member_code": application.member.code,
        "identifier": f"{instance}/{application.identifier}",
        "code": application.code,
        "name": application.name,
        "active": application.active,
    }
