"""docs/connect.md is right: its commands and programs are run against a gateway with the demo province."""

import re
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from embedded.process import free_port
from kit.chain import Signer, seal
from kit.clock import utc
from lgsp_gateway.exchange.running import refresh
from lgsp_gateway.main import app as gateway_app
from simulators.demo.keys import Keys
from simulators.demo.load import load
from simulators.demo.plan import Plan, read_plan
from simulators.demo.settings import Settings
from simulators.ndxp.main import app as ndxp
from simulators.onestop.main import app as one_stop
from simulators.shared_categories.main import app as shared_categories
from tests.docs.blocks import Block, blocks_of, says
from tests.docs.shell import Shell, shell
from tests.docs.terminator import HEADER, terminating
from tests.lgsp_gateway.identity import Browser
from tests.support.running import served
from tests.support.settings import settings_of

PAGE = "connect.md"
API = "/lgsp-gateway/api/v1"
TERMS = {"timeout_ms": "5000", "max_request_bytes": "1000", "max_response_bytes": "100000", "rate_limit": "50",
         "burst": "50", "personal_data": "none", "retention_days": "730"}  # fmt: skip
GROUND = {"legal_basis": "Nghị định 47/2020/NĐ-CP", "purpose": "Giải quyết hồ sơ", "valid_from": "2022-06-11"}
CLIENT_ID = re.compile(r"mot-cua-[0-9a-f]{12}")


@dataclass
class Province:
    """A running gateway that knows the demo, and what people do on its pages between the commands."""

    app: FastAPI
    url: str
    keys: Keys
    folder: Path
    stack: AsyncExitStack
    port: int

    async def browser(self, username: str) -> Browser:
        http = await self.stack.enter_async_context(httpx.AsyncClient(base_url=self.url))
        browser = Browser(http)
        assert (await browser.sign_in(username, self.keys.passwords[username])).status_code == 303
        return browser

    async def values(self, block: str) -> dict[str, str]:
        """What a reader would write into a block of settings."""
        known: dict[str, Callable[[], Any]] = {
            "settings": self.own, "signed-settings": self.register_key, "tls-settings": self.end_tls,
        }  # fmt: skip
        return {"PORT": str(self.port)} if block == "provider-settings" else await known[block]()

    async def own(self) -> dict[str, str]:
        key = self.keys.clients["GOV/H02.01.01/mot-cua"]
        return {
            "GATEWAY": self.url, "CLIENT": "VN/GOV/H02.01.01/mot-cua", "CLIENT_ID": key.client_id,
            "CLIENT_SECRET": key.client_secret, "SERVICE": "VN/GOV/H02.14/danh-muc/don-vi-hanh-chinh",
        }  # fmt: skip

    async def register_key(self) -> dict[str, str]:
        browser = await self.browser("dangky")
        home = f"/lgsp-gateway/applications/{await self.application(browser, 'mot-cua')}/credentials"
        public = (self.folder / "public.pem").read_text()
        page = await browser.post(home, kind="private_key_jwt", label="Khóa ký", days="30", public_keys=public)
        found = CLIENT_ID.search(page.text)
        assert found, page.text
        return {"SIGNED_ID": found[0]}

    async def end_tls(self) -> dict[str, str]:
        port = int(self.url.rpartition(":")[2])
        url, authority = await self.stack.enter_async_context(terminating(port, self.folder))
        return {"GATEWAY_TLS": url, "AUTHORITY": authority}

    async def application(self, browser: Browser, code: str) -> str:
        found = (await browser.http.get(f"{API}/applications")).json()["items"]
        return next(str(one["id"]) for one in found if one["code"] == code)

    async def offer(self) -> None:
        browser = await self.browser("dangky")
        owner, client = [await self.application(browser, code) for code in ("dat-dai", "mot-cua")]
        facts = {"code": "thua-dat", "name": "Thửa đất", "kind": "rest", "base_url": f"http://127.0.0.1:{self.port}"}
        made = await browser.post("/lgsp-gateway/services", application_id=owner, **facts, **TERMS)
        home = made.headers["location"]
        endpoint = await browser.post(f"{home}/endpoints", method="GET", template="/thua-dat/{ma}")
        version = (await browser.http.get(API + home.removeprefix("/lgsp-gateway"))).json()["version"]
        on = await browser.post(f"{home}/on", version=version)
        ids = {"service_id": home.rpartition("/")[2], "application_id": client}
        right = await browser.post("/lgsp-gateway/access-rights", **ids, **GROUND)
        assert [answer.status_code for answer in (made, endpoint, on, right)] == [303] * 4, right.text
        await refresh(self.app)  # what else takes a quarter of a second

    async def export(self) -> None:
        async with self.app.state.database.session() as session:
            await seal(session, Signer.of(self.app.state.settings))
        auditor = await self.browser("kiemtra")
        (self.folder / "evidence.jsonl").write_bytes((await auditor.http.get(f"{API}/evidence/export")).content)


@pytest.fixture
async def province(make_database: Callable[[str], str], valkey_url: str, tmp_path: Path) -> AsyncIterator[Province]:
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    settings = settings_of(
        "lgsp_gateway", database_url=make_database("lgsp_gateway"), redis_url=valkey_url, run_background=False,
        origin=url, client_certificate_header=HEADER, tls_terminators=["127.0.0.0/8"],
    )  # fmt: skip
    app = gateway_app(settings)
    async with AsyncExitStack() as stack, simulated(tmp_path, settings) as demo:
        await stack.enter_async_context(served(app, listener, http="kit.protocol:Protocol"))
        keys = await load(app.state.database, plan(), demo, utc())
        await refresh(app)
        yield Province(app, url, keys, tmp_path, stack, free_port())


def plan() -> Plan:
    """With the people who act here: each one's password takes a while to be hashed."""
    whole = read_plan()
    return whole.model_copy(
        update={"accounts": [one for one in whole.accounts if one.username in {"dangky", "kiemtra"}]}
    )


@asynccontextmanager
async def simulated(folder: Path, gateway: Any) -> AsyncIterator[Settings]:
    async with served(shared_categories()) as units, served(ndxp()) as national, served(one_stop()) as dossiers:
        yield Settings(
            demo_folder=folder / "demo", secret_key=gateway.secret_key, shared_categories_url=units,
            ndxp_url=national, one_stop_url=dossiers,
        )  # fmt: skip


async def follow(block: Block, province: Province, sh: Shell) -> None:
    if block.language == "python":
        (province.folder / block.name).write_text(block.text)
    elif block.exported:
        values = await province.values(block.name)
        assert sorted(values) == sorted(block.exported)
        await sh.export(values)
    elif block.language == "sh":
        if on_pages := {"provided": province.offer, "evidence": province.export}.get(block.name):
            await on_pages()
        printed = await sh.run(block.text)
        assert block.prints is None or says(block.prints, printed), f"{block.name} printed:\n{printed}"


@pytest.mark.skipif(not shutil.which("curl") or not shutil.which("openssl"), reason="curl or openssl is missing")
async def test_every_command_does_what_the_page_says(province: Province) -> None:
    blocks = blocks_of(PAGE)
    assert len([block for block in blocks if block.prints]) >= 14
    async with shell(province.folder) as sh:
        for block in blocks:
            await follow(block, province, sh)
