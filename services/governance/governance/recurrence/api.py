from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from governance.organisation.standing import Standing, standing
from governance.recurrence import queries, service
from governance.recurrence.schemas import RuleCreate, RuleFilter, RuleRead, RuleUpdate
from governance.recurrence.service import Turn
from kit.clock import Now
from kit.db import Session
from kit.page import Page

router = APIRouter(prefix="/governance/api/v1/recurring-tasks", tags=["recurrence"])
Reader = Annotated[Standing, standing("tasks:read")]
Writer = Annotated[Standing, standing("tasks:write")]


class Seen(BaseModel):
    version: int


@router.get("")
async def list_rules(wanted: Annotated[RuleFilter, Query()], session: Session, acting: Reader) -> Page[RuleRead]:
    return Page[RuleRead].model_validate(await queries.list_rules(session, acting, wanted))


@router.post("", status_code=201)
async def set_up(data: RuleCreate, session: Session, acting: Writer, now: Now) -> RuleRead:
    return RuleRead.model_validate(await service.set_up(session, acting, data, now))


@router.get("/{rule_id}")
async def get_rule(rule_id: UUID, session: Session, acting: Reader) -> RuleRead:
    return RuleRead.model_validate(await queries.get_rule(session, acting, rule_id))


@router.put("/{rule_id}")
async def change(rule_id: UUID, data: RuleUpdate, session: Session, acting: Writer, now: Now) -> RuleRead:
    return RuleRead.model_validate(await service.change(session, acting, rule_id, data, now))


@router.post("/{rule_id}/{to}")
async def turn(rule_id: UUID, to: Turn, data: Seen, session: Session, acting: Writer, now: Now) -> RuleRead:
    return RuleRead.model_validate(await service.turn(session, acting, rule_id, to, data.version, now))
