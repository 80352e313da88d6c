"""A side of a procedure in sentences, for programs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from assistant_citizen.answer import service
from assistant_citizen.answer.schemas import AnswerRead, Aspect
from assistant_citizen.procedure.queries import get_id
from kit.auth import public
from kit.db import Session
from kit.web import translator

router = APIRouter(prefix="/assistant-citizen/api/v1/procedures", tags=["answer"], dependencies=[public()])
Short = Annotated[str, Query(max_length=100)]


@router.get("/{code}/answers/{aspect}")
async def answer(
    request: Request, code: str, aspect: Aspect, session: Session, channel: Short = "", place: Short = ""
) -> AnswerRead:
    procedure_id = await get_id(session, code)
    slots = {"channel": channel, "place": place}
    found = await service.answer(session, procedure_id, aspect, slots, reader=translator(request))
    return AnswerRead.model_validate(found)
