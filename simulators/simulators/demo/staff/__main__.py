"""`python -m simulators.demo.staff`, in the environment of assistant-staff: a small library; what governance and
meetings have is asked for as soon as they answer."""

import uvloop

from assistant_staff.settings import Settings
from kit.clock import utc
from kit.db import Database
from simulators.demo.staff.loading import add_laws


async def load(settings: Settings) -> None:
    database = Database(settings.database_url, pool_size=1, application_name="demo")
    try:
        async with database.session() as session:
            await add_laws(session, utc())
    finally:
        await database.dispose()


if __name__ == "__main__":
    settings = Settings()
    if settings.mode != "embedded":
        raise SystemExit("the demo province belongs into the embedded mode only: MODE is not embedded")
    uvloop.run(load(settings))
