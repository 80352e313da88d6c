"""A small real provider on a socket of its own, and a gateway that trusts it."""

import html
import re
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI

from simulators.oidc.main import app as provider_app
from simulators.oidc.settings import Settings
from tests.lgsp_gateway.identity import Browser, Clock, Gateway, running
from tests.support.running import served

HIDDEN = re.compile(r'type="hidden" name="([^"]+)" value="([^"]*)"')
HUONG, QUY, UNVERIFIED = "001301000001", "001301000002", "001301000003"


@dataclass
class Provider:
    app: FastAPI
    url: str

    @property
    def settings(self) -> dict[str, Any]:
        known = Settings()
        return {
            "oidc_issuer": self.url,
            "oidc_client_id": known.client_id,
            "oidc_client_secret": known.client_secret.get_secret_value(),
        }

    async def vouch(self, browser: Browser, person: str, wanted: str = "") -> str:
        """Goes to the provider, chooses somebody, and gives the address the browser is sent back to."""
        answer = await browser.get(f"/sign-in/oidc?next={wanted}")
        assert answer.status_code == 303, answer.text
        async with httpx.AsyncClient() as outside:
            page = await outside.get(answer.headers["location"])
            assert page.status_code == 200, page.text
            fields = {name: html.unescape(value) for name, value in HIDDEN.findall(page.text)}
            chosen = await outside.post(f"{self.url}/authorize", data={**fields, "sub": person})
        back = urlsplit(chosen.headers["location"])
        return f"{back.path}?{back.query}"


@pytest.fixture
async def provider(clock: Clock) -> AsyncIterator[Provider]:
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = provider_app(Settings(issuer=url), lambda: clock().timestamp())
    async with served(app, listener):
        yield Provider(app, url)


@pytest.fixture
async def trusting(
    make_database: Callable[[str], str], valkey_url: str, clock: Clock, provider: Provider
) -> AsyncIterator[Gateway]:
    async with running(make_database("lgsp_gateway"), valkey_url, clock, **provider.settings) as started:
        yield started
