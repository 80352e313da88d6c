"""Procedures: for everybody to read, for those who keep the knowledge to edit."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from assistant_citizen.office.queries import offices_for
from assistant_citizen.procedure import queries, service
from assistant_citizen.procedure.api import Visitor, Wanted, Writer
from assistant_citizen.procedure.form import rows_of, rows_sent
from assistant_citizen.procedure.schemas import ProcedureUpdate, ProcedureVerify, ProcedureWrite
from assistant_citizen.procedure.tables import Procedure
from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted

router = APIRouter(prefix="/assistant-citizen/procedures", tags=["procedure-page"], include_in_schema=False)
HOME = "/assistant-citizen/procedures"


@router.get("")
async def show_list(request: Request, wanted: Wanted, session: Session, caller: Visitor) -> Response:
    page = await queries.list_procedures(session, caller, wanted)
    fields, levels = await queries.fields(session), await queries.levels(session)
    return render(request, "procedure/list.html", block="rows", page=page, fields=fields, levels=levels)


@router.get("/new")
async def show_new(request: Request, _: Writer) -> Response:
    return _form(request, blank(request, channels=[], documents=[], laws=[]))


@router.post("")
async def add(request: Request, session: Session, _: Writer, now: Now) -> Response:
    form = await submitted(request, ProcedureWrite, **await rows_sent(request))
    if added := await form.attempt(session, lambda data: service.add(session, data, now)):
        return redirect(request, f"{HOME}/{added.code}", "procedure.saved")
    return _form(request, form)


@router.get("/{code}")
async def show(request: Request, code: str, session: Session, caller: Visitor) -> Response:
    procedure = await queries.get_procedure(session, caller, code)
    offices = await offices_for(session, procedure.field, procedure.level)
    return render(request, "procedure/detail.html", one=procedure, offices=offices, keeps=queries.keeps(caller))


@router.get("/{code}/given")
async def show_given(request: Request, code: str, session: Session, caller: Visitor) -> Response:
    """The record as it came, letter by letter."""
    procedure = await queries.get_procedure(session, caller, code)
    return render(request, "procedure/given.html", one=procedure)


@router.get("/{code}/edit")
async def show_edit(request: Request, code: str, session: Session, caller: Writer) -> Response:
    procedure = await queries.get_procedure(session, caller, code)
    return _form(request, blank(request, ProcedureUpdate.model_validate(rows_of(procedure))), procedure)


@router.post("/{code}")
async def change(request: Request, code: str, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, ProcedureUpdate, **await rows_sent(request))
    if changed := await form.attempt(session, lambda data: service.change(session, caller, code, data, now)):
        return redirect(request, f"{HOME}/{changed.code}", "procedure.saved")
    return _form(request, form, await queries.get_procedure(session, caller, code))


@router.post("/{code}/verify")
async def verify(request: Request, code: str, session: Session, caller: Writer, now: Now) -> Response:
    form = await submitted(request, ProcedureVerify)
    data = form.data or ProcedureVerify(verified=False, version=0)
    await service.verify(session, caller, code, data, now)
    return redirect(request, f"{HOME}/{code}", "procedure.verify_done" if data.verified else "procedure.doubt_done")


def _form(request: Request, form: Submission[Any], procedure: Procedure | None = None) -> Response:
    return render(request, "procedure/form.html", status=form.status, form_data=form, one=procedure)
