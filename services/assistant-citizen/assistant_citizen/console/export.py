"""Questions to learn from as a sheet."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import Request
from starlette.responses import Response

from assistant_citizen.console import queries
from assistant_citizen.console.schemas import QuestionFilter
from kit.page import every
from kit.web import csv_list, translator

COLUMNS = ("text", "flag", "asked_at", "guessed_intent", "guessed_aspect", "confidence", "state", "intent", "aspect")


async def questions_csv(request: Request, wanted: QuestionFilter) -> Response:
    t = translator(request).t

    async def rows() -> AsyncIterator[list[Any]]:
        async for one in every(request.app.state.database, queries.list_questions, wanted):
            yield [getattr(one, name) for name in COLUMNS]

    return await csv_list("questions.csv", [t(f"console.{name}") for name in COLUMNS], rows())
