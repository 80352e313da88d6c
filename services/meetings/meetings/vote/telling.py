"""What the room is told of votes: everything but what only who conducts may know."""

from typing import Annotated

from fastapi import Depends

from meetings.hub.hub import Audience, Letter
from meetings.hub.later import Later
from meetings.vote.schemas import VoteRead
from meetings.vote.tables import Vote


class Hearers(Later):
    def hear(self, vote: Vote) -> VoteRead:
        """As it is now; whoever is told of an open vote may vote at once."""
        read = VoteRead.model_validate(vote)
        to: Audience = "conductors" if vote.state == "prepared" else "inside"
        self.send(Letter(vote.meeting_id, {"type": "vote", "vote": read.model_dump(mode="json")}, to=to))
        return read


Hall = Annotated[Hearers, Depends(Hearers)]
