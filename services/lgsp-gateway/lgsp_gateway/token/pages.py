from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.web import redirect, render
from lgsp_gateway.token.api import Here
from lgsp_gateway.token.queries import list_keys
from lgsp_gateway.token.rotation import PUBLISHED_AHEAD
from lgsp_gateway.token.service import destroy_key, rotate_keys

router = APIRouter(prefix="/lgsp-gateway/keys", tags=["key-page"], include_in_schema=False)
HOME = "/lgsp-gateway/keys"
Keeper = Annotated[Caller, requires("keys:write")]


@router.get("", dependencies=[requires("keys:write")])
async def show(request: Request, session: Session, here: Here, now: Now) -> Response:
    keys = await list_keys(session)
    ready = any(key.state == "next" and now - key.created_at >= PUBLISHED_AHEAD for key in keys)
    return render(request, "token/keys.html", keys=keys, ready=ready, days=here.settings.key_days)


@router.post("/rotate")
async def rotate(request: Request, session: Session, here: Here, now: Now, caller: Keeper) -> Response:
    await rotate_keys(session, here, caller.subject, now)
    return redirect(request, HOME, "key.rotated")


@router.post("/{kid}/destroy")
async def destroy(*, request: Request, kid: str, session: Session, here: Here, now: Now, caller: Keeper) -> Response:
    await destroy_key(session, here, kid, caller.subject, now)
    return redirect(request, HOME, "key.destroyed", "warning")
