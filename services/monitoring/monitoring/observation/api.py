"""Observations, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from kit.agencies import agency_names
from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page
from monitoring.agency.tables import Agency
from monitoring.observation import queries, service
from monitoring.observation.reporter import Reporter
from monitoring.observation.schemas import (
    BatchOutcome,
    ChangeRead,
    ObservationBatch,
    ObservationCreate,
    ObservationFilter,
    ObservationRead,
    ObservationUpdate,
)
from monitoring.observation.tables import Observation
from monitoring.observation.writing import Origin

router = APIRouter(prefix="/monitoring/api/v1/observations", tags=["observation"])
READ = [requires("indicators:read")]
Writer = Annotated[Caller, requires("observations:write")]


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
