"""python -m lgsp_gateway.republication [members] [applications] [services] [access-rights]

Sends the present state again to all who listen, by default of everything, into the outbox of the database at
DATABASE_URL; the running gateway publishes it. What is held already changes nothing, and the feed tells nothing of it.
"""

import asyncio
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from os import environ

from kit.db import Database
from lgsp_gateway.republication.service import KINDS, republish


async def run(kinds: list[str]) -> None:
    database = Database(environ["DATABASE_URL"], pool_size=1)
    for kind in kinds:
        print(f"{kind}: {sum([number async for number in republish(database, kind)])}")
    await database.dispose()


def main() -> int:
    parser = ArgumentParser(
        prog="lgsp_gateway.republication", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("kinds", nargs="*", metavar="kind", help=", ".join(KINDS))
    asked = parser.parse_args().kinds
    if unknown := sorted(set(asked) - set(KINDS)):
        parser.error(f"there is no {', '.join(unknown)}; choose among {', '.join(KINDS)}")
    asyncio.run(run([kind for kind in KINDS if kind in asked or not asked]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
