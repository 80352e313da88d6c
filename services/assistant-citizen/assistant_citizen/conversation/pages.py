"""The page of the assistant, and the same in a frame on other sites."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from assistant_citizen.conversation import entering
from assistant_citizen.conversation.aloud import Aloud, last_spoken
from assistant_citizen.conversation.entering import Token
from assistant_citizen.conversation.form import ChatForm, act
from assistant_citizen.conversation.queries import get_conversation
from assistant_citizen.conversation.schemas import MOST_LETTERS, After, ConversationRead
from assistant_citizen.conversation.tables import REASONS, Conversation
from kit.auth import public
from kit.clock import Now
from kit.db import Session
from kit.middleware import CSP
from kit.web import Submission, blank, render, submitted

router = APIRouter(
    prefix="/assistant-citizen", tags=["conversation-page"], include_in_schema=False, dependencies=[public()]
)
WIDGET = (Path(__file__).parent / "widget.js").read_bytes()
NO_STORE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
EXAMPLES = ("one", "two", "three", "four", "five")


@router.get("/")
async def show(request: Request) -> Response:
    return _page(request, "page", blank(request, text=request.query_params.get("q", "")[:MOST_LETTERS]))


@router.get("/widget")
async def show_widget(request: Request) -> Response:
    return _page(request, "widget", blank(request))


@router.get("/widget.js")
async def script() -> Response:
    """For one script tag on another site; it only makes a frame."""
    headers = {"Cache-Control": "public, max-age=3600", "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(WIDGET, media_type="text/javascript", headers=headers)


@router.get("/turns")
async def show_turns(
    request: Request, conversation: UUID, session: Session, token: Token = "", after: After = 0
) -> Response:
    """What was written since, for the page's script."""
    found = await get_conversation(session, conversation, token)
    return await _talk(request, session, blank(request), "page", found, token, seen=after)


@router.post("/")
async def say(request: Request, session: Session, now: Now) -> Response:
    return await _said(request, session, now, "page")


@router.post("/widget")
async def say_in_widget(request: Request, session: Session, now: Now) -> Response:
    return await _said(request, session, now, "widget")


async def _said(request: Request, session: AsyncSession, now: datetime, channel: str) -> Response:
    form = await submitted(request, ChatForm, channel=channel)
    done = await form.attempt(session, lambda data: act(session, request, data, now))
    if done and form.data:
        seen = form.data.seen if not form.data.rating else 0
        form.values["text"] = ""
        return await _talk(request, session, form, channel, *done, seen=seen)
    if form.data and form.data.conversation:
        found = await get_conversation(session, form.data.conversation, form.data.token)
        return await _talk(request, session, form, channel, found, form.data.token, seen=form.data.seen)
    return _page(request, channel, form)


async def _talk(
    request: Request, session: AsyncSession, form: Submission[Any], channel: str, conversation: Conversation,
    token: str, aloud: Aloud = None, *, seen: int,
) -> Response:  # fmt: skip
    talk = await entering.read_of(session, conversation)
    talk = talk.model_copy(update={"messages": last_spoken(talk.messages, aloud)})
    return _page(request, channel, form, talk=talk, token=token, seen=seen)


def _page(
    request: Request, channel: str, form: Submission[Any], talk: ConversationRead | None = None, token: str = "",
    seen: int = 0,
) -> Response:  # fmt: skip
    """The whole page, or for its script the turns that are new to it."""
    shown = [one for one in talk.messages if one.place > seen] if talk else []
    facts = {
        "talk": talk,
        "token": token,
        "shown": shown,
        "most": MOST_LETTERS,
        "reasons": REASONS,
        "examples": EXAMPLES,
    }
    headers = NO_STORE | ({"Content-Security-Policy": _framed(request)} if channel == "widget" else {})
    return render(
        request, f"conversation/{channel}.html", block="turns", status=form.status, headers=headers, form_data=form,
        **facts,
    )  # fmt: skip


def _framed(request: Request) -> str:
    """Who may show it in a frame: the sites of the province that were named."""
    sites = " ".join(["'self'", *request.app.state.settings.embed_origins])
    return CSP.replace("frame-ancestors 'none'", f"frame-ancestors {sites}")
