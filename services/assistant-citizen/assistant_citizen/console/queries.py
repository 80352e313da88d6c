from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.console.errors import QuestionNotFound
from assistant_citizen.console.schemas import QuestionFilter
from assistant_citizen.console.tables import CitizenQuestion
from assistant_citizen.procedure.tables import Procedure
from kit.page import Page, paged
from kit.text import fold

KEYS = {"asked_at": CitizenQuestion.asked_at}


async def list_questions(session: AsyncSession, wanted: QuestionFilter) -> Page[CitizenQuestion]:
    """The latest first."""
    ordered = wanted if wanted.sort else wanted.model_copy(update={"sort": "-asked_at"})
    return await paged(session, _matching(wanted), ordered, KEYS, CitizenQuestion.id)


async def get_question(session: AsyncSession, question_id: UUID) -> CitizenQuestion:
    found = await session.get(CitizenQuestion, question_id)
    if found is None:
        raise QuestionNotFound
    return found


async def counts(session: AsyncSession) -> Mapping[str, int]:
    """Open ones by why they are here."""
    query = select(CitizenQuestion.flag, func.count()).where(CitizenQuestion.state == "open")
    return {flag: int(count) for flag, count in await session.execute(query.group_by(CitizenQuestion.flag))}


async def procedure_names(session: AsyncSession, ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    wanted = {one for one in ids if one}
    if not wanted:
        return {}
    rows = await session.execute(select(Procedure.id, Procedure.name).where(Procedure.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def _matching(wanted: QuestionFilter) -> Select[CitizenQuestion]:
    query = select(CitizenQuestion).where(CitizenQuestion.state == wanted.state)
    if wanted.flag:
        query = query.where(CitizenQuestion.flag == wanted.flag)
    for word in fold(wanted.q).split()[:12]:
        query = query.where(CitizenQuestion.folded.contains(word, autoescape=True))
    return query
