"""The console: what the assistant could not do, and what would have been right."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from assistant_citizen.console import queries, service
from assistant_citizen.console.api import Reader, Wanted, Writer
from assistant_citizen.console.schemas import Aspect, DismissWrite, Intent, LabelWrite, QuestionRead
from kit.clock import Now
from kit.db import Session
from kit.web import Option, Submission, blank, redirect, render, submitted

router = APIRouter(prefix="/assistant-citizen/questions", tags=["console-page"], include_in_schema=False)
HOME = "/assistant-citizen/questions"
INTENTS: tuple[str, ...] = Intent.__args__  # type: ignore[attr-defined]
ASPECTS: tuple[str, ...] = Aspect.__args__  # type: ignore[attr-defined]


@router.get("")
async def show_list(request: Request, wanted: Wanted, session: Session, _: Reader) -> Response:
    page = await queries.list_questions(session, wanted)
    named = [one.procedure_id or one.guessed_procedure_id for one in page.items]
    names, counts = await queries.procedure_names(session, named), await queries.counts(session)
    return render(request, "console/list.html", block="rows", page=page, names=names, counts=counts, wanted=wanted)


@router.get("/{question_id:uuid}")
async def show(request: Request, question_id: UUID, session: Session, _: Reader) -> Response:
    question = QuestionRead.model_validate(await queries.get_question(session, question_id))
    form = blank(request, question)
    form.values["intent"] = question.intent or question.guessed_intent or "procedure"
    return await _show(request, session, question_id, form)


@router.post("/{question_id:uuid}/label")
async def label(request: Request, question_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, LabelWrite)
    if await form.attempt(session, lambda data: service.label(session, request.app, caller, question_id, data, now)):
        return redirect(request, HOME, "console.labelled")
    return await _show(request, session, question_id, form)


@router.post("/{question_id:uuid}/dismiss")
async def dismiss(
    request: Request, question_id: UUID, session: Session, caller: Writer, now: Now, version: Annotated[int, Form()]
) -> Response:
    await service.dismiss(session, caller, question_id, DismissWrite(version=version), now)
    return redirect(request, HOME, "console.dismissed")


async def _show(request: Request, session: AsyncSession, question_id: UUID, form: Submission[Any]) -> Response:
    question = await queries.get_question(session, question_id)
    told = {question.procedure_id, question.guessed_procedure_id}
    if before := question.before.get("procedure_id"):
        told.add(UUID(before))
    names = await queries.procedure_names(session, told)
    options = [Option(value=str(one), label=name) for one, name in names.items()]
    facts: dict[str, Any] = {
        "question": question,
        "names": names,
        "options": options,
        "intents": INTENTS,
        "aspects": ASPECTS,
    }
    return render(request, "console/show.html", status=form.status, form_data=form, **facts)
