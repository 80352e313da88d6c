"""Local decisions, for programs."""

from typing import Annotated

from fastapi import APIRouter

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from monitoring.decision import service
from monitoring.decision.schemas import DecisionChangeRead, DecisionConfirm, DecisionRead, DecisionUpdate
from monitoring.indicator.queries import get_indicator, list_decision_changes

router = APIRouter(prefix="/monitoring/api/v1/indicators/{code}/decision", tags=["decision"])
READ = [requires("indicators:read")]
Writer = Annotated[Caller, requires("indicators:write", "monitoring:province")]


@router.get("", dependencies=READ)
async def read(code: str, session: Session) -> DecisionRead:
    return DecisionRead.model_validate((await get_indicator(session, code)).decision)


@router.put("")
async def decide(code: str, data: DecisionUpdate, session: Session, caller: Writer, now: Now) -> DecisionRead:
    return DecisionRead.model_validate(await service.decide(session, caller, code, data, now))


@router.post("/confirmation")
async def confirm(code: str, data: DecisionConfirm, session: Session, caller: Writer, now: Now) -> DecisionRead:
    return DecisionRead.model_validate(await service.confirm(session, caller, code, data, now))


@router.get("/history", dependencies=READ)
async def history(code: str, session: Session) -> list[DecisionChangeRead]:
    await get_indicator(session, code)
    return [DecisionChangeRead.model_validate(one) for one in await list_decision_changes(session, code)]
