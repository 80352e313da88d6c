"""One turn after the other: what a citizen says, what is said to it, and what they thought of it."""

import secrets
from datetime import datetime
from typing import NamedTuple

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.console.flagging import flag
from assistant_citizen.conversation import handover, queries
from assistant_citizen.conversation.composing import Asked, Reply, reply_to, reply_to_choice
from assistant_citizen.conversation.context import Held
from assistant_citizen.conversation.errors import (
    ChoiceGone,
    ConversationFull,
    MessageEmpty,
    MessageTooLong,
    NothingToRate,
)
from assistant_citizen.conversation.schemas import (
    MOST_LETTERS,
    Body,
    Choice,
    ConversationCreate,
    MessageCreate,
    RatingWrite,
    State,
)
from assistant_citizen.conversation.subject import code_of
from assistant_citizen.conversation.tables import Conversation, Message
from assistant_citizen.conversation.writing import compose, keep, write
from assistant_citizen.dossier.reading import hide
from kit.contracts.assistant_citizen import ConversationRated
from kit.outbox import emit
from kit.web import Translator


class Turn(NamedTuple):
    state: State
    question: Message
    reply: Message | None
    aloud: tuple[str, Body] | None = None
    """What the reply says to this one request; see `composing.Reply`."""


async def open_conversation(session: AsyncSession, data: ConversationCreate, now: datetime) -> tuple[Conversation, str]:
    """With its token, which is nowhere kept."""
    token = secrets.token_urlsafe(32)
    conversation = Conversation(
        token_digest=queries.digest_of(token), channel=data.channel, language=data.language, context={}, messages=0,
        created_at=now, last_at=now,
    )  # fmt: skip
    session.add(conversation)
    await session.flush()
    return conversation, token


async def say(
    session: AsyncSession, app: FastAPI, conversation: Conversation, data: MessageCreate, t: Translator, now: datetime,
    who: str = "",
) -> Turn:  # fmt: skip
    """`conversation` was read to be changed. While a person answers, or is waited for, the assistant is silent."""
    held = Held.model_validate(conversation.context)
    choice = _chosen(held, data)
    _check_room(app, conversation)
    session.expunge(conversation)  # written by `keep`, not by the session's bookkeeping
    live = await queries.live_state(session, conversation.id)
    text = choice.label if choice else hide(data.text, held.dossier)
    question = compose(conversation, now, author="citizen", kind="question", text=text)
    if live is not None:
        await keep(session, app, conversation, [question])
        return Turn("active" if live == "active" else "waiting", question, None)
    asked = Asked(session, app, t, held, now, conversation.id, who, data.text)
    reply = await (reply_to_choice(asked, choice) if choice else reply_to(asked))
    written = await _write(session, app, conversation, reply, question, t, now)
    await keep(session, app, conversation, [question, written])
    if reply.unanswered and not choice:
        await _flag(session, "unanswered", question, written, held)
    waits = await _waits(session, reply, conversation)
    return Turn("waiting" if waits else "assistant", question, written, reply.aloud)


async def ask_person(
    session: AsyncSession, app: FastAPI, conversation: Conversation, t: Translator, now: datetime
) -> Message:
    _check_room(app, conversation)
    last = (await queries.messages_after(session, conversation.id, max(0, conversation.messages - 6)))[::-1]
    subject = next((one.text for one in last if one.author == "citizen"), "")
    said = t.t(await handover.put_in_line(session, app, conversation, subject, now))
    message = write(session, app, conversation, now, author="assistant", kind="handover", text=said)
    await session.flush()
    return message


async def rate(
    session: AsyncSession, conversation: Conversation, message: Message, data: RatingWrite, now: datetime
) -> Message:
    """The last word counts; the event goes out once for each."""
    if message.author not in {"assistant", "operator"}:
        raise NothingToRate
    if (message.rating, message.rating_reason) == (data.rating, data.reason):
        return message
    message.rating, message.rating_reason, message.rated_at = data.rating, data.reason, now
    question = await queries.question_of(session, message)
    if data.rating == "bad" and question is not None:
        await _flag(session, "rated", question, message, reason=data.reason)
    await emit(
        session,
        ConversationRated(
            conversation_id=conversation.id, message_id=message.id, rating=data.rating, reason=data.reason,
            kind=message.kind, by="person" if message.author == "operator" else "assistant",
            channel=conversation.channel,
            procedure_code=await code_of(session, message.procedure_id) if message.procedure_id else None,
            aspect=message.aspect, rated_at=now,
        ),
    )  # fmt: skip
    return message


async def _write(
    session: AsyncSession, app: FastAPI, conversation: Conversation, reply: Reply, question: Message, t: Translator,
    now: datetime,
) -> Message:  # fmt: skip
    said = reply.text
    if reply.kind == "handover":
        said = t.t(await handover.put_in_line(session, app, conversation, question.text, now))
    conversation.context = reply.held.model_copy(update={"choices": reply.body.choices}).stored()
    facts = {name: getattr(reply, name) for name in ("intent", "procedure_id", "aspect", "confidence")}
    return compose(conversation, now, author="assistant", kind=reply.kind, text=said, body=reply.body, **facts)


async def _flag(
    session: AsyncSession,
    why: str,
    question: Message,
    reply: Message,
    held: Held | None = None,
    reason: str | None = None,
) -> None:
    await flag(
        session, why, text=question.text, message_id=reply.id, kind=reply.kind, asked_at=question.created_at,
        before=held.asked_in() if held else {}, guessed_intent=reply.intent, guessed_procedure_id=reply.procedure_id,
        guessed_aspect=reply.aspect, confidence=reply.confidence, reason=reason,
    )  # fmt: skip


async def _waits(session: AsyncSession, reply: Reply, conversation: Conversation) -> bool:
    return reply.kind == "handover" and await queries.live_handover(session, conversation.id) is not None


def _chosen(held: Held, data: MessageCreate) -> Choice | None:
    if data.choice is not None:
        if data.choice >= len(held.choices):
            raise ChoiceGone
        return held.choices[data.choice]
    if not any(one.isalnum() for one in data.text):
        raise MessageEmpty(errors=[{"field": "text", "message": "conversation.wrong.empty"}])
    if len(data.text) > MOST_LETTERS:
        raise MessageTooLong(most=MOST_LETTERS, errors=[{"field": "text", "message": "conversation.wrong.long"}])
    return None


def _check_room(app: FastAPI, conversation: Conversation) -> None:
    most = app.state.settings.conversation_messages
    if conversation.messages >= most:
        raise ConversationFull(most=most)
