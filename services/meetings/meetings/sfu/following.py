"""What is told in meetings, done at the SFU: in order, and beside what the browsers wait for."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from meetings.hub.hub import Letter
from meetings.live.tables import Presence
from meetings.meeting.seat import Seat
from meetings.sfu.client import Rooms
from meetings.sfu.service import permit_anew

log = logging.getLogger(__name__)
RIGHTS = frozenset({"silenced", "floor"})
"""Of one person, who is named; of guests, of whom another one may show a screen now."""


class Following:
    """The `Video` of a service with an SFU."""

    def __init__(self, app: FastAPI, rooms: Rooms) -> None:
        self._app, self._rooms = app, rooms
        self._told: asyncio.Queue[Letter] = asyncio.Queue()

    def offer(self, seat: Seat, stay: Presence) -> dict[str, Any]:
        """Through the SFU from the first on: nobody has to change over when more come."""
        return {"kind": "livekit", "url": f"/meetings/{seat.meeting.id}/sfu", "stay": stay.id}

    def follow(self, letters: Sequence[Letter]) -> None:
        for letter in letters:
            if letter.said.get("type") in RIGHTS | {"went", "state"}:
                self._told.put_nowait(letter)

    async def run(self) -> None:
        while True:
            letter = await self._told.get()
            try:
                await self._do(letter)
            except (SQLAlchemyError, OSError) as error:
                log.warning("the SFU is behind", extra={"error": type(error).__name__})

    async def _do(self, letter: Letter) -> None:
        kind = letter.said["type"]
        if kind == "went":
            await self._rooms.put_out(letter.meeting, str(letter.said["connection"]))
        elif kind in RIGHTS:
            async with self._app.state.database.session() as session:
                whom = letter.said["participant"] if kind == "silenced" else None
                await permit_anew(session, self._rooms, letter.meeting, whom)
        elif letter.said["state"] in {"ended", "cancelled"}:
            await self._rooms.close(letter.meeting)
