"""The pages of silences."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from kit.agencies import agencies_on, agency_names
from kit.clock import ZONE, Now, local_day
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted, translator
from monitoring.agency.tables import Agency
from monitoring.indicator.queries import indicators_by_code
from monitoring.indicator.tables import PILLARS
from monitoring.rule.queries import list_rules
from monitoring.rule.schemas import RuleFilter
from monitoring.silence import queries, service
from monitoring.silence.api import Reader, Writer
from monitoring.silence.schemas import SilenceCreate, SilenceFilter, SilenceRead, SilenceUpdate
from monitoring.silence.tables import Silence

router = APIRouter(prefix="/monitoring/silences", tags=["silence-page"], include_in_schema=False)
HOME = "/monitoring/silences"
USUAL = timedelta(days=7)


@router.get("")
async def show_list(
    request: Request, wanted: Annotated[SilenceFilter, Query()], session: Session, caller: Reader, now: Now
) -> Response:
    page = await queries.list_silences(session, caller, wanted, now)
    rules = {one.id: one.name for one in (await list_rules(session, caller, RuleFilter(limit=200))).items}
    names = await agency_names(session, Agency)
    return render(request, "silence/list.html", block="rows", page=page, now=now, rules=rules, agencies=names)


@router.get("/new")
async def show_new(request: Request, session: Session, caller: Writer, now: Now) -> Response:
    here = now.astimezone(ZONE).replace(second=0, microsecond=0)
    form = blank(request, starts_at=f"{here:%Y-%m-%dT%H:%M}", ends_at=f"{here + USUAL:%Y-%m-%dT%H:%M}")
    form.values |= {name: request.query_params.get(name, "") for name in ("rule_id", "code", "lead", "area")}
    return await _form(request, session, caller, now, form)


@router.post("")
async def create(request: Request, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, SilenceCreate)
    if await form.attempt(session, lambda data: service.create(session, caller, data, now)):
        return redirect(request, HOME, "silence.saved")
    return await _form(request, session, caller, now, form)


@router.post("/preview")
async def preview_new(request: Request, session: Session, caller: Writer, now: Now) -> Response:
    return await _previewed(request, session, caller, now, await submitted(request, SilenceCreate), None)


@router.get("/{silence_id:uuid}/edit")
async def show_edit(request: Request, silence_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    silence = await queries.get_own_silence(session, caller, silence_id)
    form = blank(request, SilenceRead.model_validate(silence))
    for name in ("starts_at", "ends_at"):
        form.values[name] = f"{getattr(silence, name).astimezone(ZONE):%Y-%m-%dT%H:%M}"
    return await _form(request, session, caller, now, form, silence)


@router.post("/{silence_id:uuid}")
async def change(request: Request, silence_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, SilenceUpdate)
    if await form.attempt(session, lambda data: service.change(session, caller, silence_id, data, now)):
        return redirect(request, HOME, "silence.saved")
    silence = await queries.get_own_silence(session, caller, silence_id)
    return await _form(request, session, caller, now, form, silence)


@router.post("/{silence_id:uuid}/preview")
async def preview(request: Request, silence_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    silence = await queries.get_own_silence(session, caller, silence_id)
    return await _previewed(request, session, caller, now, await submitted(request, SilenceUpdate), silence)


@router.post("/{silence_id:uuid}/end")
async def end(
    request: Request, silence_id: UUID, session: Session, caller: Writer, now: Now, version: Annotated[int, Form()]
) -> Response:
    await service.end(session, caller, silence_id, version, now)
    return redirect(request, HOME, "silence.ended")


async def _previewed(
    request: Request, session: Session, caller: Writer, now: Now, form: Submission[Any], silence: Silence | None
) -> Response:
    """The form as it was filled in, and what it would match; nothing is kept."""
    draft = await form.attempt(session, lambda data: service.draft(session, caller, data, now))
    found = await queries.preview(session, draft, now, translator(request).language) if draft else None
    return await _form(request, session, caller, now, form, silence, preview=found)


async def _form(
    request: Request,
    session: Session,
    caller: Writer,
    now: Now,
    form: Submission[Any],
    silence: Silence | None = None,
    **more: Any,
) -> Response:
    language = translator(request).language
    indicators = (await indicators_by_code(session)).values()
    choices = {
        "codes": [(one.code, f"{one.code} · {one.name(language)}") for one in indicators if one.target],
        "pillars": PILLARS,
        "agencies": [(one.code, one.name) for one in await agencies_on(session, Agency, local_day(now))],
        "rules": [(one.id, one.name) for one in (await list_rules(session, caller, RuleFilter(limit=200))).items],
        "preview": None,
    }
    facts = {**choices, **more}
    return render(request, "silence/form.html", status=form.status, form_data=form, silence=silence, **facts)
