"""Files of observations, in the background: read, checked row by row, then written whole or not at all.

One runs at a time in each service. Progress is written apart from the rows, so that it can be seen before they are.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from pydantic_core import to_jsonable_python
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import Problem
from kit.jobs import every
from kit.sheet import Line, Sheet, Upload, Wrong, checked, read_sheet
from monitoring.observation.arrival import PENDING
from monitoring.observation.columns import columns_for
from monitoring.observation.preparing import Ground, Prepared, prepare
from monitoring.observation.reporter import Reporter
from monitoring.observation.schemas import ObservationCreate
from monitoring.observation.service import ground_of, keep
from monitoring.observation.tables import ObservationImport
from monitoring.observation.writing import Origin

log = logging.getLogger(__name__)
STEP = 1000
MOST_TOLD = 1000


@every(timedelta(seconds=1), name="import-observations")
async def import_waiting(_: AsyncSession, app: FastAPI) -> None:
    """What was running when a process ended is begun again: nothing of it was written."""
    while (found := await _next(app)) is not None:
        try:
            await _run(app, found)
        except Exception as error:
            log.exception("import failed", extra={"import": str(found.id), "kind": type(error).__name__})
            await _tell(app, found.id, state="failed", finished_at=app.state.clock())


async def _next(app: FastAPI) -> ObservationImport | None:
    async with app.state.database.session() as session:
        waiting = select(ObservationImport).where(ObservationImport.state.in_(PENDING))
        oldest = waiting.order_by(ObservationImport.created_at, ObservationImport.id).limit(1)
        found: ObservationImport | None = await session.scalar(oldest)
        if found is not None:
            found.state = "running"
        return found


async def _run(app: FastAPI, one: ObservationImport) -> None:
    try:
        upload = Upload(one.file_name, await app.state.files.whole(one.digest))
        sheet = await read_sheet(upload, columns_for(one.code), app.state.translations)
    except Problem as problem:
        await _refuse(app, one.id, [_whole(problem)])
        return
    await _tell(app, one.id, rows_total=len(sheet.lines), rows_done=0)
    reporter = Reporter(one.recorded_by, one.agency, one.everywhere)
    async with app.state.database.session() as session:
        ground = await ground_of(session, reporter, app.state.clock())
        prepared = await _prepare(app, one, sheet, ground)
        if prepared.wrong:
            await _refuse(app, one.id, [row.told() for row in sorted(prepared.wrong, key=lambda row: row.row)])
            return
        written = await keep(session, prepared, Origin("file", reporter, app.state.clock(), one.file_name))
        counts = {"added": len(written.added), "corrected": len(written.corrected), "same": written.same}
        done = {"state": "done", "rows_done": len(sheet.lines), "finished_at": app.state.clock(), **counts}
        await session.execute(update(ObservationImport).where(ObservationImport.id == one.id).values(done))


async def _prepare(app: FastAPI, one: ObservationImport, sheet: Sheet, ground: Ground) -> Prepared:
    """In steps, off the loop that others wait for."""
    prepared = Prepared(wrong=list(sheet.wrong))
    for start in range(0, len(sheet.lines), STEP):
        lines = sheet.lines[start : start + STEP]
        await asyncio.to_thread(_step, one.code, lines, ground, prepared)
        await _tell(app, one.id, rows_done=start + len(lines))
    return prepared


def _step(code: str | None, lines: Sequence[Line], ground: Ground, into: Prepared) -> None:
    """A code picked from the list of a template comes with the name behind it."""
    named = [Line(line.number, {**line.cells, "code": _code(line, code)}) for line in lines]
    rows, wrong = checked(Sheet(named, []), ObservationCreate)
    into.wrong += wrong
    if code is not None:
        into.wrong += [_other_code(line, row) for line, row in rows if row.code != code]
    prepare(ground, [(line.number, row) for line, row in rows], into)


def _code(line: Line, code: str | None) -> str:
    words = str(line.cells.get("code", "")).split()
    return words[0] if words else code or ""


def _other_code(line: Line, row: ObservationCreate) -> Wrong:
    return Wrong(line.number, "code", "observation.wrong.other_indicator", row.code)


def _whole(problem: Problem) -> dict[str, Any]:
    """What is wrong with the file and no single row of it."""
    return {"row": 0, "field": "", "value": "", "message": f"error.{problem.code}.detail", **problem.params}


async def _refuse(app: FastAPI, import_id: UUID, wrong: list[dict[str, Any]]) -> None:
    told = to_jsonable_python(wrong[:MOST_TOLD])
    values = {"state": "refused", "wrong": told, "wrong_total": len(wrong), "finished_at": app.state.clock()}
    await _tell(app, import_id, **values)


async def _tell(app: FastAPI, import_id: UUID, **values: Any) -> None:
    async with app.state.database.session() as session:
        await session.execute(update(ObservationImport).where(ObservationImport.id == import_id).values(values))
