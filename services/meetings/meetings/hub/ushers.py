"""After a meeting or its list has changed, those it is about look anew whether and how they may be in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from meetings.hub.hub import Letter, news_of
from meetings.hub.later import Later
from meetings.participant.tables import Participant


class Ushers(Later):
    def tell(self, people: Iterable[Participant]) -> None:
        for one in people:
            self.tell_of(one.meeting_id, one.id)

    def tell_of(self, meeting_id: UUID, participant_id: UUID) -> None:
        self.send(Letter(meeting_id, participant=participant_id, reconsider=True))

    def tell_state(self, meeting_id: UUID, state: str, opened_at: datetime | None) -> None:
        """Everybody in the meeting and before its door; who carries the pictures hears it, too."""
        self.send(news_of(meeting_id, state, opened_at))


Tell = Annotated[Ushers, Depends(Ushers)]
