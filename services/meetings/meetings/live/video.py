"""How pictures and voices travel, as far as this service has a say in it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol

from fastapi import FastAPI

from meetings.hub.hub import Letter
from meetings.live.tables import Presence
from meetings.meeting.seat import Seat
from meetings.settings import Settings


class Video(Protocol):
    def offer(self, seat: Seat, stay: Presence) -> dict[str, Any]:
        """What the browser of somebody who is inside needs to see and be seen."""
        ...

    def follow(self, letters: Sequence[Letter]) -> None:
        """What was just told in a meeting, for who carries its pictures."""
        ...


class Mesh:
    """Everybody's picture goes to everybody, of those who came first; which they are, each browser knows by itself."""

    def __init__(self, settings: Settings) -> None:
        self._most, self._ice = settings.mesh_most, list(settings.ice_servers)

    def offer(self, _seat: Seat, _stay: Presence) -> dict[str, Any]:
        return {"kind": "mesh", "ice": self._ice, "most": self._most}

    def follow(self, _letters: Sequence[Letter]) -> None:
        """Browsers see to it among themselves."""


@asynccontextmanager
async def mesh_is_ready(app: FastAPI) -> AsyncIterator[None]:
    app.state.video = Mesh(app.state.settings)
    app.state.hub.followed = app.state.video.follow
    yield
