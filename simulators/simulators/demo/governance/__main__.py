"""`python -m simulators.demo.governance`, in the environment of governance: the people of the demo province."""

import uvloop

from governance.settings import Settings
from kit.clock import utc
from kit.db import Database
from simulators.demo.governance.documents import add_documents
from simulators.demo.governance.people import add_organisation
from simulators.demo.governance.routine import add_delegations, add_rules
from simulators.demo.governance.tasks import add_tasks


async def load(database_url: str) -> None:
    database = Database(database_url, pool_size=1, application_name="demo")
    try:
        async with database.session() as session:
            await add_organisation(session, utc())
            await add_tasks(session, utc())
            await add_documents(session, utc())
            await add_rules(session, utc())
            await add_delegations(session, utc())
    finally:
        await database.dispose()


if __name__ == "__main__":
    settings = Settings()
    if settings.mode != "embedded":
        raise SystemExit("the demo province belongs into the embedded mode only: MODE is not embedded")
    uvloop.run(load(settings.database_url))
