"""Real servers for every test: one PostgreSQL and one Valkey a worker, a fresh database a test."""

import asyncio
import gc
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import redis
import uvloop
from hypothesis import HealthCheck, settings

from embedded import postgres as embedded_postgres
from embedded import valkey as embedded_valkey
from embedded.postgres import Postgres
from tests.embedded.product import NEIGHBOURS, Product
from tests.support.databases import Databases
from tests.support.dialect import share_compiled
from tests.support.scheduling import ByWhatTheyShare, group_of, place_of
from tests.support.tokens import TestKeys

NOBODY = Path(__file__).parent / "support" / "nobody.pem"
YOUNG_OBJECTS = 20_000
RUNNING = pytest.StashKey[Product]()


def pytest_configure() -> None:
    """No test speaks with the world: each client and app would read the system's 150 authorities first, for 45 ms."""
    os.environ["SSL_CERT_FILE"] = str(NOBODY)
    share_compiled()
    settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("busy")  # a machine that does something else is no fault of what is tested


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place_of(item.nodeid))


def pytest_collection_finish() -> None:
    """What all tests share lives to the end, as in a service that has started (kit.serve)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Nobody needs the whole product any more: it would take a third of a processor to the end of the session."""
    stash = item.config.stash
    if nextitem and RUNNING in stash and group_of(item.nodeid) != group_of(nextitem.nodeid):
        stash[RUNNING].stop()
        del stash[RUNNING]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByWhatTheyShare:
    return ByWhatTheyShare(config, log)


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that services run in (kit.serve): an eighth less work at each statement than Python's own."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with embedded_postgres.running(tmp_path_factory.mktemp("postgres"), fast=True) as server:
        yield server


@pytest.fixture(scope="session")
def databases(postgres: Postgres) -> Iterator[Databases]:
    with closing(Databases(postgres)) as made:
        yield made


@pytest.fixture
def make_database(databases: Databases) -> Iterator[Callable[[str], str]]:
    """`make_database("lgsp_gateway")` gives the URL of a fresh, migrated database that goes with the test."""
    yield databases.make
    databases.drop_made()


@pytest.fixture(scope="session")
def valkey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with embedded_valkey.running(tmp_path_factory.mktemp("valkey")) as url:
        yield url


@pytest.fixture
def valkey_url(valkey_server: str) -> str:
    """An empty Valkey."""
    with redis.Redis.from_url(valkey_server) as client:
        client.flushall()
    return valkey_server


@pytest.fixture(scope="session")
def product(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The whole as `make run` starts it, with its models: dear, so all that can share one do (support.scheduling)."""
    folder = tmp_path_factory.mktemp("product") / "run"
    with Product(folder, models=True, EMBED_ORIGINS=json.dumps([NEIGHBOURS])) as started:
        started.until_ready()
        pytestconfig.stash[RUNNING] = started
        yield started


@pytest.fixture(scope="session")
def keys() -> TestKeys:
    """Signs access tokens for tests: `keys.token("members:read", agency="H02.05")`."""
    return TestKeys()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real data beside the checkout; absent on most machines."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the real data of ../shared is not on this machine")
    return folder
