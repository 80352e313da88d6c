"""Observations, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.agencies import agencies_on, agency_names
from kit.auth import Caller, requires
from kit.clock import Now, local_day
from kit.db import Session
from kit.files import Store
from kit.intake import Sent, body_of, get_import, problems, read_of, sheet_sent
from kit.page import Page
from kit.web import translator
from monitoring.agency.tables import Agency
from monitoring.indicator.queries import get_indicator, indicators_by_code
from monitoring.observation import queries, service
from monitoring.observation.arrival import receive
from monitoring.observation.columns import ALL
from monitoring.observation.reporter import Reporter
from monitoring.observation.schemas import (
    BatchOutcome,
    ChangeRead,
    ImportRead,
    ObservationBatch,
    ObservationCreate,
    ObservationFilter,
    ObservationRead,
    ObservationUpdate,
)
from monitoring.observation.tables import Observation, ObservationImport
from monitoring.observation.template import template
from monitoring.observation.writing import Origin

router = APIRouter(prefix="/monitoring/api/v1/observations", tags=["observation"])
READ = [requires("indicators:read")]
Code = Annotated[str, Query(max_length=8)]
Writer = Annotated[Caller, requires("observations:write")]
File = Annotated[Sent, sheet_sent("observations:write")]


@router.get("", dependencies=READ)
async def list_observations(wanted: Annotated[ObservationFilter, Query()], session: Session) -> Page[ObservationRead]:
    return await queries.list_observations(session, wanted)


@router.post("", status_code=201)
async def report(
    data: ObservationCreate, response: Response, session: Session, caller: Writer, now: Now
) -> ObservationRead:
    made = await service.report(session, Reporter.of(caller), data, now)
    response.headers["Location"] = f"{router.prefix}/{made.id}"
    return await _read(session, made)


@router.post("/batch")
async def report_all(data: ObservationBatch, session: Session, caller: Writer, now: Now) -> BatchOutcome:
    reporter = Reporter.of(caller)
    written = await service.report_all(session, reporter, data.rows, Origin("api", reporter, now, data.reason))
    return BatchOutcome(added=len(written.added), corrected=len(written.corrected), same=written.same)


@router.get("/template.xlsx", dependencies=READ)
async def download_template(request: Request, session: Session, now: Now, code: Code = "") -> Response:
    """For one indicator, or for any."""
    return await template_of(request, session, now, code)


@router.post("/imports", status_code=202, openapi_extra=body_of(code={"type": "string"}))
async def send(sent: File, session: Session, files: Store, caller: Writer, now: Now) -> ImportRead:
    """CSV or XLSX; what becomes of it is told by its address."""
    return ImportRead.model_validate(await receive(session, files, caller, sent, now))


@router.get("/imports/{import_id:uuid}")
async def get_sent(request: Request, import_id: UUID, session: Session, caller: Writer) -> ImportRead:
    return read_of(request, ImportRead, await get_import(session, ObservationImport, import_id, caller.subject))


@router.get("/imports/{import_id:uuid}/problems.xlsx")
async def get_problems(request: Request, import_id: UUID, session: Session, caller: Writer) -> Response:
    found = await get_import(session, ObservationImport, import_id, caller.subject)
    return problems(request, "loi-so-lieu.xlsx", found, ALL)


@router.get("/{observation_id:uuid}", dependencies=READ)
async def get_one(observation_id: UUID, session: Session) -> ObservationRead:
    return await _read(session, await queries.get_observation(session, observation_id))


@router.put("/{observation_id:uuid}")
async def correct(
    observation_id: UUID, data: ObservationUpdate, session: Session, caller: Writer, now: Now
) -> ObservationRead:
    return await _read(session, await service.correct(session, Reporter.of(caller), observation_id, data, now))


@router.get("/{observation_id:uuid}/history", dependencies=READ)
async def history(observation_id: UUID, session: Session) -> list[ChangeRead]:
    await queries.get_observation(session, observation_id)
    return [ChangeRead.model_validate(one) for one in await queries.list_changes(session, observation_id)]


async def _read(session: Session, one: Observation) -> ObservationRead:
    return queries.read_of(one, await agency_names(session, Agency))


async def template_of(request: Request, session: Session, now: Now, code: str) -> Response:
    indicators = await indicators_by_code(session)
    one = await get_indicator(session, code) if code else None
    today = local_day(now)
    agencies = [(found.code, found.name) for found in await agencies_on(session, Agency, today)]
    return template(list(indicators.values()), one, agencies, today, translator(request))
