"""One question's answer, ready to be shown: rows and drawing, or what went wrong in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fastapi import Request

from analytics.chart.drawing import Chart, chart_of
from analytics.question.service import wanted_of
from analytics.question.tables import Question
from analytics.workspace.schemas import QueryRead
from analytics.workspace.service import run
from kit.auth import Caller
from kit.errors import Invalid, Problem
from kit.web import translator, worded


@dataclass(frozen=True)
class Shown:
    read: QueryRead | None = None
    chart: Chart | None = None
    problem: Mapping[str, str] | None = None
    errors: Mapping[str, str] | None = None
    skip: int = 0


async def shown(
    request: Request, caller: Caller, question: Question, given: Mapping[str, str], *, skip: int = 0, limit: int = 200
) -> Shown:
    """Nothing is raised but what is nobody's to mend: beside one tile that fails the others stand."""
    try:
        wanted = replace(wanted_of(question, given), skip=skip, limit=limit)
        read = await run(request.app, caller, wanted)
    except Invalid as problem:
        if "errors" in problem.params:
            rows = worded(request, problem.params["errors"])
            return Shown(errors={row["field"]: row["message"] for row in rows})
        return Shown(problem=_told(request, problem))
    except Problem as problem:
        return Shown(problem=_told(request, problem))
    return Shown(read, chart_of(question, read, translator(request)), skip=skip)


def _told(request: Request, problem: Problem) -> dict[str, str]:
    t = translator(request).t
    texts = {name: t(f"error.{problem.code}.{name}", **problem.params) for name in ("title", "detail")}
    return {**texts, "code": problem.code}
