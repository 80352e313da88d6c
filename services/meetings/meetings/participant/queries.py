from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from meetings.participant.errors import ParticipantNotFound
from meetings.participant.tables import Participant


def is_caller(caller: Caller) -> ColumnElement[bool]:
    """By account where it was known at the invitation, else by the name the person signs in with."""
    named = and_(Participant.account_id.is_(None), Participant.username == (caller.username or None))
    return and_(Participant.removed_at.is_(None), or_(Participant.account_id == UUID(caller.subject), named))


async def list_participants(session: AsyncSession, meeting_id: UUID) -> Sequence[Participant]:
    """Those still invited, who conduct first, then by name."""
    query = select(Participant).where(Participant.meeting_id == meeting_id, Participant.removed_at.is_(None))
    order = {"chair": 0, "secretary": 1, "delegate": 2, "guest": 3}
    return sorted(await session.scalars(query), key=lambda one: (order[one.role], one.sort_key, one.id))


async def count_invited(session: AsyncSession, meeting_id: UUID) -> int:
    query = select(func.count()).where(Participant.meeting_id == meeting_id, Participant.removed_at.is_(None))
    return await session.scalar(query) or 0


async def get_participant(session: AsyncSession, meeting_id: UUID, participant_id: UUID) -> Participant:
    """Of this meeting and still invited."""
    found = await session.get(Participant, participant_id)
    if found is None or found.meeting_id != meeting_id or found.removed_at is not None:
        raise ParticipantNotFound
    return found
