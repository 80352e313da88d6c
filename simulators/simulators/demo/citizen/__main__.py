"""`python -m simulators.demo.citizen`, in the environment of assistant-citizen: what its assistant knows."""

import uvloop

from assistant_citizen.petition.service import Keeping
from assistant_citizen.settings import Settings
from kit.clock import utc
from kit.db import Database
from kit.files import open_files
from simulators.demo.citizen.loading import add_knowledge
from simulators.demo.citizen.petitioning import add_petitions
from simulators.onestop.record import read_dossiers

PAGE = "/assistant-citizen/dossiers"
SHOWN = (4, 5, 9)


async def load(settings: Settings) -> None:
    database = Database(settings.database_url, pool_size=1, application_name="demo")
    try:
        async with database.session() as session:
            await add_knowledge(session, utc())
            await add_petitions(session, Keeping(settings, open_files(settings.files_url)), utc())
    finally:
        await database.dispose()


def welcome() -> str:
    told = [f"  {one.code:<26} {one.phone}   {one.name}" for one in read_dossiers().values() if one.state in SHOWN]
    where = f"Dossiers to look up at {PAGE}: code, and digits of the telephone"
    return "\n".join(["", where, *told])


if __name__ == "__main__":
    settings = Settings()
    if settings.mode != "embedded":
        raise SystemExit("the demo province belongs into the embedded mode only: MODE is not embedded")
    uvloop.run(load(settings))
    print(welcome())
