"""Procedures as a sheet, and what an import could not read."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from assistant_citizen.procedure import queries
from assistant_citizen.procedure.schemas import NoteFilter, ProcedureFilter
from assistant_citizen.procedure.tables import Procedure, ProcedureImportNote
from kit.auth import Caller
from kit.page import Page, every
from kit.web import csv_list, translator

COLUMNS = ("code", "name", "field", "level", "agency_text", "who", "result", "verified", "source", "updated_at")
NOTE_COLUMNS = ("row", "code", "cell", "value", "reason")


async def procedures_csv(request: Request, caller: Caller | None, wanted: ProcedureFilter) -> Response:
    t = translator(request).t

    async def read(session: AsyncSession, page: ProcedureFilter) -> Page[Procedure]:
        return await queries.list_procedures(session, caller, page)

    async def rows() -> AsyncIterator[list[Any]]:
        async for one in every(request.app.state.database, read, wanted):
            values = {name: getattr(one, name) for name in COLUMNS}
            values["verified"] = t("procedure.verified" if one.verified else "procedure.unverified")
            yield list(values.values())

    return await csv_list(
        "procedures.csv",
        [t("procedure.state" if name == "verified" else f"procedure.{name}") for name in COLUMNS],
        rows(),
    )


async def notes_csv(request: Request, import_id: UUID) -> Response:
    t = translator(request).t

    async def read(session: AsyncSession, page: NoteFilter) -> Page[ProcedureImportNote]:
        return await queries.list_notes(session, import_id, page)

    async def rows() -> AsyncIterator[list[Any]]:
        async for one in every(request.app.state.database, read, NoteFilter()):
            yield [one.row, one.code, one.cell, one.value, t(f"procedure.reason.{one.reason}")]

    return await csv_list("import-notes.csv", [t(f"procedure.note_{name}") for name in NOTE_COLUMNS], rows())
