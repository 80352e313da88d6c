"""Kept questions, for programs."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from analytics.lake.store import OpenLake
from analytics.question import queries, service
from analytics.question.parameter import Parameter
from analytics.question.schemas import (
    QuestionAsk,
    QuestionCreate,
    QuestionFilter,
    QuestionRead,
    QuestionUpdate,
    VersionRead,
)
from analytics.workspace.queries import list_runs_of
from analytics.workspace.schemas import QueryRead, RunFilter, RunRead
from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page

router = APIRouter(prefix="/analytics/api/v1/questions", tags=["question"])
Reader = Annotated[Caller, requires("datasets:read")]
Writer = Annotated[Caller, requires("queries:write")]


@router.get("")
async def list_questions(
    wanted: Annotated[QuestionFilter, Query()], session: Session, caller: Reader
) -> Page[QuestionRead]:
    return Page[QuestionRead].model_validate(await queries.list_questions(session, caller, wanted))


@router.post("", status_code=201)
async def create(data: QuestionCreate, session: Session, lake: OpenLake, caller: Writer, now: Now) -> QuestionRead:
    return QuestionRead.model_validate(await service.create(session, lake, caller, data, now))


@router.get("/{question_id}")
async def get_question(question_id: UUID, session: Session, caller: Reader) -> QuestionRead:
    return QuestionRead.model_validate(await queries.get_question(session, caller, question_id))


@router.put("/{question_id}")
async def change(
    question_id: UUID, data: QuestionUpdate, session: Session, lake: OpenLake, caller: Writer, now: Now
) -> QuestionRead:
    return QuestionRead.model_validate(await service.change(session, lake, caller, question_id, data, now))


@router.delete("/{question_id}", status_code=204)
async def remove(question_id: UUID, session: Session, caller: Writer) -> None:
    await service.remove(session, caller, question_id)


@router.post("/{question_id}/ask")
async def ask(request: Request, question_id: UUID, asked: QuestionAsk, caller: Reader) -> QueryRead:
    """Its answer as the caller may see it."""
    async with request.app.state.database.session() as session:
        question = await queries.get_question(session, caller, question_id)
    return await service.ask(request.app, caller, question, asked)


@router.post("/{question_id}/export/{form}", response_class=Response)
async def export(
    request: Request, question_id: UUID, form: Literal["csv", "xlsx", "parquet"], asked: QuestionAsk, caller: Reader
) -> Response:
    async with request.app.state.database.session() as session:
        question = await queries.get_question(session, caller, question_id)
    given = {Parameter(name=name).key: value for name, value in asked.values.items()}
    return await service.export(request.app, caller, question, given, form)


@router.get("/{question_id}/versions")
async def list_versions(question_id: UUID, session: Session, caller: Reader) -> list[VersionRead]:
    question = await queries.get_question(session, caller, question_id)
    return [VersionRead.model_validate(one) for one in await queries.versions_of(session, question.id)]


@router.get("/{question_id}/runs")
async def list_runs(
    question_id: UUID, wanted: Annotated[RunFilter, Query()], session: Session, caller: Writer
) -> Page[RunRead]:
    question = await queries.get_own_question(session, caller, question_id)
    return Page[RunRead].model_validate(await list_runs_of(session, question.id, wanted))
