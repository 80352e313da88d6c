"""What was sent, read and written in its turn. One runs at a time in each service and table.

Progress is written apart from the rows, so that it can be seen before they are.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from fastapi import FastAPI
from pydantic_core import to_jsonable_python
from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import Problem
from kit.intake.tables import PENDING, IntakeRow
from kit.sheet import Column, Line, RowsWrong, Sheet, Upload, read_sheet

log = logging.getLogger(__name__)
STEP = 1000
MOST_TRIES = 3
Row = TypeVar("Row", bound=IntakeRow)


@dataclass(frozen=True, slots=True)
class Progress:
    app: FastAPI
    table: type[IntakeRow]
    import_id: UUID

    async def reached(self, rows: int) -> None:
        await self.tell(rows_done=rows)

    async def through(self, lines: Sequence[Line], work: Callable[[Sequence[Line]], None], *, share: float = 1) -> None:
        """`work` on some lines at a time, off the loop that others wait for; it is this `share` of the whole."""
        for start in range(0, len(lines), STEP):
            await asyncio.to_thread(work, lines[start : start + STEP])
            await self.reached(int(min(start + STEP, len(lines)) * share))

    async def tell(self, **values: Any) -> None:
        async with self.app.state.database.session() as session:
            await session.execute(update(self.table).where(self.table.id == self.import_id).values(values))

    async def end(self, state: str, **values: Any) -> None:
        await self.tell(state=state, finished_at=self.app.state.clock(), **values)


Take = Callable[[AsyncSession, FastAPI, Row, Sheet, Progress], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True)
class Intake(Generic[Row]):
    """`columns`: of the sheet one row of the table asks for; `take`: writes it, and gives the values that tell so.

    `read`: for files that are no sheets. It runs beside the loop.
    """

    table: type[Row]
    columns: Callable[[Row], Sequence[Column]]
    take: Take[Row]
    read: Callable[[Upload], Sheet] | None = None

    @property
    def waiting(self) -> Select[Any]:
        """What there is to do, for the job that runs it."""
        return select(self.table.id).where(self.table.state.in_(PENDING))

    async def run(self, app: FastAPI) -> None:
        """All that wait. What was running when a process ended is begun again: nothing of it was written. Not for ever,
        for it may be what ends them."""
        while (one := await self._next(app)) is not None:
            progress = Progress(app, self.table, one.id)
            try:
                await self._run(app, one, progress)
            except Problem as problem:
                await _refuse(progress, problem)
            except Exception as error:
                log.exception("import failed", extra={"import": str(one.id), "kind": type(error).__name__})
                await progress.end("failed")

    async def _next(self, app: FastAPI) -> Row | None:
        pending = self.table.state.in_(PENDING)
        async with app.state.database.session() as session:
            over = {"state": "failed", "finished_at": app.state.clock()}
            await session.execute(update(self.table).where(pending, self.table.tries >= MOST_TRIES).values(over))
            oldest = select(self.table).where(pending).order_by(self.table.created_at, self.table.id).limit(1)
            found: Row | None = await session.scalar(oldest)
            if found is not None:
                found.state, found.tries = "running", found.tries + 1
            return found

    async def _run(self, app: FastAPI, one: Row, progress: Progress) -> None:
        upload = Upload(one.file_name, await app.state.files.whole(one.digest))
        sheet = await self._read(upload, one, app)
        await progress.tell(rows_total=len(sheet.lines), rows_done=0)
        async with app.state.database.session() as session:
            values = await self.take(session, app, one, sheet, progress)
            done = {"state": "done", "rows_done": len(sheet.lines), "finished_at": app.state.clock(), **values}
            await session.execute(update(self.table).where(self.table.id == one.id).values(done))

    async def _read(self, upload: Upload, one: Row, app: FastAPI) -> Sheet:
        if self.read is not None:
            return await asyncio.to_thread(self.read, upload)
        return await read_sheet(upload, self.columns(one), app.state.translations)


async def _refuse(progress: Progress, problem: Problem) -> None:
    wrong, count = [_whole(problem)], 1
    if isinstance(problem, RowsWrong):
        wrong, count = problem.params["errors"], problem.params["count"]
    await progress.end("refused", wrong=to_jsonable_python(wrong), wrong_total=count)


def _whole(problem: Problem) -> dict[str, Any]:
    """What is wrong with the file and no single row of it."""
    return {"row": 0, "field": "", "value": "", "message": f"error.{problem.code}.detail", **problem.params}
