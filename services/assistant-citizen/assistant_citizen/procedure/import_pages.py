"""Sending a file of procedures, and watching what becomes of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from assistant_citizen.procedure import queries
from assistant_citizen.procedure.export import notes_csv
from assistant_citizen.procedure.schemas import NoteFilter
from assistant_citizen.procedure.service import new_import
from assistant_citizen.procedure.tables import ProcedureImport
from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.files import Store
from kit.intake import Sent, get_import, list_imports, put_in_line, sheet_sent, shown
from kit.web import redirect, render, translator

router = APIRouter(prefix="/assistant-citizen/knowledge", tags=["procedure-import-page"], include_in_schema=False)
HOME = "/assistant-citizen/knowledge/imports"
SHOWN = NoteFilter(limit=100)
Writer = Annotated[Caller, requires("knowledge:write")]
File = Annotated[Sent, sheet_sent("knowledge:write")]


@router.get("/import")
async def show_form(request: Request, session: Session, caller: Writer) -> Response:
    return await _form(request, session, caller.subject)


@router.post("/import")
async def send(request: Request, sent: File, session: Session, files: Store, caller: Writer, now: Now) -> Response:
    if sent.upload is None:
        return await _form(request, session, caller.subject, status=422)
    made = await put_in_line(session, files, sent.upload, new_import(), caller, now)
    return redirect(request, f"{HOME}/{made.id}")


@router.get("/imports/{import_id:uuid}")
async def show(request: Request, import_id: UUID, session: Session, caller: Writer) -> Response:
    """Asked again and again by the page itself until it has ended."""
    found = await get_import(session, ProcedureImport, import_id, caller.subject)
    notes = (await queries.list_notes(session, import_id, SHOWN)).items
    return render(request, "procedure/import.html", block="progress", notes=notes, **shown(request, found, ()))


@router.get("/imports/{import_id:uuid}/notes.csv")
async def export_notes(request: Request, import_id: UUID, session: Session, caller: Writer) -> Response:
    await get_import(session, ProcedureImport, import_id, caller.subject)
    return await notes_csv(request, import_id)


async def _form(request: Request, session: Session, subject: str, *, status: int = 200) -> Response:
    errors = {"file": translator(request).t("intake.missing_file")} if status != 200 else {}
    recent = await list_imports(session, ProcedureImport, subject)
    return render(request, "procedure/import_form.html", status=status, errors=errors, recent=recent)
