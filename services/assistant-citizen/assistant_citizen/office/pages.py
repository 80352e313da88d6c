"""Offices: for everybody to find, for those who keep the knowledge to edit."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from assistant_citizen.office import queries, service
from assistant_citizen.office.api import OPEN, Wanted, Writer
from assistant_citizen.office.schemas import OfficeRead, OfficeUpdate, OfficeWrite
from assistant_citizen.office.tables import OFFICE_LEVELS, Office
from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted

router = APIRouter(prefix="/assistant-citizen/offices", tags=["office-page"], include_in_schema=False)
HOME = "/assistant-citizen/offices"


@router.get("", dependencies=OPEN)
async def show_list(request: Request, wanted: Wanted, session: Session) -> Response:
    page = await queries.list_offices(session, wanted)
    return render(request, "office/list.html", block="rows", page=page, levels=OFFICE_LEVELS)


@router.get("/new")
async def show_new(request: Request, _: Writer) -> Response:
    return _form(request, blank(request, level="commune"))


@router.post("")
async def add(request: Request, session: Session, _: Writer, now: Now) -> Response:
    form = await submitted(request, OfficeWrite)
    if added := await form.attempt(session, lambda data: service.add(session, data, now)):
        return redirect(request, f"{HOME}/{added.code}", "office.saved")
    return _form(request, form)


@router.get("/{code}", dependencies=OPEN)
async def show(request: Request, code: str, session: Session) -> Response:
    return render(request, "office/detail.html", one=await queries.get_office(session, code))


@router.get("/{code}/edit")
async def show_edit(request: Request, code: str, session: Session, _: Writer) -> Response:
    office = await queries.get_office(session, code)
    form = blank(request, OfficeRead.model_validate(office))
    return _form(request, form, office)


@router.post("/{code}")
async def change(request: Request, code: str, session: Session, _: Writer, now: Now) -> Response:
    form = await submitted(request, OfficeUpdate)
    if changed := await form.attempt(session, lambda data: service.change(session, code, data, now)):
        return redirect(request, f"{HOME}/{changed.code}", "office.saved")
    return _form(request, form, await queries.get_office(session, code))


@router.post("/{code}/remove")
async def remove(request: Request, code: str, session: Session, _: Writer, version: Annotated[int, Form()]) -> Response:
    await service.remove(session, code, version)
    return redirect(request, HOME, "office.removed")


def _form(request: Request, form: Submission[Any], office: Office | None = None) -> Response:
    return render(request, "office/form.html", status=form.status, form_data=form, one=office, levels=OFFICE_LEVELS)
