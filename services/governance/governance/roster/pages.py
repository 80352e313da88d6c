from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from governance.roster.api import File, Writer
from governance.roster.arrival import receive
from governance.roster.columns import COLUMNS, What
from governance.roster.tables import RosterImport
from kit.clock import Now
from kit.db import Session
from kit.files import Store
from kit.intake import get_import, list_imports, shown
from kit.web import redirect, render, translator

router = APIRouter(prefix="/governance/roster", tags=["roster-page"], include_in_schema=False)


@router.get("")
async def show(request: Request, session: Session, caller: Writer) -> Response:
    return await _form(request, session, caller.subject, {})


@router.post("")
async def send(request: Request, sent: File, session: Session, files: Store, caller: Writer, now: Now) -> Response:
    if sent.upload is None:
        return await _form(request, session, caller.subject, dict(sent.fields), status=422)
    what: What = "people" if sent.fields.get("what") == "people" else "units"
    made = await receive(session, files, caller, sent.upload, what, now, dry_run=bool(sent.fields.get("dry_run")))
    return redirect(request, f"{router.prefix}/imports/{made.id}")


@router.get("/imports/{import_id:uuid}")
async def show_import(request: Request, import_id: UUID, session: Session, caller: Writer) -> Response:
    """Asked again and again by the page itself until it has ended."""
    found = await get_import(session, RosterImport, import_id, caller.subject)
    return render(request, "roster/import.html", block="progress", **shown(request, found, COLUMNS[found.what]))


async def _form(
    request: Request, session: Session, subject: str, given: dict[str, Any], *, status: int = 200
) -> Response:
    errors = {"file": translator(request).t("intake.missing_file")} if status != 200 else {}
    recent = await list_imports(session, RosterImport, subject)
    return render(request, "roster/form.html", status=status, given=given, errors=errors, recent=recent)
