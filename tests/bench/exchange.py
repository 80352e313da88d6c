"""The exchange beside bare proxies: 1 KiB of JSON, 32 connections, one worker each, in turns.

python -m tests.bench.exchange [rounds] [seconds]
"""

import asyncio
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from embedded import postgres as embedded_postgres
from embedded import valkey as embedded_valkey
from embedded.postgres import Postgres
from kit import migrate
from tests.bench import servers
from tests.bench.province import register
from tests.bench.servers import Server

CONNECTIONS = 32
APPS = {"exchange": "tests.bench.app:app", "exchange with everything": "lgsp_gateway.main:app"}
LEAST = {"exchange": 0.5, "exchange with everything": 0.35}
WAL = "SELECT coalesce(sum(fsyncs), 0) FROM pg_stat_io WHERE object = 'wal'"
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass
class Run:
    rate: float
    p50: float
    p99: float
    cpu: float
    """Milliseconds of processor time an exchange: of the server, and of PostgreSQL."""
    cpu_database: float
    fsyncs: float


def load(server: Server, postgres: Postgres, path: str, headers: list[str], seconds: int) -> Run:
    before, database, synced = server.seconds(), _database_seconds(postgres), int(postgres.sql(WAL))
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency"]
    command += [part for header in headers for part in ("-H", header)]
    told = subprocess.run([*command, server.url + path], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(f"{server.name}: {told}")
    count = int(_found(r"(\d+) requests in", told)[0])
    return Run(
        rate=float(_found(r"Requests/sec:\s+([\d.]+)", told)[0]),
        p50=_milliseconds(told, "50%"),
        p99=_milliseconds(told, "99%"),
        cpu=(server.seconds() - before) / count * 1000,
        cpu_database=(_database_seconds(postgres) - database) / count * 1000,
        fsyncs=(int(postgres.sql(WAL)) - synced) / seconds,
    )


def _found(pattern: str, told: str) -> tuple[str, ...]:
    if (match := re.search(pattern, told)) is None:
        raise SystemExit(f"wrk says nothing of {pattern}: {told}")
    return match.groups()


def _milliseconds(told: str, share: str) -> float:
    number, unit = _found(rf"{share}\s+([\d.]+)(us|ms|s)", told)
    return float(number) * UNITS[unit]


def _database_seconds(postgres: Postgres) -> float:
    return Server("postgres", "", postgres.process.pid).seconds()


def wear_in(postgres: Postgres) -> None:
    """As on a server that has run for a while, whose log goes into files that it used before (`min_wal_size`)."""
    postgres.sql("CREATE TABLE worn ()")
    for _ in range(40):
        postgres.sql("INSERT INTO worn DEFAULT VALUES; SELECT pg_switch_wal()")
    postgres.sql("CHECKPOINT")


def report(runs: dict[str, list[Run]]) -> bool:
    """Prints medians; whether the exchange is as fast as it has to be."""
    print(f"{'':26}{'req/s':>8}{'ratio':>7}{'p50 ms':>8}{'p99 ms':>8}{'cpu ms':>8}{'pg ms':>7}{'fsync/s':>9}")
    good = True
    for name, of_name in runs.items():
        ratio = median(run.rate / bare.rate for run, bare in zip(of_name, runs["fastify"], strict=True))
        shown = [median(getattr(run, field) for run in of_name) for field in Run.__annotations__]
        rate, p50, p99, cpu, database, fsyncs = shown
        print(f"{name:26}{rate:8.0f}{ratio:7.2f}{p50:8.2f}{p99:8.2f}{cpu:8.3f}{database:7.3f}{fsyncs:9.0f}")
        good = good and ratio >= LEAST.get(name, 0)
    return good


def main(rounds: int = 5, seconds: int = 4) -> int:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres = stack.enter_context(embedded_postgres.running(folder / "postgres"))
        valkey = stack.enter_context(embedded_valkey.running(folder / "valkey"))
        wear_in(postgres)
        upstream, nginx = stack.enter_context(servers.nginx(folder))
        measured = [stack.enter_context(servers.fastify(upstream)), nginx]
        given: dict[str, tuple[str, list[str]]] = {one.name: ("/tim", []) for one in measured}
        for name, app in APPS.items():
            database = postgres.create_database(app.partition(":")[0].replace(".", "_"))
            migrate.upgrade(database, "lgsp_gateway")
            environment = servers.environment(database, valkey)
            given[name] = asyncio.run(register(environment, upstream))
            measured.append(stack.enter_context(servers.gateway(name, app, environment)))
        for server in measured:
            load(server, postgres, *given[server.name], 1)
        runs: dict[str, list[Run]] = defaultdict(list)
        for _ in range(rounds):
            for server in measured:
                runs[server.name].append(load(server, postgres, *given[server.name], seconds))
        return 0 if report(runs) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
