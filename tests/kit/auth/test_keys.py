"""The gateway's public keys as another service reads them."""

import asyncio

from fastapi import FastAPI
from joserfc.jwk import ECKey, KeySet

from kit.auth import RemoteKeys
from tests.support.running import served


async def test_who_comes_while_the_keys_are_asked_for_waits_for_them() -> None:
    app, asked = FastAPI(), 0
    keys = KeySet([ECKey.generate_key("P-256", {"kid": "one"}, private=False)])

    @app.get("/jwks.json")
    async def jwks() -> dict[str, object]:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0.05)
        return dict(keys.as_dict(private=False))

    async with served(app) as url:
        remote = RemoteKeys(f"{url}/jwks.json")
        found = await asyncio.gather(*(remote.current() for _ in range(8)))
    assert {one.keys[0].kid for one in found} == {"one"}
    assert asked == 1
