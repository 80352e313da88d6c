"""Backup and restore as docs/operate.md says: the database and the files of a service, and its secret, elsewhere."""

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from sqlalchemy import make_url

from embedded.postgres import Postgres
from kit.chain import Signer, seal
from kit.chain.export import export
from kit.chain.verify import verify
from kit.db import Database
from kit.postgres import dsn
from tests.governance.office import Office
from tests.meetings.hall import opened
from tests.meetings.minutes.afterwards import Afterwards
from tests.support.tokens import TestKeys


async def test_a_restored_service_has_its_people_files_and_evidence(
    office: Office, make_database: Callable[[str], str], keys: TestKeys, tmp_path: Path, postgres: Postgres
) -> None:
    url, files = make_database("meetings"), tmp_path / "files"
    async with opened(office, url, keys, files_url=files.as_uri()) as hall:
        before = await Afterwards.of(hall)
        await before.hold()
        await before.draft()
        await before.conclude("Trình Ủy ban nhân dân tỉnh", lead="H02.14")
        await before.publish()
        record = await before.ask(before.delegate, "GET", "/minutes/record.pdf")
        async with hall.app.state.database.session() as session:
            assert await seal(session, Signer.of(hall.app.state.settings)) == 1
    restored, elsewhere = _moved(postgres, url, tmp_path), tmp_path / "elsewhere"
    shutil.move(files, elsewhere)
    async with opened(office, restored, keys, files_url=elsewhere.as_uri()) as hall:
        after = Afterwards(hall, before.chair, before.secretary, before.delegate, before.stranger, before.meeting)
        assert (await after.ask(after.delegate, "GET", "/minutes/record.pdf")).content == record.content
        assert (await after.ask(after.stranger, "GET", "/minutes/record.pdf")).status_code == 404
        signer = Signer.of(hall.app.state.settings)
    chain = await _exported(restored, signer.chain)
    assert verify(BytesIO(chain), pinned=[signer.public], known=()).sound
    postgres.sql(f'DROP DATABASE "{make_url(restored).database}"')


def _moved(postgres: Postgres, url: str, folder: Path) -> str:
    """The address of a database that was never migrated, only restored."""
    empty = postgres.create_database(f"{make_url(url).database}_restored")
    dump = folder / "meetings.dump"
    for command in (
        ["pg_dump", "-Fc", "-f", str(dump), dsn(url)],
        ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "-d", dsn(empty), str(dump)],
    ):
        subprocess.run([postgres.ground.programs / command[0], *command[1:]], check=True, timeout=60)
    return empty


async def _exported(url: str, chain: str) -> bytes:
    database = Database(url, pool_size=1)
    async with database.session() as session:
        lines = [line async for line in export(session, chain)]
    await database.dispose()
    return b"".join(lines)
