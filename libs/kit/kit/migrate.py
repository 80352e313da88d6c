"""Schema migrations of a service: kit's own revisions and the service's, as two Alembic branches in one database.

python -m kit.migrate upgrade  lgsp_gateway        DATABASE_URL from the environment
python -m kit.migrate check    lgsp_gateway        fails when tables and revisions differ
python -m kit.migrate wait     lgsp_gateway        until somebody has upgraded to what this code needs
python -m kit.migrate revision lgsp_gateway "what" writes a new revision of the service (of kit: package `kit`)
"""

import asyncio
import sys
from argparse import ArgumentParser
from functools import partial
from importlib import import_module
from importlib.resources import files
from os import environ
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from asyncpg import PostgresError
from sqlalchemy import Connection, MetaData, pool, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from uvloop import run

from kit import postgres
from kit.db import Base

LOCK = 0x6B6974  # one number for all services: each has its own database
KIT = Path(str(files("kit"))) / "migrations"
WAIT_SECONDS = 600.0


def metadata_of(package: str) -> MetaData:
    """Import every `tables` module of kit and the service, so that the metadata is whole, and nothing that is dear."""
    for name in ("kit", package):
        for tables in sorted(Path(str(files(name))).glob("*/tables.py")):
            import_module(f"{name}.{tables.parent.name}.tables")
    return Base.metadata


def config_of(package: str, connection: Connection | None = None) -> Config:
    config = Config()
    own = Path(str(files(package))).parent / "migrations" / "versions"
    config.set_main_option("script_location", str(KIT))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join([str(KIT / "versions"), str(own)]))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    config.attributes.update(connection=connection, metadata=metadata_of(package))
    return config


def _guarded(connection: Connection, package: str, action: str) -> None:
    connection.execute(text("SET statement_timeout = '120s'"))
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})  # somebody else may be at it
    connection.execute(text("SET lock_timeout = '4s'"))
    connection.execute(text("SET statement_timeout = '60s'"))
    config = config_of(package, connection)
    command.upgrade(config, "heads") if action == "upgrade" else command.check(config)


def _engine(database_url: str) -> AsyncEngine:
    connect = partial(postgres.connect, database_url)
    return create_async_engine(database_url, async_creator=connect, poolclass=pool.NullPool)


async def _apply(database_url: str, package: str, action: str) -> None:
    engine = _engine(database_url)
    async with engine.connect() as connection:
        await connection.run_sync(_guarded, package, action)
        await connection.commit()
    await engine.dispose()


def upgrade(database_url: str, package: str) -> None:
    """Bring the database to the newest revision; safe to run from several processes at once."""
    run(_apply(database_url, package, "upgrade"))


def check(database_url: str, package: str) -> None:
    """Raise when the tables in code and the migrated database differ."""
    run(_apply(database_url, package, "check"))


def wait(database_url: str, package: str, seconds: float = WAIT_SECONDS) -> None:
    """Returns once the database is as new as this code, or newer, as after a release that was taken back."""
    run(_awaited(database_url, ScriptDirectory.from_config(config_of(package)), seconds))


async def _awaited(database_url: str, script: ScriptDirectory, seconds: float) -> None:
    engine = _engine(database_url)
    async with asyncio.timeout(seconds):
        while not await _is_new_enough(engine, script):  # noqa: ASYNC110 - it is another process that we wait for
            await asyncio.sleep(0.5)
    await engine.dispose()


async def _is_new_enough(engine: AsyncEngine, script: ScriptDirectory) -> bool:
    """Revisions of the database that this code does not know are of a newer release."""
    try:
        async with engine.connect() as connection:
            held = set(await connection.scalars(text("SELECT version_num FROM alembic_version")))
    except (OSError, PostgresError, SQLAlchemyError):  # the server, its logins or the table are not there yet
        return False
    heads = set(script.get_heads())
    older = {revision.revision for revision in script.walk_revisions()} - heads
    return len(held) >= len(heads) and not held & older


def revision(package: str, message: str) -> None:
    where = KIT / "versions" if package == "kit" else Path(str(files(package))).parent / "migrations" / "versions"
    command.revision(config_of(package), message, head=f"{package}@head", version_path=str(where))


def main() -> int:
    parser = ArgumentParser(prog="kit.migrate", description=__doc__)
    parser.add_argument("action", choices=["upgrade", "check", "wait", "revision"])
    parser.add_argument("package")
    parser.add_argument("message", nargs="?", default="")
    arguments = parser.parse_args()
    package = arguments.package.replace("-", "_")
    if arguments.action == "revision":
        revision(package, arguments.message)
    elif url := environ.get("DATABASE_URL"):
        try:
            {"upgrade": upgrade, "check": check, "wait": wait}[arguments.action](url, package)
        except TimeoutError:
            parser.exit(1, f"nobody upgraded the database of {package} to what this release needs\n")
    else:
        parser.error("DATABASE_URL is missing")
    return 0


if __name__ == "__main__":
    sys.exit(main())
