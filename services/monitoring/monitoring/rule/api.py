"""Alert rules, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from kit.auth import Caller, requires
from kit.clock import Now, local_day
from kit.db import Session
from kit.page import Page
from kit.web import translator
from monitoring.rule import queries, service
from monitoring.rule.schemas import Preview, RuleCreate, RuleFilter, RuleRead, RuleUpdate

router = APIRouter(prefix="/monitoring/api/v1/alert-rules", tags=["alert-rule"])
Reader = Annotated[Caller, requires("alerts:read")]
Writer = Annotated[Caller, requires("alerts:write")]


@router.get("")
async def list_rules(wanted: Annotated[RuleFilter, Query()], session: Session, caller: Reader) -> Page[RuleRead]:
    return Page[RuleRead].model_validate(await queries.list_rules(session, caller, wanted))


@router.post("", status_code=201)
async def create(data: RuleCreate, session: Session, caller: Writer, now: Now) -> RuleRead:
    return RuleRead.model_validate(await service.create(session, caller, data, now))


@router.post("/preview")
async def preview(request: Request, data: RuleCreate, session: Session, caller: Writer, now: Now) -> Preview:
    """What it would be alerted about now; nothing is kept."""
    draft = await service.draft(session, caller, data, now)
    return await queries.preview(session, draft, local_day(now), translator(request).language)


@router.get("/{rule_id}")
async def get_rule(rule_id: UUID, session: Session, caller: Reader) -> RuleRead:
    return RuleRead.model_validate(await queries.get_rule(session, caller, rule_id))


@router.put("/{rule_id}")
async def change(rule_id: UUID, data: RuleUpdate, session: Session, caller: Writer, now: Now) -> RuleRead:
    return RuleRead.model_validate(await service.change(session, caller, rule_id, data, now))
