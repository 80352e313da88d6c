"""Who takes part changes after the call: one chair always, one place a person."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.editing import expect
from meetings.meeting.errors import NotConducting
from meetings.meeting.seat import Seat
from meetings.meeting.service import hold, prepare_alone
from meetings.participant.errors import ChairNeeded, TooManyInvited
from meetings.participant.queries import count_invited, get_participant
from meetings.participant.schemas import MOST, Contact
from meetings.participant.service import invite
from meetings.participant.tables import Participant, Role
from meetings.roster.errors import AlreadyInvited, GuestHasNoRole
from meetings.roster.schemas import ParticipantsAdd, RoleChange, Substitution


async def add(
    session: AsyncSession, seat: Seat, data: ParticipantsAdd, contacts: Mapping[UUID, Contact]
) -> list[Participant]:
    """Those who have a place already keep it as it is."""
    await prepare_alone(session, seat)
    present = select(Participant.person_id).where(Participant.meeting_id == seat.meeting.id)
    here = set(await session.scalars(present.where(Participant.removed_at.is_(None))))
    wanted = [person for person in dict.fromkeys(data.people) if person not in here]
    if await count_invited(session, seat.meeting.id) + len(wanted) > MOST:
        raise TooManyInvited(most=MOST)
    return [await _seated(session, seat, contacts[person], data.role) for person in wanted]


async def change_role(session: AsyncSession, seat: Seat, participant_id: UUID, data: RoleChange) -> list[Participant]:
    """A new chair takes the place of the old one, who stays as a delegate. Everybody whose role is another now."""
    await prepare_alone(session, seat)
    participant = await _of_directory(session, seat, participant_id)
    expect(participant, data.version)
    if participant.role == data.role:
        return []
    if participant.role == "chair":
        raise ChairNeeded
    changed = [participant]
    if data.role == "chair" and (chair := await _chair(session, seat)):
        chair.role = "delegate"
        changed.append(chair)
        await session.flush()  # before: the database knows one chair at a time
    participant.role = data.role
    await session.flush()
    return changed


async def remove(session: AsyncSession, seat: Seat, participant_id: UUID, version: int, now: datetime) -> Participant:
    await prepare_alone(session, seat)
    participant = await get_participant(session, seat.meeting.id, participant_id)
    expect(participant, version)
    if participant.role == "chair":
        raise ChairNeeded
    participant.removed_at = now
    await session.flush()
    return participant


async def substitute(
    session: AsyncSession, seat: Seat, participant_id: UUID, data: Substitution, contact: Contact, now: datetime
) -> tuple[Participant, Participant]:
    """(who is replaced, who comes): for oneself, or set by who prepares. The place keeps its role."""
    await hold(session, seat.meeting)
    replaced = await replaceable(session, seat, participant_id)
    expect(replaced, data.version)
    if await _row_of(session, seat, contact.id, present=True):
        raise AlreadyInvited
    replaced.removed_at = now
    await session.flush()
    comes = await _seated(session, seat, contact, replaced.role)  # type: ignore[arg-type]
    comes.substitute_of = replaced.id
    await session.flush()
    return replaced, comes


async def replaceable(session: AsyncSession, seat: Seat, participant_id: UUID) -> Participant:
    """Whom the caller may find a substitute for."""
    mine = seat.participant is not None and seat.participant.id == participant_id
    if not (seat.prepares or mine):
        raise NotConducting
    return await _of_directory(session, seat, participant_id)


async def _seated(session: AsyncSession, seat: Seat, contact: Contact, role: Role) -> Participant:
    """With a new place, or the one this person was taken from."""
    row = await _row_of(session, seat, contact.id, present=False)
    if row is None:
        return (await invite(session, seat.meeting.id, {contact.id: role}, {contact.id: contact}))[0]
    row.role, row.removed_at, row.substitute_of, row.entry = role, None, None, ""
    row.answer, row.answer_note, row.answered_at = "none", "", None
    await session.flush()
    return row


async def _row_of(session: AsyncSession, seat: Seat, person: UUID, *, present: bool) -> Participant | None:
    query = select(Participant).where(Participant.meeting_id == seat.meeting.id, Participant.person_id == person)
    found: Participant | None = await session.scalar(
        query.where(Participant.removed_at.is_(None) if present else Participant.removed_at.is_not(None))
    )
    return found


async def _chair(session: AsyncSession, seat: Seat) -> Participant | None:
    query = select(Participant).where(Participant.meeting_id == seat.meeting.id, Participant.role == "chair")
    found: Participant | None = await session.scalar(query.where(Participant.removed_at.is_(None)))
    return found


async def _of_directory(session: AsyncSession, seat: Seat, participant_id: UUID) -> Participant:
    participant = await get_participant(session, seat.meeting.id, participant_id)
    if participant.role == "guest":
        raise GuestHasNoRole
    return participant
