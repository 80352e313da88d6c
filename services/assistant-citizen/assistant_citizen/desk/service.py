"""An official takes a conversation over, answers, and gives it back. Conversations are locked
before hand-overs."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.conversation.tables import Conversation, Handover, Message, OperatorPresence
from assistant_citizen.conversation.writing import write
from assistant_citizen.desk.errors import HandoverEnded, HandoverNotYours, HandoverTaken
from assistant_citizen.desk.queries import get_handover, held_conversation
from assistant_citizen.desk.schemas import AnswerWrite, Step
from kit.auth import Caller
from kit.editing import expect


class Held(NamedTuple):
    handover: Handover
    conversation: Conversation


async def be_present(session: AsyncSession, caller: Caller, now: datetime) -> None:
    row = insert(OperatorPresence).values(operator=caller.subject, name=caller.name, seen_at=now)
    again = {"name": caller.name, "seen_at": now}
    await session.execute(row.on_conflict_do_update(index_elements=["operator"], set_=again))


async def take(
    session: AsyncSession, app: FastAPI, caller: Caller, handover_id: UUID, data: Step, now: datetime
) -> Handover:
    """HandoverTaken when another was faster; it says who."""
    handover, conversation = await _held(session, handover_id)
    if handover.state == "active" and handover.operator != caller.subject:
        raise HandoverTaken(name=handover.operator_name or "")
    expect(handover, data.version)
    if handover.state == "waiting":
        handover.state, handover.operator, handover.operator_name, handover.taken_at = (
            "active", caller.subject, caller.name, now,
        )  # fmt: skip
        _notice(session, app, conversation, now, "desk.said.taken")
    await session.flush()
    return handover


async def answer(
    session: AsyncSession, app: FastAPI, caller: Caller, handover_id: UUID, data: AnswerWrite, now: datetime
) -> Message:
    handover, conversation = await _held(session, handover_id)
    _expect_own(handover, caller)
    message = write(
        session, app, conversation, now, author="operator", kind="operator", text=data.text, signed=caller.name
    )
    await session.flush()
    return message


async def put_back(
    session: AsyncSession, app: FastAPI, caller: Caller, handover_id: UUID, data: Step, now: datetime
) -> Handover:
    """Into the line, at its old place."""
    handover, conversation = await _held(session, handover_id)
    _expect_own(handover, caller)
    expect(handover, data.version)
    handover.state, handover.operator, handover.operator_name, handover.taken_at = "waiting", None, None, None
    _notice(session, app, conversation, now, "desk.said.put_back")
    await session.flush()
    return handover


async def hand_back(
    session: AsyncSession, app: FastAPI, caller: Caller, handover_id: UUID, data: Step, now: datetime
) -> Handover:
    """To the assistant: it is done."""
    handover, conversation = await _held(session, handover_id)
    _expect_own(handover, caller)
    expect(handover, data.version)
    handover.state, handover.ended_at = "ended", now
    _notice(session, app, conversation, now, "desk.said.done")
    await session.flush()
    return handover


async def _held(session: AsyncSession, handover_id: UUID) -> Held:
    conversation = await held_conversation(session, await get_handover(session, handover_id))
    handover = await get_handover(session, handover_id, to_change=True)
    await session.refresh(handover)
    if handover.state == "ended":
        raise HandoverEnded
    return Held(handover, conversation)


def _expect_own(handover: Handover, caller: Caller) -> None:
    if handover.operator != caller.subject:
        raise HandoverNotYours(name=handover.operator_name or "—")


def _notice(session: AsyncSession, app: FastAPI, conversation: Conversation, now: datetime, key: str) -> None:
    """In the citizen's language."""
    text = app.state.translations.translator(conversation.language).t(key)
    write(session, app, conversation, now, author="system", kind="notice", text=text)
