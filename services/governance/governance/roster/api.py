from typing import Annotated

from fastapi import APIRouter, Query, Request, UploadFile
from starlette.responses import Response

from governance.roster import service
from governance.roster.columns import COLUMNS, What
from governance.roster.schemas import Report
from kit.auth import Caller, requires
from kit.db import Session
from kit.sheet import RowsWrong, received, report, template
from kit.web import csv_file, translator, worded

router = APIRouter(prefix="/governance/api/v1/roster", tags=["roster"])
Writer = Annotated[Caller, requires("organisation:read", "organisation:write")]
WRITE = [requires("organisation:read", "organisation:write")]


@router.get("/{what}/template.xlsx", dependencies=WRITE)
async def workbook_template(request: Request, what: What) -> Response:
    return template(f"{what}.xlsx", COLUMNS[what], translator(request))


@router.get("/{what}/template.csv", dependencies=WRITE)
async def csv_template(request: Request, what: What) -> Response:
    return csv_file(f"{what}.csv", [translator(request).t(column.title) for column in COLUMNS[what]], [])


@router.post("/{what}/problems.xlsx")
async def check(request: Request, what: What, file: UploadFile, session: Session, caller: Writer) -> Response:
    """The first problems of a sheet as a sheet, 204 without any; nothing is taken over."""
    upload, texts = await received(file), request.app.state.translations
    try:
        await service.take_over(session, caller, what, upload, texts, dry_run=True)
    except RowsWrong as problem:
        wrong = worded(request, problem.params["errors"])
        return report(f"{what}-problems.xlsx", COLUMNS[what], wrong, translator(request))
    return Response(status_code=204)


@router.post("/{what}")
async def take_over(
    request: Request,
    what: What,
    file: UploadFile,
    session: Session,
    caller: Writer,
    dry_run: Annotated[bool, Query()] = False,
) -> Report:
    """CSV or XLSX. 422 `sheet-rows` lists what is wrong by row and column; then nothing was taken over."""
    upload, texts = await received(file), request.app.state.translations
    return await service.take_over(session, caller, what, upload, texts, dry_run=dry_run)
