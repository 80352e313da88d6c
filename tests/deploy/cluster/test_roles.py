"""What the plain PostgreSQL of a small installation does at its first start, on a real one."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from embedded.postgres import Postgres, url_at
from tests.support.kustomize import ROOT

SCRIPT = ROOT / "deploy" / "k8s" / "components" / "postgresql" / "roles.sh"
PASSWORDS = {"one-service": "p'one", "other-service": "p\\other"}


@pytest.fixture
def started(postgres: Postgres, tmp_path: Path) -> Iterator[Postgres]:
    for name, password in PASSWORDS.items():
        (tmp_path / name).write_text(password)
    environment = {
        "PATH": f"{postgres.ground.programs}:{os.environ['PATH']}",
        "ROLES": str(tmp_path),
        "PGHOST": str(postgres.socket),
        "PGPASSWORD": postgres.password,
    }
    done = subprocess.run(["sh", SCRIPT], env=environment, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    yield postgres
    for name in PASSWORDS:
        postgres.sql(f'DROP DATABASE "{name}"')
        postgres.sql(f'DROP ROLE "{name}"')


async def entered(server: Postgres, role: str, database: str) -> str:
    url = url_at(server.socket, role, "", database).replace("+asyncpg", "")
    connection = await asyncpg.connect(url, password=PASSWORDS[role])
    try:
        await connection.execute("CREATE TABLE mine (number integer)")
        return str(await connection.fetchval("SELECT datlocale FROM pg_database WHERE datname = current_database()"))
    finally:
        await connection.close()


async def test_each_service_has_a_database_of_its_own(started: Postgres) -> None:
    for name in PASSWORDS:
        assert await entered(started, name, name) == "C.UTF-8"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await entered(started, "one-service", "other-service")
