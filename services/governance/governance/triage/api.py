from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from governance.organisation.standing import Standing, standing
from governance.triage import queries, service
from governance.triage.field import FIELDS
from governance.triage.schemas import (
    DecisionCreate,
    DocumentAsked,
    FieldTableRead,
    FieldUnitRead,
    FieldUnits,
    SuggestionRead,
)
from kit.clock import Now, local_day
from kit.db import Session
from kit.ml.serving import Serving

router = APIRouter(prefix="/governance/api/v1/triage", tags=["triage"])


async def models(request: Request) -> Serving:
    serving: Serving = request.app.state.models
    return serving


ModelsInUse = Annotated[Serving, Depends(models)]
Reader = Annotated[Standing, standing("documents:read")]
Writer = Annotated[Standing, standing("documents:write")]


@router.get("/suggestion")
async def suggest(
    asked: Annotated[DocumentAsked, Query()], serving: ModelsInUse, session: Session, acting: Reader, now: Now
) -> SuggestionRead:
    agency = service.agency_of(acting, asked.agency)
    found = await service.suggest(session, serving, asked.facts(local_day(now)), agency, now)
    return SuggestionRead.model_validate(found)


@router.post("/decisions", status_code=204)
async def decide(data: DecisionCreate, serving: ModelsInUse, session: Session, acting: Writer, now: Now) -> None:
    agency = service.agency_of(acting, data.agency)
    said = data.model_dump(include={"field", "urgency", "unit_id"})
    facts, by = data.facts(local_day(now)), acting.caller.subject
    await service.decided(session, serving, facts, agency, now, by=by, **said)


@router.get("/agencies/{agency}/units")
async def list_units(agency: str, session: Session, acting: Reader, now: Now) -> FieldTableRead:
    service.agency_of(acting, agency)
    table = await queries.units_by_field(session, agency)
    named = service.by_names(await queries.units_now(session, agency, local_day(now)))
    fields = [
        FieldUnitRead(field=field, unit_id=table.get(field), suggested=named[field].id if field in named else None)
        for field in FIELDS
    ]
    return FieldTableRead(version=queries.version_of(table), fields=fields)


@router.put("/agencies/{agency}/units", status_code=204)
async def set_units(agency: str, data: FieldUnits, session: Session, acting: Writer, now: Now) -> None:
    await service.set_units(session, acting, service.agency_of(acting, agency), data, now)
