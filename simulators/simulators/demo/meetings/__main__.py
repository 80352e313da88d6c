"""`python -m simulators.demo.meetings`, in the environment of meetings: held, planned and cancelled ones."""

import uvloop

from kit.clock import utc
from kit.db import Database
from kit.files import open_files
from meetings.settings import Settings
from simulators.demo.meetings.loading import add_meetings


async def load(settings: Settings) -> None:
    database = Database(settings.database_url, pool_size=1, application_name="demo")
    try:
        async with database.session() as session:
            await add_meetings(session, open_files(settings.files_url), utc())
    finally:
        await database.dispose()


if __name__ == "__main__":
    settings = Settings()
    if settings.mode != "embedded":
        raise SystemExit("the demo province belongs into the embedded mode only: MODE is not embedded")
    uvloop.run(load(settings))
