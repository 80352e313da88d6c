from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from governance.attachment import answers
from governance.attachment.service import MOST
from governance.organisation.standing import Standing, standing
from governance.task import directory, evidence, queries, reading, service
from governance.task.schemas import (
    EvidenceRead,
    StepRead,
    TaskAct,
    TaskCreate,
    TaskDetail,
    TaskFilter,
    TaskRead,
    TaskUpdate,
)
from governance.task.states import Act
from governance.task.tables import Task, TaskEvidence, TaskStep
from kit.clock import Now, local_day
from kit.db import Session
from kit.files import Store
from kit.page import Page
from kit.web import Option
from kit.web.upload import Upload, uploaded

router = APIRouter(prefix="/governance/api/v1/tasks", tags=["task"])
Reader = Annotated[Standing, standing("tasks:read")]
Writer = Annotated[Standing, standing("tasks:write")]
Uploads = Annotated[list[Upload], uploaded("tasks:write", most=MOST)]
Wanted = Annotated[TaskFilter, Query()]
Words = Annotated[str, Query(max_length=100)]
Limit = Annotated[int, Query(ge=1, le=50)]


@router.get("")
async def list_tasks(wanted: Wanted, session: Session, acting: Reader, now: Now) -> Page[TaskRead]:
    today = local_day(now)
    page = await queries.list_tasks(session, acting, wanted, today)
    return Page(items=[reading.read(task, today) for task in page.items], next=page.next)


@router.post("", status_code=201)
async def open_task(data: TaskCreate, session: Session, acting: Writer, now: Now) -> TaskDetail:
    return _detail(await service.open_task(session, acting, data, now=now), acting, now)


@router.get("/parties")
async def offer_parties(
    session: Session, acting: Reader, now: Now, q: Words = "", limit: Limit = 10, agency: str = ""
) -> list[Option]:
    """Whom work can be given to, for choosing while one types."""
    return await directory.offered(session, acting, q, local_day(now), limit, agency)


@router.get("/{task_id}")
async def get_task(task_id: UUID, session: Session, acting: Reader, now: Now) -> TaskDetail:
    return _detail(await queries.get_task(session, acting, task_id), acting, now)


@router.put("/{task_id}")
async def change(task_id: UUID, data: TaskUpdate, session: Session, acting: Writer, now: Now) -> TaskDetail:
    return _detail(await service.change(session, acting, task_id, data, now), acting, now)


@router.get("/{task_id}/steps", response_model=list[StepRead])
async def list_steps(task_id: UUID, session: Session, acting: Reader) -> Sequence[TaskStep]:
    await queries.get_task(session, acting, task_id)
    return await queries.list_steps(session, task_id)


@router.post("/{task_id}/subtasks", status_code=201)
async def divide(task_id: UUID, data: TaskCreate, session: Session, acting: Writer, now: Now) -> TaskDetail:
    return _detail(await service.divide(session, acting, task_id, data, now), acting, now)


@router.post("/{task_id}/actions/{action}")
async def act(task_id: UUID, action: Act, data: TaskAct, session: Session, acting: Writer, now: Now) -> TaskDetail:
    """What the table of states allows; `divide` and `edit` have addresses of their own."""
    return _detail(await service.act(session, acting, task_id, action, data, now), acting, now)


@router.post("/{task_id}/files", status_code=201)
async def attach(
    task_id: UUID, uploads: Uploads, session: Session, files: Store, acting: Writer, now: Now
) -> list[UUID]:
    """Evidence as files; the ids by which they are given back."""
    return [one.id for one in await evidence.attach(session, files, acting, task_id, uploads, now)]


@router.get("/{task_id}/evidence", response_model=list[EvidenceRead])
async def list_evidence(task_id: UUID, session: Session, acting: Reader) -> Sequence[TaskEvidence]:
    await queries.get_task(session, acting, task_id)
    return await queries.list_evidence(session, task_id)


@router.get("/{task_id}/files/{evidence_id}")
async def download(
    request: Request, task_id: UUID, evidence_id: UUID, session: Session, files: Store, acting: Reader
) -> Response:
    return await answers.download(request, files, await evidence.get_file(session, acting, task_id, evidence_id))


def _detail(task: Task, acting: Standing, now: Now) -> TaskDetail:
    return reading.detail(task, queries.roles_of(acting, task), local_day(now))
