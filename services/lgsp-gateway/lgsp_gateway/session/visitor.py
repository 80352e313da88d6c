"""What routes need to know of the browser in front of them."""

from typing import Annotated

from fastapi import Depends, Request

from kit.asker import asker
from kit.clock import Now
from kit.db import Session
from lgsp_gateway.session import cookie
from lgsp_gateway.session.entrance import Entrance, Visitor
from lgsp_gateway.session.errors import SessionNotFound, SignInOver
from lgsp_gateway.session.queries import find_alive
from lgsp_gateway.session.tables import BrowserSession


def visitor(request: Request) -> Visitor:
    return Visitor(
        address=asker(request),
        browser=request.headers.get("user-agent", "")[:200],
        known=request.cookies.get(cookie.KNOWN, "")[:200],
    )


def entrance(request: Request) -> Entrance:
    found: Entrance = request.app.state.entrance
    return found


async def own_session(request: Request, session: Session, now: Now) -> BrowserSession:
    """Of the person signed in with this browser."""
    row = await find_alive(session, cookie.hash_of(cookie.read(request)), request.app.state.settings, now, "complete")
    if row is None:
        raise SessionNotFound
    return row


async def pending_session(request: Request, session: Session, now: Now) -> BrowserSession:
    """Of somebody whose sign-in is not finished; SignInOver after some minutes."""
    hashed = cookie.hash_of(cookie.pending(request))
    stages = ("code", "password", "enrol")
    row = await find_alive(session, hashed, request.app.state.settings, now, *stages)
    if row is None:
        raise SignInOver
    return row


Visiting = Annotated[Visitor, Depends(visitor)]
Entering = Annotated[Entrance, Depends(entrance)]
Own = Annotated[BrowserSession, Depends(own_session)]
Pending = Annotated[BrowserSession, Depends(pending_session)]
