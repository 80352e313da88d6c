from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from governance.day.api import Acting
from governance.day.gathering import gather
from kit.auth import public
from kit.clock import Now, local_day
from kit.db import Session
from kit.web import render

router = APIRouter(prefix="/governance", tags=["day-page"], include_in_schema=False)


@router.get("/", dependencies=[public()])
async def home() -> Response:
    return RedirectResponse("/governance/day", 303)


@router.get("/day")
async def show(request: Request, session: Session, acting: Acting, now: Now) -> Response:
    return render(
        request, "day/day.html", block="day", day=await gather(session, acting, local_day(now)), acting=acting
    )
