"""Petitions, for programs: of citizens, who have a code, and of officials."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from assistant_citizen.petition import queries, service, telling
from assistant_citizen.petition.export import petitions_csv
from assistant_citizen.petition.reading import Answering, Reader, Wanted
from assistant_citizen.petition.schemas import (
    AnswerWrite,
    Contact,
    PetitionCreate,
    PetitionFiled,
    PetitionRead,
    PetitionTold,
    RatingWrite,
)
from assistant_citizen.petition.sending import LookingUp, Received
from assistant_citizen.petition.service import Keeping
from kit.auth import public
from kit.clock import Now
from kit.db import Session
from kit.files import Store
from kit.page import Page
from kit.web.given import given

router = APIRouter(prefix="/assistant-citizen/api/v1/petitions", tags=["petition"], dependencies=[public()])
desk = APIRouter(prefix="/assistant-citizen/api/v1/petition-desk", tags=["petition-desk"])
HOME = "/assistant-citizen/petitions"
Place = Annotated[int, Path(ge=1, le=100)]
_SCHEMA = PetitionCreate.model_json_schema()
_PHOTOS = {"photos": {"type": "array", "maxItems": 3, "items": {"type": "string", "format": "binary"}}}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _SCHEMA},
            "multipart/form-data": {"schema": {**_SCHEMA, "properties": {**_SCHEMA["properties"], **_PHOTOS}}},
        },
    }
}


@router.post("", status_code=201, openapi_extra=BODY)
async def file(request: Request, sent: Received, session: Session, now: Now) -> PetitionFiled:
    """As JSON, or as a form with up to three photos. The code is told here only."""
    petition, code = await service.file(session, Keeping.of(request.app), sent.data(), sent.drawn(), now)
    return PetitionFiled(code=code, path=f"{HOME}/{code}", state=petition.state, filed_at=petition.filed_at)


@router.get("/{code}", dependencies=[LookingUp])
async def get_petition(code: str, session: Session) -> PetitionTold:
    return await telling.told(session, await queries.get_by_code(session, code))


@router.post("/{code}/rating", dependencies=[LookingUp])
async def rate(code: str, data: RatingWrite, session: Session, now: Now) -> PetitionTold:
    return await telling.told(session, await service.rate(session, code, data, now))


@desk.get("")
async def list_petitions(wanted: Wanted, session: Session, caller: Reader) -> Page[PetitionRead]:
    """Photos are told with each single one."""
    return Page[PetitionRead].model_validate(await queries.list_petitions(session, caller, wanted))


@desk.get("/list.csv")
async def export(request: Request, wanted: Wanted, caller: Reader) -> Response:
    return await petitions_csv(request, caller, wanted)


@desk.get("/{petition_id}")
async def get_case(petition_id: UUID, session: Session, caller: Reader) -> PetitionRead:
    return await telling.read(session, await queries.get_petition(session, caller, petition_id))


@desk.get("/{petition_id}/photos/{place}")
async def get_photo(
    request: Request, petition_id: UUID, place: Place, session: Session, files: Store, caller: Reader
) -> Response:
    petition = await queries.get_petition(session, caller, petition_id)
    return await given(request, files, await queries.get_photo(session, petition.id, place), "inline")


@desk.post("/{petition_id}/answer")
async def answer(petition_id: UUID, data: AnswerWrite, session: Session, caller: Answering, now: Now) -> PetitionRead:
    return await telling.read(session, await service.close(session, caller, petition_id, data, now))


@desk.post("/{petition_id}/contact")
async def contact(request: Request, petition_id: UUID, session: Session, caller: Answering, now: Now) -> Contact:
    """Who looked is noted."""
    return await service.contact_of(session, request.app, caller, petition_id, now)
