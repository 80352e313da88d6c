"""How every obligation stands, read anew only after something of it was written.

Everybody's board is made of the same eighty rows, which change a few times an hour and are looked at all day.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from sqlalchemy import BigInteger, Text, cast, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import Now, local_day
from kit.db import Base, Session
from monitoring.agency.tables import Agency
from monitoring.board import queries
from monitoring.board.schemas import Standing
from monitoring.forecast.tables import Forecast
from monitoring.indicator.tables import Decision, Indicator
from monitoring.score.tables import Score


def _written(table: type[Base]) -> Any:
    """xmin is the transaction that wrote a row: any write makes a sum that nothing committed ever had before."""
    writers = cast(cast(literal_column(f"{table.__tablename__}.xmin"), Text), BigInteger)
    return select(func.coalesce(func.sum(writers), 0)).select_from(table).scalar_subquery()


WRITTEN = select(_written(Indicator) + _written(Decision) + _written(Score) + _written(Forecast) + _written(Agency))


@dataclass(frozen=True)
class Snapshot:
    """`mark`: the day it tells of and what had been written by then; the same mark, the same board."""

    mark: tuple[date, int]
    standings: Mapping[str, Standing] = field(default_factory=dict)
    """By code, in the plan's order."""
    leads: list[tuple[str, str]] = field(default_factory=list)
    """Agencies of the day, for choices."""


class Board:
    """The newest snapshot of this process."""

    def __init__(self) -> None:
        self._newest: Snapshot | None = None

    async def on(self, session: AsyncSession, today: date) -> Snapshot:
        """As it is in the database; read after the mark, so at worst read once more than needed."""
        mark = (today, int(await session.scalar(WRITTEN) or 0))
        if self._newest is None or self._newest.mark != mark:
            standings = await queries.read_standings(session, today)
            self._newest = Snapshot(mark, standings, await queries.list_leads(session, today))
        return self._newest


@asynccontextmanager
async def board_is_kept(app: FastAPI) -> AsyncIterator[None]:
    app.state.board = Board()
    yield


async def current(request: Request, session: Session, now: Now) -> Snapshot:
    board: Board = request.app.state.board
    return await board.on(session, local_day(now))


Current = Annotated[Snapshot, Depends(current)]
