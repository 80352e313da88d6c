"""What happens in a meeting: each act changes the rows and gives the letters that tell of it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from meetings.hub.hub import Letter
from meetings.live import queries
from meetings.live.protocol import Admission, Floor, Media, Silence
from meetings.live.tables import ChatMessage, Presence
from meetings.participant.errors import ChairNeeded, ParticipantNotFound
from meetings.participant.queries import get_participant
from meetings.participant.tables import Participant

RETURN = timedelta(minutes=2)
"""Who comes back within keeps their place in the speaking order, and the floor."""


async def come(
    session: AsyncSession, participant: Participant, connection: UUID, *, inside: bool, now: datetime
) -> list[Letter]:
    """A person is there once: an older connection of the same person gives way, its place passes on. The caller holds
    the participant, so that of two who come at once the second finds the first."""
    letters = []
    kept = await queries.last_presence(session, participant.id)
    for older in await queries.connections_of(session, participant.id):
        letters += await go(session, participant, older, now)
        letters.append(Letter(participant.meeting_id, connection=older.id, reconsider=True))
    row = Presence(
        id=connection,
        meeting_id=participant.meeting_id,
        participant_id=participant.id,
        inside=inside,
        joined_at=now,
        seen_at=now,
    )
    if kept and kept.left_at and now - kept.left_at <= RETURN:
        row.hand_at, row.floor_at = kept.hand_at, kept.floor_at
    session.add(row)
    await session.flush()
    if inside:
        person = queries.person_line(row, participant)
        return [*letters, Letter(participant.meeting_id, {"type": "came", "person": person}, besides=connection)]
    return [*letters, await waiting(session, participant.meeting_id)]


async def go(session: AsyncSession, participant: Participant, presence: Presence, now: datetime) -> list[Letter]:
    if presence.left_at is not None:
        return []
    presence.left_at = presence.seen_at = max(now, presence.joined_at)  # a clock may be set back
    await session.flush()
    if presence.inside:
        return [Letter(participant.meeting_id, {"type": "went", "connection": presence.id}, besides=presence.id)]
    return [await waiting(session, participant.meeting_id)]


async def waiting(session: AsyncSession, meeting_id: UUID) -> Letter:
    """The waiting room, for who conducts."""
    people = [queries.waiting_line(*one) for one in await queries.list_present(session, meeting_id, inside=False)]
    return Letter(meeting_id, {"type": "waiting", "people": people}, to="conductors")


async def refused(session: AsyncSession, meeting_id: UUID) -> Letter:
    """Those who were shut out, for who conducts: by mistake, perhaps."""
    people = [queries.refused_line(one) for one in await queries.list_refused(session, meeting_id)]
    return Letter(meeting_id, {"type": "refused", "people": people}, to="conductors")


def may_share(participant: Participant, stay: Presence) -> bool:
    """Guests show their screen while they have the floor."""
    return participant.role != "guest" or stay.floor_at is not None


async def show_media(session: AsyncSession, presence: Presence, participant: Participant, said: Media) -> list[Letter]:
    """A person put to silence has no microphone, whatever the browser says."""
    presence.microphone = said.microphone and not participant.silenced
    presence.camera, presence.screen = said.camera, said.screen and may_share(participant, presence)
    await session.flush()
    told = {name: getattr(presence, name) for name in ("microphone", "camera", "screen")}
    return [Letter(presence.meeting_id, {"type": "media", "connection": presence.id, **told})]


async def raise_hand(session: AsyncSession, presence: Presence, *, up: bool, now: datetime) -> list[Letter]:
    if bool(presence.hand_at) == up:
        return []
    presence.hand_at = now if up else None
    await session.flush()
    return [Letter(presence.meeting_id, {"type": "hand", "connection": presence.id, "hand_at": presence.hand_at})]


async def chat(session: AsyncSession, participant: Participant, text: str, now: datetime) -> list[Letter]:
    message = ChatMessage(meeting_id=participant.meeting_id, participant_id=participant.id, said_at=now, text=text)
    session.add(message)
    await session.flush()
    return [Letter(participant.meeting_id, {"type": "chat", **queries.chat_line(message, participant.name)})]


async def give_floor(session: AsyncSession, meeting_id: UUID, said: Floor, now: datetime) -> list[Letter]:
    """One speaks at a time, of those inside; whoever gets the floor need not ask any more. Who has it and is away for a
    moment loses it, too: coming back brings it back."""
    stays = update(Presence).where(Presence.meeting_id == meeting_id)
    await session.execute(stays.values(floor_at=None).where(Presence.floor_at.is_not(None)))
    if said.participant:
        inside = stays.where(Presence.participant_id == said.participant, Presence.left_at.is_(None), Presence.inside)
        if await session.scalar(inside.values(floor_at=now, hand_at=None).returning(Presence.id)) is None:
            raise ParticipantNotFound
    since = now if said.participant else None
    return [Letter(meeting_id, {"type": "floor", "participant": said.participant, "since": since})]


async def silence(session: AsyncSession, meeting_id: UUID, said: Silence) -> list[Letter]:
    participant = await get_participant(session, meeting_id, said.participant)
    participant.silenced = said.on
    letters = [Letter(meeting_id, {"type": "silenced", "participant": said.participant, "on": said.on})]
    if said.on:
        for presence in await queries.connections_of(session, participant.id):
            presence.microphone = False
            media = {name: getattr(presence, name) for name in ("microphone", "camera", "screen")}
            letters.append(Letter(meeting_id, {"type": "media", "connection": presence.id, **media}))
    await session.flush()
    return letters


async def admit(session: AsyncSession, meeting_id: UUID, said: Admission) -> list[Letter]:
    """Whoever it is about looks anew whether they may be inside; who was shut out can be let in again. Nobody shuts the
    chair out."""
    participant = await get_participant(session, meeting_id, said.participant)
    if participant.role == "chair":
        raise ChairNeeded
    before, participant.entry = participant.entry, "waiting" if said.decision == "lobby" else said.decision
    await session.flush()
    letters = [Letter(meeting_id, participant=participant.id, reconsider=True)]
    if "refused" in {before, participant.entry}:
        letters.append(await refused(session, meeting_id))
    return letters
