"""Procedures, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from assistant_citizen.procedure import queries, service
from assistant_citizen.procedure.export import procedures_csv
from assistant_citizen.procedure.schemas import (
    NoteFilter,
    NoteRead,
    ProcedureBrief,
    ProcedureFilter,
    ProcedureImportRead,
    ProcedureRead,
    ProcedureUpdate,
    ProcedureVerify,
    ProcedureWrite,
)
from assistant_citizen.procedure.tables import ProcedureImport
from kit.auth import Caller, public, requires
from kit.clock import Now
from kit.db import Session
from kit.files import Store
from kit.intake import Sent, body_of, get_import, put_in_line, read_of, sheet_sent
from kit.page import Page

router = APIRouter(prefix="/assistant-citizen/api/v1/procedures", tags=["procedure"])
Visitor = Annotated[Caller | None, public()]
Writer = Annotated[Caller, requires("knowledge:write")]
File = Annotated[Sent, sheet_sent("knowledge:write")]
Wanted = Annotated[ProcedureFilter, Query()]


@router.get("")
async def list_procedures(wanted: Wanted, session: Session, caller: Visitor) -> Page[ProcedureBrief]:
    return Page[ProcedureBrief].model_validate(await queries.list_procedures(session, caller, wanted))


@router.post("", status_code=201)
async def add(data: ProcedureWrite, session: Session, _: Writer, now: Now) -> ProcedureRead:
    return ProcedureRead.model_validate(await service.add(session, data, now))


@router.get("/list.csv")
async def export(request: Request, wanted: Wanted, caller: Visitor) -> Response:
    return await procedures_csv(request, caller, wanted)


@router.post("/imports", status_code=202, openapi_extra=body_of())
async def send(sent: File, session: Session, files: Store, caller: Writer, now: Now) -> ProcedureImportRead:
    """JSON, one record a line; what becomes of it is told by its address."""
    made = await put_in_line(session, files, sent.file(), service.new_import(), caller, now)
    return ProcedureImportRead.model_validate(made)


@router.get("/imports/{import_id:uuid}")
async def get_sent(request: Request, import_id: UUID, session: Session, caller: Writer) -> ProcedureImportRead:
    found = await get_import(session, ProcedureImport, import_id, caller.subject)
    return read_of(request, ProcedureImportRead, found)


@router.get("/imports/{import_id:uuid}/notes")
async def list_notes(
    import_id: UUID, wanted: Annotated[NoteFilter, Query()], session: Session, caller: Writer
) -> Page[NoteRead]:
    await get_import(session, ProcedureImport, import_id, caller.subject)
    return Page[NoteRead].model_validate(await queries.list_notes(session, import_id, wanted))


@router.get("/{code}")
async def get_procedure(code: str, session: Session, caller: Visitor) -> ProcedureRead:
    return ProcedureRead.model_validate(await queries.get_procedure(session, caller, code))


@router.put("/{code}")
async def change(code: str, data: ProcedureUpdate, session: Session, caller: Writer, now: Now) -> ProcedureRead:
    return ProcedureRead.model_validate(await service.change(session, caller, code, data, now))


@router.post("/{code}/verify")
async def verify(code: str, data: ProcedureVerify, session: Session, caller: Writer, now: Now) -> ProcedureRead:
    return ProcedureRead.model_validate(await service.verify(session, caller, code, data, now))
