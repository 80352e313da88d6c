from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.contracts.meetings import MinutesStep
from kit.editing import edit, expect, unless_taken
from kit.text import fold
from meetings.meeting.seat import Seat
from meetings.minutes.errors import (
    ConclusionAssigned,
    LeadUnknown,
    MeetingNotOver,
    MinutesThereAlready,
    TooManyConclusions,
)
from meetings.minutes.gathering import gathered, location_of
from meetings.minutes.lead import Naming
from meetings.minutes.queries import conclusion_of, lock_minutes, part_of, section_of, tasks_of
from meetings.minutes.schemas import (
    MOST_CONCLUSIONS,
    ActGiven,
    CommentWrite,
    ConclusionWrite,
    LocationWrite,
    SectionWrite,
)
from meetings.minutes.states import Action, next_state
from meetings.minutes.tables import Conclusion, Minutes, MinutesComment, MinutesSection
from meetings.minutes.telling import tell

TOLD: dict[Action, MinutesStep] = {
    "submit": "submitted",
    "return": "returned",
    "approve": "approved",
    "reopen": "reopened",
}


async def draft(session: AsyncSession, seat: Seat, now: datetime) -> Minutes:
    """From agenda, notes and attendance, once the meeting is over."""
    seat.must_conduct()
    if seat.meeting.state != "ended":
        raise MeetingNotOver
    minutes = Minutes(
        meeting_id=seat.meeting.id,
        agency=seat.meeting.agency,
        location=await location_of(session, seat.meeting),
        sections=await gathered(session, seat, now),
        conclusions=[],
        editions=[],
    )
    changed(minutes, now)
    async with unless_taken(session, MinutesThereAlready()):
        session.add(minutes)
    return minutes


async def opened(session: AsyncSession, seat: Seat, action: Action) -> Minutes:
    """Locked, and the action allowed now."""
    minutes = await lock_minutes(session, seat)
    next_state(minutes.state, action, part_of(seat))  # type: ignore[arg-type]
    return minutes


async def change_section(
    session: AsyncSession, seat: Seat, section_id: UUID, data: SectionWrite, now: datetime
) -> MinutesSection:
    minutes = await opened(session, seat, "edit")
    section = section_of(minutes, section_id)
    edit(section, data)
    changed(minutes, now)
    await session.flush()
    return section


async def change_location(session: AsyncSession, seat: Seat, data: LocationWrite, now: datetime) -> Minutes:
    minutes = await opened(session, seat, "edit")
    edit(minutes, data)
    changed(minutes, now)
    await session.flush()
    return minutes


async def conclude(
    session: AsyncSession, seat: Seat, leads: Naming, data: ConclusionWrite, now: datetime
) -> Conclusion:
    """One more decision, or one more thing to be done."""
    facts = await _facts(session, leads, data)
    minutes = await opened(session, seat, "edit")
    if len(minutes.conclusions) >= MOST_CONCLUSIONS:
        raise TooManyConclusions
    place = max((one.place for one in minutes.conclusions), default=0) + 1
    row = Conclusion(place=place, **facts)
    minutes.conclusions.append(row)
    changed(minutes, now)
    await session.flush()
    return row


async def change_conclusion(
    session: AsyncSession, seat: Seat, leads: Naming, conclusion_id: UUID, data: ConclusionWrite, now: datetime
) -> Conclusion:
    facts = await _facts(session, leads, data)
    minutes = await opened(session, seat, "edit")
    row = conclusion_of(minutes, conclusion_id)
    expect(row, data.version, facts)
    for name, value in facts.items():
        setattr(row, name, value)
    changed(minutes, now)
    await session.flush()
    return row


async def drop_conclusion(
    session: AsyncSession, seat: Seat, conclusion_id: UUID, data: ActGiven, now: datetime
) -> None:
    minutes = await opened(session, seat, "edit")
    row = conclusion_of(minutes, conclusion_id)
    expect(row, data.version)
    if row.told:
        task = (await tasks_of(session, [row])).get(row.id)
        if task is None or task.state != "cancelled":
            raise ConclusionAssigned
    minutes.conclusions.remove(row)
    changed(minutes, now)
    await session.flush()


async def comment(session: AsyncSession, seat: Seat, data: CommentWrite, now: datetime) -> MinutesComment:
    minutes = await opened(session, seat, "comment")
    who = seat.present
    row = MinutesComment(participant_id=who.id, name=who.name, said_at=now, text=data.text)
    minutes.comments.append(row)
    await session.flush()
    await tell(session, seat, minutes, "commented")
    return row


async def act(
    session: AsyncSession, caller: Caller, seat: Seat, action: Action, data: ActGiven, now: datetime
) -> Minutes:
    """submit, return, approve or reopen the very words that were read."""
    minutes = await lock_minutes(session, seat)
    after = next_state(minutes.state, action, part_of(seat))  # type: ignore[arg-type]
    expect(minutes, data.version)
    minutes.state = after
    if action == "approve":
        minutes.approved_by, minutes.approved_at = caller.subject, now
    elif action == "reopen":
        minutes.approved_by, minutes.approved_at = None, None
    await session.flush()
    await tell(session, seat, minutes, TOLD[action])
    return minutes


def changed(minutes: Minutes, now: datetime) -> None:
    """Its version tells by that that its words are others."""
    words = [minutes.location]
    words += [text for one in minutes.sections for text in (one.heading, one.body)]
    words += [text for one in minutes.conclusions for text in (one.text, one.lead_name)]
    minutes.folded, minutes.edited_at = fold(" ".join(words)), now


async def _facts(session: AsyncSession, leads: Naming, data: ConclusionWrite) -> dict[str, object]:
    """Names are asked for before anything is locked."""
    if data.kind == "action" and data.lead is None:
        raise LeadUnknown
    lead = data.lead if data.kind == "action" else None
    return {
        "kind": data.kind,
        "text": data.text,
        "lead_agency": lead.agency if lead else "",
        "lead_unit_id": lead.unit_id if lead else None,
        "lead_person_id": lead.person_id if lead else None,
        "lead_name": await leads.name(session, lead),
        "due_on": data.due_on if data.kind == "action" else None,
    }
