"""Migrations are run by whoever comes first, and leave exactly the tables the code has."""

import subprocess
import sys
from collections.abc import Callable
from os import environ

import pytest

from embedded.postgres import Postgres
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


@pytest.mark.parametrize("package", SERVICES)
def test_tables_and_revisions_are_the_same(package: str, make_database: Callable[[str], str]) -> None:
    check = migrate("check", package, make_database(package))
    said, _ = check.communicate(timeout=60)
    assert check.returncode == 0, said


def test_two_at_once_and_again(databases: Databases, postgres: Postgres) -> None:
    databases._execute("CREATE DATABASE raced")
    url = postgres.url("raced")
    racing = [migrate("upgrade", "lgsp_gateway", url) for _ in range(2)]
    said = [process.communicate(timeout=60)[0] for process in racing]
    assert [process.returncode for process in racing] == [0, 0], said
    again = migrate("upgrade", "lgsp_gateway", url)
    said_again, _ = again.communicate(timeout=60)
    assert again.returncode == 0, said_again
