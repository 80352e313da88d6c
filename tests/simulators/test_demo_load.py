"""The demo province in a real database, with the provider application answering."""

import shutil
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from embedded.process import free_port
from kit.db import Database
from lgsp_gateway.access.queries import list_access_rights
from lgsp_gateway.access.schemas import AccessFilter, AccessRevoke
from lgsp_gateway.access.service import revoke
from lgsp_gateway.account.queries import find_by_username
from lgsp_gateway.application.credentials import secret_matches
from lgsp_gateway.application.queries import find_credential
from lgsp_gateway.catalogue.queries import all_services
from lgsp_gateway.catalogue.schemas import SwitchOff
from lgsp_gateway.catalogue.service import switch_off
from lgsp_gateway.member.queries import all_members, find_member
from lgsp_gateway.national.tables import NationalPlatform
from lgsp_gateway.registry.queries import directory_version
from simulators.demo.keys import ClientKey, Keys, read_keys
from simulators.demo.load import LOADER, load
from simulators.demo.plan import read_plan
from simulators.demo.settings import Settings
from simulators.onestop.main import app as one_stop
from simulators.shared_categories.main import app as shared_categories
from tests.support.running import served

NOW = datetime(2026, 11, 23, 13, tzinfo=UTC)
PLAN = read_plan()
ONE_STOP = "GOV/H02.01.01/mot-cua"
UNITS = "GOV/H02.14/danh-muc/don-vi-hanh-chinh"


@dataclass
class Loaded:
    """The province as its first load leaves it: in a database to copy, with the keys that were issued."""

    places: tuple[int, int]
    folder: Path
    keys: Keys = field(default_factory=Keys)

    def settings(self, folder: Path) -> Settings:
        units, dossiers = (f"http://127.0.0.1:{place}" for place in self.places)
        return Settings(
            demo_folder=folder,
            secret_key=SecretStr("a secret of tests, 32 characters or more"),
            shared_categories_url=units,
            ndxp_url="http://127.0.0.1:8102",
            one_stop_url=dossiers,
        )

    async def province(self, url: str) -> None:
        async with providers(self.places), opened(url) as database:
            self.keys = await load(database, PLAN, self.settings(self.folder), NOW)


@asynccontextmanager
async def providers(places: tuple[int, int]) -> AsyncIterator[None]:
    """Always at the same two ports, which stand in what is loaded."""
    listeners = [socket.create_server(("127.0.0.1", place)) for place in places]
    async with served(shared_categories(), listeners[0]), served(one_stop(), listeners[1]):
        yield


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    yield database
    await database.dispose()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return Loaded((free_port(), free_port()), tmp_path_factory.mktemp("first") / "demo")


@pytest.fixture
def settings(first: Loaded, tmp_path: Path) -> Any:
    return first.settings(tmp_path / "demo")


@pytest.fixture
async def database(first: Loaded, make_database: Any) -> AsyncIterator[Any]:
    async with opened(make_database("lgsp_gateway")) as database, providers(first.places):
        yield database


@pytest.fixture
async def loaded(first: Loaded, make_database: Any, tmp_path: Path) -> AsyncIterator[Any]:
    """What `load` has made of an empty database; its keys are in the folder of `settings`."""
    url = make_database("lgsp_gateway", begun=first.province)
    shutil.copytree(first.folder, tmp_path / "demo")
    async with opened(url) as database, providers(first.places):
        yield database


async def version(database: Database) -> int:
    async with database.session() as session:
        return await directory_version(session)


async def test_the_key_to_the_national_exchange_is_there_once(loaded: Any, settings: Any) -> None:
    await load(loaded, PLAN, settings, NOW)
    async with loaded.session() as session:
        (platform,) = await session.scalars(select(NationalPlatform))
    assert platform.base_url == settings.ndxp_url
    assert settings.ndxp_client_secret.get_secret_value() not in platform.locked_secret


async def test_everything_planned_is_there(loaded: Any, settings: Any) -> None:
    keys = read_keys(settings.keys)
    async with loaded.session() as session:
        today, gone = [await find_member(session, code) for code in ("000.00.14.H02", "H02.11")]
        assert today is not None
        assert gone is not None
        assert (today.name, gone.valid_to) == ("Sở Khoa học và Công nghệ", date(2025, 3, 1))
        services = {service.identifier: service for service in await all_services(session)}
        assert len(services) == len(PLAN.services)
        assert all(service.enabled for service in services.values())
        assert {endpoint.template for endpoint in services[UNITS].endpoints} >= {"/units", "/units/{code}/successors"}
        rights = await list_access_rights(session, LOADER, AccessFilter(service_id=services[UNITS].id), NOW.date())
        assert len(rights.items) == 7
        key = keys.clients[ONE_STOP]
        credential = await find_credential(session, key.client_id, NOW)
        assert credential
        assert secret_matches(credential, key.client_secret)
        newcomer = await find_by_username(session, "moi")
        assert newcomer
        assert newcomer.must_change_password
        official = await find_by_username(session, "canbo")
        assert official
        assert not official.must_change_password
        assert official.agency == "H02.21"


async def test_a_second_load_changes_nothing(loaded: Any, settings: Any) -> None:
    keys, before = read_keys(settings.keys), await version(loaded)
    written = settings.keys.stat().st_mtime_ns
    assert await load(loaded, PLAN, settings, NOW) == keys
    assert await version(loaded) == before
    assert settings.keys.stat().st_mtime_ns == written


@pytest.mark.usefixtures("loaded")
def test_what_may_be_shown_once_is_private(first: Loaded) -> None:
    settings, keys = first.settings(first.folder), first.keys
    assert stat.S_IMODE(settings.keys.stat().st_mode) == 0o600
    assert read_keys(settings.keys) == keys
    handed = settings.exchange_key("assistant-citizen")
    assert stat.S_IMODE(handed.stat().st_mode) == 0o600
    assert ClientKey.model_validate_json(handed.read_text()) == keys.clients["GOV/H02.14/tro-ly-nguoi-dan"]
    assert set(keys.passwords) == {account.username for account in PLAN.accounts}
    assert len(next(iter(keys.passwords.values()))) >= 12


async def test_lost_keys_are_issued_anew_and_the_old_ones_end(loaded: Any, settings: Any) -> None:
    before = read_keys(settings.keys)
    for _ in range(6):
        settings.keys.write_text("{")
        second = await load(loaded, PLAN, settings, NOW)
    async with loaded.session() as session:
        assert await find_credential(session, before.clients[ONE_STOP].client_id, NOW) is None
        assert await find_credential(session, second.clients[ONE_STOP].client_id, NOW)
    assert second.passwords == {}


async def test_what_people_did_is_left_alone(loaded: Any, settings: Any) -> None:
    async with loaded.session() as session:
        service = next(one for one in await all_services(session) if one.identifier == UNITS)
        off = SwitchOff(version=service.version, notice="Bảo trì đến 17 giờ")
        await switch_off(session, LOADER, service.id, off)
        right = (await list_access_rights(session, LOADER, AccessFilter(service_id=service.id), NOW.date())).items[0]
        gone = AccessRevoke(version=right.version, reason="Không còn cần")
        await revoke(session, LOADER, right.id, gone, NOW)
    before = await version(loaded)
    await load(loaded, PLAN, settings, NOW)
    assert await version(loaded) == before
    async with loaded.session() as session:
        service = next(one for one in await all_services(session) if one.identifier == UNITS)
    assert (service.enabled, service.notice) == (False, "Bảo trì đến 17 giờ")


async def test_services_follow_their_simulators(loaded: Any, settings: Any) -> None:
    moved = settings.model_copy(update={"ndxp_url": "http://127.0.0.1:9999"})
    await load(loaded, PLAN, moved, NOW)
    async with loaded.session() as session:
        services = {service.identifier: service for service in await all_services(session)}
    assert services["NAT/NDXP/chia-se/doanh-nghiep"].base_url == "http://127.0.0.1:9999/apiCSDLDKDN"
    assert services["NAT/NDXP/chia-se/doanh-nghiep"].enabled


async def test_a_provider_that_does_not_answer_leaves_nothing_behind(database: Any, settings: Any) -> None:
    silent = settings.model_copy(update={"shared_categories_url": "http://127.0.0.1:1"})
    with pytest.raises(Exception, match="address-unreachable"):
        await load(database, PLAN, silent, NOW)
    assert not settings.keys.exists()
    async with database.session() as session:
        assert await all_members(session) == []
