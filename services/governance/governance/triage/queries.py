from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.tables import Unit
from governance.triage.tables import FieldUnit


async def units_now(session: AsyncSession, agency: str, day: date) -> Sequence[Unit]:
    """Of the agency, in Vietnamese order."""
    there = Unit.valid_from <= day, or_(Unit.valid_to.is_(None), Unit.valid_to > day)
    query = select(Unit).where(Unit.agency == agency, *there).order_by(Unit.sort_key, Unit.id)
    return (await session.scalars(query)).all()


def version_of(table: Mapping[str, UUID]) -> str:
    """Of the table as it is: it is written whole, so what stands in it says whether it is still the same."""
    rows = "\n".join(f"{field} {unit_id}" for field, unit_id in sorted(table.items()))
    return sha256(rows.encode()).hexdigest()[:16]


async def units_by_field(session: AsyncSession, agency: str) -> Mapping[str, UUID]:
    rows = await session.execute(select(FieldUnit.field, FieldUnit.unit_id).where(FieldUnit.agency == agency))
    return {row.field: row.unit_id for row in rows}
