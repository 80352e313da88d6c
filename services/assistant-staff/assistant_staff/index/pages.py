"""The page on which one sees how far the index is behind."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from assistant_staff.index import service
from assistant_staff.index.api import Keeper, state
from assistant_staff.index.schemas import KINDS
from kit.clock import Now
from kit.db import Session
from kit.web import redirect, render

router = APIRouter(prefix="/assistant-staff/index", tags=["index-page"], include_in_schema=False)


@router.get("")
async def show(request: Request, session: Session, _: Keeper) -> Response:
    return render(request, "index/show.html", state=await state(session))


@router.post("/rebuild")
async def rebuild(request: Request, session: Session, _: Keeper, now: Now) -> Response:
    await service.rebuild(session, KINDS, now)
    return redirect(request, "/assistant-staff/index", "index.rebuilding")
