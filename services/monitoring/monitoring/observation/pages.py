"""Forms for reporting and correcting, a figure with its history, and files on their way in."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.agencies import agency_names
from kit.auth import Caller, requires
from kit.clock import Now, local_day
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted
from monitoring.agency.tables import Agency
from monitoring.indicator.queries import get_indicator, indicators_by_code
from monitoring.observation import queries, service
from monitoring.observation.places import day_of, places
from monitoring.observation.reporter import Reporter
from monitoring.observation.schemas import ObservationCreate, ObservationUpdate, PlaceAsked
from monitoring.observation.tables import Observation

router = APIRouter(prefix="/monitoring/observations", tags=["observation-page"], include_in_schema=False)
HOME = "/monitoring/observations"
Reader = Annotated[Caller, requires("indicators:read")]
Writer = Annotated[Caller, requires("observations:write")]
WRITE = [requires("observations:write")]
Code = Annotated[str, Query(max_length=8)]


@router.get("/new", dependencies=WRITE)
async def show_new(request: Request, session: Session, code: Code = "") -> Response:
    return await _form(request, session, blank(request, code=code, level="province"))


@router.get("/places", dependencies=WRITE)
async def show_places(request: Request, asked: Annotated[PlaceAsked, Query()], session: Session, now: Now) -> Response:
    on = day_of(asked.period, local_day(now))
    found = await places(session, asked.level, asked.area, on)
    return render(request, "observation/places.html", block="places", places=found)


@router.post("")
async def report(request: Request, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, ObservationCreate)
    made = await form.attempt(session, lambda data: service.report(session, Reporter.of(caller), data, now))
    if made is None:
        return await _form(request, session, form)
    return redirect(request, f"{HOME}/{made.id}", "observation.reported")


@router.get("/{observation_id:uuid}")
async def show(request: Request, observation_id: UUID, session: Session, caller: Reader) -> Response:
    held = await queries.get_observation(session, observation_id)
    indicator = await get_indicator(session, held.code)
    own = Reporter.of(caller).may_report(indicator, held.level, held.area)
    agencies = await agency_names(session, Agency)
    one, changes = queries.read_of(held, agencies), await queries.list_changes(session, observation_id)
    context: dict[str, Any] = {"one": one, "indicator": indicator, "changes": changes, "own": own}
    return render(request, "observation/detail.html", agencies=agencies, **context)


@router.get("/{observation_id:uuid}/edit")
async def show_edit(request: Request, observation_id: UUID, session: Session, caller: Writer) -> Response:
    held = await service.get_own_observation(session, Reporter.of(caller), observation_id)
    shown = queries.read_of(held, {})
    value = None if shown.numerator is not None and shown.denominator else shown.value
    return await _form(request, session, blank(request, shown, value="" if value is None else value), held)


@router.post("/{observation_id:uuid}")
async def correct(request: Request, observation_id: UUID, session: Session, caller: Writer, now: Now) -> Response:
    form, reporter = await submitted(request, ObservationUpdate), Reporter.of(caller)
    saved = await form.attempt(session, lambda data: service.correct(session, reporter, observation_id, data, now))
    if saved is None:
        held = await service.get_own_observation(session, reporter, observation_id)
        return await _form(request, session, form, held)
    return redirect(request, f"{HOME}/{observation_id}", "observation.corrected")


async def _form(request: Request, session: Session, form: Submission[Any], held: Observation | None = None) -> Response:
    """With the indicator chosen, only the fields of its kind."""
    indicators = await indicators_by_code(session)
    chosen = indicators.get(held.code if held else str(form.values["code"]))
    context: dict[str, Any] = {"form_data": form, "indicators": indicators.values(), "indicator": chosen, "held": held}
    return render(request, "observation/form.html", status=form.status, **context)
