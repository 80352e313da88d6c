from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.text import fold
from monitoring.indicator.errors import IndicatorNotFound
from monitoring.indicator.tables import DecisionChange, Indicator

MOST_CHANGES = 100


async def get_indicator(session: AsyncSession, code: str) -> Indicator:
    indicator = await session.get(Indicator, code)
    if indicator is None:
        raise IndicatorNotFound
    return indicator


async def indicators_by_code(session: AsyncSession, codes: Iterable[str] | None = None) -> dict[str, Indicator]:
    """As they are now, all of them where no codes are given, in the plan's order."""
    query = select(Indicator).order_by(Indicator.position)
    if codes is not None:
        query = query.where(Indicator.code.in_(set(codes)))
    found = await session.scalars(query.execution_options(populate_existing=True))
    return {one.code: one for one in found.unique()}


async def search_indicators(session: AsyncSession, q: str, limit: int) -> list[Indicator]:
    """Each word somewhere in code or names, with or without diacritics; an exact code comes first."""
    words = fold(q).split()[:10]
    if not words:
        return []
    query = select(Indicator).order_by(Indicator.code != q.strip().upper(), Indicator.position).limit(limit)
    for word in words:
        query = query.where(Indicator.folded.contains(word, autoescape=True))
    return list((await session.scalars(query)).unique())


async def list_decision_changes(session: AsyncSession, code: str) -> list[DecisionChange]:
    """Newest first."""
    query = select(DecisionChange).where(DecisionChange.code == code)
    newest = query.order_by(DecisionChange.changed_at.desc(), DecisionChange.id.desc()).limit(MOST_CHANGES)
    return list(await session.scalars(newest))
