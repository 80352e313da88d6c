"""Questions that were not answered or answered badly, for programs of those who keep the knowledge."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from assistant_citizen.console import queries, service
from assistant_citizen.console.export import questions_csv
from assistant_citizen.console.schemas import ChoiceFilter, DismissWrite, LabelWrite, QuestionFilter, QuestionRead
from assistant_citizen.procedure.queries import list_procedures
from assistant_citizen.procedure.schemas import ProcedureFilter
from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page
from kit.web import Option

router = APIRouter(prefix="/assistant-citizen/api/v1/questions", tags=["console"])
Reader = Annotated[Caller, requires("knowledge:read")]
Writer = Annotated[Caller, requires("knowledge:write")]
Wanted = Annotated[QuestionFilter, Query()]


@router.get("")
async def list_questions(wanted: Wanted, session: Session, _: Reader) -> Page[QuestionRead]:
    return Page[QuestionRead].model_validate(await queries.list_questions(session, wanted))


@router.get("/list.csv")
async def export(request: Request, wanted: Wanted, _: Reader) -> Response:
    return await questions_csv(request, wanted)


@router.get("/procedures")
async def procedures(wanted: Annotated[ChoiceFilter, Query()], session: Session, caller: Reader) -> list[Option]:
    """To choose the right one from."""
    page = await list_procedures(session, caller, ProcedureFilter(q=wanted.q, limit=wanted.limit))
    return [Option(value=str(one.id), label=one.name, note=one.code) for one in page.items]


@router.get("/{question_id}")
async def get_question(question_id: UUID, session: Session, _: Reader) -> QuestionRead:
    return QuestionRead.model_validate(await queries.get_question(session, question_id))


@router.put("/{question_id}/label")
async def label(
    request: Request, question_id: UUID, data: LabelWrite, session: Session, caller: Writer, now: Now
) -> QuestionRead:
    found = await service.label(session, request.app, caller, question_id, data, now)
    return QuestionRead.model_validate(found)


@router.post("/{question_id}/dismiss")
async def dismiss(question_id: UUID, data: DismissWrite, session: Session, caller: Writer, now: Now) -> QuestionRead:
    return QuestionRead.model_validate(await service.dismiss(session, caller, question_id, data, now))
