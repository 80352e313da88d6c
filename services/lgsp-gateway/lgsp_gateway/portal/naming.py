"""Events name applications and services by identifier; people are shown their names."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from lgsp_gateway.application.tables import Application
from lgsp_gateway.catalogue.tables import Service
from lgsp_gateway.member.tables import Member
from lgsp_gateway.portal.tables import FeedItem

PLACES = ("client", "application", "service")
APPLICATION = (Member.member_class, Member.code, Application.code)
SERVICE = (*APPLICATION, Service.code)


async def with_names(session: AsyncSession, items: Iterable[FeedItem]) -> list[tuple[FeedItem, dict[str, Any]]]:
    """Each with its values; what is no longer registered keeps its identifier."""
    items = list(items)
    identifiers = {item.values[place] for item in items for place in PLACES if place in item.values}
    names = await _names(session, {identifier: tuple(identifier.split("/")[1:]) for identifier in identifiers})
    return [(item, {key: names.get(value, value) for key, value in item.values.items()}) for item in items]


async def _names(session: AsyncSession, paths: dict[str, tuple[str, ...]]) -> dict[str, str]:
    applications = select(*APPLICATION, Application.name).join(Application.member)
    services = select(*SERVICE, Service.name).join(Service.application).join(Application.member)
    found: dict[tuple[str, ...], str] = {}
    for columns, query in ((APPLICATION, applications), (SERVICE, services)):
        wanted = [path for path in paths.values() if len(path) == len(columns)]
        if wanted:
            rows = await session.execute(query.where(tuple_(*columns).in_(wanted)))
            found |= {tuple(path): name for *path, name in rows}
    return {identifier: found[path] for identifier, path in paths.items() if path in found}
