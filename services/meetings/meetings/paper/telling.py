"""Who is in the meeting sees its list of papers anew when it has changed."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from meetings.hub.hub import Letter
from meetings.hub.later import Later


class Readers(Later):
    def tell(self, meeting_id: UUID) -> None:
        """That there is something new: which papers there are, each asks for."""
        self.send(Letter(meeting_id, {"type": "papers"}, to="everybody"))


Tell = Annotated[Readers, Depends(Readers)]
