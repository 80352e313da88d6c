"""Says once more what the registry holds, for a service that is new or lost what it kept of it.

Everything goes out with the version it has, so whoever kept it changes nothing.
"""

from collections.abc import AsyncIterator, Callable
from typing import Any

from sqlalchemy import select

from kit.contracts.lgsp_gateway import (
    AccessGranted,
    AccessRevoked,
    ApplicationChanged,
    MemberChanged,
    ServiceChanged,
)
from kit.db import Database
from kit.events import Event
from kit.outbox import emit
from lgsp_gateway.access import service as access
from lgsp_gateway.access.tables import AccessRight
from lgsp_gateway.application import service as applications
from lgsp_gateway.application.tables import Application
from lgsp_gateway.catalogue import service as catalogue
from lgsp_gateway.catalogue.tables import Service
from lgsp_gateway.member import service as members
from lgsp_gateway.member.tables import Member
from lgsp_gateway.registry.service import alone

BATCH = 200
Told = Callable[[Any, str], Event]
"""The event that tells a row's present state; beside the row it gets the instance."""


def _right(right: AccessRight, instance: str) -> Event:
    facts = access.facts(right, instance)
    if right.revoked_at is None:
        return AccessGranted(**facts)
    return AccessRevoked(**facts, reason=right.revoke_reason or "")


KINDS: dict[str, tuple[Any, Told]] = {
    "members": (Member, lambda row, _: MemberChanged(**members.facts(row))),
    "applications": (Application, lambda row, instance: ApplicationChanged(**applications.facts(row, instance))),
    "services": (Service, lambda row, instance: ServiceChanged(**catalogue.facts(row, instance))),
    "access-rights": (AccessRight, _right),
}
"""In an order in which each names only what came before."""


async def republish(database: Database, kind: str) -> AsyncIterator[int]:
    """Gives how many each batch held. Between batches the registry may change: that goes out by itself, and newer."""
    table, told = KINDS[kind]
    last, found = None, BATCH
    while found == BATCH:
        async with database.session() as session:
            instance = await alone(session)  # so that no change overtakes what is read here
            query = select(table).order_by(table.id).limit(BATCH)
            rows = (await session.scalars(query if last is None else query.where(table.id > last))).all()
            for row in rows:
                await emit(session, told(row, instance), version=row.version, republished=True)
        found, last = len(rows), rows[-1].id if rows else last
        yield found
