from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.clock import local_day
from kit.page import Page, paged
from kit.text import fold
from lgsp_gateway.application.errors import ApplicationNotFound, CredentialNotFound
from lgsp_gateway.application.schemas import ApplicationFilter
from lgsp_gateway.application.tables import Application, Credential
from lgsp_gateway.member.queries import valid_on
from lgsp_gateway.member.tables import Member
from lgsp_gateway.registry import reach

KEYS = {"name": Application.sort_key, "code": Application.code, "member": Member.sort_key}


async def get_application(session: AsyncSession, application_id: UUID) -> Application:
    application = await session.get(Application, application_id)
    if application is None:
        raise ApplicationNotFound
    return application


async def get_own_application(session: AsyncSession, caller: Caller, application_id: UUID) -> Application:
    application = await get_application(session, application_id)
    reach.require(caller, application.member, ApplicationNotFound())
    return application


async def list_own_applications(session: AsyncSession, caller: Caller, wanted: ApplicationFilter) -> Page[Application]:
    query = _matching(wanted).where(reach.within(caller, Member.member_class, Member.code))
    return await paged(session, query, wanted, KEYS, Application.id)


async def all_applications(session: AsyncSession) -> list[Application]:
    """For choices in forms, in Vietnamese order of members, then of applications."""
    query = select(Application).join(Application.member).order_by(Member.sort_key, Application.sort_key)
    return list(await session.scalars(query))


async def list_credentials(session: AsyncSession, application_id: UUID) -> list[Credential]:
    query = select(Credential).where(Credential.application_id == application_id)
    return list(await session.scalars(query.order_by(Credential.created_at.desc(), Credential.id)))


async def get_credential(session: AsyncSession, application_id: UUID, credential_id: UUID) -> Credential:
    credential = await session.get(Credential, credential_id)
    if credential is None or credential.application_id != application_id:
        raise CredentialNotFound
    return credential


async def count_live(session: AsyncSession, application_id: UUID, now: datetime) -> int:
    live = and_(Credential.application_id == application_id, *_live(now))
    return (await session.scalar(select(func.count()).select_from(Credential).where(live))) or 0


async def find_credential(session: AsyncSession, client_id: str, now: datetime) -> Credential | None:
    """With its application and member; None unless all three may be used at this moment."""
    query = select(Credential).join(Credential.application).join(Application.member)
    usable = and_(Application.active, valid_on(local_day(now)), *_live(now))
    return await session.scalar(query.where(Credential.client_id == client_id, usable))


def _live(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Credential.revoked_at.is_(None), Credential.expires_at > now


def _matching(wanted: ApplicationFilter) -> Select[Application]:
    query = select(Application).join(Application.member)
    if wanted.q:
        folded, code = fold(wanted.q), wanted.q.strip()
        query = query.where(
            or_(
                Application.name_folded.contains(folded, autoescape=True),
                Application.code.contains(code, autoescape=True),
                Member.name_folded.contains(folded, autoescape=True),
            )
        )
    if wanted.member_id:
        query = query.where(Application.member_id == wanted.member_id)
    return query if wanted.active == "" else query.where(Application.active == wanted.active)
