"""Links for guests are made, tried, renewed and taken back."""

from datetime import datetime
from secrets import randbelow
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import Problem
from kit.settings import Settings
from kit.text import sort_key
from meetings.guest.errors import LinkInvalid, LinkLocked, LinkOver, LinkRevoked, NoGuest
from meetings.guest.link import hash_of, link_of, token_of
from meetings.guest.proof import Proof, vault_of
from meetings.guest.queries import MOST_TRIES, Guest, State, end_of, find_by_link, find_pass, state_of
from meetings.guest.schemas import GuestCreate, GuestLink
from meetings.guest.tables import GuestPass
from meetings.meeting.seat import Seat
from meetings.meeting.service import prepare_alone
from meetings.participant.errors import ParticipantNotFound, TooManyInvited
from meetings.participant.queries import count_invited
from meetings.participant.schemas import MOST
from meetings.participant.tables import Participant

PIN_DIGITS = 6
CLOSED: dict[State, type[Problem]] = {"revoked": LinkRevoked, "over": LinkOver, "locked": LinkLocked}


async def add_guest(
    session: AsyncSession, settings: Settings, seat: Seat, data: GuestCreate, now: datetime
) -> GuestLink:
    await prepare_alone(session, seat)
    if await count_invited(session, seat.meeting.id) >= MOST:
        raise TooManyInvited(most=MOST)
    participant = Participant(
        id=uuid4(),
        meeting_id=seat.meeting.id,
        role="guest",
        name=data.name,
        sort_key=sort_key(data.name),
        title=data.origin,
        agency="",
        email=data.email,
        language=data.language,
    )
    session.add(participant)
    await session.flush()
    guest = GuestPass(participant_id=participant.id, serial=0, token_hash="", pin_hash="", issued_at=now)
    link = _issue(settings, guest, participant, now)
    session.add(guest)
    await session.flush()
    return link


async def renew(
    session: AsyncSession, settings: Settings, seat: Seat, participant_id: UUID, now: datetime
) -> GuestLink:
    """A new link, which is mailed, and PIN; the old ones, and whoever came in by them, end. Brings back a guest who was
    taken out."""
    await prepare_alone(session, seat)
    guest, participant = await _guest_of(session, seat, participant_id)
    participant.removed_at, participant.entry, participant.told = None, "", False
    link = _issue(settings, guest, participant, now)
    await session.flush()
    return link


async def revoke(session: AsyncSession, seat: Seat, participant_id: UUID, now: datetime) -> Participant:
    seat.must_prepare()
    _, participant = await _guest_of(session, seat, participant_id)
    participant.removed_at = participant.removed_at or now
    await session.flush()
    return participant


async def enter(session: AsyncSession, settings: Settings, found: Guest, pin: str, now: datetime) -> Proof | None:
    """None for a wrong PIN, which the caller has to commit: it counts, and many at once count one by one."""
    guest, participant, meeting = found
    charge = update(GuestPass).where(GuestPass.id == guest.id, GuestPass.tries < MOST_TRIES)
    charged = charge.values(tries=GuestPass.tries + 1).returning(GuestPass.tries)
    if await session.scalar(charged.execution_options(synchronize_session=False)) is None:
        raise LinkLocked
    if not vault_of(settings).recognises(_pin_text(guest, pin.strip()), guest.pin_hash):
        return None
    right = update(GuestPass).where(GuestPass.id == guest.id).values(tries=0, used_at=now)
    await session.execute(right.execution_options(synchronize_session=False))
    return Proof(participant.id, guest.serial, end_of(meeting))


async def known(session: AsyncSession, token: str, now: datetime) -> Guest:
    """LinkInvalid, LinkRevoked, LinkOver, or LinkLocked after too many wrong PINs."""
    found = await find_by_link(session, token)
    if found is None:
        raise LinkInvalid
    if problem := CLOSED.get(state_of(*found, now)):
        raise problem
    return found


def _issue(settings: Settings, guest: GuestPass, participant: Participant, now: datetime) -> GuestLink:
    pin = f"{randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    guest.serial += 1
    guest.token_hash, guest.tries = hash_of(token_of(settings, guest)), 0
    guest.issued_at, guest.used_at = now, None
    guest.pin_hash = vault_of(settings).fingerprint(_pin_text(guest, pin))
    told = {"participant_id": participant.id, "name": participant.name, "email": participant.email}
    return GuestLink(**told, link=link_of(settings, guest, participant.language), pin=pin)


def _pin_text(guest: GuestPass, pin: str) -> str:
    return f"pin:{UUID(str(guest.participant_id)).hex}:{guest.serial}:{pin}"


async def _guest_of(session: AsyncSession, seat: Seat, participant_id: UUID) -> tuple[GuestPass, Participant]:
    participant = await session.get(Participant, participant_id)
    if participant is None or participant.meeting_id != seat.meeting.id:
        raise ParticipantNotFound
    guest = await find_pass(session, participant_id)
    if guest is None:
        raise NoGuest
    return guest, participant
