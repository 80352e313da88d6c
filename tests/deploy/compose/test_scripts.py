"""The one-shot steps before the services, run on a real server as in their containers."""

import asyncio
import os
import subprocess
from pathlib import Path

import asyncpg
import pytest

from embedded.postgres import Postgres, url_at
from tests.deploy.compose.reading import ROOT


def make(postgres: Postgres, wanted: str) -> None:
    given = {
        "PATH": f"{postgres.ground.programs}:{os.environ['PATH']}",
        "PGHOST": str(postgres.socket),
        "PGUSER": "postgres",
        "PGPASSWORD": postgres.password,
        "DATABASES": wanted,
    }
    script = ROOT / "deploy" / "compose" / "databases.sh"
    done = subprocess.run(["sh", script], env=given, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


async def entered(postgres: Postgres, role: str, password: str, database: str) -> str:
    dsn = url_at(postgres.socket, role, password, database).replace("+asyncpg", "")
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS kept (word text); INSERT INTO kept VALUES ('Đức'), ('Zung')"
        )
        return str(await connection.fetchval("SELECT string_agg(word, ' ' ORDER BY word) FROM kept"))
    finally:
        await connection.close()


async def test_each_service_gets_a_database_of_its_own_which_stays(postgres: Postgres) -> None:
    await asyncio.to_thread(make, postgres, "compose_one=aaaa1111 compose_two=bbbb2222")
    assert await entered(postgres, "compose_one", "aaaa1111", "compose_one") == "Zung Đức"
    for role, password, database in (
        ("compose_two", "bbbb2222", "compose_one"),  # another's
        ("compose_one", "bbbb2222", "compose_one"),  # with another's password
    ):
        with pytest.raises(asyncpg.PostgresError):
            await entered(postgres, role, password, database)
    await asyncio.to_thread(make, postgres, "compose_one=cccc3333 compose_two=bbbb2222")
    assert await entered(postgres, "compose_one", "cccc3333", "compose_one") == "Zung Zung Đức Đức"


def test_scripts_are_plain_shell() -> None:
    scripts = sorted((ROOT / "deploy" / "compose").glob("*.sh"))
    assert scripts
    for script in scripts:
        subprocess.run(["sh", "-n", script], check=True)


def test_valkey_is_told_its_password_by_no_command_line(tmp_path: Path) -> None:
    """A server that prints what it is told, in place of the real one."""
    program = tmp_path / "valkey-server"
    program.write_text('#!/bin/sh\necho "arguments: $*"; cat\n')
    program.chmod(0o755)
    told = subprocess.run(
        ["sh", ROOT / "deploy" / "compose" / "valkey.sh"],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "VALKEY_PASSWORD": "d41d8cd98f00b204"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert told[0] == "arguments: -"
    assert {"requirepass d41d8cd98f00b204", "appendonly yes", "appendfsync always", "maxmemory-policy noeviction"} <= {
        *told
    }
