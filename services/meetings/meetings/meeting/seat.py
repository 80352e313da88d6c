"""The place of whoever asks at a meeting: which participant they are, and what that allows."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.auth import Caller
from meetings.meeting.errors import MeetingNotFound, NotConducting
from meetings.meeting.tables import Meeting
from meetings.participant.queries import is_caller
from meetings.participant.tables import CONDUCTING, Participant

AGENDA = selectinload(Meeting.agenda)


@dataclass(frozen=True)
class Seat:
    """`participant` None: who called the meeting and takes no part in it."""

    meeting: Meeting
    participant: Participant | None

    @property
    def present(self) -> Participant:
        """Of who takes part; MeetingNotFound for who does not."""
        if self.participant is None:
            raise MeetingNotFound
        return self.participant

    @property
    def put_out(self) -> bool:
        """Of the room, while the meeting runs: a secretary conducts nothing until they are let back in."""
        return self.meeting.state == "running" and self.participant is not None and self.participant.entry == "refused"

    @property
    def conducts(self) -> bool:
        return self.participant is not None and self.participant.role in CONDUCTING and not self.put_out

    @property
    def prepares(self) -> bool:
        """May change what is planned."""
        return self.conducts or self.participant is None

    def must_conduct(self) -> None:
        if not self.conducts:
            raise NotConducting

    def must_prepare(self) -> None:
        if not self.prepares:
            raise NotConducting


async def find_seat(session: AsyncSession, caller: Caller, meeting_id: UUID) -> Seat:
    """MeetingNotFound for who has no part in it."""
    mine = and_(Participant.meeting_id == Meeting.id, is_caller(caller))
    theirs = or_(Participant.id.is_not(None), Meeting.called_by == caller.subject)
    query = select(Meeting, Participant).outerjoin(Participant, mine).where(Meeting.id == meeting_id, theirs).limit(1)
    found = (await session.execute(query.options(AGENDA))).one_or_none()
    if found is None:
        raise MeetingNotFound
    return Seat(*found)
