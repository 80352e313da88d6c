"""The demo's people at the front door of a running product, each signed in once."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx
from playwright.async_api import Browser, Page, StorageState

from simulators.demo.keys import Keys, read_keys
from tests.browser import axe
from tests.browser.visiting import GUEST, addresses, signing_in
from tests.embedded.product import Product

ONE_STOP = "GOV/H02.01.01/mot-cua"
OK = 200
UNITS = "/r1/VN/GOV/H02.14/danh-muc/don-vi-hanh-chinh/units?level=commune&on=2022-06-11"


@dataclass
class Door:
    product: Product
    browser: Browser
    keys: Keys
    states: dict[str, StorageState | None] = field(default_factory=lambda: {GUEST: None})
    found: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    """Of the pages passed while signing in, which are seen once only."""
    _gate: Page | None = None
    """Where everybody signs in, one after the other: styles and scripts come once."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.product.port}"

    @property
    def mailbox(self) -> str:
        ports = json.loads((self.product.folder / "ports.json").read_text())
        return f"http://127.0.0.1:{ports['mailbox']}/"

    async def state(self, role: str) -> StorageState | None:
        if role not in self.states:
            gate = self._gate = self._gate or await self.browser.new_page(base_url=self.url)
            await gate.context.set_storage_state({"cookies": [], "origins": []})
            async for step in signing_in(gate, role, self.keys):
                self.faults += [f"{step}: {fault}" for fault in await axe.faults(gate)]
            self.states[role] = await gate.context.storage_state()
            await gate.goto("about:blank")
        return self.states[role]

    async def addresses(self, page: Page, role: str) -> list[str]:
        """Of the pages of a role, which `page` is signed in as; looked for once."""
        if role not in self.found:
            self.found[role] = await addresses(page, role)
        return self.found[role]

    async def exchange(self) -> None:
        """One provincial system calls another's service."""
        client = self.keys.clients[ONE_STOP]
        async with httpx.AsyncClient(base_url=self.url, timeout=30) as http:
            proof = (client.client_id, client.client_secret)
            answer = await http.post("/oauth2/token", auth=proof, data={"grant_type": "client_credentials"})
            assert answer.status_code == OK, answer.text
            headers = {"Authorization": f"Bearer {answer.json()['access_token']}", "X-Road-Client": f"VN/{ONE_STOP}"}
            (await http.get(UNITS, headers=headers)).raise_for_status()


@dataclass
class Visits:
    """Pages of the product, opened as somebody; what they complain of fails the test."""

    door: Door
    open_page: Callable[..., Awaitable[Page]]

    async def __call__(self, role: str, path: str, **options: object) -> Page:
        state = await self.door.state(role)
        usual = {"storage_state": state, "base_url": self.door.url, "locale": "vi-VN", **options}
        return await self.open_page(path, **usual)


def door_of(product: Product, browser: Browser) -> Door:
    return Door(product, browser, read_keys(product.folder / "demo" / "keys.json"))
