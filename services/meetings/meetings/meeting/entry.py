"""Who may come in when."""

from datetime import datetime, timedelta
from typing import Literal

from meetings.meeting.tables import Meeting
from meetings.participant.tables import CONDUCTING, Participant

Entry = Literal["inside", "lobby", "early", "over", "refused"]
LATE = timedelta(hours=12)
"""A meeting that nobody ended is over so long after its time."""


def entry_of(meeting: Meeting, participant: Participant, now: datetime) -> Entry:
    """`lobby`: until the meeting is opened, or who conducts it lets the person in."""
    if meeting.state in {"ended", "cancelled"} or now > meeting.ends_at + LATE:
        return "over"
    if participant.removed_at is not None or participant.entry == "refused":
        return "refused"
    if meeting.state == "planned" and now < meeting.starts_at - timedelta(minutes=meeting.lobby_minutes):
        return "early"
    if participant.role in CONDUCTING:
        return "inside"
    if meeting.state == "planned" or not _is_let_in(meeting, participant):
        return "lobby"
    return "inside"


def _is_let_in(meeting: Meeting, participant: Participant) -> bool:
    if participant.entry:
        return participant.entry == "admitted"
    return meeting.waiting == "nobody" or (meeting.waiting == "guests" and participant.role != "guest")
