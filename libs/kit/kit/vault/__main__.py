"""python -m kit.vault relock PACKAGE     (meetings, …) settings from the environment, as the service's own

Locks everything anew with SECRET_KEY that SECRET_KEY_PREVIOUS locked; after it the previous key can go.
"""

import base64
import sys
from argparse import ArgumentParser
from importlib import import_module

from uvloop import run

from kit.chain import Signer
from kit.clock import utc
from kit.db import Database
from kit.migrate import metadata_of
from kit.settings import Settings
from kit.vault.cipher import Locked
from kit.vault.relocking import note, relock


async def _relock(settings: Settings, package: str) -> tuple[dict[str, int], bool]:
    database = Database(settings.database_url, pool_size=1)
    try:
        async with database.session() as session:
            counts = await relock(session, settings, metadata_of(package))
            has_chain = await note(session, counts, utc())
    finally:
        await database.dispose()
    return counts, has_chain


def _tell(settings: Settings, counts: dict[str, int], *, has_chain: bool) -> None:
    for name, count in counts.items():
        print(f"{name}: {count} locked anew")
    if not counts:
        print("This service keeps nothing locked.")
    former = ",".join(f'"{base64.b64encode(public).decode()}"' for public in Signer.of(settings).former)
    if has_chain and former:
        print(f"Earlier checkpoints go on being trusted with  CHAIN_PUBLIC_KEYS='[{former}]'")
    print("SECRET_KEY_PREVIOUS is no longer needed to open anything.")


def main() -> int:
    parser = ArgumentParser(prog="kit.vault", description=__doc__)
    parser.add_argument("command", choices=["relock"])
    parser.add_argument("package")
    package = parser.parse_args().package
    settings = import_module(f"{package}.settings").Settings()
    try:
        counts, has_chain = run(_relock(settings, package))
    except Locked as error:
        print(f"nothing was changed: {error}", file=sys.stderr)
        return 1
    _tell(settings, counts, has_chain=has_chain)
    return 0


if __name__ == "__main__":
    sys.exit(main())
