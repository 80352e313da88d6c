"""Files of observations, in the background: read, checked row by row, then written whole or not at all."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from kit.intake import Intake, Progress
from kit.jobs import every
from kit.sheet import Line, RowsWrong, Sheet, Wrong, checked
from monitoring.observation.columns import columns_for
from monitoring.observation.preparing import Ground, Prepared, prepare
from monitoring.observation.reporter import Reporter
from monitoring.observation.schemas import ObservationCreate
from monitoring.observation.service import ground_of, keep
from monitoring.observation.tables import ObservationImport
from monitoring.observation.writing import Origin


async def _take(
    session: AsyncSession, app: FastAPI, one: ObservationImport, sheet: Sheet, progress: Progress
) -> dict[str, Any]:
    reporter = Reporter(one.recorded_by, one.agency, one.everywhere)
    ground = await ground_of(session, reporter, app.state.clock())
    prepared = Prepared(wrong=list(sheet.wrong))
    await progress.through(sheet.lines, lambda lines: _step(one.code, lines, ground, prepared))
    if prepared.wrong:
        raise RowsWrong(prepared.wrong)
    written = await keep(session, prepared, Origin("file", reporter, app.state.clock(), one.file_name))
    return {"added": len(written.added), "corrected": len(written.corrected), "same": written.same}


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


INTAKE = Intake(ObservationImport, lambda one: columns_for(one.code), _take)


@every(timedelta(seconds=1), name="import-observations", when=INTAKE.waiting)
async def import_waiting(_: AsyncSession, app: FastAPI) -> None:
    await INTAKE.run(app)
