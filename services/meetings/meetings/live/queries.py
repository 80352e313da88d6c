from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from meetings.guest.tables import GuestPass
from meetings.hub.hub import Mark
from meetings.live.tables import ChatMessage, Presence
from meetings.meeting.tables import Meeting
from meetings.participant.tables import Participant

GONE = timedelta(seconds=30)
"""So long unseen, a connection died with its process."""
MOST_CHAT = 200


async def list_present(
    session: AsyncSession, meeting_id: UUID, *, inside: bool
) -> Sequence[tuple[Presence, Participant]]:
    """In the order in which they came."""
    query = select(Presence, Participant).join(Participant, Participant.id == Presence.participant_id)
    query = query.where(Presence.meeting_id == meeting_id, Presence.left_at.is_(None), Presence.inside.is_(inside))
    rows: Any = await session.execute(query.order_by(Presence.joined_at, Presence.id))
    return [(presence, participant) for presence, participant in rows]


async def list_refused(session: AsyncSession, meeting_id: UUID) -> Sequence[Participant]:
    """Put out or not let in by who conducts, and still invited; by name."""
    query = select(Participant).where(Participant.meeting_id == meeting_id, Participant.entry == "refused")
    invited = query.where(Participant.removed_at.is_(None))
    return (await session.scalars(invited.order_by(Participant.sort_key, Participant.id))).all()


async def connections_of(session: AsyncSession, participant_id: UUID) -> Sequence[Presence]:
    open_now = select(Presence).where(Presence.participant_id == participant_id, Presence.left_at.is_(None))
    return (await session.scalars(open_now)).all()


async def last_presence(session: AsyncSession, participant_id: UUID) -> Presence | None:
    """The one that goes on, or ended last."""
    query = select(Presence).where(Presence.participant_id == participant_id, Presence.inside)
    found: Presence | None = await session.scalar(query.order_by(Presence.left_at.desc().nulls_first()).limit(1))
    return found


async def list_chat(session: AsyncSession, meeting_id: UUID) -> list[dict[str, Any]]:
    """The newest, in order."""
    query = select(ChatMessage, Participant.name).join(Participant, Participant.id == ChatMessage.participant_id)
    query = query.where(ChatMessage.meeting_id == meeting_id).order_by(ChatMessage.id.desc()).limit(MOST_CHAT)
    rows: Any = await session.execute(query)
    return [chat_line(message, name) for message, name in reversed(list(rows))]


async def list_silent(session: AsyncSession, before: datetime) -> Sequence[Presence]:
    """Connections nobody has seen since."""
    query = select(Presence).where(Presence.left_at.is_(None), Presence.seen_at < before)
    return (await session.scalars(query.with_for_update(skip_locked=True).limit(1000))).all()


async def marks_of(session: AsyncSession, connections: Sequence[UUID]) -> dict[UUID, Mark]:
    """Of those that have not ended: what has been decided of them can only be another when these are."""
    serial = func.coalesce(GuestPass.serial, 0)
    query = select(Presence.id, Meeting.version, Participant.version, serial)
    query = query.join(Participant, Participant.id == Presence.participant_id)
    query = query.join(Meeting, Meeting.id == Presence.meeting_id)
    query = query.outerjoin(GuestPass, GuestPass.participant_id == Participant.id)
    rows: Any = await session.execute(query.where(Presence.id.in_(connections), Presence.left_at.is_(None)))
    return {connection: tuple(mark) for connection, *mark in rows}


def chat_line(message: ChatMessage, name: str) -> dict[str, Any]:
    return {"participant": message.participant_id, "name": name, "text": message.text, "said_at": message.said_at}


def person_line(presence: Presence, participant: Participant) -> dict[str, Any]:
    """How one who is there is told to the others."""
    media = {name: getattr(presence, name) for name in ("microphone", "camera", "screen", "hand_at", "floor_at")}
    told = {name: getattr(participant, name) for name in ("name", "title", "role", "silenced")}
    return {"connection": presence.id, "participant": participant.id, "joined_at": presence.joined_at, **told, **media}


def waiting_line(presence: Presence, participant: Participant) -> dict[str, Any]:
    return {**refused_line(participant), "since": presence.joined_at}


def refused_line(participant: Participant) -> dict[str, Any]:
    return {"participant": participant.id, **{name: getattr(participant, name) for name in ("name", "title", "role")}}
