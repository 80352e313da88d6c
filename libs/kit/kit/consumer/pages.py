"""The page of a service's dead letters: what failed and where, with a way to do it again or let it go."""

from functools import cache
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from kit.consumer import dead_letters
from kit.consumer.api import Reader, Writer
from kit.consumer.registry import Consumer
from kit.consumer.schemas import DeadLetterFilter
from kit.consumer.tables import DeadLetter
from kit.db import Session
from kit.errors import Problem
from kit.web import Section, redirect, render, translator

STATUSES = ("waiting", "replayed", "discarded")


def dead_letter_section(service: str) -> Section:
    return Section("dead_letter.title", _home(service), "inbox", scope="events:read")


@cache
def dead_letter_pages(service: str) -> APIRouter:
    router = APIRouter(prefix=_home(service), tags=["dead-letter-page"], include_in_schema=False)
    router.get("")(show_list)
    router.get("/{letter_id}")(show)
    router.post("/{letter_id}/replay")(replay)
    router.post("/{letter_id}/discard")(discard)
    return router


async def show_list(
    request: Request, session: Session, _: Reader, wanted: Annotated[DeadLetterFilter, Query()]
) -> Response:
    """Those that wait, unless others are asked for; the newest first."""
    if "status" not in request.query_params:
        return RedirectResponse(request.url.include_query_params(status="waiting").replace(scheme="", netloc=""), 303)
    newest_first = wanted.model_copy(update={"sort": wanted.sort or "-failed_at"})
    t = translator(request).t
    return render(
        request,
        "dead-letter/list.html",
        block="rows",
        page=await dead_letters.list_dead_letters(session, newest_first),
        home=_home_of(request),
        statuses=[(status, t(f"dead_letter.{status}")) for status in STATUSES],
        topics=[(topic, topic) for topic in sorted(_consumer(request).events)],
    )


async def show(letter_id: UUID, request: Request, session: Session, _: Reader) -> Response:
    letter = await dead_letters.get_dead_letter(session, letter_id)
    return render(
        request,
        "dead-letter/detail.html",
        home=_home_of(request),
        letter=letter,
        event=_indented(letter.body),
        known=letter.topic in _consumer(request).events,
    )


async def replay(letter_id: UUID, request: Request, session: Session, caller: Writer) -> Response:
    """When it fails again the page says why, and what its handlers began is taken back."""
    try:
        async with session.begin_nested():
            letter = await dead_letters.replay(session, caller, _consumer(request), letter_id)
    except Problem as problem:
        here = f"{_home_of(request)}/{letter_id}"
        return redirect(request, here, f"error.{problem.code}.detail", "danger", **problem.params)
    return _settled(request, letter, "dead_letter.was_replayed")


async def discard(letter_id: UUID, request: Request, session: Session, caller: Writer) -> Response:
    return _settled(request, await dead_letters.discard(session, caller, letter_id), "dead_letter.was_discarded")


def _settled(request: Request, letter: DeadLetter, message: str) -> Response:
    return redirect(request, _home_of(request), message, topic=letter.topic)


def _home(service: str) -> str:
    return f"/{service}/dead-letters"


def _home_of(request: Request) -> str:
    return _home(request.app.state.settings.service)


def _consumer(request: Request) -> Consumer:
    consumer: Consumer = request.app.state.consumer
    return consumer


def _indented(body: str) -> str:
    try:
        return orjson.dumps(orjson.loads(body), option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONDecodeError:
        return body
