"""Forms for deciding and confirming."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from kit.agencies import agencies_on
from kit.auth import Caller, requires
from kit.clock import Now, local_day
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted
from monitoring.agency.tables import Agency
from monitoring.decision import service
from monitoring.decision.schemas import DecisionConfirm, DecisionRead, DecisionUpdate
from monitoring.indicator.queries import get_indicator

router = APIRouter(prefix="/monitoring/indicators/{code}/decision", tags=["decision-page"], include_in_schema=False)
Writer = Annotated[Caller, requires("indicators:write", "monitoring:province")]
WRITE = [requires("indicators:write", "monitoring:province")]


@router.get("/edit", dependencies=WRITE)
async def show_edit(request: Request, code: str, session: Session, now: Now) -> Response:
    shown = DecisionRead.model_validate((await get_indicator(session, code)).decision)
    return await _form(request, session, code, blank(request, shown), now)


@router.post("")
async def decide(request: Request, code: str, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, DecisionUpdate)
    saved = await form.attempt(session, lambda data: service.decide(session, caller, code, data, now))
    if saved is None:
        return await _form(request, session, code, form, now)
    return redirect(request, f"/monitoring/indicators/{code}/decision", "decision.saved")


@router.get("/confirm", dependencies=WRITE)
async def show_confirm(request: Request, code: str, session: Session) -> Response:
    indicator = await get_indicator(session, code)
    form = blank(request, version=indicator.decision.version)
    return render(request, "decision/confirm.html", form_data=form, indicator=indicator)


@router.post("/confirm")
async def confirm(request: Request, code: str, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, DecisionConfirm)
    saved = await form.attempt(session, lambda data: service.confirm(session, caller, code, data, now))
    if saved is None:
        indicator = await get_indicator(session, code)
        return render(request, "decision/confirm.html", status=form.status, form_data=form, indicator=indicator)
    return redirect(request, f"/monitoring/indicators/{code}/decision", "decision.confirmed")


async def _form(request: Request, session: Session, code: str, form: Submission[Any], now: Now) -> Response:
    indicator = await get_indicator(session, code)
    agencies = [(one.code, one.name) for one in await agencies_on(session, Agency, local_day(now))]
    context: dict[str, Any] = {"form_data": form, "indicator": indicator, "agencies": agencies}
    return render(request, "decision/form.html", status=form.status, **context)
