"""The WebSocket of a meeting: one a browser, JSON both ways."""

import asyncio
import logging
from contextlib import suppress
from uuid import UUID

from fastapi import APIRouter, WebSocket
from sqlalchemy.exc import SQLAlchemyError
from starlette.websockets import WebSocketDisconnect

from kit.errors import Problem
from kit.race import until_one_ends
from meetings.live.errors import TooManyMessages
from meetings.live.proof import must_be_ours, proved
from meetings.live.protocol import understood
from meetings.live.rate import Allowance, charge_arrival
from meetings.live.visit import Visit

router = APIRouter(prefix="/meetings", tags=["live"])
log = logging.getLogger(__name__)
SILENT_SECONDS = 25
"""A browser says at least that it is there every ten."""
OVER, AGAIN = 4000, 4001
"""Close codes: the browser was told that it is over, or comes back by itself."""
MOST_WRONG = 20
"""Messages that are refused before the connection is."""


@router.websocket("/{meeting_id}/socket")
async def meet(websocket: WebSocket, meeting_id: UUID) -> None:
    try:
        must_be_ours(websocket)
        participant, link = await proved(websocket, meeting_id)
        await charge_arrival(websocket.app.state.redis, participant.id)
    except Problem:
        await websocket.close()  # before it was accepted: answers 403
        return
    await websocket.accept()
    visit = Visit(websocket.app, participant, link)
    try:
        await visit.arrive()
        await until_one_ends(_speak(websocket, visit), _listen(websocket, visit), _watch(visit))
    except (SQLAlchemyError, OSError) as error:
        log.warning("a connection ends: the database does not answer", extra={"error": type(error).__name__})
    finally:
        await asyncio.shield(_part(websocket, visit))


async def _part(websocket: WebSocket, visit: Visit) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):  # the browser may have gone first
        await websocket.close(OVER if visit.client.over else AGAIN)
    with suppress(SQLAlchemyError, OSError):  # without a database it is seen by itself that nobody is here any more
        await visit.leave()


async def _speak(websocket: WebSocket, visit: Visit) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):  # the browser may go while it is told something
        while (text := await visit.client.outbox.get()) is not None:
            await websocket.send_text(text)


async def _listen(websocket: WebSocket, visit: Visit) -> None:
    """What was begun is done to its end, though the browser goes: what is in the tables, others have to hear."""
    allowance, wrong = Allowance(), 0
    while wrong < MOST_WRONG:
        try:
            async with asyncio.timeout(SILENT_SECONDS):
                frame = await websocket.receive()
        except TimeoutError:
            return
        if frame["type"] == "websocket.disconnect":
            return
        try:
            if not allowance.spend():
                raise TooManyMessages
            await asyncio.shield(visit.hear(understood(frame.get("text"), frame.get("bytes"))))
        except Problem as problem:
            wrong += 1
            visit.client.refuse(problem)


async def _watch(visit: Visit) -> None:
    while True:
        await visit.client.reconsider.wait()
        visit.client.reconsider.clear()
        await asyncio.shield(visit.reconsider())
