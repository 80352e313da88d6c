"""After the list has changed, those it is about look anew whether and how they may be in the meeting."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from fastapi import BackgroundTasks, Depends, Request

from meetings.live.hub import Letter
from meetings.participant.tables import Participant


class Ushers:
    """Told once the change is committed: an answer's background tasks run after it."""

    def __init__(self, request: Request, later: BackgroundTasks) -> None:
        self._hub, self._later = request.app.state.hub, later

    def tell(self, people: Iterable[Participant]) -> None:
        for one in people:
            self.tell_of(one.meeting_id, one.id)

    def tell_of(self, meeting_id: UUID, participant_id: UUID) -> None:
        letter = Letter(meeting_id, participant=participant_id, reconsider=True)
        self._later.add_task(self._hub.send, [letter])


Tell = Annotated[Ushers, Depends(Ushers)]
