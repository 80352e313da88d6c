"""Sending a file of observations, and watching what becomes of it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.files import Store
from kit.intake import Sent, get_import, list_imports, sheet_sent, shown
from kit.web import redirect, render, translator
from monitoring.indicator.queries import indicators_by_code
from monitoring.observation.arrival import receive
from monitoring.observation.columns import ALL
from monitoring.observation.tables import ObservationImport

router = APIRouter(prefix="/monitoring/observations", tags=["observation-import-page"], include_in_schema=False)
HOME = "/monitoring/observations/imports"
Writer = Annotated[Caller, requires("observations:write")]
File = Annotated[Sent, sheet_sent("observations:write")]
Code = Annotated[str, Query(max_length=8)]


@router.get("/import")
async def show_form(request: Request, session: Session, caller: Writer, code: Code = "") -> Response:
    return await _form(request, session, caller, code)


@router.post("/import")
async def send(request: Request, sent: File, session: Session, files: Store, caller: Writer, now: Now) -> Response:
    if sent.upload is None:
        errors = {"file": translator(request).t("intake.missing_file")}
        return await _form(request, session, caller, sent.fields.get("code", ""), errors, status=422)
    made = await receive(session, files, caller, sent, now)
    return redirect(request, f"{HOME}/{made.id}")


@router.get("/imports/{import_id:uuid}")
async def show(request: Request, import_id: UUID, session: Session, caller: Writer) -> Response:
    """Asked again and again by the page itself until it has ended."""
    found = await get_import(session, ObservationImport, import_id, caller.subject)
    return render(request, "observation/import.html", block="progress", **shown(request, found, ALL))


async def _form(
    request: Request,
    session: Session,
    caller: Caller,
    code: str,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    indicators = await indicators_by_code(session)
    recent = await list_imports(session, ObservationImport, caller.subject)
    context: dict[str, Any] = {
        "code": code,
        "errors": errors or {},
        "indicators": indicators.values(),
        "recent": recent,
    }
    return render(request, "observation/import_form.html", status=status, **context)
