from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.question.errors import QuestionNotFound
from analytics.question.schemas import QuestionFilter
from analytics.question.tables import Question, QuestionVersion
from kit.auth import Caller
from kit.page import Page, paged
from kit.text import fold

KEYS = {"name": Question.sort_key, "updated_at": Question.updated_at}


async def list_questions(session: AsyncSession, caller: Caller, wanted: QuestionFilter) -> Page[Question]:
    query = select(Question).where(visible_to(caller))
    if wanted.mine:
        query = query.where(Question.owner == caller.subject)
    for word in fold(wanted.q).split():
        query = query.where(Question.folded.contains(word, autoescape=True))
    return await paged(session, query, wanted, KEYS, Question.id)


async def get_question(session: AsyncSession, caller: Caller, question_id: UUID) -> Question:
    found: Question | None = await session.scalar(
        select(Question).where(Question.id == question_id, visible_to(caller))
    )
    if found is None:
        raise QuestionNotFound
    return found


async def get_own_question(session: AsyncSession, caller: Caller, question_id: UUID) -> Question:
    """For changing it."""
    found = await get_question(session, caller, question_id)
    if found.owner != caller.subject:
        raise QuestionNotFound
    return found


async def versions_of(session: AsyncSession, question_id: UUID) -> Sequence[QuestionVersion]:
    """The newest first."""
    query = select(QuestionVersion).where(QuestionVersion.question_id == question_id)
    return (await session.scalars(query.order_by(QuestionVersion.number.desc()).limit(50))).all()


def visible_to(caller: Caller) -> ColumnElement[bool]:
    agency = and_(Question.visibility == "agency", Question.agency == caller.agency)
    return or_(Question.owner == caller.subject, Question.visibility == "province", agency)
