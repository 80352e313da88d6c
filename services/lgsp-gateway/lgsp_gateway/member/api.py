from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from kit.auth import Caller, requires
from kit.db import Session
from kit.page import Page
from lgsp_gateway.member import queries, service
from lgsp_gateway.member.errors import MemberNotFound
from lgsp_gateway.member.schemas import MemberClass, MemberCreate, MemberFilter, MemberRead, MemberUpdate

router = APIRouter(prefix="/lgsp-gateway/api/v1/members", tags=["member"])
READ, WRITE = [requires("members:read")], [requires("members:write")]
Reader = Annotated[Caller, requires("members:read")]
Writer = Annotated[Caller, requires("members:write")]


@router.get("", dependencies=READ)
async def list_members(wanted: Annotated[MemberFilter, Query()], session: Session) -> Page[MemberRead]:
    return Page[MemberRead].model_validate(await queries.list_members(session, wanted))


@router.post("", status_code=201)
async def register(data: MemberCreate, session: Session, caller: Writer) -> MemberRead:
    return MemberRead.model_validate(await service.register(session, caller, data))


@router.get("/by-code/{code}", dependencies=READ)
async def get_by_code(code: str, session: Session, member_class: MemberClass = "GOV") -> MemberRead:
    """In any accepted form: `H02.01`, `000.00.01.H02` or another alias."""
    member = await queries.find_member(session, code, member_class)
    if member is None:
        raise MemberNotFound
    return MemberRead.model_validate(member)


@router.get("/{member_id}", dependencies=READ)
async def get_member(member_id: UUID, session: Session) -> MemberRead:
    return MemberRead.model_validate(await queries.get_member(session, member_id))


@router.put("/{member_id}")
async def change(member_id: UUID, data: MemberUpdate, session: Session, caller: Writer) -> MemberRead:
    return MemberRead.model_validate(await service.change(session, caller, member_id, data))
