from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

LOCK = text("""
    SELECT pg_advisory_xact_lock(hashtextextended('observation ' || code, 0))
    FROM unnest(CAST(:codes AS text[])) AS code
""")
"""In the order of the codes, so that no two wait for each other."""


async def alone(session: AsyncSession, codes: Iterable[str]) -> None:
    """Until the end of the transaction nobody else writes figures or scores of these; what is read now stays so."""
    await session.execute(LOCK, {"codes": sorted(set(codes))})
