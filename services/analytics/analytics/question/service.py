from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from analytics.dialect.schemas import CLOSING, OPENING, Build
from analytics.dialect.service import compiled
from analytics.lake.store import Lake
from analytics.question.parameter import Parameter, bound
from analytics.question.queries import get_own_question
from analytics.question.schemas import QuestionAsk, QuestionCreate, QuestionUpdate
from analytics.question.tables import Question, QuestionVersion
from analytics.workspace.confined import Form
from analytics.workspace.giving import file_of
from analytics.workspace.schemas import QueryRead
from analytics.workspace.service import Wanted, run
from analytics.workspace.source import views_of
from kit.auth import Caller
from kit.editing import edit
from kit.errors import Invalid
from kit.text import fold, sort_key

FACTS = ("name", "description", "chart_kind", "chart_x", "chart_y", "chart_ahead", "visibility")
KINDS = {"integer": "number", "number": "number", "boolean": "boolean", "date": "date", "moment": "date"}


async def create(session: AsyncSession, lake: Lake, caller: Caller, data: QuestionCreate, now: datetime) -> Question:
    words = await _worded(session, lake, caller, data)
    made = Question(
        **{name: getattr(data, name) for name in FACTS},
        **words,
        **_found_by(data),
        owner=caller.subject,
        owner_name=caller.name or caller.username,
        agency=caller.agency,
        created_at=now,
        updated_at=now,
    )
    session.add(made)
    await session.flush()
    _keep(session, made, caller, now)
    return made


async def change(
    session: AsyncSession, lake: Lake, caller: Caller, question_id: UUID, data: QuestionUpdate, now: datetime
) -> Question:
    question = await get_own_question(session, caller, question_id)
    words = await _worded(session, lake, caller, data)
    changed = edit(question, data, leave=("sql", "build", "parameters"))
    differing = [name for name, value in words.items() if getattr(question, name) != value]
    if changed or differing:
        for name, value in {**words, **_found_by(data), "updated_at": now}.items():
            setattr(question, name, value)
        await session.flush()
        _keep(session, question, caller, now)
    return question


async def remove(session: AsyncSession, caller: Caller, question_id: UUID) -> None:
    await session.delete(await get_own_question(session, caller, question_id))


async def ask(app: FastAPI, caller: Caller, question: Question, asked: QuestionAsk) -> QueryRead:
    """As the caller sees it, whoever wrote the question; `question` as the caller was given it."""
    named = {Parameter(name=name).key: value for name, value in asked.values.items()}
    wanted = wanted_of(question, named)
    return await run(app, caller, replace(wanted, skip=asked.skip, limit=asked.limit, run_id=asked.run_id))


async def export(app: FastAPI, caller: Caller, question: Question, given: Mapping[str, str], form: Form) -> Response:
    return await file_of(app, caller, replace(wanted_of(question, given), form=form), fold(question.name)[:80])


def wanted_of(question: Question, given: Mapping[str, str]) -> Wanted:
    """`given` by the keys of its parameters; Invalid where a value is not of its kind."""
    parameters = [Parameter.model_validate(one) for one in question.parameters]
    sql, values = bound(question.sql, parameters, given)
    return Wanted(sql, values, question_id=question.id, question_version=question.version)


async def _worded(session: AsyncSession, lake: Lake, caller: Caller, data: QuestionCreate) -> dict[str, Any]:
    """Its SQL, its parameters and, if it was put together, how each engine says it."""
    parameters = [one.model_dump() for one in data.parameters]
    if data.build is None:
        return {"sql": data.sql, "parameters": parameters, "build": None, "dialects": []}
    views = await views_of(session, lake, caller, data.build.dataset)
    if not views:
        raise Invalid(errors=[{"field": "dataset", "message": "question.wrong.dataset"}])
    columns: dict[str, str] = {one.name: one.kind for one in views[0].columns}
    spoken = await compiled(data.build, columns)
    own = _parameters_of(data.build, columns, {str(one["name"]): one for one in parameters})
    return {
        "sql": _with_places(spoken[0].sql or ""),
        "parameters": own,
        "build": data.build.model_dump(),
        "dialects": [{**one.model_dump(), "sql": one.sql and _with_places(one.sql)} for one in spoken],
    }


def _parameters_of(
    build: Build, columns: Mapping[str, str], given: Mapping[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Parameters of the conditions, of the kind of what they are compared with."""
    named = {one.parameter: KINDS.get(columns[one.column], "text") for one in build.conditions if one.parameter}
    return [
        Parameter.model_validate({**given.get(name, {}), "name": name, "kind": kind}).model_dump()
        for name, kind in named.items()
    ]


def _with_places(sql: str) -> str:
    return sql.replace(f"'{OPENING}", "{{").replace(f"{CLOSING}'", "}}")


def _found_by(data: QuestionCreate) -> dict[str, str]:
    return {"folded": fold(f"{data.name} {data.description}"), "sort_key": sort_key(data.name)}


def _keep(session: AsyncSession, question: Question, caller: Caller, now: datetime) -> None:
    session.add(
        QuestionVersion(
            question_id=question.id,
            number=question.version,
            sql=question.sql,
            parameters=question.parameters,
            saved_at=now,
            saved_by=caller.name or caller.username,
        )
    )
