from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import local_day
from monitoring.satisfaction.schemas import Satisfaction, SatisfactionFilter
from monitoring.satisfaction.tables import CitizenRating


async def list_months(session: AsyncSession, wanted: SatisfactionFilter, now: datetime) -> list[Satisfaction]:
    """Every month, the oldest first, also those in which nobody said anything."""
    today = local_day(now).replace(day=1)
    places = [today.year * 12 + today.month - 1 - back for back in range(wanted.months)]
    months = [today.replace(year=place // 12, month=place % 12 + 1) for place in reversed(places)]
    query = select(CitizenRating.month, CitizenRating.rating, func.count()).where(
        CitizenRating.month.between(months[0], months[-1])
    )
    if wanted.source:
        query = query.where(CitizenRating.source == wanted.source)
    found = await session.execute(query.group_by(CitizenRating.month, CitizenRating.rating))
    counts = {(month, rating): int(count) for month, rating, count in found}
    return [
        Satisfaction(month=one, good=counts.get((one, "good"), 0), bad=counts.get((one, "bad"), 0)) for one in months
    ]
