"""Who is in the meeting sees its list of papers anew when it has changed."""

from typing import Annotated
from uuid import UUID

from fastapi import BackgroundTasks, Depends, Request

from meetings.hub.hub import Letter


class Room:
    """Told once the answer is out, which is after the change is committed; which papers there are, each asks for."""

    def __init__(self, request: Request, later: BackgroundTasks) -> None:
        self._hub, self._later = request.app.state.hub, later

    def tell(self, meeting_id: UUID) -> None:
        self._later.add_task(self._hub.send, [Letter(meeting_id, {"type": "papers"}, to="everybody")])


Tell = Annotated[Room, Depends(Room)]
