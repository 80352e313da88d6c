"""Migrations are run by whoever comes first, and leave exactly the tables the code has."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from os import environ

import pytest

from embedded.postgres import Postgres
from kit.migrate import check, upgrade, wait
from tests.support.databases import Databases

SERVICES = (
    "analytics", "assistant_citizen", "assistant_staff", "governance", "lgsp_gateway", "meetings", "monitoring",
)  # fmt: skip


def migrate(action: str, package: str, url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kit.migrate", action, package],
        env={**environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="module")
def apart() -> Iterator[Executor]:
    """Each call in a process of its own, where no tables of other services are, and what all need is imported once."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["kit.migrate"])
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        yield pool


@pytest.mark.parametrize("package", SERVICES)
def test_tables_and_revisions_are_the_same(package: str, make_database: Callable[[str], str], apart: Executor) -> None:
    assert apart.submit(check, make_database(package), package).result(timeout=60) is None


def test_two_at_once_and_again(databases: Databases, postgres: Postgres) -> None:
    databases._execute("CREATE DATABASE raced")
    url = postgres.url("raced")
    racing = [migrate("upgrade", "lgsp_gateway", url) for _ in range(2)]
    said = [process.communicate(timeout=60)[0] for process in racing]
    assert [process.returncode for process in racing] == [0, 0], said
    again = migrate("upgrade", "lgsp_gateway", url)
    said_again, _ = again.communicate(timeout=60)
    assert again.returncode == 0, said_again
    checked = migrate("check", "lgsp_gateway", url)
    said_last, _ = checked.communicate(timeout=60)
    assert checked.returncode == 0, said_last


def test_waiting_ends_when_somebody_has_upgraded(databases: Databases, postgres: Postgres) -> None:
    databases._execute("CREATE DATABASE awaited")
    url = postgres.url("awaited")
    with pytest.raises(TimeoutError):
        wait(url, "monitoring", seconds=0.2)
    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(wait, url, "monitoring", 60)
        pool.submit(upgrade, url, "monitoring").result()
        waiting.result()


def test_an_older_release_does_not_wait_for_a_newer_schema(
    make_database: Callable[[str], str], postgres: Postgres
) -> None:
    url = make_database("monitoring")
    name = url.partition("@/")[2].partition("?")[0]
    wait(url, "monitoring", seconds=5)
    held = postgres.sql("SELECT max(version_num) FROM alembic_version", name)
    postgres.sql(f"UPDATE alembic_version SET version_num = 'of_tomorrow' WHERE version_num = '{held}'", name)  # noqa: S608
    wait(url, "monitoring", seconds=5)
    postgres.sql("DELETE FROM alembic_version WHERE version_num = 'of_tomorrow'", name)
    with pytest.raises(TimeoutError):
        wait(url, "monitoring", seconds=0.2)
