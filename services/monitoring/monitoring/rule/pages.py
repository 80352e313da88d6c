"""The pages of alert rules."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.agencies import agencies_on
from kit.clock import Now, local_day
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted, translator
from monitoring.agency.tables import Agency
from monitoring.indicator.queries import indicators_by_code
from monitoring.indicator.tables import PILLARS
from monitoring.rule import queries, service
from monitoring.rule.api import Reader, Writer
from monitoring.rule.reach import everywhere, own
from monitoring.rule.schemas import LEVELS, RuleCreate, RuleFilter, RuleRead, RuleUpdate
from monitoring.rule.tables import AlertRule

router = APIRouter(prefix="/monitoring/alert-rules", tags=["alert-rule-page"], include_in_schema=False)
HOME = "/monitoring/alert-rules"


@router.get("")
async def show_list(
    request: Request, wanted: Annotated[RuleFilter, Query()], session: Session, caller: Reader, now: Now
) -> Response:
    page = await queries.list_rules(session, caller, wanted)
    names = {one.code: one.name for one in await agencies_on(session, Agency, local_day(now))}
    return render(request, "rule/list.html", block="rows", page=page, agencies=names)


@router.get("/new")
async def show_new(request: Request, session: Session, caller: Writer, now: Now) -> Response:
    first = blank(request, kind="threshold", bound=80, recovery=90, raise_after=1, recover_after=1, days=15)
    return await _form(request, session, caller, now, first)


@router.post("")
async def create(request: Request, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, RuleCreate)
    rule = await form.attempt(session, lambda data: service.create(session, caller, data, now))
    if rule is None:
        return await _form(request, session, caller, now, form)
    return redirect(request, f"{HOME}/{rule.id}", "rule.saved")


@router.post("/preview")
async def preview_new(request: Request, session: Session, caller: Writer, now: Now) -> Response:
    return await _previewed(request, session, caller, now, await submitted(request, RuleCreate), None)


@router.get("/{rule_id:uuid}")
async def show(request: Request, rule_id: UUID, session: Session, caller: Reader, now: Now) -> Response:
    rule = await queries.get_rule(session, caller, rule_id)
    seen = await queries.preview(session, rule, local_day(now), translator(request).language)
    names = {one.code: one.name for one in await agencies_on(session, Agency, local_day(now))}
    may = own(caller) in {None, rule.agency}
    return render(request, "rule/detail.html", rule=rule, preview=seen, agencies=names, may_change=may)


@router.get("/{rule_id:uuid}/edit")
async def show_edit(request: Request, rule_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    rule = await queries.get_own_rule(session, caller, rule_id)
    form = blank(request, RuleRead.model_validate(rule))
    form.values |= {"working": str(rule.working).lower(), "enabled": str(rule.enabled).lower()}
    return await _form(request, session, caller, now, form, rule)


@router.post("/{rule_id:uuid}")
async def change(request: Request, rule_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, RuleUpdate)
    if await form.attempt(session, lambda data: service.change(session, caller, rule_id, data, now)):
        return redirect(request, f"{HOME}/{rule_id}", "rule.saved")
    return await _form(request, session, caller, now, form, await queries.get_own_rule(session, caller, rule_id))


@router.post("/{rule_id:uuid}/preview")
async def preview(request: Request, rule_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    rule = await queries.get_own_rule(session, caller, rule_id)
    return await _previewed(request, session, caller, now, await submitted(request, RuleUpdate), rule)


async def _previewed(
    request: Request, session: Session, caller: Writer, now: Now, form: Submission[Any], rule: AlertRule | None
) -> Response:
    """The form as it was filled in, and what it would match; nothing is kept."""
    draft = await form.attempt(session, lambda data: service.draft(session, caller, data, now))
    language = translator(request).language
    found = await queries.preview(session, draft, local_day(now), language) if draft else None
    return await _form(request, session, caller, now, form, rule, preview=found)


async def _form(
    request: Request,
    session: Session,
    caller: Writer,
    now: Now,
    form: Submission[Any],
    rule: AlertRule | None = None,
    **more: Any,
) -> Response:
    indicators = (await indicators_by_code(session)).values()
    language = translator(request).language
    choices = {
        "codes": [(one.code, f"{one.code} · {one.name(language)}") for one in indicators if one.target],
        "pillars": PILLARS,
        "levels": LEVELS,
        "agencies": [(one.code, one.name) for one in await agencies_on(session, Agency, local_day(now))],
        "everywhere": everywhere(caller),
        "preview": None,
    }
    return render(request, "rule/form.html", status=form.status, form_data=form, rule=rule, **{**choices, **more})
