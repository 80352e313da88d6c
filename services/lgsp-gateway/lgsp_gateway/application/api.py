from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page
from lgsp_gateway.application import credentials, queries, service
from lgsp_gateway.application.schemas import (
    ApplicationCreate,
    ApplicationFilter,
    ApplicationRead,
    ApplicationUpdate,
    CredentialCreate,
    CredentialIssued,
    CredentialRead,
)

router = APIRouter(prefix="/lgsp-gateway/api/v1/applications", tags=["application"])
Reader = Annotated[Caller, requires("applications:read")]
Writer = Annotated[Caller, requires("applications:write")]


@router.get("")
async def list_applications(
    wanted: Annotated[ApplicationFilter, Query()], session: Session, caller: Reader
) -> Page[ApplicationRead]:
    return Page[ApplicationRead].model_validate(await queries.list_own_applications(session, caller, wanted))


@router.post("", status_code=201)
async def register(data: ApplicationCreate, session: Session, caller: Writer) -> ApplicationRead:
    return ApplicationRead.model_validate(await service.register(session, caller, data))


@router.get("/{application_id}")
async def get_application(application_id: UUID, session: Session, caller: Reader) -> ApplicationRead:
    return ApplicationRead.model_validate(await queries.get_own_application(session, caller, application_id))


@router.put("/{application_id}")
async def change(
    application_id: UUID, data: ApplicationUpdate, session: Session, caller: Writer, now: Now
) -> ApplicationRead:
    return ApplicationRead.model_validate(await service.change(session, caller, application_id, data, now))


@router.get("/{application_id}/credentials")
async def list_credentials(application_id: UUID, session: Session, caller: Reader) -> list[CredentialRead]:
    application = await queries.get_own_application(session, caller, application_id)
    found = await queries.list_credentials(session, application.id)
    return [CredentialRead.model_validate(credential) for credential in found]


@router.post("/{application_id}/credentials", status_code=201)
async def issue_credential(
    application_id: UUID, data: CredentialCreate, session: Session, caller: Writer, now: Now
) -> CredentialIssued:
    """The secret is in this answer and nowhere else: it is stored only as a digest."""
    credential, secret = await credentials.issue(session, caller, application_id, data, now)
    read = CredentialRead.model_validate(credential)
    return CredentialIssued(**read.model_dump(), client_secret=secret)


@router.delete("/{application_id}/credentials/{credential_id}", status_code=204)
async def revoke_credential(
    application_id: UUID, credential_id: UUID, session: Session, caller: Writer, now: Now
) -> None:
    await credentials.revoke(session, caller, application_id, credential_id, now)
