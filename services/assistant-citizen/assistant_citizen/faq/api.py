"""Frequent questions, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from assistant_citizen.faq import queries, service
from assistant_citizen.faq.export import faqs_csv
from assistant_citizen.faq.schemas import FaqFilter, FaqRead, FaqUpdate, FaqWrite
from kit.auth import Caller, public, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page

router = APIRouter(prefix="/assistant-citizen/api/v1/faqs", tags=["faq"])
OPEN = [public()]
Writer = Annotated[Caller, requires("knowledge:write")]
Wanted = Annotated[FaqFilter, Query()]


@router.get("", dependencies=OPEN)
async def list_faqs(wanted: Wanted, session: Session) -> Page[FaqRead]:
    return Page[FaqRead].model_validate(await queries.list_faqs(session, wanted))


@router.post("", status_code=201)
async def add(data: FaqWrite, session: Session, _: Writer, now: Now) -> FaqRead:
    return FaqRead.model_validate(await service.add(session, data, now))


@router.get("/list.csv", dependencies=OPEN)
async def export(request: Request, wanted: Wanted) -> Response:
    return await faqs_csv(request, wanted)


@router.get("/{faq_id:uuid}", dependencies=OPEN)
async def get_faq(faq_id: UUID, session: Session) -> FaqRead:
    return FaqRead.model_validate(await queries.get_faq(session, faq_id))


@router.put("/{faq_id:uuid}")
async def change(faq_id: UUID, data: FaqUpdate, session: Session, _: Writer, now: Now) -> FaqRead:
    return FaqRead.model_validate(await service.change(session, faq_id, data, now))


@router.delete("/{faq_id:uuid}", status_code=204)
async def remove(faq_id: UUID, version: int, session: Session, _: Writer) -> None:
    await service.remove(session, faq_id, version)
