"""meetings in a process of its own, to be killed or measured.

python -m tests.meetings.vote.serving_process PORT DATABASE REDIS KEYS     KEYS: whose tokens it accepts, a JWK set
"""

import json
import sys

from joserfc.jwk import KeySet

from meetings.main import app as meetings
from tests.support.serving import serve
from tests.support.settings import settings_of


class Published:
    """What the gateway would publish."""

    def __init__(self, keys: str) -> None:
        self._keys = KeySet.import_key_set(json.loads(keys))

    async def current(self) -> KeySet:
        return self._keys

    async def refreshed(self) -> KeySet:
        return self._keys


def main(port: str, database_url: str, redis_url: str, keys: str) -> None:
    urls = {"database_url": database_url, "redis_url": redis_url, "bus_url": redis_url}
    app = meetings(settings_of("meetings", **urls, run_background=False))
    app.state.bearer._keys = Published(keys)
    serve(app, int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
