from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from governance.calendar.queries import holidays_around
from governance.organisation.standing import Standing
from governance.recurrence import queries, service
from governance.recurrence.api import Reader, Writer
from governance.recurrence.period import next_due
from governance.recurrence.schemas import RuleCreate, RuleFilter, RuleRead, RuleUpdate
from governance.recurrence.service import Turn
from governance.task.party import Party
from governance.task.reading import PRIORITIES
from governance.task.showing import choices, written
from governance.task.tables import TaskRule
from kit.clock import Now, local_day
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted

router = APIRouter(prefix="/governance", tags=["recurrence-page"], include_in_schema=False)
HOME = "/governance/recurring-tasks"
Wanted = Annotated[RuleFilter, Query()]


@router.get("/recurring-tasks")
async def show_list(request: Request, wanted: Wanted, session: Session, acting: Reader, now: Now) -> Response:
    page, today = await queries.list_rules(session, acting, wanted), local_day(now)
    holidays = await holidays_around(session, today)
    facts: dict[str, Any] = {
        "gives": bool(acting.led | acting.kept),
        "leads": await queries.leads_of(session, page.items),
        "next_due": {rule.id: next_due(rule, today, holidays) for rule in page.items},
    }
    return render(request, "recurrence/list.html", block="rows", page=page, **facts)


@router.get("/recurring-tasks/new")
async def show_new(request: Request, session: Session, acting: Writer, now: Now) -> Response:
    usual = {"cadence": "month", "day": 25, "month": 1, "shift": "before", "ahead_days": 5, "priority": "normal"}
    form = blank(request, None, **usual, starts_on=local_day(now).isoformat())
    return await _form(request, session, acting, form, None)


@router.post("/recurring-tasks")
async def set_up(request: Request, session: Session, acting: Writer, now: Now) -> Response:
    form = await submitted(request, RuleCreate)
    rule = await form.attempt(session, lambda data: service.set_up(session, acting, data, now))
    if rule is None:
        return await _form(request, session, acting, form, None)
    return redirect(request, HOME, "recurrence.set_up", title=rule.title)


@router.get("/recurring-tasks/{rule_id:uuid}")
async def show_edit(request: Request, rule_id: UUID, session: Session, acting: Writer) -> Response:
    rule = await queries.get_rule(session, acting, rule_id)
    lead = written(Party(rule.lead_agency, rule.lead_unit_id, rule.lead_person_id))
    form = blank(request, RuleRead.model_validate(rule), lead=lead, priority=PRIORITIES[rule.priority])
    return await _form(request, session, acting, form, rule)


@router.post("/recurring-tasks/{rule_id:uuid}")
async def change(request: Request, rule_id: UUID, session: Session, acting: Writer, now: Now) -> Response:
    form = await submitted(request, RuleUpdate)
    rule = await form.attempt(session, lambda data: service.change(session, acting, rule_id, data, now))
    if rule is None:
        return await _form(request, session, acting, form, await queries.get_rule(session, acting, rule_id))
    return redirect(request, HOME, "recurrence.saved", title=rule.title)


@router.post("/recurring-tasks/{rule_id:uuid}/{to}")
async def turn(
    request: Request,
    rule_id: UUID,
    to: Turn,
    version: Annotated[int, Form()],
    session: Session,
    acting: Writer,
    now: Now,
) -> Response:
    rule = await service.turn(session, acting, rule_id, to, version, now)
    return redirect(request, HOME, "recurrence.saved", title=rule.title)


async def _form(
    request: Request, session: Session, acting: Standing, form: Submission[Any], rule: TaskRule | None
) -> Response:
    facts = await choices(request, session, acting, form.values)
    return render(request, "recurrence/form.html", status=form.status, form_data=form, rule=rule, **facts)
