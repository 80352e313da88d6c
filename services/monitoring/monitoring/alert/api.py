"""Alerts, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page
from monitoring.alert import queries, service
from monitoring.alert.schemas import Acknowledge, AlertDetail, AlertFilter, AlertRead, Close

router = APIRouter(prefix="/monitoring/api/v1/alerts", tags=["alert"])
Reader = Annotated[Caller, requires("alerts:read")]
Writer = Annotated[Caller, requires("alerts:write")]


@router.get("")
async def list_alerts(wanted: Annotated[AlertFilter, Query()], session: Session, caller: Reader) -> Page[AlertRead]:
    return Page[AlertRead].model_validate(await queries.list_alerts(session, caller, wanted))


@router.get("/{alert_id}")
async def get_alert(alert_id: UUID, session: Session, caller: Reader) -> AlertDetail:
    return await queries.detail_of(session, await queries.get_alert(session, caller, alert_id))


@router.post("/{alert_id}/acknowledge")
async def acknowledge(alert_id: UUID, data: Acknowledge, session: Session, caller: Writer, now: Now) -> AlertRead:
    return AlertRead.model_validate(await service.acknowledge(session, caller, alert_id, data, now))


@router.post("/{alert_id}/close")
async def close(alert_id: UUID, data: Close, session: Session, caller: Writer, now: Now) -> AlertRead:
    return AlertRead.model_validate(await service.close(session, caller, alert_id, data, now))
