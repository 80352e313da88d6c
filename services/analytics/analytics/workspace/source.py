"""What the names in a query stand for, as its reader sees it."""

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.dataset.reach import known_to
from analytics.dataset.tables import Dataset
from analytics.lake.store import Lake
from analytics.mask.schemas import View
from analytics.mask.view import masked_view
from kit.auth import Caller

WORD = re.compile(r"[a-z_][a-z0-9_]*")
MOST = 20
"""Datasets of one query."""


async def views_of(session: AsyncSession, lake: Lake, caller: Caller, sql: str) -> Sequence[View]:
    """Those whose name stands somewhere in the query: more than it reads perhaps, never less. What its reader may not
    know of is not there.
    """
    words = set(WORD.findall(sql.casefold()))
    named = select(Dataset.id).where(Dataset.code.in_(words), known_to(caller)).order_by(Dataset.code).limit(MOST)
    ids = (await session.scalars(named)).all()
    return [await masked_view(session, lake, caller, dataset_id) for dataset_id in ids]
