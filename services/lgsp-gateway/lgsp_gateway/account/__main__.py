"""python -m lgsp_gateway.account admin "Nguyễn Văn An" [--email …]     settings from the environment, as the gateway's

Opens the account of the first administrator, who opens all others, and says its first password, which the first sign-in
changes.
"""

import asyncio
import sys
from argparse import ArgumentParser

from pydantic import ValidationError

from kit.clock import utc
from kit.db import Database
from kit.errors import Problem
from lgsp_gateway.account.roles import ADMINISTRATOR
from lgsp_gateway.account.schemas import AccountCreate
from lgsp_gateway.account.service import create_first
from lgsp_gateway.settings import Settings

ACTOR = "command-line"


async def run(settings: Settings, data: AccountCreate) -> str:
    database = Database(settings.database_url, pool_size=1)
    try:
        async with database.session() as session:
            _, password = await create_first(session, ACTOR, data, utc())
    finally:
        await database.dispose()
    return password


def main() -> int:
    parser = ArgumentParser(prog="lgsp_gateway.account", description=__doc__)
    parser.add_argument("username")
    parser.add_argument("name")
    parser.add_argument("--email", default="")
    asked = parser.parse_args()
    try:
        data = AccountCreate(username=asked.username, name=asked.name, email=asked.email, roles=[ADMINISTRATOR])
        password = asyncio.run(run(Settings(), data))
    except Problem as problem:
        print(f"{problem.code}: {problem.params}", file=sys.stderr)
        return 1
    except ValidationError as error:
        for one in error.errors(include_input=False):
            print(f"{'.'.join(map(str, one['loc']))}: {one['msg']}", file=sys.stderr)
        return 1
    print(f"{data.username}  first password: {password}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
