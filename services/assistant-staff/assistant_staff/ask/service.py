"""A question comes in, is understood, answered and kept for the one who asked."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.action import service as action
from assistant_staff.action.tables import ActionCard
from assistant_staff.action.understanding import wish_of
from assistant_staff.agenda.schemas import AgendaPart
from assistant_staff.agenda.service import look
from assistant_staff.agenda.understanding import agenda_of
from assistant_staff.ask import lesson
from assistant_staff.ask.answering import Showing
from assistant_staff.ask.asking import Asking
from assistant_staff.ask.finding import find
from assistant_staff.ask.queries import get_conversation, get_turn
from assistant_staff.ask.schemas import Answer, Asked, Rated
from assistant_staff.ask.story import story_of
from assistant_staff.ask.tables import StaffConversation, StaffTurn
from assistant_staff.library.queries import get_article
from assistant_staff.owner.errors import OwnerAway, OwnerRefused
from assistant_staff.retrieval.model import count
from kit.auth import Caller
from kit.events import new_id
from kit.jobs import every

TITLE = 120
Parts = Sequence[AgendaPart]


async def ask(asking: Asking, data: Asked) -> Answer:
    conversation = await _conversation(asking, data)
    kind, found, parts = await _found(asking, data, conversation.id)
    turn = StaffTurn(
        conversation_id=conversation.id, at=asking.now, question=data.question, kind=kind, found=found, rating=""
    )
    asking.session.add(turn)
    await asking.session.flush()
    return await Showing(asking.session, asking.shelf, asking.owners, asking.caller).fresh(turn, parts)


async def rate(asking: Asking, turn_id: UUID, data: Rated) -> StaffTurn:
    """What is right, and what is not, teaches the order of passages at the next training."""
    session = asking.session
    turn = await get_turn(session, asking.caller, turn_id)
    turn.rating, turn.note, turn.rated_at = data.rating, data.note, asking.now
    turn.right_article = None
    if data.law and data.article:
        turn.right_article = (await get_article(session, data.law, data.article)).article.id
    await session.flush()
    await lesson.note(asking, turn, data)
    return turn


async def forget(session: AsyncSession, caller: Caller, conversation_id: UUID) -> None:
    """All of it at once; tasks that were opened stay, and so does their record."""
    conversation = await get_conversation(session, caller, conversation_id)
    await session.execute(delete(ActionCard).where(ActionCard.conversation_id == conversation_id))
    await session.delete(conversation)


@every(timedelta(hours=1), name="forget-conversations")
async def forget_old(session: AsyncSession, app: FastAPI) -> None:
    before = app.state.clock() - timedelta(days=app.state.settings.history_days)
    await session.execute(delete(ActionCard).where(ActionCard.made_at < before))
    await session.execute(delete(StaffConversation).where(StaffConversation.last_at < before))


async def _found(asking: Asking, data: Asked, conversation_id: UUID) -> tuple[str, dict[str, Any], Parts]:
    """Own work and orders are told by their form; all else is looked for in the passages. What governance tells of
    somebody's work is shown and not kept."""
    as_of = data.as_of or asking.today
    facts: dict[str, Any] = {"as_of": as_of.isoformat(), "away": []}
    try:
        if wanted := agenda_of(data.question):
            parts = await look(asking.owners, wanted, asking.today)
            return "agenda", {**facts, "wanted": wanted}, parts
        if wish := wish_of(data.question, asking.today):
            story = await story_of(asking, conversation_id)
            card = await action.draft(
                asking.session, asking.owners, asking.caller, conversation_id, wish, asking.now, story
            )
            return "action", {**facts, "card": str(card.id)}, ()
    except OwnerAway as error:
        return "none", {**facts, "away": [error.params["owner"]]}, ()
    except OwnerRefused as error:
        return "none", {**facts, "refused": error.params["reason"]}, ()
    return await _passages(asking, data.question, facts)


async def _passages(asking: Asking, question: str, facts: dict[str, Any]) -> tuple[str, dict[str, Any], Parts]:
    facts["filling"] = not asking.shelf.whole.is_set()
    hits = await find(asking.shelf, asking.owners, question)
    count(asking.serving, hits, asking.now)
    facts["away"] = sorted(asking.owners.away)
    sure = [hit for hit in hits if hit.probability >= asking.shelf.threshold]
    facts["passages"] = [[hit.passage_id, hit.probability] for hit in sure]
    return ("answer" if sure else "none"), facts, ()


async def _conversation(asking: Asking, data: Asked) -> StaffConversation:
    """A page names the one it begins, so that a question sent twice begins one only."""
    conversation_id = data.conversation_id or new_id()
    facts = {"account": asking.caller.subject, "title": data.question[:TITLE]}
    times = {"started_at": asking.now, "last_at": asking.now}
    new = insert(StaffConversation).values(id=conversation_id, **facts, **times)
    await asking.session.execute(new.on_conflict_do_nothing())
    conversation = await get_conversation(asking.session, asking.caller, conversation_id)
    conversation.last_at = asking.now
    return conversation
