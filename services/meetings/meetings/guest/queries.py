from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.settings import Settings
from meetings.guest.link import hash_of
from meetings.guest.proof import Proof, cookie_of, read
from meetings.guest.tables import GuestPass
from meetings.meeting.seat import Seat
from meetings.meeting.tables import Meeting
from meetings.participant.tables import Participant

AFTER = timedelta(hours=4)
"""A link is good until so long after the meeting's end."""
MOST_TRIES = 5
State = Literal["open", "locked", "revoked", "over"]
Guest = tuple[GuestPass, Participant, Meeting]


def end_of(meeting: Meeting) -> datetime:
    return meeting.ends_at + AFTER


def state_of(guest: GuestPass, participant: Participant, meeting: Meeting, now: datetime) -> State:
    if participant.removed_at is not None:
        return "revoked"
    if meeting.state in {"ended", "cancelled"} or now >= end_of(meeting):
        return "over"
    return "locked" if guest.tries >= MOST_TRIES else "open"


async def find_by_link(session: AsyncSession, token: str) -> Guest | None:
    return await _one(session, GuestPass.token_hash == hash_of(token))


async def find_pass(session: AsyncSession, participant_id: UUID) -> GuestPass | None:
    found: GuestPass | None = await session.scalar(select(GuestPass).where(GuestPass.participant_id == participant_id))
    return found


async def passes_of(session: AsyncSession, meeting_id: UUID) -> dict[UUID, GuestPass]:
    """By participant."""
    query = select(GuestPass).join(Participant, Participant.id == GuestPass.participant_id)
    return {one.participant_id: one for one in await session.scalars(query.where(Participant.meeting_id == meeting_id))}


async def list_guests(session: AsyncSession, meeting_id: UUID) -> Sequence[Guest]:
    """Those taken back, too, by name."""
    rows: Any = await session.execute(
        _guests().where(Meeting.id == meeting_id).order_by(Participant.sort_key, Participant.id)
    )
    return [tuple(row) for row in rows]


async def find_guest(
    session: AsyncSession, settings: Settings, cookies: Mapping[str, str], meeting_id: UUID, now: datetime
) -> tuple[Seat, Proof] | None:
    """The seat a guest's cookie proves: its link is still the newest one, not taken back and not over."""
    proof = read(settings, cookies.get(cookie_of(meeting_id), ""), now)
    if proof is None:
        return None
    found = await _one(session, GuestPass.participant_id == proof.participant, Meeting.id == meeting_id)
    if found is None or found[0].serial != proof.serial or state_of(*found, now) in {"revoked", "over"}:
        return None
    return Seat(found[2], found[1]), proof


async def _one(session: AsyncSession, *conditions: Any) -> Guest | None:
    row: Any = (await session.execute(_guests().where(*conditions))).one_or_none()
    return None if row is None else tuple(row)


def _guests() -> Any:
    query = select(GuestPass, Participant, Meeting).join(Participant, Participant.id == GuestPass.participant_id)
    return query.join(Meeting, Meeting.id == Participant.meeting_id).options(selectinload(Meeting.agenda))
