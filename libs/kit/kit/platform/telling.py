from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.contracts.platform import DESCRIBED
from kit.db import Database
from kit.ml.queries import names_in_use
from kit.outbox import emit
from kit.platform.tables import PlatformTold
from kit.worker import Worker

LOOK_SECONDS = 30.0


async def tell(session: AsyncSession, service: str, models: Iterable[str]) -> bool:
    """`models` are those the service has; told are those of them in use. Whether there was something new to tell."""
    if (described := DESCRIBED.get(service)) is None:
        return False
    await session.flush()
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"platform {service}", 0))))
    event = described(service=service, models=tuple(sorted(await names_in_use(session, models))))
    last = await session.get(PlatformTold, service, populate_existing=True)
    if last is not None and last.told == event.model_dump(mode="json"):
        return False
    if last is None:
        last = PlatformTold(service=service, version=0)
        session.add(last)
    last.told, last.version = event.model_dump(mode="json"), last.version + 1
    await emit(session, event, version=last.version)
    return True


class Telling(Worker):
    """Tells at the start, and looks now and then whether something changed by another way."""

    def __init__(self, database: Database, service: str, models: Iterable[str]) -> None:
        super().__init__("platform")
        self._database, self._service, self._models = database, service, tuple(models)

    async def work(self) -> None:
        while not self.stopping:
            self.beat()
            async with self._database.session() as session:
                await tell(session, self._service, self._models)
            await self.rest(LOOK_SECONDS)


@asynccontextmanager
async def telling(app: FastAPI) -> AsyncIterator[None]:
    """From start to end of a service, in the process that does its background work."""
    settings = app.state.settings
    if not settings.run_background or settings.service not in DESCRIBED:
        yield
        return
    models = app.state.models.models.names if hasattr(app.state, "models") else ()
    async with Telling(app.state.database, settings.service, models).running():
        yield
