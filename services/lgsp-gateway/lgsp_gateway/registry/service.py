from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import orjson
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit import chain
from kit.auth import Caller
from kit.events import Event
from kit.outbox import emit
from lgsp_gateway.registry.errors import InstanceDiffers
from lgsp_gateway.registry.tables import DirectoryVersion


async def alone(session: AsyncSession) -> str:
    """Changes of the registry go one at a time; asked for first, so that no two wait for each other.

    The answer is the instance, which begins every identifier.
    """
    return (await session.execute(select(DirectoryVersion.instance).with_for_update())).scalar_one()


async def record(
    session: AsyncSession, caller: Caller, event: Event, *, version: int, changed: Sequence[str] = ()
) -> None:
    """Puts a change on record: for the exchange path, for other services and for the auditor."""
    await session.execute(update(DirectoryVersion).values(version=DirectoryVersion.version + 1))
    await emit(session, event, version=version)
    await chain.append(session, _entry(caller, event, changed))


def _entry(caller: Caller, event: Event, changed: Sequence[str]) -> chain.Entry:
    return chain.Entry(
        id=chain.new_id(),
        at=datetime.now(UTC),
        kind=event.topic,
        actor=caller.subject,
        object=event.aggregate(),
        outcome="done",
        body=orjson.dumps({**event.model_dump(mode="json"), "changed": list(changed)}),
    )


@asynccontextmanager
async def same_instance(app: FastAPI) -> AsyncIterator[None]:
    """Takes the instance from the settings at the very first start, and refuses another one ever after."""
    wanted: str = app.state.settings.province.instance
    async with app.state.database.session() as session:
        row = (await session.scalars(select(DirectoryVersion).with_for_update())).one()
        if row.version > 1 and row.instance != wanted:
            raise InstanceDiffers(row.instance, wanted)
        row.instance = wanted
    yield
