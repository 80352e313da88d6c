"""The same as a page, which needs no JavaScript."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from assistant_citizen.dossier import service
from assistant_citizen.dossier.charging import Charged
from assistant_citizen.dossier.errors import DossierLocked, DossierNotFound
from assistant_citizen.dossier.schemas import Given, StateAsk
from assistant_citizen.dossier.telling import Told, tell
from kit.auth import public
from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, render, submitted, translator

router = APIRouter(
    prefix="/assistant-citizen/dossiers", tags=["dossier-page"], include_in_schema=False, dependencies=[public()]
)
NO_STORE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}


@router.get("")
async def show(request: Request) -> Response:
    return _page(request, blank(request))


@router.post("")
async def look_up(request: Request, who: Charged, session: Session, now: Now) -> Response:
    form = await submitted(request, StateAsk)
    try:
        given: Given | None = await form.attempt(
            session, lambda data: service.ask(request.app.state.dossiers, data, who, now)
        )
    except (DossierNotFound, DossierLocked) as problem:
        return _page(request, form, refused=problem)
    told = await tell(session, given, translator(request), now) if given else None
    return _page(request, form, told)


def _page(
    request: Request,
    form: Submission[Any],
    told: Told | None = None,
    refused: DossierNotFound | DossierLocked | None = None,
) -> Response:
    """The digits are never written back into the form."""
    form.values["proof"] = ""
    status = refused.status if refused else form.status
    return render(
        request, "dossier/page.html", status=status, headers=NO_STORE, form_data=form, told=told, refused=refused
    )
