"""Procedures as they are to be understood."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.procedure.tables import Procedure, ProcedureDocument
from assistant_citizen.understanding.record import Record

MOST, AT_ONCE = 20_000, 200
TEXTS = (
    Procedure.name, Procedure.field, Procedure.agency_text, Procedure.who, Procedure.keywords, Procedure.description,
    Procedure.result, Procedure.conditions, Procedure.steps,
)  # fmt: skip
Records = Sequence[Record]


async def list_records(session: AsyncSession, since: datetime | None = None) -> Records:
    """Those that are offered; `since`: changed at that time or later. In portions: others are answered meanwhile."""
    records: list[Record] = []
    after: UUID | None = None
    while len(records) < MOST:
        query = select(Procedure.id, *TEXTS).where(~Procedure.withdrawn).order_by(Procedure.id).limit(AT_ONCE)
        if since is not None:
            query = query.where(Procedure.updated_at >= since)
        rows = (await session.execute(query if after is None else query.where(Procedure.id > after))).all()
        papers = await _papers(session, [row[0] for row in rows])
        records += [Record(str(row[0]), *row[1:], papers.get(row[0], ())) for row in rows]
        if len(rows) < AT_ONCE:
            break
        after = rows[-1][0]
    return records


async def _papers(session: AsyncSession, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[str]]:
    """Names, in their order."""
    wanted = select(ProcedureDocument.procedure_id, ProcedureDocument.name).where(
        ProcedureDocument.procedure_id.in_(ids)
    )
    found: dict[UUID, list[str]] = {}
    for procedure_id, name in await session.execute(wanted.order_by(ProcedureDocument.place)):
        found.setdefault(procedure_id, []).append(name)
    return found


async def list_offered(session: AsyncSession) -> set[str]:
    """Their keys."""
    return {str(key) for key in await session.scalars(select(Procedure.id).where(~Procedure.withdrawn))}


async def state(session: AsyncSession) -> tuple[int, datetime | None]:
    """How many are offered, and when anything was changed last."""
    count, last = (
        await session.execute(select(func.count().filter(~Procedure.withdrawn), func.max(Procedure.updated_at)))
    ).one()
    return int(count), last
