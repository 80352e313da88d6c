"""`python -m simulators.demo.monitoring`, in the environment of monitoring: the decisions and figures of the demo."""

import uvloop

from kit.clock import utc
from kit.db import Database
from monitoring.settings import Settings
from simulators.demo.monitoring.alerts import add_rules
from simulators.demo.monitoring.loading import add_figures


async def load(database_url: str) -> None:
    database = Database(database_url, pool_size=1, application_name="demo")
    try:
        async with database.session() as session:
            await add_figures(session, utc())
            await add_rules(session, utc())
    finally:
        await database.dispose()


if __name__ == "__main__":
    settings = Settings()
    if settings.mode != "embedded":
        raise SystemExit("the demo province belongs into the embedded mode only: MODE is not embedded")
    uvloop.run(load(settings.database_url))
