from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.db import Session
from kit.page import every
from kit.web import Submission, blank, csv_list, redirect, render, submitted, translator
from lgsp_gateway.member import queries, service
from lgsp_gateway.member.api import READ, WRITE, Reader, Writer
from lgsp_gateway.member.schemas import MemberCreate, MemberFilter, MemberRead, MemberUpdate
from lgsp_gateway.member.tables import Member
from lgsp_gateway.registry.reach import reaches

router = APIRouter(prefix="/lgsp-gateway", tags=["member-page"], include_in_schema=False)
HOME = "/lgsp-gateway/members"
COLUMNS = ("class", "code", "name", "valid_from", "valid_to", "aliases")
Wanted = Annotated[MemberFilter, Query()]


@router.get("/members", dependencies=READ)
async def show_list(request: Request, wanted: Wanted, session: Session) -> Response:
    page = await queries.list_members(session, wanted)
    return render(request, "member/list.html", block="rows", page=page, wanted=wanted)


@router.get("/members.csv", dependencies=READ)
async def export(request: Request, wanted: Wanted) -> Response:
    rows = (_row(one) async for one in every(request.app.state.database, queries.list_members, wanted))
    t = translator(request).t
    return await csv_list("members.csv", [t(f"member.{name}") for name in COLUMNS], rows)


@router.get("/members/new", dependencies=WRITE)
async def show_new(request: Request) -> Response:
    return _form(request, blank(request, member_class="GOV"), None)


@router.post("/members")
async def register(request: Request, session: Session, caller: Writer) -> Response:
    form = await submitted(request, MemberCreate)
    member = await form.attempt(session, lambda data: service.register(session, caller, data))
    if member is None:
        return _form(request, form, None)
    return redirect(request, f"{HOME}/{member.id}", "member.registered", name=member.name)


@router.get("/members/{member_id:uuid}")
async def show(request: Request, member_id: UUID, session: Session, caller: Reader) -> Response:
    member = await queries.get_member(session, member_id)
    return render(request, "member/detail.html", member=member, own=reaches(caller, member))


@router.get("/members/{member_id:uuid}/edit")
async def show_edit(request: Request, member_id: UUID, session: Session, caller: Writer) -> Response:
    member = await queries.get_own_member(session, caller, member_id)
    shown = MemberRead.model_validate(member)
    return _form(request, blank(request, shown, aliases=" ".join(shown.aliases)), member)


@router.post("/members/{member_id:uuid}")
async def change(request: Request, member_id: UUID, session: Session, caller: Writer) -> Response:
    form = await submitted(request, MemberUpdate)
    saved = await form.attempt(session, lambda data: service.change(session, caller, member_id, data))
    if saved is None:
        return _form(request, form, await queries.get_own_member(session, caller, member_id))
    return redirect(request, f"{HOME}/{member_id}", "member.saved")


def _form(request: Request, form: Submission[Any], member: Member | None) -> Response:
    return render(request, "member/form.html", status=form.status, form_data=form, member=member)


def _row(member: Member) -> tuple[object, ...]:
    aliases = " ".join(alias.alias for alias in member.aliases)
    return member.member_class, member.code, member.name, member.valid_from, member.valid_to, aliases
