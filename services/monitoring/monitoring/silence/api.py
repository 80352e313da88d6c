"""Silences, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page
from kit.web import translator
from monitoring.rule.schemas import Preview
from monitoring.silence import queries, service
from monitoring.silence.schemas import SilenceCreate, SilenceFilter, SilenceRead, SilenceUpdate

router = APIRouter(prefix="/monitoring/api/v1/silences", tags=["silence"])
Reader = Annotated[Caller, requires("alerts:read")]
Writer = Annotated[Caller, requires("alerts:write")]


@router.get("")
async def list_silences(
    wanted: Annotated[SilenceFilter, Query()], session: Session, caller: Reader, now: Now
) -> Page[SilenceRead]:
    return Page[SilenceRead].model_validate(await queries.list_silences(session, caller, wanted, now))


@router.post("", status_code=201)
async def create(data: SilenceCreate, session: Session, caller: Writer, now: Now) -> SilenceRead:
    return SilenceRead.model_validate(await service.create(session, caller, data, now))


@router.post("/preview")
async def preview(request: Request, data: SilenceCreate, session: Session, caller: Writer, now: Now) -> Preview:
    """What fires now and would be silenced; nothing is kept."""
    draft = await service.draft(session, caller, data, now)
    return await queries.preview(session, draft, now, translator(request).language)


@router.get("/{silence_id}")
async def get_silence(silence_id: UUID, session: Session, caller: Reader) -> SilenceRead:
    return SilenceRead.model_validate(await queries.get_silence(session, caller, silence_id))


@router.put("/{silence_id}")
async def change(silence_id: UUID, data: SilenceUpdate, session: Session, caller: Writer, now: Now) -> SilenceRead:
    return SilenceRead.model_validate(await service.change(session, caller, silence_id, data, now))


@router.post("/{silence_id}/end")
async def end(silence_id: UUID, version: int, session: Session, caller: Writer, now: Now) -> SilenceRead:
    return SilenceRead.model_validate(await service.end(session, caller, silence_id, version, now))
