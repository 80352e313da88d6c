from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from governance.document import rights
from governance.document.api import Reader
from governance.document.errors import DocumentNotFound
from governance.document.kind import KINDS
from governance.document.queries import get_document, list_files, list_steps
from governance.document.service import HOME
from governance.document.tables import Document
from governance.organisation.standing import Standing
from governance.organisation.tables import Person, Unit
from governance.slip import queries, service, tasking
from governance.slip.api import Giver, Writer
from governance.slip.deadline import usual
from governance.slip.learning import advice, learn, learn_field
from governance.slip.schemas import DUE, Assign, GiveBack, Hand, Report, Settle, Submit, Support
from governance.slip.unit import unit_of, units_of
from governance.task.queries import list_tasks
from governance.task.schemas import TaskCreate, TaskFilter
from governance.task.tables import Task
from governance.triage.api import ModelsInUse
from governance.triage.field import FIELDS
from governance.triage.schemas import FieldSaid
from kit.clock import Now, local_day
from kit.db import Session
from kit.events import new_id
from kit.web import Submission, blank, notify, redirect, render, submitted

router = APIRouter(prefix="/governance/documents/{document_id:uuid}", tags=["slip-page"], include_in_schema=False)
Act = Callable[[AsyncSession, Standing, UUID, Any, datetime], Awaitable[Document]]
STEPS: dict[str, tuple[type[BaseModel], Act]] = {
    "submit": (Submit, service.submit),
    "assign": (Assign, service.assign),
    "hand": (Hand, service.hand),
    "support": (Support, service.support),
    "report": (Report, service.report),
    "settle": (Settle, service.settle),
    "return": (GiveBack, service.give_back),
    "decline": (GiveBack, service.decline),
}
LEAVES = ("return", "decline")
"""After these the document may be nothing that the reader still sees."""


@router.get("")
async def show(request: Request, document_id: UUID, session: Session, acting: Reader, now: Now) -> Response:
    document = await get_document(session, acting, document_id)
    leader = await session.get(Person, document.leader_id) if document.leader_id else None
    registrar = await session.get(Person, document.registered_by)
    shown: dict[str, Any] = {
        "document": document,
        "leader": leader,
        "registrar": registrar,
        "kind": KINDS[document.kind],
        "steps": await list_steps(session, document),
        "files": await list_files(session, document),
        "possible": rights.possible(acting, document),
        "ahead": rights.ahead(acting, document),
        "tasks": await _tasks_of(session, acting, document, local_day(now)),
        "gives": bool((acting.led | acting.kept) & {document.agency} or acting.headed),
        "today": local_day(now),
    }
    return render(request, "slip/detail.html", **shown)


@router.get("/advice")
async def show_advice(
    request: Request,
    document_id: UUID,
    serving: ModelsInUse,
    session: Session,
    acting: Writer,
    now: Now,
    again: bool = False,
) -> Response:
    """A part of the document's page; `again` asks whether the file has been read meanwhile."""
    told = await advice(session, serving, await get_document(session, acting, document_id), now)
    if told is None or (again and told.waits):
        return Response(status_code=204)
    place = f"{HOME}/{document_id}/advice"
    shown: dict[str, Any] = {"found": told.suggestion, "fields": FIELDS, "place": place, "waits": told.waits}
    return render(request, "triage/suggestion.html", block="suggestion", **shown)


@router.post("/advice")
async def say_field(
    request: Request, document_id: UUID, serving: ModelsInUse, session: Session, acting: Writer, now: Now
) -> Response:
    form = await submitted(request, FieldSaid)
    if form.data is None:
        return redirect(request, f"{HOME}/{document_id}", "triage.not_understood", "danger")
    document = await get_document(session, acting, document_id)
    await learn_field(session, serving, acting, document, form.data.field, now)
    return notify(request, Response(status_code=204), "triage.noted")


@router.get("/steps/{action}")
async def show_step(
    *,
    request: Request,
    document_id: UUID,
    action: str,
    serving: ModelsInUse,
    session: Session,
    acting: Writer,
    now: Now,
    unit_id: UUID | None = None,
) -> Response:
    """`unit_id`: of who heads several units that take part."""
    document = await get_document(session, acting, document_id)
    _known(action)
    rights.demand(acting, document, action)
    begun = await _suggested(session, acting, document, action, now, unit_id)
    if action == "assign" and not begun["lead_unit"]:
        told = await advice(session, serving, document, now)
        begun["lead_unit"] = told.suggestion.unit.value if told and told.suggestion.unit else ""
    form = blank(request, version=document.version, **begun)
    return await _form(request, session, acting, form, document, action, local_day(now))


@router.post("/steps/{action}")
async def take_step(
    request: Request, document_id: UUID, action: str, serving: ModelsInUse, session: Session, acting: Writer, now: Now
) -> Response:
    schema, act = _known(action)
    form = await submitted(request, schema)
    done = await form.attempt(session, lambda data: act(session, acting, document_id, data, now))
    if done is None:
        document = await get_document(session, acting, document_id)
        return await _form(request, session, acting, form, document, action, local_day(now))
    if action == "assign":
        await learn(session, serving, acting, done, now)
    return redirect(request, HOME if action in LEAVES else f"{HOME}/{document_id}", f"slip.done_{action}")


@router.get("/task")
async def show_task(request: Request, document_id: UUID, session: Session, acting: Giver, now: Now) -> Response:
    document = await get_document(session, acting, document_id)
    facts: dict[str, Any] = {
        "title": document.subject,
        "priority": document.urgency,
        "due_on": document.deadline,
        "key": new_id(),
    }
    form = blank(request, agency=document.agency, **facts)
    return await _task_form(request, session, form, document, local_day(now))


@router.post("/task")
async def make_task(request: Request, document_id: UUID, session: Session, acting: Giver, now: Now) -> Response:
    form = await submitted(request, TaskCreate)
    task = await form.attempt(session, lambda data: tasking.make_task(session, acting, document_id, data, now))
    if task is None:
        document = await get_document(session, acting, document_id)
        return await _task_form(request, session, form, document, local_day(now))
    return redirect(request, f"{HOME}/{document_id}", "slip.task_made", number=f"{task.number}/{task.year}")


async def _tasks_of(session: AsyncSession, acting: Standing, document: Document, today: date) -> Sequence[Task]:
    """Those the reader has a part in."""
    if not acting.caller.scopes >= {"tasks:read"}:
        return []
    wanted = TaskFilter(origin_kind="document", origin_id=document.id)
    return (await list_tasks(session, acting, wanted, today)).items


async def _task_form(
    request: Request, session: AsyncSession, form: Submission[Any], document: Document, today: date
) -> Response:
    units = await queries.units_of(session, document.agency, today)
    leads = [(f"{document.agency}/{unit.id}", unit.name) for unit in units]
    return render(request, "slip/task.html", status=form.status, document=document, form_data=form, leads=leads)


def _known(action: str) -> tuple[type[BaseModel], Act]:
    if action not in STEPS:
        raise DocumentNotFound
    return STEPS[action]


async def _suggested(
    session: AsyncSession, acting: Standing, document: Document, action: str, now: datetime, unit_id: UUID | None
) -> dict[str, Any]:
    """What the form begins with: what was decided before, and the usual deadline."""
    if action == "assign":
        lead = next((given.unit_id for given in document.units if given.part == "lead"), None)
        others = {str(given.unit_id): given.due_on for given in document.units if given.part == "co"}
        due_on = await usual(session, document, local_day(now))
        return {"lead_unit": lead, "lead_due_on": due_on, "opinion": document.opinion, **_chosen(others)}
    if action in ("hand", "support"):
        given = unit_of(acting, document, action, unit_id)
        others = {
            str(one.person_id): one.due_on
            for one in document.people
            if one.unit_id == given.unit_id and one.part == "supporting"
        }
        main = next((one.person_id for one in document.people if one.part == "main"), None)
        more = {"unit_id": given.unit_id, "limit": given.due_on}
        return {"main": main, "main_due_on": given.due_on, **more, **_chosen(others)}
    if action == "decline":
        return {"unit_id": unit_of(acting, document, action, unit_id).unit_id}
    return {"progress": document.progress} if action == "report" else {}


def _chosen(others: dict[str, date | None]) -> dict[str, Any]:
    return {"chosen": list(others), **{f"{DUE}{one}": due_on for one, due_on in others.items() if due_on}}


async def _form(
    request: Request,
    session: AsyncSession,
    acting: Standing,
    form: Submission[Any],
    document: Document,
    action: str,
    today: date,
) -> Response:
    choices: dict[str, Any] = {}
    if action == "submit":
        choices["leader_choices"] = _named(await queries.leaders_of(session, document.agency, today))
    elif action == "assign":
        choices["units"] = await queries.units_of(session, document.agency, today)
        choices["unit_choices"] = _named(choices["units"])
    elif action in ("hand", "support") and document.units:
        own, asked = units_of(acting, document, action), str(form.values["unit_id"])
        unit = next((one for one in own if str(one.unit_id) == asked), None) or unit_of(acting, document, action)
        choices["people"] = await queries.people_of(session, [unit.unit_id], today)
        choices["people_choices"] = _named(choices["people"])
    if action in ("support", "decline"):
        choices["own"] = units_of(acting, document, action)
    shown = {"document": document, "action": action, "form_data": form, "due": DUE, **choices}
    return render(request, "slip/step.html", status=form.status, **shown)


def _named(rows: Sequence[Person | Unit]) -> list[tuple[UUID, str]]:
    return [(row.id, row.name) for row in rows]
