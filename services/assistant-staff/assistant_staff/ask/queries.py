from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.ask.errors import ConversationNotFound, TurnNotFound
from assistant_staff.ask.schemas import ReviewFilter
from assistant_staff.ask.tables import StaffConversation, StaffTurn
from assistant_staff.library.tables import Law, LawArticle
from kit.auth import Caller
from kit.page import Page, paged
from kit.text import fold

MOST_TURNS, MOST_CONVERSATIONS, MOST_LESSONS = 50, 50, 10_000


class Lesson(NamedTuple):
    """A question, and the article that answers it."""

    question: str
    law: str
    article: str


async def get_conversation(session: AsyncSession, caller: Caller, conversation_id: UUID) -> StaffConversation:
    """ConversationNotFound for another's."""
    found = await session.get(StaffConversation, conversation_id)
    if found is None or found.account != caller.subject:
        raise ConversationNotFound
    return found


async def list_conversations(session: AsyncSession, caller: Caller) -> Sequence[StaffConversation]:
    """The last first."""
    mine = select(StaffConversation).where(StaffConversation.account == caller.subject)
    return (await session.scalars(mine.order_by(StaffConversation.last_at.desc()).limit(MOST_CONVERSATIONS))).all()


async def turns_of(session: AsyncSession, conversation: StaffConversation) -> Sequence[StaffTurn]:
    """The last ones, in their order."""
    query = select(StaffTurn).where(StaffTurn.conversation_id == conversation.id)
    found = (await session.scalars(query.order_by(StaffTurn.id.desc()).limit(MOST_TURNS))).all()
    return found[::-1]


async def find_last_turn(session: AsyncSession, conversation_id: UUID) -> StaffTurn | None:
    query = select(StaffTurn).where(StaffTurn.conversation_id == conversation_id)
    found: StaffTurn | None = await session.scalar(query.order_by(StaffTurn.id.desc()).limit(1))
    return found


async def get_turn(session: AsyncSession, caller: Caller, turn_id: UUID) -> StaffTurn:
    query = select(StaffTurn).join(StaffConversation).where(StaffTurn.id == turn_id)
    turn = await session.scalar(query.where(StaffConversation.account == caller.subject))
    if turn is None:
        raise TurnNotFound
    return turn


async def list_reviewed(session: AsyncSession, wanted: ReviewFilter) -> Page[StaffTurn]:
    query = select(StaffTurn).where(StaffTurn.rating == wanted.rating if wanted.rating else StaffTurn.rating != "")
    for word in fold(wanted.q).split()[:8]:
        query = query.where(StaffTurn.folded.contains(word, autoescape=True))
    newest = wanted if wanted.sort else wanted.model_copy(update={"sort": "-rated_at"})
    return await paged(session, query, newest, {"rated_at": StaffTurn.rated_at}, StaffTurn.id)


async def lessons(session: AsyncSession) -> list[Lesson]:
    """What people told to be right, for the next training."""
    query = select(StaffTurn.question, Law.name, LawArticle.number)
    query = query.join(LawArticle, LawArticle.id == StaffTurn.right_article).join(Law, Law.id == LawArticle.law_id)
    return [Lesson(*row) for row in (await session.execute(query.order_by(StaffTurn.id).limit(MOST_LESSONS))).all()]
