"""What has to be registered before an exchange can be measured."""

import os
from typing import Any

from kit import clock
from kit.db import Database
from kit.vault import Vault
from lgsp_gateway.settings import Settings
from lgsp_gateway.token.minting import Minter
from lgsp_gateway.token.ring import KeyRing
from lgsp_gateway.token.rotation import ensure_keys
from lgsp_gateway.token.tables import PURPOSE
from tests.lgsp_gateway.exchange.gateway import CLIENT, PATH, add_province


async def register(environment: dict[str, str], provider_url: str) -> tuple[str, list[str]]:
    """The path to call and the header fields to call it with."""
    os.environ.update(environment)
    settings, database = Settings(), Database(environment["DATABASE_URL"])
    ring = KeyRing(vault := Vault(settings.secret_key, PURPOSE))
    async with database.session() as session:
        await ensure_keys(session, vault, clock.utc())
        await ring.read(session)
        ids = await add_province(session, provider_url)
    await database.dispose()
    claims: dict[str, Any] = {
        "client_id": "mot-cua",
        "name": "Một cửa",
        "agency": "H02.05",
        "scopes": ["exchange:call"],
    }
    minted = Minter(settings, ring).for_system(application_id=str(ids["mot-cua"]), now=clock.utc(), **claims)
    return f"{PATH}/tim", [f"Authorization: Bearer {minted.token}", f"X-Road-Client: {CLIENT}"]
