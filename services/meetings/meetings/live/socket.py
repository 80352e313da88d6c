"""The WebSocket of a meeting: one a browser, JSON both ways."""

import asyncio
from contextlib import suppress
from typing import Any
from uuid import UUID

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect

from kit.errors import Problem, Unauthenticated
from meetings.guest.queries import find_guest
from meetings.live.errors import TooManyMessages
from meetings.live.protocol import understood
from meetings.live.rate import Allowance
from meetings.live.visit import Visit
from meetings.meeting.seat import find_seat
from meetings.participant.tables import Participant

router = APIRouter(prefix="/meetings", tags=["live"])
SILENT_SECONDS = 25
"""A browser says at least that it is there every ten."""
OVER = 4000
MOST_WRONG = 20
"""Messages that are refused before the connection is."""


@router.websocket("/{meeting_id}/socket")
async def meet(websocket: WebSocket, meeting_id: UUID) -> None:
    try:
        participant, link = await _proved(websocket, meeting_id)
    except Problem:
        await websocket.close()  # before it was accepted: answers 403
        return
    await websocket.accept()
    visit = Visit(websocket.app, participant, link)
    try:
        await visit.arrive()
        await _until_one_ends(_speak(websocket, visit), _listen(websocket, visit), _watch(visit))
    finally:
        await asyncio.shield(visit.leave())
        with suppress(WebSocketDisconnect, RuntimeError):  # the browser may have gone first
            await websocket.close(OVER)


async def _proved(websocket: WebSocket, meeting_id: UUID) -> tuple[Participant, int]:
    """A token proves an official, a cookie of ours a guest, with the serial of the guest's link."""
    if "authorization" not in websocket.headers:
        return await _guest(websocket, meeting_id)
    caller = await websocket.app.state.bearer.caller(websocket.headers["authorization"])
    if "meetings:read" not in caller.scopes:
        raise Unauthenticated
    async with websocket.app.state.database.session() as session:
        return (await find_seat(session, caller, meeting_id)).present, 0


async def _guest(websocket: WebSocket, meeting_id: UUID) -> tuple[Participant, int]:
    state = websocket.app.state
    async with state.database.session() as session:
        found = await find_guest(session, state.settings, websocket.cookies, meeting_id, state.clock())
    if found is None:
        raise Unauthenticated
    return found[0].present, found[1].serial


async def _speak(websocket: WebSocket, visit: Visit) -> None:
    while (text := await visit.client.outbox.get()) is not None:
        await websocket.send_text(text)


async def _listen(websocket: WebSocket, visit: Visit) -> None:
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
            await visit.hear(understood(frame.get("text"), frame.get("bytes")))
        except Problem as problem:
            wrong += 1
            visit.client.refuse(problem)


async def _watch(visit: Visit) -> None:
    while True:
        await visit.client.reconsider.wait()
        visit.client.reconsider.clear()
        await visit.reconsider()


async def _until_one_ends(*works: Any) -> None:
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    except (WebSocketDisconnect, RuntimeError):
        return  # the browser went while it was being told something
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
