"""Petitions for officials: those of their agency, or all of them, and the answer."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from assistant_citizen.petition import queries, service, telling
from assistant_citizen.petition.category import CATEGORIES
from assistant_citizen.petition.reading import Answering, Reader, Wanted
from assistant_citizen.petition.schemas import OUTCOMES, AnswerWrite, Contact
from assistant_citizen.petition.tables import STATES
from kit.auth import Caller
from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted

router = APIRouter(prefix="/assistant-citizen/petition-desk", tags=["petition-desk-page"], include_in_schema=False)
HOME = "/assistant-citizen/petition-desk"


@router.get("")
async def show_list(request: Request, wanted: Wanted, session: Session, caller: Reader) -> Response:
    facts: dict[str, Any] = {
        "page": await queries.list_petitions(session, caller, wanted),
        "counts": await queries.counts(session, caller),
        "areas": await queries.areas(session),
        "categories": CATEGORIES,
        "states": ("open", *STATES),
    }
    return render(request, "petition/list.html", block="rows", **facts)


@router.get("/{petition_id:uuid}")
async def show(request: Request, petition_id: UUID, session: Session, caller: Reader) -> Response:
    return await _show(request, session, caller, petition_id, blank(request))


@router.post("/{petition_id:uuid}/answer")
async def answer(request: Request, petition_id: UUID, session: Session, caller: Answering, now: Now) -> Response:
    form = await submitted(request, AnswerWrite)
    if await form.attempt(session, lambda data: service.close(session, caller, petition_id, data, now)):
        return redirect(request, f"{HOME}/{petition_id}", "petition.published")
    return await _show(request, session, caller, petition_id, form)


@router.post("/{petition_id:uuid}/contact")
async def show_contact(request: Request, petition_id: UUID, session: Session, caller: Answering, now: Now) -> Response:
    """Not behind a link that is followed by chance: who looked is noted."""
    contact = await service.contact_of(session, request.app, caller, petition_id, now)
    await session.flush()
    return await _show(request, session, caller, petition_id, blank(request), contact)


async def _show(
    request: Request, session: AsyncSession, caller: Caller, petition_id: UUID, form: Submission[Any],
    contact: Contact | None = None,
) -> Response:  # fmt: skip
    petition = await queries.get_petition(session, caller, petition_id)
    facts: dict[str, Any] = {
        "one": await telling.read(session, petition),
        "steps": await queries.list_steps(session, petition_id),
        "outcomes": OUTCOMES,
        "contact": contact,
        "form_data": form,
    }
    headers = {"Cache-Control": "no-store"} if contact else {}
    return render(request, "petition/show.html", status=form.status, headers=headers, **facts)
