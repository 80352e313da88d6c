"""`python -m simulators.demo`, in the environment of the gateway: loads the province and says how to try it."""

import uvloop

from kit.clock import utc
from kit.db import Database
from lgsp_gateway.settings import Settings as GatewaySettings
from simulators.demo.keys import Keys
from simulators.demo.load import load
from simulators.demo.plan import read_plan
from simulators.demo.settings import Settings
from simulators.demo.welcome import welcome


async def load_demo(settings: Settings, database_url: str) -> Keys:
    database = Database(database_url, pool_size=1, application_name="demo")
    try:
        return await load(database, read_plan(), settings, utc())
    finally:
        await database.dispose()


def main() -> None:
    gateway, settings = GatewaySettings(), Settings()
    if gateway.mode != "embedded":
        raise SystemExit("the demo province belongs into the embedded mode only: MODE is not embedded")
    keys = uvloop.run(load_demo(settings, gateway.database_url))
    print(welcome(gateway, settings, read_plan(), keys))


if __name__ == "__main__":
    main()
