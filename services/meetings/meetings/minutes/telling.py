"""Who has to know how far the minutes are: the numbers of people and a page, never a word of what is written there."""

from sqlalchemy.ext.asyncio import AsyncSession

from kit.contracts.meetings import MinutesMoved, MinutesStep
from kit.outbox import emit
from meetings.meeting.seat import Seat
from meetings.minutes.tables import Minutes
from meetings.participant.queries import list_participants
from meetings.participant.tables import CONDUCTING

TO_ALL: frozenset[MinutesStep] = frozenset({"submitted", "published", "withdrawn"})
"""Steps that concern every member; of the others those hear who conduct the meeting."""


async def tell(session: AsyncSession, seat: Seat, minutes: Minutes, step: MinutesStep) -> None:
    """Not to who took the step, and not to guests: they have no bell."""
    mine = seat.participant.id if seat.participant else None
    people = [one for one in await list_participants(session, seat.meeting.id) if one.person_id and one.id != mine]
    told = [one.person_id for one in people if one.role in CONDUCTING or (step in TO_ALL and one.role != "guest")]
    event = MinutesMoved(
        meeting_id=seat.meeting.id,
        minutes_id=minutes.id,
        agency=minutes.agency,
        step=step,
        starts_at=seat.meeting.starts_at,
        people=tuple(one for one in told if one),
        path=f"/meetings/meetings/{seat.meeting.id}/minutes",
    )
    await emit(session, event, version=minutes.version, correlation_id=seat.meeting.correlation_id)
