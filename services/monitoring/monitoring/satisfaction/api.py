"""What citizens thought of answers, for programs."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.web.export import csv_file
from monitoring.satisfaction.queries import list_months
from monitoring.satisfaction.schemas import SatisfactionFilter, SatisfactionRead

router = APIRouter(prefix="/monitoring/api/v1/satisfaction", tags=["satisfaction"])
Reader = Annotated[Caller, requires("indicators:read")]
Wanted = Annotated[SatisfactionFilter, Query()]


@router.get("")
async def read(_: Reader, session: Session, now: Now, wanted: Wanted) -> list[SatisfactionRead]:
    return [SatisfactionRead.model_validate(one) for one in await list_months(session, wanted, now)]


@router.get(".csv")
async def export(_: Reader, session: Session, now: Now, wanted: Wanted) -> Response:
    rows = await list_months(session, wanted, now)
    columns = list(SatisfactionRead.model_fields)
    return csv_file("hai-long.csv", columns, ([getattr(row, name) for name in columns] for row in rows))
