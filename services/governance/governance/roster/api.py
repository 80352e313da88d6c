from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from governance.roster.arrival import receive
from governance.roster.columns import COLUMNS, What
from governance.roster.schemas import RosterImportRead
from governance.roster.tables import RosterImport
from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.files import Store
from kit.intake import Sent, body_of, get_import, problems, read_of, sheet_sent
from kit.sheet import template
from kit.web import csv_file, translator

router = APIRouter(prefix="/governance/api/v1/roster", tags=["roster"])
SCOPES = ("organisation:read", "organisation:write")
Writer = Annotated[Caller, requires(*SCOPES)]
WRITE = [requires(*SCOPES)]
File = Annotated[Sent, sheet_sent(*SCOPES)]
Dry = Annotated[bool, Query()]


@router.get("/{what}/template.xlsx", dependencies=WRITE)
async def workbook_template(request: Request, what: What) -> Response:
    return template(f"{what}.xlsx", COLUMNS[what], translator(request))


@router.get("/{what}/template.csv", dependencies=WRITE)
async def csv_template(request: Request, what: What) -> Response:
    return csv_file(f"{what}.csv", [translator(request).t(column.title) for column in COLUMNS[what]], [])


@router.post("/{what}", status_code=202, openapi_extra=body_of())
async def send(
    what: What, sent: File, session: Session, files: Store, caller: Writer, now: Now, *, dry_run: Dry = False
) -> RosterImportRead:
    """CSV or XLSX; what becomes of it is told by its address."""
    made = await receive(session, files, caller, sent.file(), what, now, dry_run=dry_run)
    return RosterImportRead.model_validate(made)


@router.get("/imports/{import_id:uuid}")
async def get_sent(request: Request, import_id: UUID, session: Session, caller: Writer) -> RosterImportRead:
    return read_of(request, RosterImportRead, await get_import(session, RosterImport, import_id, caller.subject))


@router.get("/imports/{import_id:uuid}/problems.xlsx")
async def get_problems(request: Request, import_id: UUID, session: Session, caller: Writer) -> Response:
    found = await get_import(session, RosterImport, import_id, caller.subject)
    return problems(request, f"{found.what}-problems.xlsx", found, COLUMNS[found.what])
