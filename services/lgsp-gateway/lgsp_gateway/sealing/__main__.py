"""python -m lgsp_gateway.sealing     settings from the environment, as the gateway's own

Locks everything anew with SECRET_KEY that SECRET_KEY_PREVIOUS locked; after it the previous key can go.
"""

import asyncio
import base64
import sys
from argparse import ArgumentParser

from kit.chain import Signer
from kit.clock import utc
from kit.db import Database
from kit.vault import Locked
from lgsp_gateway.sealing.service import reseal
from lgsp_gateway.settings import Settings

ACTOR = "command-line"


async def run(settings: Settings) -> None:
    database = Database(settings.database_url, pool_size=1)
    try:
        async with database.session() as session:
            counts = await reseal(session, settings, ACTOR, utc())
    finally:
        await database.dispose()
    for name, count in counts.items():
        print(f"{name}: {count} locked anew")
    former = ",".join(f'"{base64.b64encode(public).decode()}"' for public in Signer.of(settings).former)
    if former:
        print(f"Earlier checkpoints go on being trusted with  CHAIN_PUBLIC_KEYS='[{former}]'")
    print("SECRET_KEY_PREVIOUS is no longer needed.")


def main() -> int:
    ArgumentParser(prog="lgsp_gateway.sealing", description=__doc__).parse_args()
    try:
        asyncio.run(run(Settings()))
    except Locked as error:
        print(f"nothing was changed: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
