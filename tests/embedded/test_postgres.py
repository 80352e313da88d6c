"""The server of the wheel under our own launcher: it lets nobody in without a password and survives being killed."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from embedded import postgres
from embedded.errors import LaunchError
from embedded.ground import stand
from embedded.postgres import Postgres
from tests.embedded.waiting import gone, until


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Postgres]]:
    """Starts a durable server; each on the data of the one before."""
    started: list[Postgres] = []

    def begin() -> Postgres:
        started.append(postgres.start(tmp_path / "postgres"))
        started[-1].wait()
        return started[-1]

    yield begin
    for server in started:
        server.stop()
        server.ground.clear()


async def test_it_is_postgresql_18_with_unicode_of_its_own(postgres: Postgres) -> None:
    assert postgres.sql("SHOW server_version").startswith("18.")
    locale = "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database"
    assert set(postgres.sql(locale).splitlines()) == {"b|C.UTF-8|UTF8"}
    assert postgres.sql("SELECT lower('ĐẶNG THỊ ƯỚC')") == "đặng thị ước"
    assert postgres.sql("SHOW max_connections") == "200"


async def test_nobody_enters_without_the_password(postgres: Postgres) -> None:
    for password in ("", "sai"):
        with pytest.raises((asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError)):
            await asyncpg.connect(user="postgres", password=password, host=str(postgres.socket))
    assert postgres.sql("SELECT left(rolpassword, 13) FROM pg_authid WHERE rolname = 'postgres'") == "SCRAM-SHA-256"
    methods = "SELECT DISTINCT type || ' ' || auth_method FROM pg_hba_file_rules"
    assert postgres.sql(methods) == "local scram-sha-256"


def test_it_listens_nowhere_but_in_a_private_folder(postgres: Postgres) -> None:
    assert not psutil.Process(postgres.process.pid).net_connections("inet")
    assert postgres.socket.stat().st_mode & 0o777 == 0o700
    assert (postgres.log.parent / "password").stat().st_mode & 0o777 == 0o600
    assert postgres.password not in " ".join(psutil.Process(postgres.process.pid).cmdline())
    assert postgres.password not in repr(postgres)


def test_as_root_it_runs_as_a_uid_nobody_has(postgres: Postgres) -> None:
    ids = psutil.Process(postgres.process.pid).uids()
    assert set(ids) == {postgres.ground.uid or os.geteuid()} != {0}
    assert (postgres.ground.home / "data").stat().st_mode & 0o777 == 0o700
    assert postgres.ground.home.stat().st_mode & 0o007 == 0


def test_a_service_enters_only_its_own_database(postgres: Postgres) -> None:
    postgres.give_database("hop_thu", "mật-khẩu-một")
    postgres.give_database("hop_thu", "doi_1")
    postgres.create_database("ke_ben")
    postgres.sql("REVOKE CONNECT ON DATABASE ke_ben FROM PUBLIC")
    assert postgres.url("hop_thu", role="hop_thu", password="doi_1").startswith("postgresql+asyncpg://hop_thu:doi_1@")
    assert postgres.sql("SELECT has_database_privilege('hop_thu', 'hop_thu', 'CONNECT')") == "t"
    assert postgres.sql("SELECT has_database_privilege('hop_thu', 'ke_ben', 'CONNECT')") == "f"


def test_what_was_committed_survives_a_kill(start: Callable[[], Postgres]) -> None:
    first = start()
    assert [first.sql(f"SHOW {name}") for name in ("fsync", "synchronous_commit")] == ["on", "on"]
    first.sql("CREATE TABLE hồ_sơ (tên text); INSERT INTO hồ_sơ VALUES ('Trần Thị Bưởi')")
    family = [first.process.pid, *(one.pid for one in psutil.Process(first.process.pid).children())]
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    assert (first.ground.home / "data" / "postmaster.pid").exists()
    second = start()
    assert second.sql("SELECT tên FROM hồ_sơ") == "Trần Thị Bưởi"
    until(lambda: gone(*family))


def test_a_stale_pid_that_is_somebody_else_by_now_stops_nothing(start: Callable[[], Postgres]) -> None:
    first = start()
    first.stop()
    (first.ground.home / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{first.ground.home / 'data'}\n")
    assert start().sql("SELECT 1") == "1"


def test_an_interrupted_first_start_is_begun_again(tmp_path: Path, start: Callable[[], Postgres]) -> None:
    half_made = stand(tmp_path / "postgres").home / "data.new"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18")
    assert start().sql("SELECT 1") == "1"


def test_a_removed_folder_begins_anew_and_the_old_data_are_kept(start: Callable[[], Postgres]) -> None:
    first = start()
    first.create_database("cũ")
    first.stop()
    (first.log.parent / "password").unlink()
    assert "cũ" not in start().sql("SELECT datname FROM pg_database")
    assert (first.ground.home / "data.abandoned" / "PG_VERSION").exists()


def test_a_database_is_made_once(postgres: Postgres) -> None:
    url = postgres.create_database("một_lần")
    assert postgres.create_database("một_lần") == url
    with pytest.raises(LaunchError, match="does not exist"):
        postgres.sql("SELECT * FROM không_có")
