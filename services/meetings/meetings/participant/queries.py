from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, Uuid, and_, bindparam, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from meetings.participant.errors import ParticipantNotFound
from meetings.participant.tables import Participant


def is_caller(caller: Caller) -> ColumnElement[bool]:
    """By account where it was known at the invitation, else by the name the person signs in with. Who signs in with
    none, such as a program, is not everybody who is known by none, such as guests."""
    return _is(literal(UUID(caller.subject)), literal(caller.username or None, Text()))


def _is(account: ColumnElement[UUID], username: ColumnElement[str]) -> ColumnElement[bool]:
    named = and_(Participant.account_id.is_(None), Participant.username == username)
    return and_(Participant.removed_at.is_(None), or_(Participant.account_id == account, named))


CALLER = _is(bindparam("account", type_=Uuid()), bindparam("username", type_=Text()))
"""The same for a statement that is made once, with `named(caller)` as parameters."""


def named(caller: Caller) -> dict[str, Any]:
    return {"account": UUID(caller.subject), "username": caller.username or None}


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
