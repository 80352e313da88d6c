"""Sending a file of observations, and watching what becomes of it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.files import Store
from kit.sheet import received
from kit.web import redirect, render, translator, worded
from monitoring.indicator.queries import indicators_by_code
from monitoring.observation import queries
from monitoring.observation.arrival import receive
from monitoring.observation.columns import ALL
from monitoring.observation.tables import ObservationImport

router = APIRouter(prefix="/monitoring/observations", tags=["observation-import-page"], include_in_schema=False)
HOME = "/monitoring/observations/imports"
SHOWN = 100
Writer = Annotated[Caller, requires("observations:write")]
Code = Annotated[str, Query(max_length=8)]


@router.get("/import")
async def show_form(request: Request, session: Session, caller: Writer, code: Code = "") -> Response:
    return await _form(request, session, caller, code)


@router.post("/import")
async def send(request: Request, session: Session, files: Store, caller: Writer, now: Now) -> Response:
    async with request.form(max_files=1, max_fields=10) as form:
        file, code = form.get("file"), str(form.get("code") or "")
        upload = await received(file) if isinstance(file, UploadFile) and file.filename else None
    if upload is None:
        errors = {"file": translator(request).t("observation.import.missing_file")}
        return await _form(request, session, caller, code, errors, status=422)
    made = await receive(session, files, caller, upload, code or None, now)
    return redirect(request, f"{HOME}/{made.id}")


@router.get("/imports/{import_id:uuid}")
async def show(request: Request, import_id: UUID, session: Session, caller: Writer) -> Response:
    """Asked again and again by the page itself until it has ended."""
    found = await queries.get_import(session, import_id, caller.subject)
    return render(request, "observation/import.html", block="progress", **_shown(request, found))


async def _form(
    request: Request,
    session: Session,
    caller: Caller,
    code: str,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    indicators = await indicators_by_code(session)
    recent = await queries.list_imports(session, caller.subject)
    context: dict[str, Any] = {
        "code": code,
        "errors": errors or {},
        "indicators": indicators.values(),
        "recent": recent,
    }
    return render(request, "observation/import_form.html", status=status, **context)


def _shown(request: Request, found: ObservationImport) -> dict[str, Any]:
    t = translator(request).t
    titles = {column.name: t(column.title) for column in ALL}
    return {"one": found, "wrong": worded(request, found.wrong[:SHOWN]), "titles": titles}
