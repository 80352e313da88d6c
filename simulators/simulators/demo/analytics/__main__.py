"""`python -m simulators.demo.analytics`, in the environment of analytics: the datasets of the demo."""

import uvloop

from analytics.settings import Settings
from kit.clock import utc
from kit.db import Database
from simulators.demo.analytics.dashboard import add_dashboard
from simulators.demo.analytics.loading import WHO, add_datasets


async def load(database_url: str, files_url: str) -> None:
    database = Database(database_url, pool_size=1, application_name="demo")
    try:
        await add_datasets(database, files_url, utc())
        await add_dashboard(database, files_url, WHO, utc())
    finally:
        await database.dispose()


if __name__ == "__main__":
    settings = Settings()
    if settings.mode != "embedded":
        raise SystemExit("the demo province belongs into the embedded mode only: MODE is not embedded")
    uvloop.run(load(settings.database_url, settings.files_url))
