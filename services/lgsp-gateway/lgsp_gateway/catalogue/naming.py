"""Records and events name applications and services by identifier; people are shown their names."""

from collections.abc import Iterable

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from lgsp_gateway.application.tables import Application
from lgsp_gateway.catalogue.tables import Service
from lgsp_gateway.member.tables import Member

APPLICATION = (Member.member_class, Member.code, Application.code)
SERVICE = (*APPLICATION, Service.code)


async def names_by_identifier(session: AsyncSession, identifiers: Iterable[str]) -> dict[str, str]:
    """Of `VN/GOV/H02.05/mot-cua` and `VN/GOV/H02.14/danh-muc/don-vi`; without those no longer registered."""
    paths = {identifier: tuple(identifier.split("/")[1:]) for identifier in identifiers}
    applications = select(*APPLICATION, Application.name).join(Application.member)
    services = select(*SERVICE, Service.name).join(Service.application).join(Application.member)
    found: dict[tuple[str, ...], str] = {}
    for columns, query in ((APPLICATION, applications), (SERVICE, services)):
        wanted = [path for path in paths.values() if len(path) == len(columns)]
        if wanted:
            rows = await session.execute(query.where(tuple_(*columns).in_(wanted)))
            found |= {tuple(path): name for *path, name in rows}
    return {identifier: found[path] for identifier, path in paths.items() if path in found}
