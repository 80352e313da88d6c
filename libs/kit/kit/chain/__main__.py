"""python -m kit.chain export CHAIN > FILE     the chain of the database at DATABASE_URL (CHAIN: lgsp-gateway)
python -m kit.chain verify FILE             needs no database; [--public KEY]… [--known FILE of checkpoints]
"""

import base64
import sys
from argparse import ArgumentParser, FileType
from os import environ

from uvloop import run

from kit.chain.export import export
from kit.chain.verify import Verdict, told, verify
from kit.db import Database


async def _export(chain: str) -> None:
    database = Database(environ["DATABASE_URL"], pool_size=1)
    async with database.session() as session:
        async for line in export(session, chain):
            sys.stdout.buffer.write(line)
    await database.dispose()


def _tell(verdict: Verdict) -> int:
    print(told(verdict))
    return 0 if verdict.sound else 1


def main() -> int:
    parser = ArgumentParser(prog="kit.chain", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    exporting = commands.add_parser("export")
    exporting.add_argument("chain")
    checking = commands.add_parser("verify")
    checking.add_argument("file", type=FileType("rb"))
    checking.add_argument("--public", action="append", default=[], help="a published key, base64")
    checking.add_argument("--known", type=FileType("rb"), help="checkpoint lines kept from before")
    given = parser.parse_args()
    if given.command == "export":
        run(_export(given.chain))
        return 0
    pinned = [base64.b64decode(key, validate=True) for key in given.public]
    return _tell(verify(given.file, pinned=pinned, known=given.known or ()))


if __name__ == "__main__":
    sys.exit(main())
