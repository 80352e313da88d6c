from fastapi import APIRouter, BackgroundTasks, Request
from starlette.responses import Response

from kit.auth import public
from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted
from lgsp_gateway.recovery import service
from lgsp_gateway.recovery.schemas import Address, LinkedPassword
from lgsp_gateway.session.visitor import Entering, Visiting

router = APIRouter(tags=["recovery-page"], dependencies=[public()], include_in_schema=False)
NO_STORE = {"Cache-Control": "no-store"}


@router.get("/forgotten-password")
async def show_forgotten(request: Request) -> Response:
    return render(request, "recovery/forgotten.html", form_data=blank(request))


@router.post("/forgotten-password")
async def forgotten(
    request: Request, later: BackgroundTasks, entrance: Entering, visitor: Visiting, now: Now
) -> Response:
    form = await submitted(request, Address)
    if form.data is None:
        return render(request, "recovery/forgotten.html", status=form.status, form_data=form)
    await service.admit(entrance, visitor, now)
    later.add_task(service.send_link, request.app, form.data.email, now)
    response = render(request, "recovery/sent.html", minutes=service.LASTING.seconds // 60)
    response.background = later
    return response


@router.get("/choose-password")
async def show_choose(request: Request, session: Session, now: Now, token: str = "") -> Response:
    await service.account_of(session, token, now)
    return _page(request, blank(request, token=token))


@router.post("/choose-password")
async def choose(request: Request, session: Session, now: Now) -> Response:
    form = await submitted(request, LinkedPassword)

    async def act(data: LinkedPassword) -> bool:
        await service.choose(session, request.app, data.token, data.password, now)
        return True

    if not await form.attempt(session, act):
        return _page(request, form)
    return redirect(request, "/sign-in", "recovery.changed")


def _page(request: Request, form: Submission[LinkedPassword]) -> Response:
    return render(request, "recovery/choose.html", status=form.status, headers=NO_STORE, form_data=form)
