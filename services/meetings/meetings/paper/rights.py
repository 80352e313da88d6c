"""Who may read which paper when: one table, for pages, programs and the room alike."""

from dataclasses import dataclass
from datetime import datetime

from kit.auth import Caller
from meetings.meeting.seat import Seat
from meetings.meeting.tables import Meeting
from meetings.paper.tables import Paper
from meetings.participant.tables import Participant


@dataclass(frozen=True)
class Reader:
    """`key`: whose note and whose opening it is. `name`: what is written on the pages."""

    seat: Seat
    key: str
    name: str


def reader_of(seat: Seat, caller: Caller | None) -> Reader:
    if seat.participant is not None:
        return Reader(seat, str(seat.participant.id), seat.participant.name)
    subject, name = (caller.subject, caller.name or caller.username) if caller else ("", "")
    return Reader(seat, subject, name)


def may_read(paper: Paper, seat: Seat, now: datetime) -> bool:
    """Who prepares the meeting reads all of it; nobody else before its time, or once the meeting is cancelled."""
    if paper.removed_at is not None or paper.meeting_id != seat.meeting.id:
        return False
    if seat.prepares:
        return True
    allowed = seat.meeting.state != "cancelled" and seat.present.entry != "refused"
    return allowed and is_meant(paper, seat.present) and is_open(paper, seat.meeting, now)


def is_meant(paper: Paper, participant: Participant) -> bool:
    if paper.audience == "named":
        return participant.id in paper.named
    return paper.audience == "everybody" or (paper.audience == "members" and participant.role != "guest")


def is_open(paper: Paper, meeting: Meeting, now: datetime) -> bool:
    if paper.opens == "running":
        return meeting.state in {"running", "ended"}
    return paper.opens_at is None or now >= paper.opens_at
