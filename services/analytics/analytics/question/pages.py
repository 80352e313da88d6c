"""Kept questions: the list, an answer, and writing or putting one together."""

from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from analytics.dataset.queries import list_datasets
from analytics.dataset.schemas import DatasetFilter
from analytics.dialect.schemas import Comparison, Operation, Unit
from analytics.lake.store import Lake, OpenLake
from analytics.question import queries, service
from analytics.question.api import Reader, Writer
from analytics.question.building import BuildForm, filled
from analytics.question.parameter import Parameter, lines
from analytics.question.schemas import QuestionCreate, QuestionFilter, QuestionRead, QuestionUpdate
from analytics.question.showing import shown
from analytics.question.tables import Question
from analytics.workspace.plain import plain
from analytics.workspace.queries import list_runs_of
from analytics.workspace.schemas import FARTHEST, RunFilter
from analytics.workspace.source import views_of
from kit.auth import Caller
from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted, translator

router = APIRouter(prefix="/analytics/questions", tags=["question-page"], include_in_schema=False)
HOME = "/analytics/questions"


@router.get("")
async def show_list(
    request: Request, wanted: Annotated[QuestionFilter, Query()], session: Session, caller: Reader
) -> Response:
    page = await queries.list_questions(session, caller, wanted)
    return render(request, "question/list.html", block="rows", page=page)


@router.get("/new")
async def show_new(request: Request, _: Writer) -> Response:
    return _form(request, blank(request))


@router.post("/new")
async def show_new_of(request: Request, _: Writer) -> Response:
    """What stands in the workspace is to be kept."""
    form = await request.form(max_fields=10)
    return _form(request, blank(request, sql=str(form.get("sql", ""))))


@router.post("")
async def create(request: Request, session: Session, lake: OpenLake, caller: Writer, now: Now) -> Response:
    form = await submitted(request, QuestionCreate)
    made = await form.attempt(session, lambda data: service.create(session, lake, caller, data, now))
    return redirect(request, f"{HOME}/{made.id}", "question.saved") if made else _form(request, form)


@router.get("/build")
async def show_build(
    request: Request, session: Session, lake: OpenLake, caller: Writer, now: Now, dataset: str = ""
) -> Response:
    form = blank(request, dataset=dataset)
    return _form(request, form, **await _choices(request, session, lake, caller, now, dataset))


@router.post("/build")
async def build(request: Request, session: Session, lake: OpenLake, caller: Writer, now: Now) -> Response:
    form = await submitted(request, BuildForm)
    made = await form.attempt(session, lambda data: service.create(session, lake, caller, data.create(), now))
    if made:
        return redirect(request, f"{HOME}/{made.id}", "question.saved")
    return _form(
        request, form, **await _choices(request, session, lake, caller, now, str(form.values.get("dataset", "")))
    )


@router.get("/{question_id:uuid}")
async def show(
    request: Request, question_id: UUID, caller: Reader, skip: Annotated[int, Query(ge=0, le=FARTHEST)] = 0
) -> Response:
    async with request.app.state.database.session() as session:
        question = await queries.get_question(session, caller, question_id)
        versions = await queries.versions_of(session, question_id)
        runs = (await list_runs_of(session, question_id, RunFilter(limit=20))).items
    given = dict(request.query_params)
    told = await shown(request, caller, question, given, skip=skip)
    facts: dict[str, Any] = {"question": question, "versions": versions, "runs": runs, "given": given, "shown": told}
    parameters = [Parameter.model_validate(one) for one in question.parameters]
    own, reader = question.owner == caller.subject, translator(request)
    more: dict[str, Any] = {
        "parameters": parameters,
        "own": own,
        "reader": reader,
        "plain": plain,
        "errors": told.errors or {},
    }
    return render(request, "question/detail.html", **facts, **more)


@router.get("/{question_id:uuid}/export/{form}")
async def export(
    request: Request, question_id: UUID, form: Literal["csv", "xlsx", "parquet"], caller: Reader
) -> Response:
    async with request.app.state.database.session() as session:
        question = await queries.get_question(session, caller, question_id)
    return await service.export(request.app, caller, question, dict(request.query_params), form)


@router.get("/{question_id:uuid}/edit")
async def show_edit(request: Request, question_id: UUID, session: Session, caller: Writer) -> Response:
    question = await queries.get_own_question(session, caller, question_id)
    return _form(request, _filled(request, question), question)


@router.post("/{question_id:uuid}")
async def change(
    request: Request, question_id: UUID, session: Session, lake: OpenLake, caller: Writer, now: Now
) -> Response:
    form = await submitted(request, QuestionUpdate)
    if await form.attempt(session, lambda data: service.change(session, lake, caller, question_id, data, now)):
        return redirect(request, f"{HOME}/{question_id}", "question.saved")
    return _form(request, form, await queries.get_own_question(session, caller, question_id))


@router.get("/{question_id:uuid}/build")
async def show_rebuild(
    request: Request, question_id: UUID, session: Session, lake: OpenLake, caller: Writer, now: Now
) -> Response:
    question = await queries.get_own_question(session, caller, question_id)
    form = _filled(request, question)
    form.values |= filled(question.build or {})
    return _form(request, form, question, **await _choices(request, session, lake, caller, now, form.values["dataset"]))


@router.post("/{question_id:uuid}/build")
async def rebuild(
    request: Request, question_id: UUID, session: Session, lake: OpenLake, caller: Writer, now: Now
) -> Response:
    form = await submitted(request, BuildForm)

    async def save(data: BuildForm) -> Question:
        told = QuestionUpdate.model_validate({**data.question(), "version": data.version})
        return await service.change(session, lake, caller, question_id, told, now)

    if await form.attempt(session, save):
        return redirect(request, f"{HOME}/{question_id}", "question.saved")
    question = await queries.get_own_question(session, caller, question_id)
    choices = await _choices(request, session, lake, caller, now, str(form.values.get("dataset", "")))
    return _form(request, form, question, **choices)


@router.post("/{question_id:uuid}/remove")
async def remove(request: Request, question_id: UUID, session: Session, caller: Writer) -> Response:
    await service.remove(session, caller, question_id)
    return redirect(request, HOME, "question.removed")


def _filled(request: Request, question: Question) -> Submission[Any]:
    form = blank(request, QuestionRead.model_validate(question))
    form.values |= {"parameters": lines(question.parameters), "chart_y": ", ".join(question.chart_y)}
    return form


async def _choices(
    request: Request, session: AsyncSession, lake: Lake, caller: Caller, now: Any, code: str
) -> dict[str, Any]:
    t = translator(request).t
    views = await views_of(session, lake, caller, code) if code else []
    columns = [(one.name, f"{one.title} ({one.name})") for view in views[:1] for one in view.columns]
    times = [(one.name, one.title) for view in views[:1] for one in view.columns if one.kind in {"date", "moment"}]
    datasets = (await list_datasets(session, caller, DatasetFilter(limit=200), now)).items
    return {
        "building": True,
        "dataset": code,
        "columns": columns,
        "times": times,
        "datasets": [(one.code, one.name) for one in datasets],
        "operations": [(one, t(f"question.op_{one}")) for one in get_args(Operation)],
        "units": [(one, t(f"question.unit_{one}")) for one in get_args(Unit)],
        "comparisons": [(one, t(f"question.is_{one}")) for one in get_args(Comparison)],
    }


def _form(request: Request, form: Submission[Any], question: Question | None = None, **more: Any) -> Response:
    t = translator(request).t
    place = f"{HOME}/{question.id}" if question else HOME
    action = f"{place}/build" if more.get("building") else place
    facts: dict[str, Any] = {
        "action": action,
        "building": False,
        "charts": [(one, t(f"question.chart_{one}")) for one in ("none", "bar", "line", "area")],
        "visibilities": [(one, t(f"question.visibility_{one}")) for one in ("own", "agency", "province")],
        **more,
    }
    return render(request, "question/form.html", status=form.status, form_data=form, question=question, **facts)
