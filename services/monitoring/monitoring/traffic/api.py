"""Calls through the gateway, for programs."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.web.export import csv_file
from monitoring.traffic.queries import list_traffic
from monitoring.traffic.schemas import Grouping, Traffic, TrafficFilter

router = APIRouter(prefix="/monitoring/api/v1/traffic", tags=["traffic"])
Reader = Annotated[Caller, requires("traffic:read")]


@router.get("")
async def read(
    _: Reader, session: Session, now: Now, wanted: Annotated[TrafficFilter, Query()], by: Grouping = "hour"
) -> list[Traffic]:
    return await list_traffic(session, wanted, now, by)


@router.get(".csv")
async def export(
    _: Reader, session: Session, now: Now, wanted: Annotated[TrafficFilter, Query()], by: Grouping = "hour"
) -> Response:
    rows = await list_traffic(session, wanted, now, by)
    columns = list(Traffic.model_fields)
    return csv_file(f"luu-luong-{by}.csv", columns, ([getattr(row, name) for name in columns] for row in rows))
