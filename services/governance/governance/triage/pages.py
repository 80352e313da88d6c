"""The suggestion beside a form or a document, and the table of fields and units of an agency."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from governance.organisation.standing import Standing
from governance.triage import queries, service
from governance.triage.api import ModelsInUse, Reader, Writer
from governance.triage.field import FIELDS
from governance.triage.schemas import DecisionCreate, DocumentAsked, FieldUnits
from kit.clock import Now, local_day
from kit.db import Session
from kit.errors import StaleEdit
from kit.web import notify, redirect, render, submitted

router = APIRouter(prefix="/governance/triage", tags=["triage-page"], include_in_schema=False)
HOME = "/governance/triage"


@router.get("/suggestion")
async def show_suggestion(
    request: Request, serving: ModelsInUse, session: Session, acting: Reader, now: Now
) -> Response:
    """A part of another page, which stays as it is until there is a subject to read."""
    try:
        asked = DocumentAsked.model_validate({k: v for k, v in request.query_params.items() if v})
    except ValidationError:
        return Response(status_code=204)
    agency = service.agency_of(acting, asked.agency)
    found = await service.suggest(session, serving, asked.facts(local_day(now)), agency, now)
    return render(request, "triage/suggestion.html", block="suggestion", found=found, asked=asked, fields=FIELDS)


@router.post("/decisions")
async def decide(request: Request, serving: ModelsInUse, session: Session, acting: Writer, now: Now) -> Response:
    form = await submitted(request, DecisionCreate)
    if form.data is None:
        return redirect(request, HOME, "triage.not_understood", "danger")
    agency = service.agency_of(acting, form.data.agency)
    said = form.data.model_dump(include={"field", "urgency", "unit_id"})
    facts, by = form.data.facts(local_day(now)), acting.caller.subject
    await service.decided(session, serving, facts, agency, now, by=by, **said)
    return notify(request, Response(status_code=204), "triage.noted")


@router.get("")
async def show(
    request: Request, session: Session, acting: Reader, now: Now, agency: Annotated[str, Query(max_length=35)] = ""
) -> Response:
    agency = service.agency_of(acting, agency)
    table = await queries.units_by_field(session, agency)
    return await _table(request, session, acting, now, agency=agency, table=table, version=queries.version_of(table))


@router.post("/agencies/{agency}/units")
async def set_units(agency: str, request: Request, session: Session, acting: Writer, now: Now) -> Response:
    service.agency_of(acting, agency)
    form = await request.form(max_fields=100)
    chosen = {field: UUID(str(form[field])) for field in FIELDS if form.get(field)}
    data = FieldUnits(units=chosen, version=str(form.get("version") or ""))
    try:
        await service.set_units(session, acting, agency, data, now)
    except StaleEdit as problem:
        stale, more = list(problem.params["changed"]), {"version": problem.params["version"]}
        shown = {"agency": agency, "table": chosen, "stale": stale, **more}
        return await _table(request, session, acting, now, status=problem.status, **shown)
    return redirect(request, f"{HOME}?agency={agency}", "triage.saved")


async def _table(
    request: Request, session: AsyncSession, acting: Standing, now: datetime, *, status: int = 200, **shown: Any
) -> Response:
    """After a stale edit the choices of whoever sent it stay; sent once more they go over what is there now."""
    agency = shown["agency"]
    units = await queries.units_now(session, agency, local_day(now))
    facts: dict[str, Any] = {"agencies": sorted(acting.agencies), "may_edit": agency in acting.kept | acting.led}
    named = service.by_names(units)
    return render(
        request, "triage/units.html", status=status, units=units, fields=FIELDS, named=named, **facts, **shown
    )
