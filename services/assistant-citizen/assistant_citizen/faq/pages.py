"""Frequent questions: for everybody to read, for those who keep the knowledge to edit."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from assistant_citizen.faq import queries, service
from assistant_citizen.faq.api import OPEN, Wanted, Writer
from assistant_citizen.faq.schemas import FaqRead, FaqUpdate, FaqWrite
from assistant_citizen.faq.tables import Faq
from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted

router = APIRouter(prefix="/assistant-citizen/faqs", tags=["faq-page"], include_in_schema=False)
HOME = "/assistant-citizen/faqs"


@router.get("", dependencies=OPEN)
async def show_list(request: Request, wanted: Wanted, session: Session) -> Response:
    page = await queries.list_faqs(session, wanted)
    about = await queries.procedures_of(session, page.items)
    fields = await queries.faq_fields(session)
    return render(request, "faq/list.html", block="rows", page=page, about=about, fields=fields)


@router.get("/new")
async def show_new(request: Request, _: Writer) -> Response:
    return _form(request, blank(request))


@router.post("")
async def add(request: Request, session: Session, _: Writer, now: Now) -> Response:
    form = await submitted(request, FaqWrite)
    if added := await form.attempt(session, lambda data: service.add(session, data, now)):
        return redirect(request, f"{HOME}/{added.id}", "faq.saved")
    return _form(request, form)


@router.get("/{faq_id:uuid}", dependencies=OPEN)
async def show(request: Request, faq_id: UUID, session: Session) -> Response:
    faq = await queries.get_faq(session, faq_id)
    about = await queries.procedures_of(session, [faq])
    return render(request, "faq/detail.html", one=faq, about=about)


@router.get("/{faq_id:uuid}/edit")
async def show_edit(request: Request, faq_id: UUID, session: Session, _: Writer) -> Response:
    faq = await queries.get_faq(session, faq_id)
    about = (await queries.procedures_of(session, [faq])).get(faq.procedure_id or faq_id)
    form = blank(request, FaqRead.model_validate(faq), procedure_code=about.code if about else "")
    return _form(request, form, faq)


@router.post("/{faq_id:uuid}")
async def change(request: Request, faq_id: UUID, session: Session, _: Writer, now: Now) -> Response:
    form = await submitted(request, FaqUpdate)
    if await form.attempt(session, lambda data: service.change(session, faq_id, data, now)):
        return redirect(request, f"{HOME}/{faq_id}", "faq.saved")
    return _form(request, form, await queries.get_faq(session, faq_id))


@router.post("/{faq_id:uuid}/remove")
async def remove(
    request: Request, faq_id: UUID, session: Session, _: Writer, version: Annotated[int, Form()]
) -> Response:
    await service.remove(session, faq_id, version)
    return redirect(request, HOME, "faq.removed")


def _form(request: Request, form: Submission[Any], faq: Faq | None = None) -> Response:
    return render(request, "faq/form.html", status=form.status, form_data=form, one=faq)
