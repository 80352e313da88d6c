"""What a question meant, said by those who keep the knowledge: it joins the next training."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.console.errors import LabelWrong, QuestionLabelled
from assistant_citizen.console.queries import get_question
from assistant_citizen.console.schemas import DismissWrite, LabelWrite
from assistant_citizen.console.tables import CitizenQuestion
from assistant_citizen.procedure.tables import Procedure
from assistant_citizen.understanding.service import correct
from kit.auth import Caller
from kit.editing import edit, expect


async def label(
    session: AsyncSession, app: FastAPI, caller: Caller, question_id: UUID, data: LabelWrite, now: datetime
) -> CitizenQuestion:
    """Once more replaces what was said before."""
    question = await get_question(session, question_id)
    told = data if data.intent == "procedure" else data.model_copy(update={"procedure_id": None, "aspect": None})
    await _refuse_incomplete(session, told)
    edit(question, told)
    question.state, question.labelled_by, question.labelled_at = "labelled", caller.name or caller.username, now
    await session.flush()
    await correct(
        session, app, question.text, by=caller.subject, intent=told.intent, procedure_id=told.procedure_id,
        aspect=told.aspect,
    )  # fmt: skip
    return question


async def dismiss(
    session: AsyncSession, caller: Caller, question_id: UUID, data: DismissWrite, now: datetime
) -> CitizenQuestion:
    """Nothing to learn from: it leaves the list."""
    question = await get_question(session, question_id)
    expect(question, data.version)
    if question.state == "labelled":
        raise QuestionLabelled
    question.state, question.labelled_by, question.labelled_at = "dismissed", caller.name or caller.username, now
    await session.flush()
    return question


async def _refuse_incomplete(session: AsyncSession, data: LabelWrite) -> None:
    if data.intent != "procedure":
        return
    wrong: list[dict[str, Any]] = []
    if data.procedure_id is None:
        wrong.append({"field": "procedure_id", "message": "console.wrong.procedure"})
    elif await session.get(Procedure, data.procedure_id) is None:
        wrong.append({"field": "procedure_id", "message": "console.wrong.procedure_unknown"})
    if data.aspect is None:
        wrong.append({"field": "aspect", "message": "console.wrong.aspect"})
    if wrong:
        raise LabelWrong(errors=wrong)
