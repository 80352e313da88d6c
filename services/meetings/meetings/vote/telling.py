"""What the room is told of votes: everything but what only who conducts may know."""

from fastapi import FastAPI

from meetings.hub.hub import Audience, Letter
from meetings.vote.schemas import VoteRead
from meetings.vote.tables import Vote


async def tell(app: FastAPI, vote: Vote) -> None:
    """After the change is committed: whoever hears of an open vote may vote at once."""
    told = VoteRead.model_validate(vote).model_dump(mode="json")
    to: Audience = "conductors" if vote.state == "prepared" else "inside"
    await app.state.hub.send([Letter(vote.meeting_id, {"type": "vote", "vote": told}, to=to)])
