"""python -m lgsp_gateway.token list | rotate | destroy KID     settings from the environment, as the gateway's own"""

import asyncio
import sys
from argparse import ArgumentParser, Namespace

from kit.clock import utc
from kit.db import Database
from kit.errors import Problem
from lgsp_gateway.settings import Settings
from lgsp_gateway.token.authority import Authority
from lgsp_gateway.token.queries import list_keys
from lgsp_gateway.token.service import destroy_key, rotate_keys

ACTOR = "command-line"


async def run(arguments: Namespace) -> None:
    settings = Settings()
    database, authority = Database(settings.database_url), Authority(settings)
    async with database.session() as session:
        if arguments.action == "rotate":
            await rotate_keys(session, authority, ACTOR, utc())
        elif arguments.action == "destroy":
            await destroy_key(session, authority, arguments.kid, ACTOR, utc())
        for key in await list_keys(session):
            print(f"{key.kid}  {key.state:8}  created {key.created_at:%Y-%m-%d %H:%M}  expires {key.expires_at or '-'}")
    await database.dispose()


def main() -> int:
    parser = ArgumentParser(prog="lgsp_gateway.token", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list")
    actions.add_parser("rotate")
    actions.add_parser("destroy").add_argument("kid")
    try:
        asyncio.run(run(parser.parse_args()))
    except Problem as problem:
        print(f"{problem.code}: {problem.params}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
