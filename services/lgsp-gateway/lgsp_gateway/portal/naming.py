"""Events name applications and services by identifier; the feed shows their names."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from lgsp_gateway.catalogue.naming import names_by_identifier
from lgsp_gateway.portal.tables import FeedItem

PLACES = ("client", "application", "service")


async def with_names(session: AsyncSession, items: Sequence[FeedItem]) -> list[tuple[FeedItem, dict[str, Any]]]:
    """Each with its values; what is no longer registered keeps its identifier."""
    identifiers = {item.values[place] for item in items for place in PLACES if place in item.values}
    names = await names_by_identifier(session, identifiers)
    return [(item, {key: names.get(value, value) for key, value in item.values.items()}) for item in items]
