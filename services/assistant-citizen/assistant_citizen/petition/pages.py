"""Petitions for citizens: a form that works without script, the code that is shown once, and the way to the answer."""

from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Form, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from assistant_citizen.petition import queries, service, telling
from assistant_citizen.petition.category import CATEGORIES, proposed
from assistant_citizen.petition.code import MOST_TYPED, normalised
from assistant_citizen.petition.errors import PetitionCodeUnknown
from assistant_citizen.petition.photo import MOST_BYTES, MOST_PHOTOS
from assistant_citizen.petition.schemas import MOST_LETTERS, PetitionCreate, RatingWrite
from assistant_citizen.petition.sending import LookingUp, Received
from assistant_citizen.petition.service import Keeping
from kit.auth import public
from kit.clock import Now
from kit.db import Session
from kit.files import MIB
from kit.web import Submission, blank, redirect, render, submitted, translator

router = APIRouter(
    prefix="/assistant-citizen/petitions", tags=["petition-page"], include_in_schema=False, dependencies=[public()]
)
HOME = "/assistant-citizen/petitions"
NO_STORE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
ACCEPT = "image/jpeg,image/png,image/webp"
Typed = Annotated[str, Form(max_length=200)]


@router.get("")
async def show_entrance(request: Request) -> Response:
    return render(request, "petition/entrance.html", form_data=blank(request))


@router.get("/new")
async def show_form(
    request: Request, session: Session, text: Annotated[str, Query(max_length=MOST_LETTERS)] = "",
    category: Annotated[str, Query(max_length=40)] = "",
) -> Response:  # fmt: skip
    chosen = category if category in CATEGORIES else proposed(text)
    return await _form(request, session, blank(request, key=str(uuid4()), text=text, category=chosen))


@router.post("")
async def file(request: Request, sent: Received, session: Session, now: Now) -> Response:
    form = await submitted(request, PetitionCreate, language=translator(request).language)
    keeping = Keeping.of(request.app)
    done = await form.attempt(session, lambda data: service.file(session, keeping, data, sent.drawn(), now))
    if done is None:
        return await _form(request, session, form)
    petition, code = done
    return render(request, "petition/filed.html", headers=NO_STORE, petition=petition, code=code)


@router.post("/track", dependencies=[LookingUp])
async def track(request: Request, session: Session, code: Typed = "") -> Response:
    if await queries.find_by_code(session, code):
        return redirect(request, f"{HOME}/{normalised(code)}")
    form = blank(request, code=code[:MOST_TYPED])
    form.errors = {"code": translator(request).t("petition.wrong.code")}
    return render(request, "petition/entrance.html", status=PetitionCodeUnknown.status, form_data=form)


@router.get("/{code}", dependencies=[LookingUp])
async def show(request: Request, code: str, session: Session) -> Response:
    petition = await telling.told(session, await queries.get_by_code(session, code))
    return render(request, "petition/told.html", headers=NO_STORE, one=petition, code=normalised(code))


@router.post("/{code}/rating", dependencies=[LookingUp])
async def rate(request: Request, code: str, session: Session, now: Now, rating: Typed = "") -> Response:
    await service.rate(session, code, RatingWrite(rating="good" if rating == "good" else "bad"), now)
    return redirect(request, f"{HOME}/{normalised(code)}", "petition.rated_thanks")


async def _form(request: Request, session: AsyncSession, form: Submission[Any]) -> Response:
    facts: dict[str, Any] = {
        "categories": CATEGORIES,
        "areas": await queries.areas(session),
        "accept": ACCEPT,
        "most_photos": MOST_PHOTOS,
        "most_mib": MOST_BYTES // MIB,
        "most_letters": MOST_LETTERS,
    }
    return render(request, "petition/form.html", status=form.status, headers=NO_STORE, form_data=form, **facts)
