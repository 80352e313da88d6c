"""`python -m simulators.demo.citizen`, in the environment of assistant-citizen: what its assistant knows."""

import asyncio

from assistant_citizen.petition.service import Keeping
from assistant_citizen.settings import Settings
from kit.clock import utc
from kit.db import Database
from kit.files import open_files
from simulators.demo.citizen.loading import add_knowledge
from simulators.demo.citizen.petitioning import add_petitions


async def load(settings: Settings) -> None:
    database = Database(settings.database_url, pool_size=1, application_name="demo")
    try:
        async with database.session() as session:
            await add_knowledge(session, utc())
            await add_petitions(session, Keeping(settings, open_files(settings.files_url)), utc())
    finally:
        await database.dispose()


if __name__ == "__main__":
    settings = Settings()
    if settings.mode != "embedded":
        raise SystemExit("the demo province belongs into the embedded mode only: MODE is not embedded")
    asyncio.run(load(settings))
