from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from governance.attachment import answers
from governance.organisation.standing import Standing
from governance.task import evidence, queries, reading, service
from governance.task.api import Reader, Uploads, Writer
from governance.task.schemas import TaskAct, TaskCreate, TaskFilter, TaskUpdate
from governance.task.showing import choices, chosen, form_of, listed, shown
from governance.task.states import Act
from governance.task.tables import Task
from kit.clock import Now, local_day
from kit.db import Session
from kit.events import new_id
from kit.files import Store
from kit.page import every
from kit.web import Submission, blank, csv_list, redirect, render, submitted, translator

router = APIRouter(prefix="/governance", tags=["task-page"], include_in_schema=False)
HOME = "/governance/tasks"
COLUMNS = ("number", "name", "agency", "lead", "state", "priority", "progress", "due_on", "completed_on")
Wanted = Annotated[TaskFilter, Query()]


@router.get("/tasks")
async def show_list(request: Request, wanted: Wanted, session: Session, acting: Reader, now: Now) -> Response:
    today = local_day(now)
    page = await queries.list_tasks(session, acting, wanted, today)
    return render(request, "task/list.html", block="rows", page=page, **await listed(session, acting, today))


@router.get("/tasks.csv")
async def export(request: Request, wanted: Wanted, acting: Reader, now: Now) -> Response:
    today = local_day(now)
    found = every(
        request.app.state.database, lambda session, page: queries.list_tasks(session, acting, page, today), wanted
    )
    t = translator(request).t
    return await csv_list("tasks.csv", [t(f"task.{name}") for name in COLUMNS], (_row(t, one) async for one in found))


@router.get("/tasks/new")
async def show_new(request: Request, session: Session, acting: Writer) -> Response:
    return await _form(request, session, acting, blank(request, priority="normal", key=str(new_id())), None)


@router.post("/tasks")
async def open_task(request: Request, session: Session, acting: Writer, now: Now) -> Response:
    form = await submitted(request, TaskCreate)
    task = await form.attempt(session, lambda data: service.open_task(session, acting, data, now=now))
    if task is None:
        return await _form(request, session, acting, form, None)
    return redirect(request, f"{HOME}/{task.id}", "task.opened", number=f"{task.number}/{task.year}")


@router.get("/tasks/{task_id:uuid}")
async def show(request: Request, task_id: UUID, session: Session, acting: Reader, now: Now, do: str = "") -> Response:
    form = blank(request, key=str(new_id()))
    return await _detail(request, session, acting, await queries.get_task(session, acting, task_id), now, do, form)


@router.post("/tasks/{task_id:uuid}/actions/{action}")
async def act(request: Request, task_id: UUID, action: Act, session: Session, acting: Writer, now: Now) -> Response:
    form = await submitted(request, TaskAct)
    done = await form.attempt(session, lambda data: service.act(session, acting, task_id, action, data, now))
    if done is None:
        task = await queries.get_task(session, acting, task_id)
        return await _detail(request, session, acting, task, now, action, form)
    return redirect(
        request, f"{HOME}/{task_id}", "task.was_done", action=translator(request).t(f"task.action.{action}")
    )


@router.post("/tasks/{task_id:uuid}/files")
async def attach(
    request: Request, task_id: UUID, uploads: Uploads, session: Session, files: Store, acting: Writer, now: Now
) -> Response:
    sent = await evidence.attach(session, files, acting, task_id, uploads, now)
    return answers.received(request, [one.attachment for one in sent if one.attachment], f"{HOME}/{task_id}")


@router.get("/tasks/{task_id:uuid}/edit")
async def show_edit(request: Request, task_id: UUID, session: Session, acting: Writer) -> Response:
    task = await queries.get_task(session, acting, task_id)
    return await _form(request, session, acting, blank(request, **form_of(task), key=str(new_id())), task)


@router.post("/tasks/{task_id:uuid}/edit")
async def change(request: Request, task_id: UUID, session: Session, acting: Writer, now: Now) -> Response:
    form = await submitted(request, TaskUpdate)
    saved = await form.attempt(session, lambda data: service.change(session, acting, task_id, data, now))
    if saved is None:
        return await _form(request, session, acting, form, await queries.get_task(session, acting, task_id))
    return redirect(request, f"{HOME}/{task_id}", "task.saved")


@router.get("/tasks/{task_id:uuid}/divide")
async def show_divide(request: Request, task_id: UUID, session: Session, acting: Writer) -> Response:
    whole = await queries.get_task(session, acting, task_id)
    facts: dict[str, Any] = {
        "priority": reading.PRIORITIES[whole.priority],
        "due_on": whole.due_on,
        "key": str(new_id()),
    }
    return await _form(request, session, acting, blank(request, **facts), None, whole)


@router.post("/tasks/{task_id:uuid}/divide")
async def divide(request: Request, task_id: UUID, session: Session, acting: Writer, now: Now) -> Response:
    form = await submitted(request, TaskCreate)
    part = await form.attempt(session, lambda data: service.divide(session, acting, task_id, data, now))
    if part is None:
        return await _form(request, session, acting, form, None, await queries.get_task(session, acting, task_id))
    return redirect(request, f"{HOME}/{task_id}", "task.opened", number=f"{part.number}/{part.year}")


async def _detail(
    request: Request, session: Session, acting: Standing, task: Task, now: Now, do: str, form: Submission[Any]
) -> Response:
    facts = await shown(session, acting, task, local_day(now), do)
    facts["chosen"] = await chosen(session, form.values.get("to"))
    return render(request, "task/detail.html", status=form.status, task=task, form_data=form, **facts)


async def _form(
    request: Request, session: Session, acting: Standing, form: Submission[Any], task: Task | None, whole: Any = None
) -> Response:
    facts = await choices(request, session, acting, form.values)
    return render(request, "task/form.html", status=form.status, form_data=form, task=task, whole=whole, **facts)


def _row(t: Any, one: Task) -> tuple[object, ...]:
    return (
        f"{one.number}/{one.year}",
        one.title,
        one.agency,
        reading.lead_text(one),
        t(f"task.state_{one.state}"),
        t(f"task.priority_{reading.PRIORITIES[one.priority]}"),
        one.progress,
        one.due_on,
        one.completed_on,
    )
