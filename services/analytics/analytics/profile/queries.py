from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.dataset.queries import columns_of, get_dataset, grants_for
from analytics.mask.masking import is_personal
from analytics.mask.view import access_of
from analytics.profile.tables import ColumnProfile
from kit.auth import Caller


@dataclass(frozen=True, slots=True)
class Seen:
    """`masked`: values are left out for this reader; so they are of a dataset of which he sees only some rows."""

    name: str
    title: str
    kind: str
    rows: int
    missing: int
    distinct: int
    masked: bool
    facts: dict[str, Any]


async def profile_of(session: AsyncSession, caller: Caller, dataset_id: UUID) -> Sequence[Seen]:
    dataset = await get_dataset(session, caller, dataset_id)
    access = access_of(caller, dataset, await grants_for(session, caller, dataset_id))
    mine = select(ColumnProfile).where(ColumnProfile.dataset_id == dataset_id)
    found = {one.name: one for one in await session.scalars(mine)}
    some_rows = bool(dataset.row_column) and not access.all_rows
    seen = []
    for column in await columns_of(session, dataset_id):
        if (one := found.get(column.name)) is not None and not some_rows:
            masked = is_personal(column) and not access.personal
            facts = {} if masked else one.facts
            seen.append(
                Seen(column.name, column.title, column.kind, one.rows, one.missing, one.distinct, masked, facts)
            )
    return seen
