from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, UploadFile
from starlette.responses import Response

from governance.roster import service
from governance.roster.api import WRITE, Writer
from governance.roster.columns import COLUMNS, What
from governance.roster.schemas import Report
from kit.db import Session
from kit.errors import Problem
from kit.sheet import RowsWrong, received, report
from kit.web import render, translator, worded

router = APIRouter(prefix="/governance/roster", tags=["roster-page"], include_in_schema=False)
Chosen = Annotated[What, Form()]


@router.get("", dependencies=WRITE)
async def show(request: Request) -> Response:
    return _page(request, "units")


@router.post("")
async def take_over(
    request: Request,
    session: Session,
    caller: Writer,
    file: UploadFile,
    what: Chosen = "units",
    dry_run: Annotated[bool, Form()] = False,
) -> Response:
    try:
        upload, texts = await received(file), request.app.state.translations
        done = await service.take_over(session, caller, what, upload, texts, dry_run=dry_run)
    except RowsWrong as problem:
        return _page(request, what, status=problem.status, wrong=worded(request, problem.params["errors"]),
                     count=problem.params["count"])  # fmt: skip
    except Problem as problem:
        return _unread(request, what, problem)
    return _page(request, what, done=done)


@router.post("/problems")
async def download_problems(
    request: Request, session: Session, caller: Writer, file: UploadFile, what: Chosen = "units"
) -> Response:
    """Nothing is taken over: what is wrong as a sheet, to go by while mending the data; the page where all is right."""
    try:
        upload, texts = await received(file), request.app.state.translations
        found = await service.take_over(session, caller, what, upload, texts, dry_run=True)
    except RowsWrong as problem:
        wrong = worded(request, problem.params["errors"])
        return report(f"{what}-problems.xlsx", COLUMNS[what], wrong, translator(request))
    except Problem as problem:
        return _unread(request, what, problem)
    return _page(request, what, done=found)


def _unread(request: Request, what: What, problem: Problem) -> Response:
    """The page with what is wrong with the file; any other problem is not this page's."""
    if not problem.code.startswith("sheet-"):
        raise problem
    return _page(request, what, status=problem.status, problem=problem)


def _page(
    request: Request,
    what: str,
    *,
    status: int = 200,
    done: Report | None = None,
    wrong: list[dict[str, Any]] | None = None,
    count: int = 0,
    problem: Problem | None = None,
) -> Response:
    reader = translator(request)
    titles = {column.name: reader.t(column.title) for column in COLUMNS[what]}
    facts: dict[str, Any] = {"what": what, "report": done, "wrong": wrong, "count": count, "titles": titles}
    if problem is not None:
        facts["told"] = {part: reader.t(f"error.{problem.code}.{part}", **problem.params) for part in TOLD}
    return render(request, "roster/import.html", status=status, **facts)


TOLD = ("title", "detail", "action")
